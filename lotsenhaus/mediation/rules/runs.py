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
    """The month whose run is being put together: the first after the last closed run in which anything waits.

    `closed` are months released or ordered, `waiting` the days of what is ready to be paid: talks without a question
    and corrections in no closed run. A month in which nothing is ready is passed over, so that neither a quiet month
    nor an unanswered question holds up the money of the others. A late entry never opens a closed month again: it goes
    into the open one.
    """
    first = first_of(min(waiting, default=today))
    last = max(closed, default=None)
    return first if last is None else max(first, next_month(last))


def expected_payment(talk: date, today: date) -> date:
    """When a talk that is not paid yet will be paid: with the run of its month, and not before today."""
    return max(payment_day(talk), today)


def payment_year(talk: date, today: date) -> int:
    """The year in which the money of a talk counts for the tax limit: that of its payment (§ 11 EStG)."""
    return expected_payment(talk, today).year


def talks_paid_in(year: int, today: date) -> tuple[date | None, date]:
    """First day (None: without one) and the day after the last of the unpaid talks whose payment_year is `year`."""
    december = date(year, 12, 1)
    if year < today.year:
        return december, december  # none: nothing is paid in the past
    return (None if year == today.year else date(year - 1, 12, 1)), december
