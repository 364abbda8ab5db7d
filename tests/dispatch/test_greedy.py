from lotsenhaus.dispatch.greedy import first_come, scarcest_first
from lotsenhaus.dispatch.problem import Assignment, Skill
from lotsenhaus.dispatch.settings import Objective, Settings
from lotsenhaus.dispatch.verify import verify
from tests.dispatch.cases import WEDNESDAY, mediator, problem, request, span

BOTH = (Skill(language="ar", level=5), Skill(language="ku", level=5))
EARLY = request("early", received=1)
LATE = request("late", received=2, languages=("ku",), priority=3)


def pairs(assignments: tuple[Assignment, ...]) -> list[tuple[str, str]]:
    return [(one.request, one.mediator) for one in assignments]


def test_on_the_telephone_the_first_call_takes_the_nearest_even_if_the_second_then_gets_nobody() -> None:
    people = (mediator("both", skills=BOTH, home="rietberg"), mediator("arabic"))
    schedule = first_come(problem(*people, requests=(LATE, EARLY)))
    assert pairs(schedule.assignments) == [("early", "both")]
    assert schedule.uncovered == {"late": 1}


def test_scarce_slots_first_cover_both() -> None:
    people = (mediator("both", skills=BOTH, home="rietberg"), mediator("arabic"))
    whole = problem(*people, requests=(EARLY, LATE))
    schedule = scarcest_first(whole)
    assert pairs(schedule.assignments) == [("late", "both"), ("early", "arabic")]
    assert schedule.uncovered == {}
    assert verify(whole, schedule.assignments) == ()


def test_who_has_no_known_times_is_a_question_and_no_promise() -> None:
    (proposal,) = first_come(problem(mediator(free=()))).assignments
    assert not proposal.certain


def test_fixed_assignments_count_for_their_slot() -> None:
    people = (mediator("a"), mediator("b"))
    wish = request(count=2)
    whole = problem(*people, requests=(wish,), assignments=(Assignment.of(people[0], wish),))
    assert pairs(first_come(whole).assignments) == [("r", "b")]


def test_a_slot_for_two_gets_two_different_people() -> None:
    whole = problem(mediator("a"), mediator("b"), requests=(request(count=3),))
    schedule = first_come(whole)
    assert sorted(pairs(schedule.assignments)) == [("r", "a"), ("r", "b")]
    assert schedule.uncovered == {"r": 1}


def test_slots_that_are_only_useful_together_are_given_up_together() -> None:
    slots = (request("r1", together="t"), request("r2", together="t", languages=("tr",)))
    schedule = scarcest_first(problem(mediator(), requests=slots))
    assert schedule.assignments == ()
    assert schedule.uncovered == {"r1": 1, "r2": 1}


def test_two_slots_in_a_row_go_to_one_person_if_the_way_allows_it() -> None:
    later = span(WEDNESDAY, "16:15", "17:00")
    too_early = span(WEDNESDAY, "16:10", "17:00")
    for times, covered in ((later, 2), (too_early, 1)):
        slots = (request("r1", received=1), request("r2", received=2, start=times.start, end=times.end, place="office"))
        assert len(first_come(problem(mediator(), requests=slots)).assignments) == covered


def test_nobody_and_nothing_give_an_empty_schedule() -> None:
    assert first_come(problem()).uncovered == {"r": 1}
    assert scarcest_first(problem(mediator(), requests=())).assignments == ()


def test_where_few_are_to_travel_whoever_travels_anyway_takes_the_next_slot_too() -> None:
    later = span(WEDNESDAY, "16:15", "17:00")
    slots = (request("r1", languages=("ku",)), request("r2", start=later.start, end=later.end))
    people = (
        mediator("a near", home="rietberg"),
        mediator("b near", "ku", home="rietberg"),
        mediator("c", skills=BOTH),
    )
    whole = problem(*people, requests=slots)
    best, fewest = scarcest_first(whole), scarcest_first(whole, Settings(objective=Objective.FEWEST))
    assert pairs(best.assignments) == [("r1", "b near"), ("r2", "a near")]
    assert pairs(fewest.assignments) == [("r1", "c"), ("r2", "c")]


def test_the_old_plan_is_kept_where_it_still_holds() -> None:
    people = (mediator("a near", home="rietberg"), mediator("b"), mediator("gone", active=False))
    slots = (request("r1"), request("r2"))
    whole = problem(*people, requests=slots)
    old = frozenset({("a near", "r2"), ("gone", "r1")})
    assert sorted(pairs(scarcest_first(whole).assignments)) == [("r1", "a near"), ("r2", "b")]
    assert sorted(pairs(scarcest_first(whole, Settings(previous=old)).assignments)) == [("r1", "b"), ("r2", "a near")]


def test_a_forbidden_pair_leaves_the_slot_to_the_next_in_the_ranking() -> None:
    whole = problem(mediator("a"), mediator("b"))
    assert pairs(scarcest_first(whole, Settings(forbidden=frozenset({("a", "r")}))).assignments) == [("r", "b")]
