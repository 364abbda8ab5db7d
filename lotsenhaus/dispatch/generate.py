"""Made-up weeks of a whole state, to measure with: the same numbers always give the same week.

40 languages wanted by Zipf's law, a supply that follows by the square root and not quite, one to three languages each;
centers 30 km apart and of Pareto's sizes; weekdays from 8 to 18 with the peaks of schools and day-care; half days free
by 25 to 70 %; 72 % women, 80 % with a clearance, 55 % by car (45 km/h, the others 25, and 8 minutes each); at most 25
to 60 minutes of way, two talks a day and two to six a week; 5 % of the slots for two, 30 % for a family that knows
somebody, 1 % of the pairs excluded; ways there and back lie in the free times. What this leaves open has the plainest
value or was chosen by the number of pairs that such weeks are said to have (docs/figures.md), never by what a plan
makes of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random

from lotsenhaus.dispatch.clock import Span, local_span
from lotsenhaus.dispatch.problem import Credential, Limits, Mediator, Mode, Problem, Request, Skill
from lotsenhaus.dispatch.travel import PACES, Coordinates, Haversine, Means, Pace

ZONE = "Europe/Berlin"
MONDAY = date(2026, 11, 30)
LANGUAGES = tuple(f"x{first}{second}" for first in "abcd" for second in "abcdefghij")
KM_BETWEEN_CENTERS = 30
KM_PER_DEGREE = 111.2
COSINE = 0.62  # of 51.5 degrees north
TOWNS_PER_CENTER = 8
PACE = {**PACES, Means.CAR: Pace(45, 8), Means.PUBLIC: Pace(25, 8)}
HOURS, EVENING = tuple(range(8, 18)), time(18)
WANTED_AT = (9, 9, 7, 5, 3, 2, 6, 7, 6, 2)  # schools and day-care: in the morning and when parents have time


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is made; by default 52 centers for 5,000 people."""

    mediators: int = 5000
    requests: int = 8000
    centers: int | None = None
    days: int = 5
    seed: int = 0


def generate(size: Size) -> Problem:
    random = Random(size.seed)
    number = size.centers or max(1, round(size.mediators / 96))
    places = _places(random, number)
    shares = [random.paretovariate(2.5) for _ in range(number)]
    wanted = [1 / (rank + 1) for rank in range(len(LANGUAGES))]
    spoken = [share**0.5 * random.uniform(0.5, 1.5) for share in wanted]
    days = [day for day in (MONDAY + timedelta(days=at) for at in range(2 * size.days)) if day.weekday() < 5][
        : size.days
    ]
    homes = random.choices(range(number), shares, k=size.mediators)
    people = tuple(_mediator(random, f"m{at:05}", home, spoken, days) for at, home in enumerate(homes))
    towns = random.choices(range(number), shares, k=size.requests)
    wishes = tuple(_request(random, f"r{at:05}", town, wanted, days) for at, town in enumerate(towns))
    now = local_span(MONDAY - timedelta(days=4), time(9), time(10), ZONE).start
    return Problem(mediators=_with_families(random, people, wishes), requests=wishes, travel=places, now=now, zone=ZONE)


def _places(random: Random, centers: int) -> Haversine:
    """Centers on a grid, each with some towns within a few kilometers."""
    width = max(1, round(centers**0.5))
    found: dict[str, Coordinates] = {}
    for center in range(centers):
        east = KM_BETWEEN_CENTERS * (center % width)
        north = KM_BETWEEN_CENTERS * (center // width)
        for town in range(TOWNS_PER_CENTER):
            x, y = east + random.gauss(0, 8), north + random.gauss(0, 8)
            found[_town(center, town)] = Coordinates(
                round(50.5 + y / KM_PER_DEGREE, 5), round(6.0 + x / KM_PER_DEGREE / COSINE, 5)
            )
    return Haversine(found, detour=1, paces=PACE)


def _town(center: int, town: int) -> str:
    return f"c{center:02}t{town}"


def _mediator(random: Random, id: str, center: int, spoken: Sequence[float], days: Sequence[date]) -> Mediator:
    tags = sorted(set(random.choices(LANGUAGES, spoken, k=random.randint(1, 3))))
    often = random.uniform(0.25, 0.7)
    halves = [(day, part) for day in days for part in ((time(8), time(13)), (time(13), time(18)))]
    free = tuple(local_span(day, *part, ZONE) for day, part in halves if random.random() < often)
    week = Span(local_span(days[0], time(0), time(1), ZONE).start, local_span(days[-1], time(23), time(0), ZONE).end)
    return Mediator(
        id=id,
        desk=f"c{center:02}",
        skills=tuple(Skill(language=tag, level=random.randint(2, 6), native=random.random() < 0.3) for tag in tags),
        gender="f" if random.random() < 0.72 else "m",
        credentials=(Credential(code="clearance"),) if random.random() < 0.8 else (),
        modes=frozenset({Mode.ON_SITE, Mode.VIDEO}) if random.random() < 0.4 else frozenset({Mode.ON_SITE}),
        home=_town(center, random.randrange(TOWNS_PER_CENTER)),
        means=Means.CAR if random.random() < 0.55 else Means.PUBLIC,
        max_minutes=random.randrange(25, 61, 5),
        free=free,
        stated=(week,),
        travel_in_times=True,
        limits=Limits(per_day=2, per_week=random.randint(2, 6)),
        load=random.randint(0, 40),
        weeks_since_asked=random.randint(0, 20),
    )


def _request(random: Random, id: str, center: int, wanted: Sequence[float], days: Sequence[date]) -> Request:
    day, hour = random.choice(days), random.choices(HOURS, WANTED_AT)[0]
    length = random.choice((45, 60, 60, 90, 120))
    wanted_span = local_span(day, time(hour, random.choice((0, 15, 30, 45))), EVENING, ZONE)
    start = min(wanted_span.start, wanted_span.end - length)
    return Request(
        id=id,
        desk=f"c{center:02}",
        languages=tuple(random.choices(LANGUAGES, wanted)),
        minimum_level=random.choice((0, 0, 3, 4)),
        count=2 if random.random() < 0.05 else 1,
        start=start,
        end=start + length,
        mode=Mode.VIDEO if random.random() < 0.04 else Mode.ON_SITE,
        place=_town(center, random.randrange(TOWNS_PER_CENTER)),
        gender="f" if random.random() < 0.15 else "",
        gender_required=random.random() < 0.3,
        credentials=("clearance",) if random.random() < 0.25 else (),
        party=f"family of {id}",
        priority=random.choices((1, 2, 3, 4), (5, 3, 1, 1))[0],
        received=random.randrange(10_000),
    )


def _with_families(random: Random, people: tuple[Mediator, ...], wishes: Sequence[Request]) -> tuple[Mediator, ...]:
    """Three families in ten know a mediator already; with one pair in a hundred there is a conflict of interest."""
    speakers: dict[str, list[int]] = {}
    for at, who in enumerate(people):
        for skill in who.skills:
            speakers.setdefault(skill.language, []).append(at)
    known: dict[int, set[str]] = {}
    blocked: dict[int, set[str]] = {}
    for wish in wishes:
        able = speakers.get(wish.languages[0], [])
        if able and random.random() < 0.3:
            known.setdefault(random.choice(able), set()).add(wish.party)
        for at in able:
            if random.random() < 0.01:
                blocked.setdefault(at, set()).add(wish.party)
    return tuple(
        replace(who, known_parties=frozenset(known.get(at, ())), blocked_parties=frozenset(blocked.get(at, ())))
        for at, who in enumerate(people)
    )
