from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lotsenhaus.dispatch.problem import Assignment, Credential, Limits, Mode, Needs
from lotsenhaus.dispatch.verify import Violation, verify
from tests.dispatch.cases import WEDNESDAY, WEEK, mediator, problem, request, span

CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("language", {}, {"languages": ("tr",)}),
    ("language", {}, {"languages": ("ar", "tr"), "needs": Needs.ALL}),
    ("language", {}, {"minimum_level": 6}),
    ("active", {"active": False}, {}),
    ("answer", {}, {"asked": frozenset({"m"})}),
    ("answer", {}, {"declined": frozenset({"m"})}),
    ("conflict_of_interest", {"blocked_parties": frozenset({"p"})}, {"party": "p"}),
    ("conflict_of_interest", {"blocked_institutions": frozenset({"i"})}, {"institution": "i"}),
    ("gender", {"gender": "m"}, {"gender": "f", "gender_required": True}),
    ("credential", {}, {"credentials": ("pledge",)}),
    (
        "credential",
        {"credentials": (Credential(code="pledge", until=date(2026, 12, 1)),)},
        {"credentials": ("pledge",)},
    ),
    ("mode", {}, {"mode": Mode.VIDEO}),
    ("radius", {"max_minutes": 19}, {}),
    ("absence", {"absences": (WEEK,)}, {}),
    ("availability", {"busy": (WEEK,)}, {}),
    ("availability", {"free": (), "stated": (WEEK,)}, {}),
    ("promise", {"free": ()}, {}),
    ("day_limit", {"limits": Limits(per_day=0)}, {}),
    ("week_limit", {"limits": Limits(per_week=0)}, {}),
    ("hour_limit", {"limits": Limits(minutes_per_week=59)}, {}),
]


@pytest.mark.parametrize(("rule", "who", "what"), CASES)
def test_each_broken_rule_is_named(rule: str, who: dict[str, Any], what: dict[str, Any]) -> None:
    one, slot = mediator(**who), request(**what)
    (violation,) = verify(problem(one, requests=(slot,)), [Assignment.of(one, slot)])
    assert violation == Violation(rule, "r", "m")


def test_a_good_plan_breaks_nothing() -> None:
    one, slot = mediator(), request()
    assert verify(problem(one), [Assignment.of(one, slot)]) == ()


def test_a_question_to_somebody_without_known_times_is_allowed() -> None:
    one = mediator(free=())
    assert verify(problem(one), [Assignment.of(one, request(), certain=False)]) == ()


def test_a_plan_may_not_invent_people_slots_times_or_places() -> None:
    one, slot = mediator(), request()
    good = Assignment.of(one, slot)
    invented = {
        "unknown": [replace(good, mediator="n")],
        "times_as_asked": [replace(good, start=slot.start and slot.start - 15)],
        "place_as_asked": [replace(good, place="office")],
    }
    for rule, plan in invented.items():
        assert [violation.rule for violation in verify(problem(one), plan)] == [rule]


def test_nobody_may_be_in_two_places_or_on_the_way_when_a_talk_begins() -> None:
    one = mediator()
    for start, broken in (("16:14", True), ("16:15", False)):
        times = span(WEDNESDAY, start, "17:00")
        slots = (request("r1"), request("r2", start=times.start, end=times.end, place="office"))
        found = verify(problem(one, requests=slots), [Assignment.of(one, slot) for slot in slots])
        assert any(violation.rule == "overlap" for violation in found) is broken


def test_limits_count_fixed_assignments_but_blame_only_the_plan() -> None:
    one = mediator(limits=Limits(per_day=1))
    times = span(WEDNESDAY, "08:00", "09:00")
    earlier = Assignment(mediator="m", request="x", start=times.start, end=times.end)
    slot = request()
    whole = problem(one, assignments=(earlier, replace(earlier, request="y")))
    assert verify(whole, []) == ()
    assert verify(whole, [Assignment.of(one, slot)]) == (Violation("day_limit", "r", "m"),)


def test_a_slot_takes_no_more_heads_than_wanted_and_nobody_twice() -> None:
    people = (mediator("a"), mediator("b"))
    plan = [Assignment.of(one, request()) for one in people]
    assert verify(problem(*people), plan) == (Violation("too_many", "r"),)
    rules = {violation.rule for violation in verify(problem(*people, requests=(request(count=2),)), [plan[0], plan[0]])}
    assert rules == {"overlap", "twice"}


def test_slots_that_belong_together_are_filled_together() -> None:
    people = (mediator("a"), mediator("b"))
    slots = (request("r1", together="t"), request("r2", together="t"))
    plan = [Assignment.of(one, slot) for one, slot in zip(people, slots, strict=True)]
    assert verify(problem(*people, requests=slots), plan) == ()
    assert verify(problem(*people, requests=slots), plan[:1]) == (Violation("together", "r1"),)
