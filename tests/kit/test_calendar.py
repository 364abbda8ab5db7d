"""Working days, waking hours, real minutes (RELIABILITY G11), checked against plain counting."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.kit import calendar
from lotsenhaus.kit.calendar import BERLIN

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 bounds are naive


def easter(year: int) -> date:
    """Gauss's formula, as completed by Lichtenberg."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    a, d = year % 19, 0
    d = (19 * a + m) % 30
    r = (d + a // 11) // 29
    og = 21 + d - r
    sz = 7 - (year + year // 4 + 2 - (3 * k + 3) // 4) % 7
    return date(year, 3, 1) + timedelta(days=og + 7 - (og - sz) % 7 - 1)


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2030, 2038])
def test_holidays_are_those_of_north_rhine_westphalia(year: int) -> None:
    """Feiertagsgesetz NW § 2."""
    fixed = {date(year, 1, 1), date(year, 5, 1), date(year, 10, 3), date(year, 11, 1), date(year, 12, 25)}
    fixed.add(date(year, 12, 26))
    moving = {easter(year) + timedelta(days=days) for days in (-2, 1, 39, 50, 60)}
    assert set(calendar.holiday_names(year)) == fixed | moving


def test_corpus_christi_is_a_holiday_here_and_new_years_eve_is_a_working_day() -> None:
    assert calendar.holiday_names(2026)[date(2026, 6, 4)] == "Fronleichnam"
    assert calendar.is_working_day(date(2026, 12, 31))
    assert not calendar.is_working_day(date(2026, 10, 31))  # Reformationstag is none here, but a Saturday
    assert calendar.is_working_day(date(2028, 10, 31))


@given(DAYS, st.integers(1, 40))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    end = calendar.add_working_days(day, count)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(calendar.is_working_day(one) for one in passed) == count
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(day, end) == count
    assert calendar.add_working_days(end, -count) <= max(day, calendar.add_working_days(day, 0))


@pytest.mark.parametrize(
    ("asked", "lead", "first"),
    [
        (date(2026, 11, 24), 5, date(2026, 12, 1)),  # "ab Dienstag, 1.12." of the demo story
        (date(2026, 11, 21), 5, date(2026, 11, 27)),  # asked on a Saturday
        (date(2026, 12, 22), 5, date(2026, 12, 30)),  # 25 is a holiday, 26 one on a Saturday
        (date(2026, 12, 29), 5, date(2027, 1, 6)),  # over the year's end
        (date(2026, 5, 29), 5, date(2026, 6, 8)),  # Fronleichnam lies between
        (date(2026, 11, 24), 7, date(2026, 12, 3)),  # Ennepe-Ruhr
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
    ],
)
def test_lead_time_is_counted_in_working_days(asked: date, lead: int, first: date) -> None:
    now = datetime.combine(asked, time(23, 30), BERLIN)
    assert calendar.earliest_start(now, lead) == first
    assert calendar.earliest_start(now.astimezone(UTC), lead) == first


def test_the_night_the_clocks_go_back_has_an_hour_more() -> None:
    """The trap of G11: arithmetic within one zone says 180."""
    start, end = datetime(2026, 10, 25, 1, tzinfo=BERLIN), datetime(2026, 10, 25, 4, tzinfo=BERLIN)
    assert (end - start).total_seconds() / 60 == 180
    assert calendar.local_minutes(start, end) == 240


def test_a_time_that_happens_twice_is_asked_about_and_a_missing_one_refused() -> None:
    with pytest.raises(calendar.AmbiguousTime):
        calendar.at_local(date(2026, 10, 25), time(2, 30))
    first = calendar.at_local(date(2026, 10, 25), time(2, 30), second=False)
    second = calendar.at_local(date(2026, 10, 25), time(2, 30), second=True)
    assert (first, second) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    for asked in (None, False, True):
        with pytest.raises(calendar.MissingTime):
            calendar.at_local(date(2027, 3, 28), time(2, 30), second=asked)
    assert calendar.at_local(date(2027, 3, 28), time(3)) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert calendar.at_local(date(2026, 10, 25), time(3)) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_naive_times_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar.minutes_between(datetime(2026, 1, 1), datetime(2026, 1, 2))  # noqa: DTZ001 that is the point


