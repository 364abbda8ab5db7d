"""What covering one slot takes away elsewhere, proved on problems small enough to read."""

import pytest

from lotsenhaus.dispatch.plan import solve
from lotsenhaus.dispatch.settings import Settings
from lotsenhaus.dispatch.whatif import covering_this, difference, pairs
from tests.dispatch import brute, worlds
from tests.dispatch.cases import mediator, problem, request


def test_covering_this_uncovers_that() -> None:
    whole = problem(mediator(), requests=(request("urgent", priority=3), request("other")))
    change = covering_this(whole, "other")
    assert change.opened == {"urgent": 1}
    assert change.closed == {"other": 1}
    assert [entry.request for entry in change.gone] == ["urgent"]
    assert [entry.request for entry in change.new] == ["other"]
    assert change.points == -2 * whole.weights.cover


def test_what_is_covered_already_costs_nothing() -> None:
    assert covering_this(problem(mediator()), "r").points == 0


def test_where_nobody_can_come_nothing_is_found() -> None:
    change = covering_this(problem(mediator(), requests=(request(), request("far", languages=("tr",)))), "far")
    assert (change.points, change.opened, change.closed) == (0, {}, {})


def test_a_pin_by_hand_shows_what_it_costs() -> None:
    whole = problem(mediator("far", home="halle"), mediator("near"))
    change = difference(solve(whole), solve(whole, Settings(pins=frozenset({("far", "r")}))))
    assert change.points == -25
    assert pairs(solve(whole)) == {("near", "r")}


@pytest.mark.parametrize("seed", range(60))
def test_the_price_of_covering_agrees_with_trying_everything(seed: int) -> None:
    """Of all plans with as many heads there as possible, the best is worth what the answer says."""
    whole = worlds.problem(seed, mediators=5, requests=4)
    plan = solve(whole)
    for slot in plan.uncovered:
        change = covering_this(whole, slot, plan=plan)
        expected = brute.best_with_most_heads(whole, slot, Settings())
        assert plan.objective + change.points == pytest.approx(expected, abs=0.5)
