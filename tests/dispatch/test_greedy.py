from lotsenhaus.dispatch.greedy import first_come, scarcest_first
from lotsenhaus.dispatch.problem import Assignment, Skill
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