def test_ten_thousand_local_times_come_back_as_they_were_typed() -> None:
    """G11: 10,000 generated cases; every one round-trips, is ambiguous, or is missing."""
    dice = random.Random(11)
    counts = {"fine": 0, "ambiguous": 0, "missing": 0}
    changes = [date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29), date(2026, 12, 31), date(2026, 12, 28)]
    for _ in range(10_000):
        any_day = date(2026, 1, 1) + timedelta(days=dice.randrange(2000))
        day = dice.choice(changes) if dice.random() < 0.5 else any_day
        clock = time(dice.randrange(24), dice.randrange(60))
        try:
            moment = calendar.at_local(day, clock)
        except calendar.AmbiguousTime:
            counts["ambiguous"] += 1
            assert (day.month, clock.hour) == (10, 2)
        except calendar.MissingTime:
            counts["missing"] += 1
            assert (day.month, clock.hour) == (3, 2)
        else:
            counts["fine"] += 1
            local = moment.astimezone(BERLIN)
            assert (local.date(), local.time()) == (day, clock)
            later = moment + timedelta(minutes=77)
            assert calendar.minutes_between(moment.astimezone(BERLIN), later.astimezone(BERLIN)) == 77
    assert sum(counts.values()) == 10_000
    assert min(counts.values()) > 10


def waking_minutes(start: datetime, end: datetime) -> int:
    """Plain counting, minute by minute."""
    count, moment = 0, start
    while moment < end:
        local = moment.astimezone(BERLIN)
        is_day = local.weekday() != 6 and local.date() not in calendar.holiday_names(local.year)
        count += is_day and 8 <= local.hour < 20
        moment += timedelta(minutes=1)
    return count


@given(MOMENTS, st.integers(1, 30))
def test_a_deadline_runs_in_waking_hours_only(start: datetime, hours: int) -> None:
    start = start.replace(second=0, microsecond=0)
    assert waking_minutes(start, calendar.add_waking_time(start, hours)) == hours * 60


@given(MOMENTS)
def test_the_next_waking_moment_is_awake_and_nothing_awake_lies_before_it(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    following = calendar.next_waking_moment(at)
    assert calendar.is_waking(following)
    assert waking_minutes(at, following) == 0
    assert calendar.last_waking_moment(at) <= at


@pytest.mark.parametrize(
    ("at", "following"),
    [
        (datetime(2026, 11, 24, 19, 59, tzinfo=BERLIN), datetime(2026, 11, 24, 19, 59, tzinfo=BERLIN)),
        (datetime(2026, 11, 24, 20, 0, tzinfo=BERLIN), datetime(2026, 11, 25, 8, tzinfo=BERLIN)),
        (datetime(2026, 11, 28, 21, 0, tzinfo=BERLIN), datetime(2026, 11, 30, 8, tzinfo=BERLIN)),  # over a Sunday
        (datetime(2026, 12, 24, 20, 0, tzinfo=BERLIN), datetime(2026, 12, 28, 8, tzinfo=BERLIN)),  # over Christmas
    ],
)
def test_nobody_is_asked_at_night_on_sundays_or_holidays(at: datetime, following: datetime) -> None:
    assert calendar.next_waking_moment(at) == following


def test_a_deadline_of_a_desk_runs_in_its_opening_hours() -> None:
    """Rietberg: Tuesday and Thursday, 8 to 12; Thursday 26 November 11:00 plus two hours is Tuesday 9:00."""
    hours = {1: [(time(8), time(12))], 3: [(time(8), time(12))]}
    start = datetime(2026, 11, 26, 11, tzinfo=BERLIN)
    assert calendar.add_open_time(start, 2, hours) == datetime(2026, 12, 1, 9, tzinfo=BERLIN)
    assert calendar.next_open_moment(datetime(2026, 12, 24, 13, tzinfo=BERLIN), hours) == datetime(
        2026, 12, 29, 8, tzinfo=BERLIN
    )
    with pytest.raises(calendar.NeverOpen):
        calendar.add_open_time(start, 1, {0: []})


@given(st.dates(date(1990, 1, 1), date(2120, 12, 31)), st.integers(-900, 900))
def test_working_days_by_arithmetic_are_those_counted_day_by_day(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    first = min(start, end)
    counted = sum(calendar.is_working_day(first + timedelta(days=n)) for n in range(1, abs(days) + 1))
    assert calendar.working_days_between(start, end) == (counted if days >= 0 else -counted)
