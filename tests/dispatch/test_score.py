from dataclasses import fields
from typing import Any

import pytest

from lotsenhaus.dispatch.eligibility import judge
from lotsenhaus.dispatch.problem import Mode, Needs, Skill, Weights
from lotsenhaus.dispatch.score import COUNTED, items
from tests.dispatch.cases import mediator, pair, request

RUSSIAN = (Skill(language="ru", level=1, substitutes_for=("uk",)),)
CASES: list[tuple[str, dict[str, Any], dict[str, Any], tuple[int, int] | None]] = [
    # item, mediator, request, (amount, points)
    ("own_desk", {"desk": "d"}, {"desk": "d"}, (1, 100)),
    ("own_desk", {"desk": "d"}, {"desk": "e"}, None),
    ("own_desk", {}, {}, None),
    ("travel_minute", {}, {}, (20, -20)),
    ("travel_minute", {"home": None}, {}, None),
    ("travel_minute", {"modes": frozenset({Mode.PHONE})}, {"mode": Mode.PHONE}, None),
    ("travel_unknown", {"home": None}, {}, (1, -30)),
    ("travel_unknown", {"home": None}, {"mode": Mode.PHONE}, None),
    ("load", {"load": 7}, {}, (7, -14)),
    ("load", {"load": 90}, {}, (30, -60)),
    ("pause_week", {}, {}, (12, 24)),
    ("pause_week", {"weeks_since_asked": 0}, {}, None),
    ("pause_week", {"weeks_since_asked": 5}, {}, (5, 10)),
    ("pause_week", {"weeks_since_asked": 50}, {}, (12, 24)),
    ("continuity", {"known_parties": frozenset({"p"})}, {"party": "p"}, (1, 40)),
    ("continuity", {"known_parties": frozenset({"p"})}, {}, None),
    ("gender_wish", {"gender": "f"}, {"gender": "f"}, (1, 30)),
    ("gender_wish", {"gender": "m"}, {"gender": "f"}, None),
    ("gender_wish", {}, {}, None),
    ("mother_tongue", {"skills": (Skill(language="ar", native=True),)}, {}, (1, 10)),
    ("mother_tongue", {}, {}, None),
    (
        "mother_tongue",
        {"skills": (Skill(language="ar", native=True), Skill(language="ku"))},
        {"languages": ("ar", "ku"), "needs": Needs.ALL},
        None,
    ),
    ("level", {}, {}, (4, 12)),
    ("level", {}, {"minimum_level": 3}, (2, 6)),
    ("level", {"skills": (Skill(language="ar"),)}, {"minimum_level": 3}, None),
    ("level", {"skills": (Skill(language="ar", native=True),)}, {"minimum_level": 3}, (3, 9)),
    ("substitute", {"skills": RUSSIAN}, {"languages": ("uk",), "substitutes_allowed": True}, (1, -60)),
    ("asked_this_week", {"asked_this_week": 3}, {}, (3, -30)),
    ("asked_this_week", {"asked_this_week": 30}, {}, (5, -50)),
    ("times_unknown", {"free": ()}, {}, (1, -30)),
    ("times_unknown", {"free": ()}, {"start": None, "end": None}, None),
    ("tax_limit", {"headroom": 0}, {"allowance": 2500}, (1, -20)),
    ("tax_limit", {"headroom": 0}, {}, None),
]


@pytest.mark.parametrize(("name", "who", "what", "expected"), CASES)
def test_each_item_counts_what_it_says(
    name: str, who: dict[str, Any], what: dict[str, Any], expected: tuple[int, int] | None
) -> None:
    found = {item.name: (item.amount, item.points) for item in items(judge(pair(mediator(**who), request(**what))))}
    assert found.get(name) == expected


def test_every_weight_belongs_to_a_tested_item() -> None:
    bounds = {"name", "version", "load_most", "pause_most", "asked_most"}
    of_plans = {"cover", "question", "person", "kept"}  # tests/dispatch/test_plan.py
    weighed = {field.name for field in fields(Weights)} - bounds - of_plans
    assert weighed == {*COUNTED, "times_unknown", "tax_limit"} == {name for name, *_ in CASES}


def test_other_weights_give_other_points() -> None:
    weights = Weights(name="near", version=2, travel_minute=-3)
    found = {item.name: item.points for item in items(judge(pair(mediator(), request(), weights=weights)))}
    assert found["travel_minute"] == -60
