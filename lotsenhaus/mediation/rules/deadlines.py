"""When something is urgent, how long an answer may take, whom to remind when, and what lies on top of the list.

Source: product brief 3 (Heute, Vermittlung), 8.6, 8.11; the numbers are defaults, a center's Policy gives its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lotsenhaus.kit import calendar

URGENT_WITHIN = timedelta(hours=24)
REMINDER_DAYS = (1, 3, 7)
"""After the talk; then the desk may confirm by phone, so a missing click never costs the volunteer."""
OPEN_DATE_DAYS = 3
""" "übernommen, Termin offen" asks for its date after so many days."""
PAGE_HOURS = 24
"""So long after the talk the answer page shows its details."""
UNDO_SECONDS = 30
PHONE_UNDO_MINUTES = 10
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wave:
    """How many are asked at once, and how long they have."""

    size: int
    expires_at: datetime
    delay_seconds: int


def is_urgent(now: datetime, starts_at: datetime | None) -> bool:
    """Starts within 24 hours. A talk "nach Absprache" never is."""
    return starts_at is not None and starts_at - now <= URGENT_WITHIN


def wave(
    now: datetime, starts_at: datetime | None, *, answer_hours: int = 24, urgent_minutes: int = 60, urgent_size: int = 3
) -> Wave:
    """Planned: one after the other, `answer_hours` waking hours each. Urgent: several at once, in minutes.

    Time runs from when the message may leave. Nobody is waited for beyond half of the time that is left.
    """
    leaves = send_at(now, starts_at)
    if starts_at is None:
        return Wave(1, calendar.add_waking_time(leaves, answer_hours), UNDO_SECONDS)
    if leaves >= starts_at:
        # At night before an early talk: only a phone call can help, an open message ends with the start.
        return Wave(urgent_size, max(now, starts_at), 0)
    half = leaves + (starts_at - leaves) / 2
    if is_urgent(now, starts_at):
        return Wave(urgent_size, min(leaves + timedelta(minutes=urgent_minutes), half), 0)
    least = calendar.add_waking_time(leaves, urgent_minutes / 60)
    latest = calendar.last_waking_moment(half)
    if latest < least:
        latest = least if least < starts_at else half
    return Wave(1, min(calendar.add_waking_time(leaves, answer_hours), latest), UNDO_SECONDS)


def send_at(now: datetime, starts_at: datetime | None) -> datetime:
    """When a message may leave: at once by day, else at 8 o'clock of the next day on which people may be asked.

    Urgent or not: nobody is woken by a message (brief 9); at night the desk phones, or nobody does.
    """
    wait = timedelta(seconds=0 if is_urgent(now, starts_at) else UNDO_SECONDS)
    return calendar.next_waking_moment(now + wait)


def reminders(ended_at: datetime) -> list[datetime]:
    """When the professional is asked for the confirmation: 1, 3 and 7 days after, in waking hours."""
    return [calendar.next_waking_moment(ended_at + timedelta(days=days)) for days in REMINDER_DAYS]


def due_reminder(ended_at: datetime, sent: int, now: datetime) -> bool:
    """Whether the next of the three reminders is due; a missed one is not sent twice."""
    due = sum(moment <= now for moment in reminders(ended_at))
    return due > sent


def desk_may_confirm(ended_at: datetime, now: datetime) -> bool:
    """After the last reminder the desk may confirm by phone, with name and time."""
    return now >= reminders(ended_at)[-1]


def date_is_missing(agreed_at: datetime, now: datetime) -> bool:
    """ "Termin offen" for 3 days."""
    return now - agreed_at >= timedelta(days=OPEN_DATE_DAYS)


def page_closes_at(ends_at: datetime) -> datetime:
    """The signed link shows the page until 24 hours after the talk; the decision is single-use, the page is not."""
    return ends_at + timedelta(hours=PAGE_HOURS)


@dataclass(frozen=True, slots=True)
class Risk:
    """What decides the place of an inquiry in the list; not who called last."""

    starts_at: datetime | None
    submitted_at: datetime
    is_filled: bool
    was_cancelled: bool = False
    undeliverable: bool = False
    next_expiry: datetime | None = None
    call_back_until: datetime | None = None


def risk_key(risk: Risk, now: datetime) -> tuple[int, datetime, datetime]:
    """Sort key: burning first (by start), then overdue, then by the working days that are left, filled ones last.

    Oldest danger first: the same danger is ordered by the time of the inquiry. The key of a row does not depend on
    other rows, so a list stays in place while one works on it.
    """
    start = risk.starts_at or NEVER
    return danger(risk, now), start, risk.submitted_at


def danger(risk: Risk, now: datetime) -> int:
    """0 burns · 1 must be done now · 2 soon · 3 waits · 4 nach Absprache · 5 arranged."""
    burning = is_urgent(now, risk.starts_at)
    if risk.is_filled and not risk.undeliverable:
        return 5
    if burning or (risk.was_cancelled and days_left(now, risk.starts_at) <= 1):
        return 0
    waits_for_us = risk.was_cancelled or risk.undeliverable or _passed(risk.call_back_until, now)
    if waits_for_us or _passed(risk.next_expiry, now):
        return 1
    if risk.starts_at is None:
        return 4
    return 2 if days_left(now, risk.starts_at) <= 2 else 3


def days_left(now: datetime, starts_at: datetime | None) -> int:
    """Working days until the talk; a talk without a date has very many."""
    if starts_at is None:
        return 9999
    return calendar.working_days_between(_day(now), _day(starts_at))


def _day(moment: datetime) -> date:
    return moment.astimezone(calendar.BERLIN).date()


def _passed(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def in_order(risks: Sequence[Risk], now: datetime) -> list[int]:
    """Indexes of the risks, most dangerous first."""
    return sorted(range(len(risks)), key=lambda index: risk_key(risks[index], now))
