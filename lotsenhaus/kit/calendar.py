"""Days and hours in North Rhine-Westphalia: holidays, working days, waking hours, opening hours, daylight saving.

Stored times are aware and in UTC, durations come from UTC only: 25 Oct 2026 01:00 to 04:00 in Berlin is 240 minutes.
Holidays are those of the Feiertagsgesetz NW § 2, from the library `holidays` (subdivision NW).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")
# Nobody is woken: no message between 20 and 8 o'clock, on Sundays and holidays (product brief 8.6).
WAKING_FROM, WAKING_TO = time(8), time(20)
# Nothing in these rules looks further ahead; a longer search is a mistake of the caller.
HORIZON_DAYS = 3700

Hours = Mapping[int, Sequence[tuple[time, time]]]
"""Opening hours by weekday (0 is Monday), several spans a day, none for a closed day."""

Spans = list[tuple[datetime, datetime]]


class AmbiguousTime(ValueError):
    """A local time that happens twice (last Sunday of October, 02:00 to 03:00): ask which one is meant."""


class MissingTime(ValueError):
    """A local time that does not exist (last Sunday of March, 02:00 to 03:00)."""


class NeverOpen(ValueError):
    """Opening hours without a single span: a deadline in them would never end."""


@lru_cache(maxsize=64)
def holiday_names(year: int) -> dict[date, str]:
    """Public holidays of one year in North Rhine-Westphalia with their German names."""
    found = holidays.country_holidays("DE", subdiv="NW", years=year, language="de")
    return {day: str(name) for day, name in sorted(found.items())}


def is_holiday(day: date) -> bool:
    return day in holiday_names(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday, no public holiday. (24 and 31 December are working days.)"""
    return day.weekday() < 5 and not is_holiday(day)


def is_waking_day(day: date) -> bool:
    """Every day on which people may be asked: Monday to Saturday, no public holiday."""
    return day.weekday() < 6 and not is_holiday(day)


def add_working_days(day: date, count: int) -> date:
    """The count-th working day after (before, if negative) a day; 0 gives the day itself or the next working day."""
    step = timedelta(days=1 if count >= 0 else -1)
    while count:
        day += step
        count -= is_working_day(day) * (1 if count > 0 else -1)
    while not is_working_day(day):
        day += step
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after start up to and with end; negative when end lies before start."""
    if end < start:
        return -working_days_between(end, start)
    weeks, rest = divmod((end - start).days, 7)
    weekdays = 5 * weeks + sum((start.weekday() + n) % 7 < 5 for n in range(1, rest + 1))
    free = (day for year in range(start.year, end.year + 1) for day in holiday_names(year) if day.weekday() < 5)
    return weekdays - sum(start < day <= end for day in free)


def earliest_start(now: datetime, lead_days: int, zone: tzinfo = BERLIN) -> date:
    """First day on which a talk may take place without a question, for a lead time in working days.

    Borken, Coesfeld, Heinsberg, Warendorf: 5, Ennepe-Ruhr: 7 (DOMAIN 1.2). The day of asking does not count
    (§ 187 BGB): asked on Tuesday, 24 November, with a lead of 5, it is Tuesday, 1 December. Zero: the same day.
    """
    today = now.astimezone(zone).date()
    return add_working_days(today, lead_days) if lead_days else today


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes that really pass, computed in UTC. Raises ValueError for naive times."""
    return int((utc(end) - utc(start)).total_seconds() // 60)


local_minutes = minutes_between


def utc(moment: datetime) -> datetime:
    """The moment in UTC. Raises ValueError for a naive time: nobody knows when it is."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC)


def at_local(day: date, clock: time, zone: tzinfo = BERLIN, *, second: bool | None = None) -> datetime:
    """The UTC moment of a local wall time.

    Raises MissingTime where clocks jump ahead, AmbiguousTime where they go back, unless `second` says which is meant.
    """
    early, late = (datetime.combine(day, clock, zone).replace(fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != early.replace(tzinfo=None):
        raise MissingTime(f"{day} {clock}")
    if second is None:
        raise AmbiguousTime(f"{day} {clock}")
    return (late if second else early).astimezone(UTC)


def _settled(day: date, clock: time, zone: tzinfo) -> datetime:
    """For bounds of spans, which must not raise: the first of two, or the moment of the jump."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _waking_spans(day: date, zone: tzinfo) -> Spans:
    return [(_settled(day, WAKING_FROM, zone), _settled(day, WAKING_TO, zone))] if is_waking_day(day) else []


def _open_spans(day: date, hours: Hours, zone: tzinfo) -> Spans:
    if is_holiday(day):
        return []
    return [
        (_settled(day, start, zone), _settled(day, end, zone)) for start, end in sorted(hours.get(day.weekday(), ()))
    ]


def is_waking(at: datetime, zone: tzinfo = BERLIN) -> bool:
    return any(start <= utc(at) < end for start, end in _waking_spans(at.astimezone(zone).date(), zone))


def next_waking_moment(at: datetime, zone: tzinfo = BERLIN) -> datetime:
    """The moment itself, or the next 8 o'clock of a day that is no Sunday and no holiday, in UTC."""
    return add_waking_time(at, 0, zone)


def last_waking_moment(at: datetime, zone: tzinfo = BERLIN) -> datetime:
    """The moment itself, or the last 20 o'clock before it at which people were awake, in UTC."""
    moment, day = utc(at), at.astimezone(zone).date()
    for _ in range(HORIZON_DAYS):
        for start, end in _waking_spans(day, zone):
            if start <= moment:
                return min(moment, end)
        day -= timedelta(days=1)
    raise NeverOpen


def add_waking_time(start: datetime, hours: float, zone: tzinfo = BERLIN) -> datetime:
    """When so many waking hours have passed, in UTC. A deadline never ends while people sleep."""
    return _add(start, timedelta(hours=hours), lambda day: _waking_spans(day, zone), zone)


def add_open_time(start: datetime, hours: float, opening: Hours, zone: tzinfo = BERLIN) -> datetime:
    """When so many opening hours of a desk have passed, in UTC. Raises NeverOpen for hours without a span."""
    if not any(from_ < to for spans in opening.values() for from_, to in spans):
        raise NeverOpen
    return _add(start, timedelta(hours=hours), lambda day: _open_spans(day, opening, zone), zone)


def next_open_moment(at: datetime, opening: Hours, zone: tzinfo = BERLIN) -> datetime:
    """When the desk is back: now, or the beginning of its next hours, in UTC. Raises NeverOpen."""
    return add_open_time(at, 0, opening, zone)


def _add(start: datetime, rest: timedelta, spans_of: Callable[[date], Spans], zone: tzinfo) -> datetime:
    moment = utc(start)
    day = start.astimezone(zone).date()
    for _ in range(HORIZON_DAYS):
        for begin, end in spans_of(day):
            begin = max(begin, moment)
            if begin < end and (rest == timedelta() or rest <= end - begin):
                return begin + rest
            rest -= max(end - begin, timedelta())
        day += timedelta(days=1)
    raise NeverOpen
