"""Plans against trying everything, against the whole model, and in the situations that break planners."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from lotsenhaus.dispatch.filters import table
from lotsenhaus.dispatch.formulate import formulate
from lotsenhaus.dispatch.greedy import first_come
from lotsenhaus.dispatch.plan import Plan, greedy, solve
from lotsenhaus.dispatch.problem import Assignment, Limits, Needs, Problem, Skill
from lotsenhaus.dispatch.settings import Contradiction, Objective, Settings
from lotsenhaus.dispatch.solver import search
from lotsenhaus.dispatch.verify import verify
from tests.dispatch import brute, worlds
from tests.dispatch.cases import WEDNESDAY, at, mediator, problem, request, span


def pairs(plan: Plan) -> list[tuple[str, str]]:
    return [(entry.request, entry.mediator) for entry in plan.assignments]


def wishes(seed: int, whole: Problem) -> Settings:
    """Random pins, forbidden pairs, an old plan, agreements and objective."""
    random = Random(seed)
    known = sorted((entry.mediator, entry.request) for entry in first_come(whole).assignments)
    some = frozenset(pair for pair in known if random.random() < 0.3)
    kind = random.randrange(4)
    return Settings(
        objective=random.choice(list(Objective)),
        pins=some if kind == 1 else frozenset(),
        forbidden=some if kind == 2 else frozenset(),
        previous=frozenset(known) if random.random() < 0.5 else frozenset(),
        agreements=frozenset({("d", "e")}) if kind == 3 else None,
    )


@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_small_plans_are_as_good_as_trying_everything(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        whole = worlds.problem(seed, mediators=7, requests=5)
        settings = wishes(seed, whole)
        expected = brute.best(whole, settings)
        if expected is None:
            with pytest.raises(Contradiction):
                solve(whole, settings)
            continue
        plan = solve(whole, settings)
        assert verify(whole, plan.assignments, settings) == ()
        assert plan.objective == brute.value(whole, plan.assignments, settings) == expected
        assert plan.bound == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize("seed", range(5))
def test_leaving_out_what_costs_too_much_loses_nothing(seed: int) -> None:
    whole = worlds.problem(seed, mediators=80, requests=100, days=5)
    model = formulate(table(whole, Settings()), Settings())
    everything = search(model, np.ones(len(model.worth), dtype=np.bool_), 60, 0)
    plan = solve(whole)
    assert plan.objective == round(everything.value)
    assert plan.gap <= 1e-6
    assert plan.coverage_proven
    assert verify(whole, plan.assignments) == ()


def test_a_load_has_no_more_steps_than_her_week_allows() -> None:
    days = [("2026-12-01", 3), ("2026-12-08", 1)]
    slots = tuple(
        request(f"{day}-{hour}", start=at(f"{day} {hour:02}:00"), end=at(f"{day} {hour:02}:30"))
        for day, count in days
        for hour in range(9, 9 + 2 * count, 2)
    )
    anybody = mediator(free=(), limits=Limits(per_week=2))
    model = formulate(table(problem(anybody, requests=slots), Settings()), Settings())
    assert model.pairs == 4
    assert len(model.worth) - model.pairs == 2  # two in the first week and one in the second: the first one is no step


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    whole = worlds.problem(seed, mediators=60, requests=50, days=3)
    assert solve(whole) == solve(worlds.shuffled(whole, seed)) == solve(whole)


def test_who_is_known_to_be_free_comes_before_who_must_be_asked() -> None:
    people = (mediator("near", free=(), home="school"), mediator("free", home="halle"))
    plan = solve(problem(*people))
    assert pairs(plan) == [("r", "free")]
    assert solve(problem(people[0])).assignments[0].certain is False


def test_work_is_shared() -> None:
    slots = tuple(request(f"r{hour}", **_hour(hour)) for hour in (9, 12, 15, 18))
    plan = solve(problem(mediator("a", load=3), mediator("b", load=3), requests=slots))
    assert sorted(entry.mediator for entry in plan.assignments) == ["a", "a", "b", "b"]


def test_a_parents_day_needs_as_few_people_as_possible() -> None:
    slots = tuple(request(f"r{hour}", **_hour(hour)) for hour in (9, 12, 15, 18))
    people = tuple(mediator(name, load=3) for name in "abcd")
    plan = solve(problem(*people, requests=slots), Settings(objective=Objective.FEWEST))
    assert len(plan.assignments) == 4
    assert len({entry.mediator for entry in plan.assignments}) == 1


def test_what_is_fixed_stays_and_counts() -> None:
    one, slot = (
        mediator("a", limits=Limits(per_day=1)),
        request("next", start=at("2026-12-02 17:00"), end=at("2026-12-02 18:00")),
    )
    whole = problem(one, mediator("b"), requests=(request(), slot), assignments=(Assignment.of(one, request()),))
    plan = solve(whole)
    assert pairs(plan) == [("next", "b")]
    assert (plan.covered, plan.demand, plan.uncovered) == (2, 2, {})


def test_slots_for_several_are_filled_together_or_not_at_all() -> None:
    slots = (request("r1", together="t"), request("r2", together="t", count=2))
    assert solve(problem(*map(mediator, "ab"), requests=slots)).assignments == ()
    assert len(solve(problem(*map(mediator, "abc"), requests=slots)).assignments) == 3


def test_pins_and_prohibitions_are_kept() -> None:
    whole = problem(mediator("far", home="halle"), mediator("near"))
    assert pairs(solve(whole)) == [("r", "near")]
    assert pairs(solve(whole, Settings(pins=frozenset({("far", "r")})))) == [("r", "far")]
    assert pairs(solve(whole, Settings(forbidden=frozenset({("near", "r")})))) == [("r", "far")]
    assert pairs(greedy(whole, Settings(pins=frozenset({("far", "r")})))) == [("r", "far")]
    assert pairs(greedy(whole, Settings(forbidden=frozenset({("near", "r")})))) == [("r", "far")]


@pytest.mark.parametrize(
    ("pins", "words"),
    [
        ({("a", "r")}, "forbidden there at the same time"),
        ({("nobody", "r")}, "one of them is not in the problem"),
        ({("b", "r"), ("c", "r")}, "the slot is full"),
        ({("b", "r"), ("b", "same")}, "has another assignment at this time"),
        ({("away", "r")}, "needs 20 minutes one way, wants at most 5"),
        ({("b", "tied")}, "only useful together"),
    ],
)
def test_pins_that_cannot_be_held_are_refused_with_the_reason(pins: set[tuple[str, str]], words: str) -> None:
    slots = (
        request(),
        request("same"),
        request("tied", together="t", **_hour(9)),
        request("alone", together="t", languages=("tr",), **_hour(12)),
    )
    whole = problem(*map(mediator, "abc"), mediator("away", max_minutes=5), requests=slots)
    with pytest.raises(Contradiction, match=words):
        solve(whole, Settings(pins=frozenset(pins), forbidden=frozenset({("a", "r")})))


def test_other_centers_help_only_where_they_agreed() -> None:
    whole = problem(mediator(desk="there"), requests=(request(desk="here"),))
    assert solve(whole, Settings(agreements=frozenset())).assignments == ()
    agreed = Settings(agreements=frozenset({("there", "here")}))
    plan = solve(whole, agreed)
    assert len(plan.assignments) == 1
    assert [str(one) for one in verify(whole, plan.assignments, Settings(agreements=frozenset()))] == [
        "agreement: m at r"
    ]


def test_nobody_and_nothing_give_an_empty_plan() -> None:
    assert solve(problem()).uncovered == {"r": 1}
    assert solve(problem(mediator(), requests=())).demand == 0
    assert solve(problem(mediator(language="tr"))).coverage_proven


def test_an_event_in_a_hundred_languages() -> None:
    tags = tuple(f"x{number:02}" for number in range(100))
    everybody = mediator("all", skills=tuple(Skill(language=tag) for tag in tags))
    some = tuple(mediator(f"m{tag}", language=tag) for tag in tags[:40])
    wish = request(languages=tags, needs=Needs.ALL, count=2)
    assert pairs(solve(problem(everybody, *some, requests=(wish,)))) == [("r", "all")]
    assert solve(problem(*some, requests=(replace(wish, needs=Needs.ANY, count=41),))).uncovered == {"r": 1}


def test_an_hour_that_comes_twice_is_two_hours() -> None:
    """In the night of 25 October 2026 two talks at "half past two" are an hour apart."""
    first, night = at("2026-10-25 02:30"), (at("2026-10-24 00:00"), at("2026-10-27 00:00"))
    slots = (request("r1", start=first, end=first + 60), request("r2", start=first + 60, end=first + 120))
    who = mediator(free=(type(span(WEDNESDAY, "10:00", "11:00"))(*night),), limits=Limits(per_day=2))
    assert len(solve(problem(who, requests=slots)).assignments) == 2


def test_a_plan_after_some_fell_out_keeps_what_was_promised() -> None:
    whole = worlds.problem(7, mediators=150, requests=100, days=5)
    before = solve(whole)
    gone = {who.id for who in whole.mediators[::50]}
    rest = replace(
        whole,
        mediators=tuple(who for who in whole.mediators if who.id not in gone),
        assignments=tuple(entry for entry in whole.assignments if entry.mediator not in gone),
    )
    alive = {(entry.mediator, entry.request) for entry in before.assignments if entry.mediator not in gone}
    after = solve(rest, Settings(previous=frozenset(alive)))
    kept = alive & {(entry.mediator, entry.request) for entry in after.assignments}
    assert after.coverage == solve(rest).coverage
    assert len(kept) >= 0.99 * len(alive)


def _hour(hour: int) -> dict[str, int]:
    return {"start": at(f"{WEDNESDAY} {hour:02}:00"), "end": at(f"{WEDNESDAY} {hour + 1:02}:00")}
