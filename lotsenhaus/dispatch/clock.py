"""Minutes, half-open spans and the local calendar; the only place that knows a time zone."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Span(NamedTuple):
    """Minutes from `start` up to, but not including, `end`."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def gap(self, other: "Span") -> int:
        """Minutes between two spans, negative when they overlap."""
        return max(self.start - other.end, other.start - self.end)

    def widened(self, minutes: int) -> "Span":
        return Span(self.start - minutes, self.end + minutes)


class WeeklyTime(NamedTuple):
    """A time of the week as a person says it: weekday (Monday is 0), local start and end."""

    weekday: int
    start: time
    end: time


def minute(moment: datetime) -> int:
    """Whole minutes since 1970 in UTC; seconds are cut off. A naive datetime is refused."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return int(moment.timestamp() // 60)


def moment(minute: int, zone: str) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(zone))


@lru_cache(maxsize=65_536)
def local_day(minute: int, zone: str) -> date:
    return moment(minute, zone).date()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def local_span(day: date, start: time, end: time, zone: str) -> Span:
    """A local time of day as minutes; an end at or before the start belongs to the next day."""
    last = day if end > start else day + timedelta(days=1)
    first_moment = datetime.combine(day, start, ZoneInfo(zone))
    return Span(minute(first_moment), minute(datetime.combine(last, end, ZoneInfo(zone))))


def weekly_spans(times: Iterable[WeeklyTime], first: date, last: date, zone: str) -> tuple[Span, ...]:
    """Weekly times between two days (both included), right also in the nights when the clock changes."""
    times = tuple(times)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(
        local_span(day, entry.start, entry.end, zone)
        for day in days
        for entry in times
        if entry.weekday == day.weekday()
    )


def uncovered(span: Span, by: Iterable[Span]) -> Iterator[Span]:
    """The parts of a span that no other span covers, in order."""
    at = span.start
    for start, end in sorted(by):
        if start >= span.end:
            break
        if start > at:
            yield Span(at, start)
        at = max(at, end)
    if at < span.end:
        yield Span(at, span.end)
