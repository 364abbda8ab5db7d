"""Hints whom to look for: found by prices, told only after planning again."""

from datetime import timedelta
from typing import Any

from lotsenhaus.dispatch.clock import moment
from lotsenhaus.dispatch.plan import solve
from lotsenhaus.dispatch.problem import Problem, Request
from lotsenhaus.dispatch.recruit import Cell, estimates, hints, person
from lotsenhaus.dispatch.verify import verify
from tests.dispatch.cases import WEDNESDAY, at, mediator, problem, request

AFTERNOON = Cell("ti", "school", 2, "afternoon")


def slot(id: str, hour: int, **fields: Any) -> Request:
    start = at(f"{WEDNESDAY} {hour:02}:00")
    return request(id, **{"languages": ("ti",), "start": start, "end": start + 60, **fields})


def week(*slots: Request) -> Problem:
    return problem(mediator(), requests=slots)


def test_open_slots_ask_for_a_person_and_planning_again_confirms_it() -> None:
    (hint,) = hints([week(slot("a", 13), slot("b", 15), slot("c", 15)), week(slot("d", 14))])
    assert hint.cell == AFTERNOON
    assert hint.covers == 3
    assert hint.slots == ("a", "b", "d") or hint.slots == ("a", "c", "d")
    assert str(hint) == "one ti speaker near school on Wednesday afternoons: +3 talks in 2 weeks"


def test_who_is_missed_elsewhere_counts_although_everything_she_does_is_covered() -> None:
    """The only person speaks both languages; one more Arabic speaker sets her free for the other."""
    both = mediator(skills=(*mediator(language="ar").skills, *mediator(language="ti").skills))
    whole = problem(both, requests=(request("ar", priority=2), slot("ti", 15)))
    found = estimates([whole], [solve(whole)])
    assert found[Cell("ar", "school", 2, "afternoon")] > 0.9
    assert {hint.cell.language for hint in hints([whole])} == {"ar", "ti"}


def test_nobody_is_asked_for_where_all_is_covered() -> None:
    assert hints([problem(mediator())]) == ()
    assert hints([]) == ()


def test_a_slot_across_both_half_days_counts_for_neither() -> None:
    start = at(f"{WEDNESDAY} 12:30")
    assert estimates([week(slot("a", 13, start=start, end=start + 60))], [solve(week())]) == {}


def test_the_person_is_free_on_her_half_day_only_and_the_plan_with_her_is_valid() -> None:
    whole = week(slot("a", 14, credentials=("pledge",)), slot("b", 9))
    new = person(AFTERNOON, whole)
    assert [moment(span.start, whole.zone).hour for span in new.free] == [13]
    joined = problem(mediator(), new, requests=whole.requests)
    plan = solve(joined)
    assert plan.uncovered == {"b": 1}
    assert verify(joined, plan.assignments) == ()
    assert new.stated[0].end - new.stated[0].start == timedelta(days=7) // timedelta(minutes=1)


def test_one_talk_of_one_week_is_said_in_the_singular() -> None:
    (hint,) = hints([week(slot("a", 13))])
    assert str(hint) == "one ti speaker near school on Wednesday afternoons: +1 talk in 1 week"
