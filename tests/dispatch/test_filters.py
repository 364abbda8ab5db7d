"""All pairs at once against each pair on its own."""

import pytest

from lotsenhaus.dispatch.filters import table
from lotsenhaus.dispatch.generate import Size, generate
from lotsenhaus.dispatch.problem import Problem
from lotsenhaus.dispatch.rank import rank
from lotsenhaus.dispatch.settings import Settings
from lotsenhaus.dispatch.table import may_serve
from tests.dispatch import worlds
from tests.dispatch.test_plan import wishes


def one_by_one(whole: Problem, settings: Settings) -> list[tuple[str, str, int, bool]]:
    """What the ranking of each slot says."""
    return sorted(
        (slot.id, one.mediator, one.points, one.is_free)
        for slot in whole.requests
        for one in rank(whole, slot).candidates
        if may_serve(whole.mediator[one.mediator], slot, settings)
    )


def at_once(whole: Problem, settings: Settings) -> list[tuple[str, str, int, bool]]:
    found = table(whole, settings)
    rows = zip(found.request, found.mediator, found.points, found.certain, strict=True)
    return [
        (found.requests[what].id, found.mediators[who].id, int(points), bool(certain))
        for what, who, points, certain in rows
    ]


@pytest.mark.parametrize("hundred", range(4))
def test_small_worlds_have_the_same_pairs_points_and_questions(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        whole = worlds.problem(seed, mediators=8, requests=6)
        settings = wishes(seed, whole)
        assert at_once(whole, settings) == one_by_one(whole, settings)


def test_a_large_week_has_the_same_pairs_points_and_questions() -> None:
    whole = generate(Size(mediators=200, requests=150, centers=2))
    found = at_once(whole, Settings())
    assert found == one_by_one(whole, Settings())
    assert len(found) > 200
