"""A house for real people does not start with the settings of a demo."""

from pathlib import Path

import pytest
from django.test import override_settings

from lotsenhaus.config import fitness

FIT = {
    "DEMO": False, "TESTING": False, "DEBUG": False, "LOCAL": False, "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": ["lotsen.example.org"], "PUBLIC_URL": "https://lotsen.example.org",
}  # fmt: skip


def test_a_fit_house_starts() -> None:
    with override_settings(**FIT):
        fitness.refuse_if_unfit("0.0.0.0")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"DEBUG": True}, "LOTSENHAUS_DEBUG"),
        ({"SECRET_KEY": "only-for-demo-and-tests" * 3}, "LOTSENHAUS_SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "LOTSENHAUS_SECRET_KEY"),
        ({"ALLOWED_HOSTS": ["*"]}, "LOTSENHAUS_HOSTS"),
        ({"ALLOWED_HOSTS": []}, "LOTSENHAUS_HOSTS"),
        ({"PUBLIC_URL": "http://lotsen.example.org"}, "https"),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, "cache"),
    ],
)
def test_an_unfit_one_says_what_to_change(change: dict[str, object], word: str) -> None:
    with override_settings(**{**FIT, **change}), pytest.raises(fitness.NotFit, match=word):
        fitness.refuse_if_unfit("0.0.0.0")


@pytest.mark.django_db
def test_the_setup_is_answered_in_sentences(tmp_path: Path) -> None:
    answers = fitness.answers(backups=tmp_path)
    assert any("Backups can be written to" in one.sentence for one in answers)
    nowhere = fitness.answers(backups=tmp_path / "nowhere")
    assert any(not one.good and "cannot be written" in one.sentence for one in nowhere)
