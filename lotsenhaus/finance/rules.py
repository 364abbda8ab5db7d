"""How long money lasts: plain arithmetic on plain values, today is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

PACE_DAYS = 90
"""The pace is what the talks of the last 90 days cost: a season, not a lucky week and not last winter."""


@dataclass(frozen=True, slots=True)
class Money:
    """A purse as plain values, `left` in euros; `paid_per_day` is not its own, it is what all talks need."""

    key: int
    order: int
    left: Decimal
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """When a purse will probably pay. `needed_from` None: not this year; `until` None: beyond the end of the year."""

    needed_from: date | None
    until: date | None


def outlooks(purses: Iterable[Money], per_day: Decimal, today: date) -> dict[int, Outlook]:
    """One purse after the other in their order, each from the day the one before is empty; per purse key.

    A straight line at `per_day` euros; without any spending every purse lasts.
    """
    last, start, found = date(today.year, 12, 31), today, {}
    for purse in sorted(purses, key=lambda one: (one.order, one.key)):
        begin = max(start, purse.starts_on or start)
        end = _empty_on(begin, purse, per_day)
        if begin > last:
            found[purse.key] = Outlook(None, None)
            continue
        found[purse.key] = Outlook(begin, end if end is not None and end <= last else None)
        start = end + timedelta(days=1) if end is not None else last + timedelta(days=1)
    return found


def _empty_on(begin: date, purse: Money, per_day: Decimal) -> date | None:
    """The last day the purse pays, the day before `begin` when nothing is left; None without an end."""
    ends = [purse.ends_on] if purse.ends_on else []
    if per_day > 0:
        days = min(int(purse.left / per_day + Decimal("0.5")), 3650) if purse.left > 0 else -1
        ends.append(begin + timedelta(days=days))
    return min(ends) if ends else None
