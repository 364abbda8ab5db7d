"""What people type into a cell is read rightly or asked about: nothing is silently wrong."""

from datetime import date

import pytest

from lotsenhaus.kit import phones, spoken
from lotsenhaus.mediation.choices.languages import split_prose
from lotsenhaus.mediation.rules.imports.rows import one_name
from tests.corpus import cells

TODAY = date(2026, 11, 24)
READABLE = 0.97


def languages(cell: str) -> str:
    parsed = split_prose(cell)
    if not parsed or any(one.guessed or not (one.code or one.ambiguous) for one in parsed):
        return cells.ASK
    return " ".join(one.code or "|".join(one.ambiguous) for one in parsed)


def phone(cell: str) -> str:
    return phones.read(cell).stored or cells.ASK


def clock(cell: str) -> str:
    try:
        return f"{spoken.parse_time(cell):%H:%M}"
    except spoken.NotUnderstood:
        return cells.ASK


def day(cell: str) -> str:
    try:
        return spoken.parse_date(cell, TODAY).isoformat()
    except spoken.NotUnderstood:
        return cells.ASK


def name(cell: str) -> str:
    found = one_name(cell)
    return cells.ASK if found is None else f"{found[0]} + {found[1]}".strip()


READERS = {
    "LANGUAGES": languages, "PHONES": phone, "TIMES": clock, "DAYS": day, "NAMES": name,
}  # fmt: skip


def expected(kind: str) -> dict[str, str]:
    lines = getattr(cells, kind).strip().splitlines()
    return {cell.strip(): reading.strip() for cell, _equals, reading in (line.rpartition(" = ") for line in lines)}


@pytest.mark.parametrize("kind", READERS)
def test_no_cell_is_silently_wrong_and_clean_ones_are_read(kind: str) -> None:
    wanted = expected(kind)
    read = {cell: READERS[kind](cell) for cell in wanted}
    wrong = {cell: read[cell] for cell in wanted if read[cell] not in (wanted[cell], cells.ASK)}
    assert wrong == {}
    clean = [cell for cell in wanted if wanted[cell] != cells.ASK]
    asked = [cell for cell in clean if read[cell] == cells.ASK]
    assert len(asked) <= (1 - READABLE) * len(clean), asked


def test_the_corpus_holds_more_than_300_cells() -> None:
    assert sum(len(expected(kind)) for kind in READERS) > 300
