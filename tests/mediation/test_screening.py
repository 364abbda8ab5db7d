"""No client name, ever: pasted lists (RELIABILITY part 4)."""

import random
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.mediation.choices.sentences import dropped_sentence, talk_row_sentence
from lotsenhaus.mediation.rules.screening import parse_talk_rows

SHEET = """Uhrzeit\tRaum\tSprache\tName\tCode
15:00\t112\tArabisch\tAhmad Musterfeld\t4b-07
15:15\t112\tKurdisch\tDilan Beispielfeld\t4b-08
15.30\t113\tDari/Farsi\tZahra Probe\t4b-09
15:45\t113\tDeutsch\tMax Muster\t4b-10
"""


def test_a_sheet_from_excel_loses_its_names_and_keeps_its_talks() -> None:
    table = parse_talk_rows(SHEET)
    assert [(one.starts, one.room, one.language, one.ambiguous, one.code) for one in table.rows] == [
        (time(15), "112", "arb", (), "4B-07"),
        (time(15, 15), "112", "", ("kmr", "ckb"), "4B-08"),
        (time(15, 30), "113", "", ("prs", "pes"), "4B-09"),
    ]
    assert table.german == 1
    (dropped,) = table.dropped_columns
    told = dropped_sentence(dropped.reason, column=dropped.column, heading=dropped.heading)
    assert told == "Bitte keine Namen. Wir haben die Spalte „Name“ nicht gespeichert."
    assert not any(name in repr(table) for name in ("Ahmad", "Musterfeld", "Dilan", "Zahra", "Max"))


def test_columns_are_recognized_without_headings_and_in_any_order() -> None:
    table = parse_talk_rows("4b-07;Türkisch;R 112;15:00\n4b-08;Albanisch;R 113;15:15\n")
    assert [(one.starts, one.room, one.language, one.code) for one in table.rows] == [
        (time(15), "R 112", "tur", "4B-07"),
        (time(15, 15), "R 113", "sqi", "4B-08"),
    ]


def test_a_cell_may_name_two_languages() -> None:
    (row,) = parse_talk_rows("15:00;Arabisch, Kurdisch (Sorani);4b-1").rows
    assert (row.language, row.ambiguous) == ("", ("arb", "ckb"))
    assert parse_talk_rows("15:00,Arabisch,4b-1").rows[0].language == "arb"


def test_a_hostile_sheet_is_read_to_its_end() -> None:
    dice, letters = random.Random(1), "aeinsrtkhls"
    rows = [",".join("".join(dice.choices(letters, k=9)) for _ in range(18)) for _ in range(290)]
    table = parse_talk_rows("Zeit;Sprache\n" + "\n".join(f"15:00;{row}" for row in rows))
    assert {one.row for one in table.problems} == set(range(2, 292))


def test_names_are_dropped_even_under_an_innocent_heading() -> None:
    table = parse_talk_rows("Zeit;Code;Sprache\n15:00;Ali;Arabisch\n15:15;Fatima;Arabisch\n15:30;Xhevdet;Albanisch")
    assert [(one.reason, one.heading) for one in table.dropped_columns] == [("names", "Code")]
    assert [one.code for one in table.rows] == ["", "", ""]


def test_one_name_among_rooms_or_codes_is_not_stored() -> None:
    rows = [f"15:{n:02d};{room};Arabisch;{code}" for n, (room, code) in enumerate(
        [("R 112", "4b-1"), ("R 113", "4b-2"), ("bei Fatima", "4b-3"), ("R 114", "Ali-4"), ("R 115", "4b-5")]
    )]  # fmt: skip
    table = parse_talk_rows("Zeit;Raum;Sprache;Code\n" + "\n".join(rows))
    assert [one.room for one in table.rows] == ["R 112", "R 113", "", "R 115"]
    assert [(one.code, one.row, one.text) for one in table.problems] == [("looks_like_name", 5, "")]


def test_surnames_nobody_knows_are_dropped_too() -> None:
    table = parse_talk_rows("15:00\tHoxhaj\tAlbanisch\n15:15\tPopescu\tRumänisch\n15:30\tKowalczyk\tPolnisch")
    assert [one.reason for one in table.dropped_columns] == ["names"]
    assert len(table.rows) == 3


