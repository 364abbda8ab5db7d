"""Problems and plans as JSON. The dataclasses are the format: reading, writing and `schema.py` follow their fields.

Spans are `[start, end]`, days ISO dates, fields with their default value may be left out. What is not
understood is refused with its place in the file; nothing is guessed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lotsenhaus.dispatch.clock import Span
from lotsenhaus.dispatch.problem import Assignment, Problem
from lotsenhaus.dispatch.travel import PACES, Coordinates, Haversine, Leg, Matrix, Means, Pace, TravelTimes

Json = Any
T = TypeVar("T")
MOST_DETOUR = 10  # times the way as the crow flies
LARGEST = 2_000_000_000  # minutes reach the year 5772 with it, and sums of points stay exact


class Unreadable(ValueError):
    """Says where in the file something else was expected."""


def read_problem(data: Json) -> Problem:
    problem: Problem = _refused_as_unreadable("problem", lambda: _record(Problem, data, "problem"))
    _expect(_is_zone(problem.zone), "problem.zone", "a time zone such as Europe/Berlin")
    for number, fixed in enumerate(problem.assignments):
        _expect(fixed.mediator in problem.mediator, f"problem.assignments[{number}].mediator", "the id of a mediator")
    return problem


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def read_plan(data: Json) -> tuple[Assignment, ...]:
    _expect(isinstance(data, dict) and "assignments" in data, "plan", "an object with assignments")
    return _refused_as_unreadable(
        "plan", lambda: _read(tuple[Assignment, ...], data["assignments"], "plan.assignments")
    )


def write(value: object) -> Json:
    """Any value of this package as JSON; fields with their default value are left out."""
    if isinstance(value, Haversine | Matrix):
        return _write_travel(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: write(content) for field, content in _said(value)}
    if isinstance(value, Mapping):
        return {str(key): write(content) for key, content in value.items()}
    if isinstance(value, frozenset):
        return sorted(write(entry) for entry in value)
    if isinstance(value, tuple | list):
        return [write(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _read(hint: Any, value: Json, at: str) -> Any:
    if hint is TravelTimes:
        return _read_travel(value, at)
    if isinstance(hint, UnionType):
        return None if value is None else _read(get_args(hint)[0], value, at)
    if get_origin(hint) in (tuple, frozenset):
        _expect(isinstance(value, list), at, "a list")
        entry_hint = get_args(hint)[0]
        return get_origin(hint)(_read(entry_hint, entry, f"{at}[{number}]") for number, entry in enumerate(value))
    if is_dataclass(hint):
        return _record(hint, value, at)
    return _scalar(hint, value, at)


def _record(hint: Any, value: Json, at: str) -> Any:
    _expect(isinstance(value, dict), at, "an object")
    hints = hints_of(hint)
    for name in value:
        _expect(name in hints, f"{at}.{name}", "no such field")
    for field in fields(hint):
        _expect(field.name in value or not is_required(field), f"{at}.{field.name}", "a value")
    return _refused_as_unreadable(
        at, lambda: hint(**{name: _read(hints[name], content, f"{at}.{name}") for name, content in value.items()})
    )


def _scalar(hint: Any, value: Json, at: str) -> Any:
    if hint is Span:
        _expect(_is_whole_numbers(value, 2) and value[0] < value[1], at, "[start, end] with start before end")
        return Span(*value)
    if issubclass(hint, Enum):
        allowed = [member.value for member in hint]
        _expect(value in allowed, at, "one of " + ", ".join(allowed))
        return hint(value)
    if hint is date:
        return _day(value, at)
    _expect(type(value) is hint, at, {int: "a whole number", str: "a text", bool: "true or false"}[hint])
    _expect(hint is not int or abs(value) <= LARGEST, at, f"a whole number up to {LARGEST}")
    return value


def _day(value: Json, at: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Unreadable(f"{at}: a day such as 2026-12-31 is expected") from error


def _read_travel(value: Json, at: str) -> TravelTimes:
    _expect(isinstance(value, dict) and len(value) > 0, at, "an object with either places or legs")
    if "places" in value:
        for name, pair in value["places"].items():
            _expect(_is_point(pair), f"{at}.places.{name}", "[latitude, longitude]")
        places = {str(name): Coordinates(*map(float, pair)) for name, pair in value["places"].items()}
        for name, pair in value.get("paces", {}).items():
            good = _is_whole_numbers(pair, 2) and pair[0] > 0 <= pair[1]
            _expect(good, f"{at}.paces.{name}", "[kilometers per hour, minutes]")
        paces = {Means(name): Pace(*pair) for name, pair in value.get("paces", {}).items()}
        detour = value.get("detour", Haversine.detour)
        _expect(type(detour) in (int, float) and 1 <= detour <= MOST_DETOUR, f"{at}.detour", f"1 to {MOST_DETOUR}")
        return Haversine(places, float(detour), {**PACES, **paces})
    _expect("legs" in value, at, "an object with either places or legs")
    legs: dict[Means, dict[tuple[str, str], Leg]] = {}
    for number, entry in enumerate(value["legs"]):
        _expect(_is_leg(entry), f"{at}.legs[{number}]", "[means, from, to, minutes, kilometers]")
        means, origin, destination, minutes, km = entry
        legs.setdefault(Means(means), {})[origin, destination] = Leg(minutes, km)
    return Matrix(legs)


def _is_point(pair: Json) -> bool:
    """Degrees; what is endless or no number lies outside."""
    is_pair = isinstance(pair, list) and len(pair) == 2 and all(type(one) in (int, float) for one in pair)
    return is_pair and abs(pair[0]) <= 90 and abs(pair[1]) <= 180


def _is_leg(entry: Json) -> bool:
    return isinstance(entry, list) and len(entry) == 5 and _is_whole_numbers(entry[3:], 2)


def _is_whole_numbers(value: Json, length: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == length
        and all(type(number) is int and abs(number) <= LARGEST for number in value)
    )


def _expect(holds: bool, at: str, what: str) -> None:
    if not holds:
        raise Unreadable(f"{at}: {what} is expected" if what != "no such field" else f"{at}: {what}")


def _refused_as_unreadable(at: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except Unreadable:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable(f"{at}: {error}") from error


def _said(value: Any) -> Iterator[tuple[Field[Any], object]]:
    for field in fields(value):
        content = getattr(value, field.name)
        if not field.name.startswith("_") and (is_required(field) or content != default_of(field)):
            yield field, content


def _write_travel(travel: Haversine | Matrix) -> Json:
    if isinstance(travel, Haversine):
        places = {name: list(place) for name, place in sorted(travel.places.items())}
        paces = {str(name): list(pace) for name, pace in sorted(travel.paces.items())}
        return {"places": places, "detour": travel.detour, "paces": paces}
    entries = ((means, *ends, *leg) for means, legs in travel.legs.items() for ends, leg in legs.items())
    return {"legs": [list(entry) for entry in sorted(entries)]}


@cache
def hints_of(record: Any) -> dict[str, Any]:
    found: dict[str, Any] = get_type_hints(record)
    return found


def is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def default_of(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()
