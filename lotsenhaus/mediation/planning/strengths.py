"""How much a center may let one thing count against another (dispatch.problem.Weights says why there is an end).

A question to somebody whose times are unknown costs a plan 1000 points, and what a center cannot change moves a pair
by up to 215. So within an hour's way no choice of a center makes a plan prefer a question to a certain yes.
"""

from collections.abc import Mapping

from lotsenhaus.dispatch.problem import Weights

STANDARD = Weights()
EACH = 200  # points of one item of a pair
TOGETHER = 700  # points of all of them at their highest
LONG_WAY = 60  # minutes

# How often the thing is counted at most: minutes, talks, weeks; 1 for what is so or not.
MOST = {
    "travel_minute": LONG_WAY,
    "load": STANDARD.load_most,
    "pause_week": STANDARD.pause_most,
    "continuity": 1,
    "own_desk": 1,
    "kept": 1,
}
TAKEN_AWAY = ("travel_minute", "load")  # stored below zero; people say how much, not with which sign


def highest(name: str) -> int:
    """The strongest that one weight may be, as people say it."""
    return EACH // MOST[name]


def together(strengths: Mapping[str, int]) -> int:
    """Points that all of them move at their highest."""
    return sum(MOST[name] * strength for name, strength in strengths.items())


def points_from(strengths: Mapping[str, int]) -> dict[str, int]:
    """What people said, as the optimizer counts it."""
    return {name: -value if name in TAKEN_AWAY else value for name, value in strengths.items()}


def strengths_from(points: Mapping[str, int]) -> dict[str, int]:
    return {name: abs(points[name]) for name in MOST}
