"""What makes one pairing better than another: integer points, item by item, so that they can be shown.

The same items feed the ranking of one slot and the plan of a week. They speak of the pairing, never of
a person's worth: nothing here knows how often somebody declined.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lotsenhaus.dispatch.eligibility import Pair, Verdict
from lotsenhaus.dispatch.languages import Fit
from lotsenhaus.dispatch.problem import Weights


class Item(NamedTuple):
    """A named part of the score; `amount` is what was counted (minutes, weeks, levels …)."""

    name: str
    amount: int
    points: int


def own_desk(pair: Pair) -> int:
    return int(pair.request.desk != "" and pair.request.desk == pair.mediator.desk)


def travel_minute(pair: Pair) -> int:
    return pair.leg.minutes if pair.leg else 0


def travel_unknown(pair: Pair) -> int:
    return int(pair.leg is None)


def load(pair: Pair) -> int:
    return min(pair.mediator.load, pair.problem.weights.load_most)


def pause_week(pair: Pair) -> int:
    """Weeks since she was last asked; somebody never asked counts as having waited longest."""
    most, weeks = pair.problem.weights.pause_most, pair.mediator.weeks_since_asked
    return most if weeks is None else min(weeks, most)


def continuity(pair: Pair) -> int:
    return int(pair.request.party != "" and pair.request.party in pair.mediator.known_parties)


def gender_wish(pair: Pair) -> int:
    return int(pair.request.gender != "" and pair.request.gender == pair.mediator.gender)


def mother_tongue(pair: Pair) -> int:
    return int(all(match.skill is not None and match.skill.native for match in pair.matches))


def level(pair: Pair) -> int:
    """Levels above the minimum, of the language spoken least; mother tongue counts as C2."""
    lowest = min(match.level for match in pair.matches)
    return max(0, lowest - max(pair.request.minimum_level, 1))


def substitute(pair: Pair) -> int:
    return int(any(match.fit is Fit.SUBSTITUTE for match in pair.matches))


def asked_this_week(pair: Pair) -> int:
    return min(pair.mediator.asked_this_week, pair.problem.weights.asked_most)


COUNTED: Mapping[str, Callable[[Pair], int]] = {
    count.__name__: count
    for count in (
        own_desk,
        travel_minute,
        travel_unknown,
        load,
        pause_week,
        continuity,
        gender_wish,
        mother_tongue,
        level,
        substitute,
        asked_this_week,
    )
}


def items(verdict: Verdict) -> tuple[Item, ...]:
    """Every item that counts for something, in a fixed order."""
    pair, weights = verdict.pair, verdict.pair.problem.weights
    amounts = {name: count(pair) for name, count in COUNTED.items()}
    amounts["times_unknown"] = int(not verdict.is_free)
    amounts["tax_limit"] = int("tax_limit" in verdict.reasons)
    return tuple(_item(name, amount, weights) for name, amount in amounts.items() if amount)


def _item(name: str, amount: int, weights: Weights) -> Item:
    return Item(name, amount, amount * int(getattr(weights, name)))
