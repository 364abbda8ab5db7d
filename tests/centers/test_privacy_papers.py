"""The papers for the data-protection officer say what the code does."""

from pathlib import Path

import pytest

from tools import privacy_lists

PAPERS = sorted(privacy_lists.FOLDER.glob("*.md"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_its_lists_are_current(paper: Path) -> None:
    """Otherwise: python tools/privacy_lists.py"""
    text = paper.read_text(encoding="utf-8")
    assert privacy_lists.current(text) == text


def test_there_is_a_paper_for_each_article() -> None:
    articles = {"verzeichnis": "Art. 30", "dsfa": "Art. 35", "tom": "Art. 32", "avv": "Art. 28"}
    assert {paper.stem for paper in PAPERS} == {*articles, "README"}
    for name, article in articles.items():
        assert article in (privacy_lists.FOLDER / f"{name}.md").read_text(encoding="utf-8").splitlines()[0]
