"""People and slots as columns of numbers, so that a filter looks at all pairs of a language at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lotsenhaus.dispatch.problem import Mediator, Mode, Problem, Request
from lotsenhaus.dispatch.travel import EARTH_RADIUS_KM, STEP, Haversine, Means, TravelTimes

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

ENDLESS = 2**40  # minutes, cents or days: no limit
UNKNOWN = -1
MODES, MEANS = list(Mode), list(Means)


class Codes:
    """A number for each word; the empty word is 0."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {"": 0}

    def __call__(self, word: str) -> int:
        return self._known.setdefault(word, len(self._known))

    def __len__(self) -> int:
        return len(self._known)


def column(rows: Iterable[object]) -> Whole:
    return np.array(list(rows), dtype=np.int64)


def among(keys: Whole, known: Whole) -> Mask:
    """Which keys are in a sorted list."""
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: Mask = known[at] == keys
    return found


@dataclass
class Columns:
    """Numbers of mediators and requests, row by row; codes are shared between both."""

    problem: Problem
    mediators: tuple[Mediator, ...]
    requests: tuple[Request, ...]
    codes: Codes = field(default_factory=Codes)

    def of_people(self, value: Callable[[Mediator], object]) -> Whole:
        return column(value(one) for one in self.mediators)

    def of_slots(self, value: Callable[[Request], object]) -> Whole:
        return column(value(one) for one in self.requests)

    def held(self, words: Callable[[Mediator], Iterable[str]]) -> Whole:
        """Sorted keys (person, word) of what people have."""
        return column(
            sorted(at * ENDLESS + self.codes(word) for at, one in enumerate(self.mediators) for word in words(one))
        )


def ways(problem: Problem, mediators: Sequence[Mediator], requests: Sequence[Request]) -> tuple[Whole, Whole, Whole]:
    """Minutes from home to slot, as a table of (home and means) × place; and the row of each person, column of each
    slot. UNKNOWN where the way is not known."""
    bases = sorted({(one.home or "", one.means) for one in mediators})
    places = sorted({one.place or "" for one in requests})
    row = {base: at for at, base in enumerate(bases)}
    to = {place: at for at, place in enumerate(places)}
    table = np.full((len(bases), len(places)), UNKNOWN, dtype=np.int64)
    for means in MEANS:
        rows = [at for at, base in enumerate(bases) if base[1] == means]
        if rows:
            table[rows] = minutes(problem.travel, [bases[at][0] for at in rows], places, means)
    for at, (home, _means) in enumerate(bases):
        if not home:
            table[at] = UNKNOWN
    if "" in to:
        table[:, to[""]] = UNKNOWN
    return (
        table,
        column(row[one.home or "", one.means] for one in mediators),
        column(to[one.place or ""] for one in requests),
    )


def minutes(travel: TravelTimes, origins: Sequence[str], destinations: Sequence[str], means: Means) -> Whole:
    """All ways between some places, as `leg` says them; an estimate from coordinates is made for all at once."""
    if isinstance(travel, Haversine):
        return _estimates(travel, origins, destinations, means)
    legs = [[travel.leg(origin, destination, means) for destination in destinations] for origin in origins]
    rows = [[UNKNOWN if leg is None else leg.minutes for leg in row] for row in legs]
    return np.array(rows, dtype=np.int64).reshape(len(origins), len(destinations))


def _estimates(travel: Haversine, origins: Sequence[str], destinations: Sequence[str], means: Means) -> Whole:
    south, west = _radians(travel, origins)
    north, east = _radians(travel, destinations)
    half = np.sin((north[None, :] - south[:, None]) / 2) ** 2
    half += np.cos(south)[:, None] * np.cos(north)[None, :] * np.sin((east[None, :] - west[:, None]) / 2) ** 2
    km = travel.detour * 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    pace = travel.paces[means]
    steps = (pace.overhead + 60 * km / pace.km_per_hour) / STEP
    known = ~np.isnan(steps)
    found = np.full(steps.shape, UNKNOWN, dtype=np.int64)
    found[known] = STEP * np.ceil(steps[known]).astype(np.int64)
    # Where rounding could fall to either side, and for the same place twice, the slow way decides.
    for at, to in zip(*np.nonzero(known & (np.abs(steps - np.round(steps)) < 1e-6)), strict=True):
        leg = travel.leg(origins[at], destinations[to], means)
        found[at, to] = UNKNOWN if leg is None else leg.minutes
    number = {name: at for at, name in enumerate(destinations)}
    for at, name in enumerate(origins):
        if name in number:
            found[at, number[name]] = 0
    return found


def _radians(travel: Haversine, names: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    nowhere = (float("nan"), float("nan"))
    degrees = np.array([tuple(travel.places.get(name, nowhere)) for name in names], dtype=np.float64).reshape(-1, 2)
    radians = np.radians(degrees)
    return radians[:, 0], radians[:, 1]


def by_mode(mediators: Sequence[Mediator]) -> NDArray[np.bool_]:
    """Who offers what: modes × people."""
    return np.array([[mode in one.modes for one in mediators] for mode in MODES], dtype=np.bool_)


Held = Mapping[str, Whole]


def valid_until(mediators: Sequence[Mediator], codes: Iterable[str]) -> Held:
    """Per credential the last valid day of each person as an ordinal; 0 without one."""
    found: dict[str, Whole] = {}
    for code in codes:
        found[code] = column(
            max(
                (
                    ENDLESS if held.until is None else held.until.toordinal()
                    for held in one.credentials
                    if held.code == code
                ),
                default=0,
            )
            for one in mediators
        )
    return found
