"""Which purse pays: decided per talk, by its day, in the order the center set (DOMAIN part 0, no. 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Purse:
    """A budget line as plain values; `left` in euros with two places."""

    key: int
    year: int
    order: int
    left: Decimal
    starts_on: date | None = None
    ends_on: date | None = None

    def is_open_on(self, day: date) -> bool:
        return (
            self.year == day.year
            and (self.starts_on is None or self.starts_on <= day)
            and (self.ends_on is None or day <= self.ends_on)
        )


def purse_for(day: date, amount: Decimal, purses: Iterable[Purse]) -> Purse | None:
    """The first purse of the talk's year that is open on that day and still holds the amount; None: nobody can pay.

    The purse follows the day of the talk, the tax limit the day of payment (§ 11 EStG, DOMAIN 1.4).
    """
    fitting = (purse for purse in sorted(purses, key=lambda purse: (purse.order, purse.key)))
    return next((purse for purse in fitting if purse.is_open_on(day) and purse.left >= amount), None)
