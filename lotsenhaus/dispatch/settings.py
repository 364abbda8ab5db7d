"""What a planner is asked for, beside the problem itself. Only data: verification reads it as well."""

from dataclasses import dataclass
from enum import StrEnum

Pairs = frozenset[tuple[str, str]]  # (mediator, request)


class Objective(StrEnum):
    BEST = "best"  # cover what can be covered, each slot by the best person
    FEWEST = "fewest"  # cover as much with as few people as possible, because each one travels


class Contradiction(ValueError):
    """What was pinned cannot be held; the words name the pin and the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`seconds` is the time of the solver. `pins` must be in the plan, `forbidden` must not, `previous` (the old plan)
    is kept where that costs little.

    With `agreements` a mediator serves only her own desk and those with which it agreed on it: (desk of the mediator,
    desk of the slot). None asks nobody, as within one center.
    """

    objective: Objective = Objective.BEST
    seconds: float = 60.0
    seed: int = 0
    pins: Pairs = frozenset()
    forbidden: Pairs = frozenset()
    previous: Pairs = frozenset()
    agreements: frozenset[tuple[str, str]] | None = None
    gap: float = 1e-4  # a plan so near to the bound is not searched on when the problem is large
