from datetime import date, datetime, timedelta

import pytest

from lotsenhaus.kit import wording
from lotsenhaus.kit.calendar import BERLIN
from lotsenhaus.kit.folding import folded

NOW = datetime(2026, 11, 24, 9, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "heute"),
        (date(2026, 11, 25), "morgen"),
        (date(2026, 11, 23), "gestern"),
        (date(2026, 11, 26), "in 2 Arbeitstagen"),
        (date(2026, 12, 2), "in 6 Arbeitstagen"),
        (date(2026, 11, 20), "vor 4 Tagen"),
        (datetime(2026, 11, 24, 23, 30, tzinfo=BERLIN), "heute"),
    ],
)
def test_days_are_told_in_working_days(day: date, words: str) -> None:
    assert wording.in_working_days(day, NOW) == words


def test_a_weekend_ahead_without_a_working_day_is_told_in_days() -> None:
    assert wording.in_working_days(date(2026, 11, 29), datetime(2026, 11, 27, 9, tzinfo=BERLIN)) == "in 2 Tagen"


def test_waiting_is_told_in_the_largest_unit() -> None:
    spans = {30: "gerade eben", 40 * 60: "seit 40 Min.", 2 * 3600 + 50: "seit 2 Std.", 86400: "seit 1 Tag"}
    for seconds, words in spans.items():
        assert wording.since(NOW - timedelta(seconds=seconds), NOW) == words
    assert wording.ago(NOW - timedelta(weeks=5), NOW) == "vor 5 Wochen"
    assert wording.left(NOW + timedelta(minutes=40), NOW) == "noch 40 Min."
    assert wording.left(NOW + timedelta(days=3), NOW) == "noch 3 Tage"
    assert wording.left(NOW - timedelta(minutes=2), NOW) == "abgelaufen"


def test_deadlines_carry_their_weekday() -> None:
    assert wording.from_day(date(2026, 12, 1)) == "ab Dienstag, 1.12."
    assert wording.answer_by(datetime(2026, 11, 30, 18, tzinfo=BERLIN)) == "Montag, 18 Uhr"
    assert wording.answer_by(datetime(2026, 11, 30, 17, 30, tzinfo=BERLIN)) == "Montag, 17:30 Uhr"


def test_spelling_is_folded_for_comparing() -> None:
    assert folded("Straße  Ägypten") == folded("STRASSE-AEGYPTEN") == "strasse aegypten"
    assert folded("Kurmancî") == "kurmanci"
    assert folded("عَرَبِيّ") == folded("عربي")
    assert folded("हिंदी") == "हिंदी"
