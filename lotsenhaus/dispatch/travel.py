"""How long the way takes. A real router plugs in from outside by following `TravelTimes`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import asin, ceil, cos, radians, sin, sqrt
from typing import NamedTuple, Protocol

EARTH_RADIUS_KM = 6371.0
STEP = 5  # minutes; finer would pretend to know the traffic


class Means(StrEnum):
    CAR = "car"
    PUBLIC = "public"
    BICYCLE = "bicycle"
    FOOT = "foot"


class Leg(NamedTuple):
    """One way, in whole minutes and whole kilometers."""

    minutes: int
    km: int


NOWHERE = Leg(0, 0)


class TravelTimes(Protocol):
    """Answers for opaque place ids; None when a place is not known. The same id twice is no way at all."""

    def leg(self, origin: str, destination: str, means: Means) -> Leg | None: ...


class Coordinates(NamedTuple):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


class Pace(NamedTuple):
    """Door to door: kilometers per hour, and minutes for parking, waiting or locking the bicycle."""

    km_per_hour: int
    overhead: int


PACES: Mapping[Means, Pace] = {
    Means.CAR: Pace(45, 8),
    Means.PUBLIC: Pace(25, 12),
    Means.BICYCLE: Pace(15, 3),
    Means.FOOT: Pace(5, 0),
}


@dataclass(frozen=True)
class Matrix:
    """Known ways by means, from place to place; a missing way back equals the way there."""

    legs: Mapping[Means, Mapping[tuple[str, str], Leg]]

    def leg(self, origin: str, destination: str, means: Means) -> Leg | None:
        if origin == destination:
            return NOWHERE
        known = self.legs.get(means, {})
        return known.get((origin, destination)) or known.get((destination, origin))


@dataclass(frozen=True)
class Haversine:
    """An estimate from coordinates: distance as the crow flies, times a detour, at a pace per means."""

    places: Mapping[str, Coordinates]
    detour: float = 1.3
    paces: Mapping[Means, Pace] = field(default_factory=lambda: PACES)
    _known: dict[tuple[str, str, Means], Leg] = field(default_factory=dict, init=False, repr=False, compare=False)

    def leg(self, origin: str, destination: str, means: Means) -> Leg | None:
        if origin == destination:
            return NOWHERE
        if origin not in self.places or destination not in self.places:
            return None
        key = (min(origin, destination), max(origin, destination), means)
        if key not in self._known:
            self._known[key] = self._estimate(*key)
        return self._known[key]

    def _estimate(self, origin: str, destination: str, means: Means) -> Leg:
        km = self.detour * crow_flies(self.places[origin], self.places[destination])
        pace = self.paces[means]
        return Leg(STEP * ceil((pace.overhead + 60 * km / pace.km_per_hour) / STEP), round(km))


def crow_flies(a: Coordinates, b: Coordinates) -> float:
    """Great-circle distance in kilometers (haversine formula)."""
    south, north = radians(a.latitude), radians(b.latitude)
    half_chord = sin((north - south) / 2) ** 2
    half_chord += cos(south) * cos(north) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_chord))
