"""The months of the Abrechnung: which one is open, what belongs to it, when it is paid."""

from collections.abc import Iterable
from datetime import date, timedelta

PAID_ON_DAY = 10
"""The money is transferred by the tenth of the following month, unless the order names another day."""


def first_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def payment_day(month: date) -> date:
    """By when the run of that month is transferred."""
    return next_month(month).replace(day=PAID_ON_DAY)


def open_month(closed: Iterable[date], waiting: Iterable[date], today: date) -> date:
    """The month whose run is being put together: the one after the last closed run, else that of the first talk.

    `closed` are months released or ordered, `waiting` the days of confirmed talks in no closed run. A late entry
    never opens a closed month again: it goes into the open one.
    """
    last = max(closed, default=None)
    if last is not None:
        return next_month(last)
    return first_of(min(waiting, default=today))
