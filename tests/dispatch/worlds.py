"""Small random problems in which every rule has something to do, around the night when the clock goes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import TypeVar

from lotsenhaus.dispatch.clock import Span
from lotsenhaus.dispatch.problem import Assignment, Credential, Limits, Mediator, Mode, Needs, Problem, Request, Skill
from lotsenhaus.dispatch.travel import Leg, Matrix, Means
from tests.dispatch.cases import at

T = TypeVar("T")
TAGS = ("ar", "ar-apc", "ar-acm", "ku", "uk", "ru")
PLACES = ("a", "b", "c")
CLOCK_CHANGE = at("2026-10-25 00:00")


def problem(seed: int, *, mediators: int = 6, requests: int = 4, days: int = 2) -> Problem:
    random = Random(seed)
    people = tuple(_mediator(random, f"m{number}", days) for number in range(mediators))
    slots = tuple(_request(random, f"r{number}", days, mediators) for number in range(requests))
    fixed = [_assignment(random, f"x{number}", days, mediators) for number in range(random.randint(0, mediators))]
    if slots and people and random.random() < 0.2:
        fixed.append(Assignment.of(random.choice(people), random.choice(slots)))
    now = CLOCK_CHANGE - 60 * random.randint(0, 100)
    return Problem(mediators=people, requests=slots, travel=_travel(random), now=now, assignments=tuple(fixed))


def _travel(random: Random) -> Matrix:
    legs = {
        means: {(one, other): Leg(5 * random.randint(1, 9), 7) for one in PLACES for other in PLACES if one < other}
        for means in (Means.CAR, Means.BICYCLE)
    }
    return Matrix(legs)


def _mediator(random: Random, id: str, days: int) -> Mediator:
    return Mediator(
        id=id,
        skills=tuple(_skill(random, tag) for tag in random.sample(TAGS, random.randint(1, 3))),
        desk=random.choice(["", "d", "e"]),
        active=_often(random),
        gender=random.choice(["", "f", "m"]),
        credentials=_credentials(random),
        modes=frozenset(random.sample(list(Mode), random.randint(1, 3))),
        home=random.choice([*PLACES, *PLACES, None, "unknown"]),
        means=random.choice([Means.CAR, Means.BICYCLE]),
        max_minutes=random.choice([None, 15, 25, 45]),
        free=_spans(random, days, 4),
        busy=_spans(random, days, 1) if not _often(random) else (),
        stated=_spans(random, days, 2) if random.random() < 0.5 else (),
        absences=_spans(random, days, 1) if not _often(random) else (),
        travel_in_times=random.random() < 0.3,
        limits=_limits(random),
        blocked_parties=_some(random, "pq"),
        blocked_institutions=_some(random, "ij"),
        known_parties=_some(random, "pq"),
        load=random.randint(0, 40),
        weeks_since_asked=random.choice([None, 0, 3, 20]),
        asked_this_week=random.randint(0, 7),
        headroom=random.choice([None, 0, 2000, 90000]),
    )


def _request(random: Random, id: str, days: int, mediators: int) -> Request:
    span = _span(random, days) if _often(random) else None
    names = [f"m{number}" for number in range(mediators)]
    return Request(
        id=id,
        languages=tuple(random.sample(TAGS, random.choice([1, 1, 2]))),
        needs=random.choice(list(Needs)),
        minimum_level=random.choice([0, 0, 3, 5]),
        substitutes_allowed=random.random() < 0.4,
        count=random.choice([1, 1, 1, 2]),
        start=span and span.start,
        end=span and span.end,
        mode=random.choice([Mode.ON_SITE, Mode.ON_SITE, Mode.PHONE, Mode.VIDEO]),
        place=random.choice([*PLACES, *PLACES, None]),
        gender=random.choice(["", "", "f", "m"]),
        gender_required=random.random() < 0.4,
        credentials=random.choice([(), (), ("pledge",), ("pledge", "clearance")]),
        party=random.choice(["", "p", "q"]),
        institution=random.choice(["", "i", "j"]),
        desk=random.choice(["", "d", "e"]),
        priority=random.randint(0, 3),
        together=random.choice(["", "", "", "t"]),
        received=random.randint(0, 3),
        allowance=random.choice([0, 2500]),
        asked=frozenset(random.sample(names, 1) if names and not _often(random) else ()),
        declined=frozenset(random.sample(names, 1) if names and not _often(random) else ()),
    )


def _assignment(random: Random, id: str, days: int, mediators: int) -> Assignment:
    span = _span(random, days) if _often(random) else None
    return Assignment(
        mediator=f"m{random.randrange(mediators)}",
        request=id,
        start=span and span.start,
        end=span and span.end,
        place=random.choice([*PLACES, None]),
    )


def _skill(random: Random, tag: str) -> Skill:
    stands_in = ("uk",) if tag == "ru" and random.random() < 0.7 else ()
    return Skill(language=tag, level=random.randint(0, 6), native=random.random() < 0.2, substitutes_for=stands_in)


def _credentials(random: Random) -> tuple[Credential, ...]:
    days = (None, date(2026, 10, 24), date(2026, 10, 25), date(2027, 1, 1))
    return tuple(
        Credential(code=code, until=random.choice(days)) for code in ("pledge", "clearance") if random.random() < 0.8
    )


def _limits(random: Random) -> Limits:
    return Limits(
        per_day=random.choice([None, None, 1, 2]),
        per_week=random.choice([None, None, 1, 3]),
        minutes_per_week=random.choice([None, None, 120, 240]),
    )


def _span(random: Random, days: int) -> Span:
    start = CLOCK_CHANGE + 15 * random.randint(-24, 96 * days - 24)
    return Span(start, start + 15 * random.randint(1, 12))


def _spans(random: Random, days: int, most: int) -> tuple[Span, ...]:
    starts = [CLOCK_CHANGE + 60 * random.randint(-24, 24 * days) for _ in range(random.randint(0, most))]
    return tuple(Span(start, start + 60 * random.randint(2, 30)) for start in starts)


def _some(random: Random, letters: str) -> frozenset[str]:
    return frozenset(letter for letter in letters if random.random() < 0.15)


def _often(random: Random) -> bool:
    return random.random() < 0.85


def shuffled(whole: Problem, seed: int) -> Problem:
    """The same problem with its rows, and the rows in its rows, in another order."""
    random = Random(seed)
    people = [
        replace(
            one,
            skills=_mixed(random, one.skills),
            free=_mixed(random, one.free),
            stated=_mixed(random, one.stated),
            credentials=_mixed(random, one.credentials),
        )
        for one in whole.mediators
    ]
    return replace(
        whole,
        mediators=_mixed(random, people),
        requests=_mixed(random, whole.requests),
        assignments=_mixed(random, whole.assignments),
    )


def _mixed(random: Random, rows: Sequence[T]) -> tuple[T, ...]:
    return tuple(random.sample(rows, len(rows)))
