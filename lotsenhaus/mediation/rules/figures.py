"""Small arithmetic of the Auswertung: periods, classes of a distribution, and what may leave the center."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

SMALLEST = 5
"""A count below this stays inside the center: two talks in a rare language in a small town are a family."""

CLASSES: Sequence[tuple[int, int | None]] = ((0, 0), (1, 2), (3, 5), (6, 10), (11, 20), (21, None))
HOURS: Sequence[int] = (0, 5, 10, 20, 40)
"""Upper ends of the classes of hours per person; above the last one there is one more."""

WITHIN_DAYS = (1, 2, 3, 5, 10)


def period(name: str, today: date) -> tuple[date, date]:
    """First and last day of "jahr", "vorjahr", "monat", "quartal"; anything else: the last twelve months."""
    first = today.replace(day=1)
    if name == "jahr":
        return today.replace(month=1, day=1), today.replace(month=12, day=31)
    if name == "vorjahr":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if name == "monat":
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if name == "quartal":
        start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        return start, (start + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    return (first - timedelta(days=335)).replace(day=1), today


def spread(counts: Iterable[int]) -> list[tuple[int, int | None, int]]:
    """How many people fall into each class: (from, to, people)."""
    known = list(counts)
    return [
        (low, high, sum(low <= count and (high is None or count <= high) for count in known)) for low, high in CLASSES
    ]


def quarter_share(counts: Iterable[int]) -> int | None:
    """Per cent of the sum that the quarter of people with the most holds; 25 when all hold the same.

    Of 22 people the sixth counts by half. None where a quarter is below `SMALLEST` people, or the sum below it.
    """
    known = sorted(counts, reverse=True)
    whole, rest = divmod(Fraction(len(known), 4), 1)
    if whole < SMALLEST or sum(known) < SMALLEST:
        return None
    held = sum(known[:whole]) + (rest * known[whole] if rest else 0)
    return round(100 * held / sum(known))


def spread_hours(minutes: Iterable[int]) -> list[tuple[int | None, int | None, int]]:
    """How many people fall into each class of hours: (more than, up to, people); nobody's zero is (None, 0)."""
    known = list(minutes)
    ends = [None, *HOURS, None]
    return [
        (low, high, sum((low is None or one > 60 * low) and (high is None or one <= 60 * high) for one in known))
        for low, high in pairwise(ends)
    ]


def coarse(count: int, below: str) -> str:
    """The count as it may leave the center: `below` instead of 1 to 4."""
    return below if 0 < count < SMALLEST else str(count)


def hidden(counts: Sequence[int]) -> set[int]:
    """Which positions must not be told: counts of 1 to 4, and the next smallest with them until nobody can subtract.

    A total stands beside most lists: one hidden line alone, or several whose sum is small, could be worked out from it.
    """
    found = {place for place, count in enumerate(counts) if 0 < count < SMALLEST}
    rest = sorted((count, place) for place, count in enumerate(counts) if count >= SMALLEST)
    while found and rest and (len(found) < 2 or sum(counts[place] for place in found) < SMALLEST):
        found.add(rest.pop(0)[1])
    return found
