from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.dispatch.clock import Span, WeeklyTime, local_day, local_span, minute, uncovered, weekly_spans
from tests.dispatch.cases import ZONE, at

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(1, 30))


def test_minutes_count_from_1970_in_utc() -> None:
    assert minute(datetime(1970, 1, 2, 0, 1, 59, tzinfo=UTC)) == 1441


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        minute(datetime(2026, 12, 2, 15))  # noqa: DTZ001


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert not Span(0, 60).overlaps(Span(60, 90))
    assert Span(0, 61).overlaps(Span(60, 90))
    assert Span(0, 60).gap(Span(60, 90)) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-12-01T22:59+00:00", date(2026, 12, 1)),
        ("2026-12-01T23:00+00:00", date(2026, 12, 2)),
        ("2026-07-01T22:00+00:00", date(2026, 7, 2)),
        ("2026-12-31T23:30+00:00", date(2027, 1, 1)),
    ],
)
def test_the_day_is_the_local_one(moment: str, day: date) -> None:
    assert local_day(minute(datetime.fromisoformat(moment)), ZONE) == day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_with_a_change_of_the_clock_has_23_or_25_hours(day: date, hours: int) -> None:
    start, end = local_span(day, time(0), time(0), ZONE)
    assert end - start == hours * 60


def test_a_night_shift_is_an_hour_longer_when_the_clock_goes_back() -> None:
    start, end = local_span(date(2026, 10, 24), time(22), time(6), ZONE)
    assert end - start == 9 * 60


def test_weekly_times_keep_their_local_hour_over_the_change_of_the_clock() -> None:
    spans = weekly_spans([WeeklyTime(6, time(9), time(12))], date(2026, 10, 18), date(2026, 11, 1), ZONE)
    assert spans == tuple(
        Span(at(f"{day} 09:00"), at(f"{day} 12:00")) for day in ("2026-10-18", "2026-10-25", "2026-11-01")
    )
    assert spans[1].start - spans[0].start == 7 * 24 * 60 + 60


@given(SPANS, st.lists(SPANS, max_size=6))
def test_what_is_uncovered_is_every_minute_that_nobody_covers(span: Span, others: list[Span]) -> None:
    left = set(range(*span)).difference(*(range(*other) for other in others))
    parts = list(uncovered(span, others))
    assert {one for part in parts for one in range(*part)} == left
    assert all(earlier.end < later.start for earlier, later in pairwise(parts))