def test_numbers_and_birth_dates_are_dropped() -> None:
    table = parse_talk_rows("Zeit;Sprache;Info;Zeichen\n15:00;Arabisch;0171 1234567;4b-1\n15:15;Arabisch;;4b-2")
    assert [one.reason for one in table.dropped_columns] == ["personal"]


def test_lengths_come_from_the_end_the_duration_or_the_default() -> None:
    assert parse_talk_rows("15:00-15:20;Arabisch").rows[0].minutes == 20
    assert parse_talk_rows("von;bis;Sprache\n15:00;15:10;Arabisch").rows[0].minutes == 10
    assert parse_talk_rows("Zeit;Dauer;Sprache\n15:00;20;Arabisch").rows[0].minutes == 20
    assert parse_talk_rows("15:00;Arabisch").rows[0].minutes == 15
    assert parse_talk_rows("15:00;Arabisch", minutes=10).rows[0].minutes == 10


def test_a_wrong_cell_is_told_with_row_and_column_and_the_rest_is_read() -> None:
    table = parse_talk_rows("Zeit;Sprache\n15:00;Arabisch\nbald;Arabisch\n15:30;Rumänsich\n15:45;Elbisch")
    assert [(one.code, one.row, one.column) for one in table.problems] == [
        ("no_time", 3, 1),
        ("meant_language", 4, 2),
        ("no_language", 5, 2),
    ]
    told = [
        talk_row_sentence(one.code, row=one.row, column=one.column, text=one.text, meant=one.meant)
        for one in table.problems
    ]
    assert told[0] == "Zeile 3, Spalte 1: Die Uhrzeit „bald“ verstehen wir nicht. Beispiel: 15:30."
    assert told[1].endswith("Meinen Sie Rumänisch?")
    assert len(table.rows) == 1


@pytest.mark.parametrize("text", ["", "   ", "abc\ndef", "15:00", "Zeit;Sprache", "\t\t\t"])
def test_what_is_no_table_gets_one_clear_answer(text: str) -> None:
    table = parse_talk_rows(text)
    assert [one.code for one in table.problems] == ["missing_columns"]
    assert talk_row_sentence("missing_columns", row=1, column=1)


PEOPLE = ["Zahra Probekind", "Yılmaz, Ayşe", "Dilan", "Xhevdet Musterov", "Olena B.", "Ahmad Al-Probe", "Max Muster 4b"]


@given(
    st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=12),
    st.permutations(["time", "room", "language", "code", "person"]),
    st.sampled_from([None, "Name", "Kind", "Code", "Raum", "Bemerkung", "Spalte E", ""]),
    st.sampled_from("\t;"),
)
def test_no_name_survives_a_paste_whatever_stands_above_it(
    people: list[str], order: list[str], heading: str | None, separator: str
) -> None:
    headings = {"time": "Zeit", "room": "Raum", "language": "Sprache", "code": "Zeichen", "person": heading or ""}
    lines = [] if heading is None else [separator.join(headings[kind] for kind in order)]
    for number, person in enumerate(people):
        cells = {"time": f"15:{number:02d}", "room": "112", "language": "Arabisch", "code": f"4b-{number:02d}"}
        lines.append(separator.join({**cells, "person": person}[kind] for kind in order))
    table = repr(parse_talk_rows("\n".join(lines)))
    assert not any(
        word in table.casefold()
        for word in ("zahra", "probekind", "yılmaz", "dilan", "xhevdet", "olena", "ahmad", "muster")
    )


def test_a_whole_school_at_once_is_refused_before_it_is_read() -> None:
    assert parse_talk_rows("15:00;Arabisch\n" * 301).problems[0].code == "too_many_rows"
    assert "300" in talk_row_sentence("too_many_rows", row=301, column=1, limit=300)


@given(st.text(max_size=400))
def test_any_paste_is_answered(text: str) -> None:
    parse_talk_rows(text)


@given(
    st.lists(
        st.tuples(st.integers(8, 19), st.integers(0, 59), st.sampled_from(["Arabisch", "Polnisch"])),
        min_size=1,
        max_size=20,
    )
)
def test_tidy_sheets_are_read_completely(talks: list[tuple[int, int, str]]) -> None:
    text = "\n".join(f"{hour}:{minute:02d}\t{language}\t4b-{n:02d}" for n, (hour, minute, language) in enumerate(talks))
    table = parse_talk_rows(text)
    assert [one.starts for one in table.rows] == [time(hour, minute) for hour, minute, _ in talks]
    assert not table.problems
    assert not table.dropped_columns
