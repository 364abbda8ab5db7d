"""What a mediator said about her times, as spans of minutes. Silence stays unknown."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from lotsenhaus.dispatch.clock import Span, WeeklyTime, local_span, monday_of, weekly_spans

ZONE = "Europe/Berlin"
# Hours of work in a three-shift week (usual in industry and care; an example until a person states her own).
SHIFTS = {
    "early": (time(6), time(14)),
    "late": (time(14), time(22)),
    "night": (time(22), time(6)),
}


@dataclass
class Times:
    """Spans of one person in the window that matters."""

    free: list[Span] = field(default_factory=list)
    busy: list[Span] = field(default_factory=list)
    stated: list[Span] = field(default_factory=list)


def day_span(day: date) -> Span:
    return local_span(day, time(0), time(0), ZONE)


def times_of(row: dict[str, Any], first: date, last: date) -> Times:
    """`row` holds lists under weekly, weeks and shift as the query of candidates.py reads them."""
    times = Times()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    _add_weekly(times, row["weekly"], days)
    _add_shifts(times, row["shift"], days)
    _add_week_answers(times, row["weeks"], days)
    return times


def _add_weekly(times: Times, rows: list[dict[str, Any]], days: list[date]) -> None:
    hours = [
        WeeklyTime(row["weekday"], time.fromisoformat(row["starts"]), time.fromisoformat(row["ends"]))
        for row in rows
        if not row["never"]
    ]
    never = {row["weekday"] for row in rows if row["never"]}
    times.busy += [day_span(day) for day in days if day.weekday() in never]
    if hours:
        times.free += weekly_spans(hours, days[0], days[-1], ZONE)
        times.stated.append(Span(day_span(days[0]).start, day_span(days[-1]).end))


def _add_shifts(times: Times, rows: list[dict[str, Any]], days: list[date]) -> None:
    """Outside of the shift the person is free in waking hours."""
    for row in rows:
        cycle, begin = row["weeks"], date.fromisoformat(row["first_monday"])
        for day in days if cycle else []:
            shift = cycle[(monday_of(day) - begin).days // 7 % len(cycle)]
            if shift in SHIFTS and day.weekday() < 5:
                times.busy.append(local_span(day, *SHIFTS[shift], ZONE))
            times.free.append(local_span(day, time(8), time(20), ZONE))


def _add_week_answers(times: Times, rows: list[dict[str, Any]], days: list[date]) -> None:
    """ "Diese Woche kann ich" makes the week free, "nicht" busy; "teilweise" leaves it to the other statements."""
    answers = {date.fromisoformat(row["monday"]): row["answer"] for row in rows}
    for day in days:
        answer = answers.get(monday_of(day))
        if answer == "can":
            times.free.append(local_span(day, time(8), time(20), ZONE))
        elif answer == "cannot":
            times.busy.append(day_span(day))
