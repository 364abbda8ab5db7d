"""How long ranking and explaining one slot take in a full week, without a database; prints JSON.

python -m benchmarks.ranking [--mediators 100 600 5000] [--slots 200] [--seed 0]
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from time import process_time
from typing import Any

from lotsenhaus.dispatch.clock import Span
from lotsenhaus.dispatch.explain import explain
from lotsenhaus.dispatch.problem import Assignment, Limits, Mediator, Problem, Request, Skill
from lotsenhaus.dispatch.rank import Ranking, rank
from lotsenhaus.dispatch.travel import Coordinates, Haversine, Means
from lotsenhaus.dispatch.verify import verify

MONDAY = 29_933_220  # 30 November 2026, 0 o'clock in Berlin
LANGUAGES = [f"l{number:02}" for number in range(40)]
DEMAND = [1 / (number + 1) for number in range(40)]  # Zipf: few languages are wanted most
TOWNS = [f"t{number:03}" for number in range(200)]


def problem(seed: int, mediators: int, slots: int) -> Problem:
    random = Random(seed)
    places = {town: Coordinates(random.uniform(50.6, 52.4), random.uniform(6.2, 9.2)) for town in TOWNS}
    people = tuple(_mediator(random, f"m{number}") for number in range(mediators))
    wishes = tuple(_request(random, f"r{number}") for number in range(slots))
    fixed = tuple(
        _booking(random, one, number) for number, one in enumerate(people) for _ in range(random.randint(0, 2))
    )
    return Problem(mediators=people, requests=wishes, travel=Haversine(places), now=MONDAY - 7200, assignments=fixed)


def main() -> None:
    options = _options()
    print(json.dumps([figures(options.seed, size, options.slots) for size in options.mediators], indent=2))


def figures(seed: int, mediators: int, slots: int) -> dict[str, Any]:
    whole = problem(seed, mediators, slots)
    started = process_time()
    rankings = [rank(whole, wish) for wish in whole.requests[:1]]  # builds the index of languages
    first = process_time() - started
    rankings = [rank(whole, wish) for wish in whole.requests]
    return {
        "mediators": mediators,
        "slots": slots,
        "fixed_assignments": len(whole.assignments),
        "candidates_per_slot": round(sum(len(ranking.candidates) for ranking in rankings) / slots, 1),
        "proposals_refused_by_verification": sum(_refused(whole, ranking) for ranking in rankings),
        "first_ms": round(1000 * first, 1),
        "rank_ms": _times(whole, lambda wish: rank(whole, wish)),
        "rank_by_arrival_ms": _times(whole, lambda wish: rank(whole, wish, by_arrival=True)),
        "explain_ms": _times(whole, lambda wish: explain(whole, wish)),
    }


def _refused(whole: Problem, ranking: Ranking) -> int:
    best = ranking.best(10)
    proposals = [Assignment.of(whole.mediator[one.mediator], ranking.request, certain=one.is_free) for one in best]
    return sum(bool(verify(whole, [proposal])) for proposal in proposals)


def _times(whole: Problem, ask: Callable[[Request], object]) -> dict[str, float]:
    """Processor time, so that a busy machine does not blur the figures."""
    taken = []
    for wish in whole.requests:
        started = process_time()
        ask(wish)
        taken.append(1000 * (process_time() - started))
    taken.sort()
    chosen = {"median": taken[len(taken) // 2], "p95": taken[len(taken) * 95 // 100], "max": taken[-1]}
    return {name: round(value, 2) for name, value in chosen.items()}


def _mediator(random: Random, id: str) -> Mediator:
    known = random.random() < 0.7
    tags = set(random.choices(LANGUAGES, DEMAND, k=random.randint(1, 3)))
    half_days = [day * 1440 + part for day in range(5) for part in (480, 780) if random.random() < 0.5]
    return Mediator(
        id=id,
        skills=tuple(Skill(language=tag, level=random.randint(2, 6)) for tag in sorted(tags)),
        gender="f" if random.random() < 0.72 else "m",
        home=random.choice(TOWNS),
        means=Means.CAR if random.random() < 0.55 else Means.PUBLIC,
        max_minutes=random.randrange(25, 61, 5),
        free=tuple(Span(MONDAY + start, MONDAY + start + 300) for start in half_days) if known else (),
        stated=(Span(MONDAY, MONDAY + 7 * 1440),) if known else (),
        limits=Limits(per_day=2, per_week=random.randint(2, 6)),
        load=random.randint(0, 30),
        weeks_since_asked=random.randint(0, 20),
    )


def _request(random: Random, id: str) -> Request:
    start = MONDAY + 1440 * random.randrange(5) + 15 * random.randrange(32, 64)
    return Request(
        id=id,
        languages=tuple(random.choices(LANGUAGES, DEMAND)),
        minimum_level=random.choice([0, 3, 4]),
        start=start,
        end=start + random.choice([60, 60, 90, 180]),
        place=random.choice(TOWNS),
    )


def _booking(random: Random, who: Mediator, number: int) -> Assignment:
    wish = replace(_request(random, f"x{number}"), place=random.choice(TOWNS))
    return Assignment.of(who, wish)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mediators", type=int, nargs="+", default=[100, 600, 5000])
    parser.add_argument("--slots", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
