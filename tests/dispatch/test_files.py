import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotsenhaus.dispatch.files import Unreadable, read_plan, read_problem, write
from lotsenhaus.dispatch.greedy import first_come
from lotsenhaus.dispatch.plan import Plan
from lotsenhaus.dispatch.schema import schema, schema_of
from lotsenhaus.dispatch.travel import Coordinates, Haversine, Means, Pace
from tests.dispatch import worlds
from tests.dispatch.cases import mediator, problem

DOCS = Path(__file__).parents[2] / "docs"
SMALL: dict[str, Any] = {
    "mediators": [{"id": "m", "skills": [{"language": "ar"}]}],
    "requests": [{"id": "r", "languages": ["ar"], "start": 60, "end": 120}],
    "travel": {"places": {}},
    "now": 0,
}


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_written_is_read_back_unchanged(seed: int) -> None:
    whole = worlds.problem(seed)
    schedule = first_come(whole)
    assert read_problem(json.loads(json.dumps(write(whole)))) == whole
    assert read_plan(json.loads(json.dumps(write(schedule)))) == schedule.assignments


def test_places_keep_their_coordinates_and_paces() -> None:
    travel = Haversine({"a": Coordinates(51.8, 8.4)}, detour=1.4, paces={means: Pace(30, 5) for means in Means})
    assert read_problem(write(replace(problem(), travel=travel))).travel == travel


def test_fields_with_their_usual_value_are_left_out() -> None:
    assert write(mediator(home=None, free=())) == {"id": "m", "skills": [{"language": "ar", "level": 5}]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"now": "soon"}, "problem.now: a whole number is expected"),
        ({"now": True}, "problem.now: a whole number is expected"),
        ({"speed": 3}, "problem.speed: no such field"),
        ({"mediators": {}}, "problem.mediators: a list is expected"),
        ({"mediators": [{"id": "m"}]}, "problem.mediators[0].skills: a value is expected"),
        ({"mediators": [{"id": "m", "skills": [3]}]}, "problem.mediators[0].skills[0]: an object is expected"),
        (
            {"mediators": [{"id": "m", "skills": [], "free": [[5, 5]]}]},
            "problem.mediators[0].free[0]: [start, end] with start before end is expected",
        ),
        (
            {"mediators": [{"id": "m", "skills": [], "means": "horse"}]},
            "problem.mediators[0].means: one of car, public, bicycle, foot is expected",
        ),
        (
            {"mediators": [{"id": "m", "skills": [], "credentials": [{"code": "a", "until": "31.12.2026"}]}]},
            "problem.mediators[0].credentials[0].until: a day such as 2026-12-31 is expected",
        ),
        (
            {"requests": [{"id": "r", "languages": ["ar"], "start": 9}]},
            "problem.requests[0]: request r: start and end belong together",
        ),
        ({"requests": [SMALL["requests"][0]] * 2}, "problem: the request r appears twice"),
        ({"travel": {}}, "problem.travel: an object with either places or legs is expected"),
        (
            {"travel": {"legs": [["car", "a", "b", 5]]}},
            "problem.travel.legs[0]: [means, from, to, minutes, kilometers] is expected",
        ),
        ({"travel": {"places": {"a": "here"}}}, "problem.travel.places.a: [latitude, longitude] is expected"),
        ({"travel": {"places": {"a": [10**400, 8]}}}, "problem.travel.places.a: [latitude, longitude] is expected"),
        (
            {"travel": {"places": {"a": [51, float("inf")]}}},
            "problem.travel.places.a: [latitude, longitude] is expected",
        ),
        ({"travel": {"places": {}, "detour": float("inf")}}, "problem.travel.detour: 1 to 10 is expected"),
        (
            {"travel": {"places": {}, "paces": {"car": [0, 5]}}},
            "problem.travel.paces.car: [kilometers per hour, minutes] is expected",
        ),
        ({"now": 10**30}, "problem.now: a whole number up to 2000000000 is expected"),
        ({"zone": "Mars/Olympus"}, "problem.zone: a time zone such as Europe/Berlin is expected"),
        (
            {"mediators": [{"id": "m", "skills": [], "max_minutes": -5}]},
            "problem.mediators[0]: mediator m: max_minutes must not be negative",
        ),
        (
            {"mediators": [{"id": "m", "skills": [], "limits": {"per_day": -1}}]},
            "problem.mediators[0].limits: a limit must not be negative",
        ),
        (
            {"requests": [{"id": "r", "languages": ["ar"], "priority": 10**9}]},
            "problem.requests[0]: request r: count must be 1 to 1000, priority 0 to 1000",
        ),
        (
            {"assignments": [{"mediator": "nobody", "request": "r"}]},
            "problem.assignments[0].mediator: the id of a mediator is expected",
        ),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_problem(SMALL | change)
    assert str(refusal.value) == message


@pytest.mark.parametrize("data", [None, [], 3, "problem", {}])
def test_something_else_than_a_problem_or_plan_is_refused(data: Any) -> None:
    with pytest.raises(Unreadable):
        read_problem(data)
    with pytest.raises(Unreadable):
        read_plan(data)


def test_the_schemas_in_the_documentation_are_those_of_the_code() -> None:
    for name, expected in (("problem", schema()), ("plan", schema_of(Plan, "Dispatch plan"))):
        assert json.loads((DOCS / f"dispatch-{name}.schema.json").read_text(encoding="utf-8")) == expected


def test_every_record_of_the_schema_is_defined() -> None:
    text = json.dumps(schema())
    names = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert names == set(schema()["$defs"])
