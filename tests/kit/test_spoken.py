"""Times, durations, days as people type them (product brief 8.8)."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.kit.spoken import NotUnderstood, parse_date, parse_duration, parse_length, parse_span, parse_time

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15", time(15)),
        ("15 Uhr", time(15)),
        ("15:30", time(15, 30)),
        ("15.30 Uhr", time(15, 30)),
        ("um 15 Uhr 30", time(15, 30)),
        ("0800", time(8)),
        ("8", time(8)),
        ("halb drei", time(14, 30)),
        ("halb 9", time(8, 30)),
        ("viertel nach acht", time(8, 15)),
        ("Viertel vor zwölf", time(11, 45)),
        ("24:00", time(0)),
    ],
)
def test_times_are_understood(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["", "25", "15:60", "bald", "15:3", "-1", "halb 25", "1:2:3", "9" * 5000])
def test_what_is_no_time_is_asked_about(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1,5 Std", 90),
        ("1.5 h", 90),
        ("90", 90),
        ("90 min", 90),
        ("45 Min.", 45),
        ("1:30 h", 90),
        ("2", 120),
        ("1,5", 90),
        ("2 Stunden 15 Minuten", 135),
        ("1 Std. 30", 90),
        ("1h30min", 90),
        ("eine Stunde", 60),
        ("eine halbe Stunde", 30),
        ("anderthalb Stunden", 90),
    ],
)
def test_durations_are_understood(text: str, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "lange", "-5", "1441 min", "25 Std", "1,5,5", "Std"])
def test_what_is_no_duration_is_asked_about(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_duration(text)


def test_duration_and_end_are_both_accepted_in_one_field() -> None:
    assert [parse_length(text, time(15)) for text in ("1,5 Std", "90", "16:30", "bis 16.30 Uhr", "16 Uhr 30")] == [
        90
    ] * 5
    with pytest.raises(NotUnderstood, match="ends_before_start"):
        parse_length("14:30", time(15))


def test_spans_are_understood() -> None:
    assert parse_span("15–18 Uhr") == (time(15), time(18))
    assert parse_span("von 15:00 bis 16:30") == (time(15), time(16, 30))
    with pytest.raises(NotUnderstood, match="ends_before_start"):
        parse_span("18-15")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2.12.", date(2026, 12, 2)),
        ("2.12", date(2026, 12, 2)),
        ("02.12.2026", date(2026, 12, 2)),
        ("2.12.26", date(2026, 12, 2)),
        ("Mi 2.12.", date(2026, 12, 2)),
        ("Mi., 2.12.", date(2026, 12, 2)),
        ("am Mittwoch, den 2. Dezember", date(2026, 12, 2)),
        ("2. Dez. 2026", date(2026, 12, 2)),
        ("2026-12-02", date(2026, 12, 2)),
        ("24.11.", TODAY),
        ("23.11.", date(2027, 11, 23)),
        ("1. März", date(2027, 3, 1)),
        ("heute", TODAY),
        ("übermorgen", TODAY + timedelta(days=2)),
    ],
)
def test_days_are_understood_and_lie_ahead(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.2.", "no_such_day"),
        ("29.2.2027", "no_such_day"),
        ("0.1.", "no_such_day"),
        ("bald", "not_a_date"),
        ("", "not_a_date"),
        ("2. Brumaire", "not_a_date"),
    ],
)
def test_what_is_no_day_is_asked_about(text: str, code: str) -> None:
    with pytest.raises(NotUnderstood, match=code):
        parse_date(text, TODAY)


def test_a_weekday_that_does_not_belong_to_the_date_is_noticed() -> None:
    with pytest.raises(NotUnderstood) as caught:
        parse_date("Do 2.12.", TODAY)
    assert (caught.value.code, caught.value.params["day"]) == ("other_weekday", date(2026, 12, 2))


@given(st.text(max_size=80))
def test_any_text_is_understood_or_asked_about(text: str) -> None:
    for parse in (parse_time, parse_duration, parse_span, lambda one: parse_date(one, TODAY)):
        with suppress(NotUnderstood):
            parse(text)


@given(st.times())
def test_written_times_come_back(clock: time) -> None:
    clock = clock.replace(second=0, microsecond=0)
    assert parse_time(f"{clock:%H:%M} Uhr") == clock


@given(st.dates(TODAY, date(2099, 12, 31)))
def test_written_days_come_back(day: date) -> None:
    weekday = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")[day.weekday()]
    assert parse_date(f"{weekday}., {day.day}.{day.month}.{day.year}", TODAY) == day
