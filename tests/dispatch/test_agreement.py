"""Ranking, greedy plans and verification against a plain second implementation, on thousands of random problems."""

from collections import Counter
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsenhaus.dispatch.eligibility import FILTERS, Pair, Verdict, judge, pairs, passes
from lotsenhaus.dispatch.explain import explain
from lotsenhaus.dispatch.greedy import first_come, scarcest_first
from lotsenhaus.dispatch.problem import Assignment, Mediator, Problem, Request
from lotsenhaus.dispatch.rank import rank
from lotsenhaus.dispatch.verify import verify
from tests.dispatch import reference, worlds

SEEDS = st.integers(0, 2**32)
thoroughly = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def verdict(whole: Problem, who: Mediator, what: Request) -> Verdict:
    return judge(Pair(who, what, whole, whole.booked.get(who.id, ())))


@thoroughly
@given(SEEDS)
def test_every_filter_agrees_with_the_reference_on_every_pair(seed: int) -> None:
    whole = worlds.problem(seed, mediators=4, requests=3)
    for what in whole.requests:
        looked_at = {one.mediator.id for one in pairs(whole, what, whole.booked)}
        for who in whole.mediators:
            expected = reference.objections(whole, who, what, whole.booked.get(who.id, ()))
            found = verdict(whole, who, what)
            assert set(found.against) == expected
            assert passes(found.pair) == (not expected)
            assert who.id in looked_at or "language" in expected


@thoroughly
@given(SEEDS)
def test_the_ranking_agrees_with_the_reference_in_order_and_points(seed: int) -> None:
    whole = worlds.problem(seed, mediators=9, requests=1)
    for what in whole.requests:
        found = [(one.mediator, one.points) for one in rank(whole, what).candidates]
        assert found == reference.ranked(whole, what, whole.assignments)


@thoroughly
@given(SEEDS)
def test_the_telephone_agrees_with_the_reference_and_passes_verification(seed: int) -> None:
    whole = worlds.problem(seed, mediators=5, requests=4)
    schedule = first_come(whole)
    assert {(one.request, one.mediator, one.certain) for one in schedule.assignments} == reference.first_come(whole)
    assert verify(whole, schedule.assignments) == ()


@thoroughly
@given(SEEDS)
def test_the_fallback_plan_is_valid_and_no_slot_it_leaves_open_could_be_filled(seed: int) -> None:
    whole = worlds.problem(seed, mediators=5, requests=4)
    schedule = scarcest_first(whole)
    assert verify(whole, schedule.assignments) == ()
    assert reference.is_valid(whole, schedule.assignments)
    diary = [*whole.assignments, *schedule.assignments]
    if not any(slot.together for slot in whole.requests):
        assert not any(reference.ranked(whole, whole.request[slot], diary) for slot in schedule.uncovered)


@thoroughly
@given(SEEDS)
def test_verification_accepts_exactly_the_plans_that_the_reference_accepts(seed: int) -> None:
    whole = worlds.problem(seed, mediators=5, requests=4)
    random = Random(seed)
    good = list(first_come(whole).assignments)
    anybody = [_proposal(random, whole) for _ in range(random.randint(0, 2))]
    for plan in (good, anybody, [*good, *anybody], good[1:]):
        assert (verify(whole, plan) == ()) == reference.is_valid(whole, plan)


@settings(thoroughly, max_examples=150)
@given(SEEDS)
def test_verification_agrees_on_every_plan_of_up_to_two_proposals(seed: int) -> None:
    whole = worlds.problem(seed, mediators=4, requests=3)
    for plan in reference.plans(whole, 2):
        assert (verify(whole, plan) == ()) == reference.is_valid(whole, plan)


@settings(thoroughly, max_examples=300)
@given(SEEDS, SEEDS)
def test_the_order_of_rows_changes_no_answer(seed: int, other: int) -> None:
    whole = worlds.problem(seed, mediators=8, requests=3)
    mixed = worlds.shuffled(whole, other)
    for what in whole.requests:
        one, two = rank(whole, what), rank(mixed, mixed.request[what.id])
        assert [(c.mediator, c.items, c.notes) for c in one.candidates] == [
            (c.mediator, c.items, c.notes) for c in two.candidates
        ]
        assert [(v.pair.mediator.id, v.reasons) for v in one.others] == [
            (v.pair.mediator.id, v.reasons) for v in two.others
        ]
    assert first_come(whole) == first_come(mixed)
    assert scarcest_first(whole) == scarcest_first(mixed)


@settings(thoroughly, max_examples=80)
@given(SEEDS)
def test_the_other_times_are_those_that_trying_every_quarter_hour_of_the_week_finds(seed: int) -> None:
    whole = worlds.problem(seed, mediators=4, requests=1)
    for what in whole.requests:
        found = [(one.start, set(one.mediators)) for one in explain(whole, what, alternatives=99).alternatives]
        assert found == reference.other_times(whole, what)


def test_the_random_problems_exercise_every_filter_both_ways() -> None:
    speak_against: Counter[str] = Counter()
    covered = 0
    for seed in range(200):
        whole = worlds.problem(seed)
        covered += len(first_come(whole).assignments)
        for what in whole.requests:
            for who in whole.mediators:
                speak_against.update(verdict(whole, who, what).against.keys())
    assert set(speak_against) == set(FILTERS) - {"tax_limit"}
    assert min(speak_against.values()) >= 10
    assert covered >= 100


def _proposal(random: Random, whole: Problem) -> Assignment:
    who, what = random.choice(whole.mediators), random.choice(whole.requests)
    return Assignment.of(who, what, certain=random.random() < 0.5)
