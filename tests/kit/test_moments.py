"""Dates as people write them."""

import datetime as dt

import pytest

from lotsenhaus.kit import moments

AFTERNOON = dt.datetime(2026, 12, 2, 14, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("moment", "Mi., 2.12., 15:00"),
        ("day", "Mi., 2.12."),
        ("long", "Mittwoch, 2. Dezember 2026"),
        ("date", "2.12.2026"),
        ("time", "15:00"),
    ],
)
def test_a_time_is_shown_in_berlin(style: str, text: str) -> None:
    assert moments.moment_text(AFTERNOON, style) == text


def test_a_day_has_no_time() -> None:
    assert moments.moment_text(dt.date(2026, 12, 2)) == "Mi., 2.12."


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (180, "Mi., 2.12., 15–18 Uhr"),
        (150, "Mi., 2.12., 15:00–17:30 Uhr"),
        (600, "Mi., 2.12., 15:00 – Do., 3.12., 01:00"),
    ],
)
def test_a_period_names_hours_as_short_as_it_can(minutes: int, text: str) -> None:
    assert moments.period_text(AFTERNOON, AFTERNOON + dt.timedelta(minutes=minutes)) == text
