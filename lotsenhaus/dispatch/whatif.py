"""What another decision would change: two plans side by side, and what covering one slot would uncover elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lotsenhaus.dispatch.formulate import weight
from lotsenhaus.dispatch.plan import Plan, solve
from lotsenhaus.dispatch.problem import Assignment, Problem
from lotsenhaus.dispatch.settings import Pairs, Settings

MOST = 1000.0  # a priority beyond which numbers would lose their exactness


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`points` is what the new plan is worth more (less, when negative), rewards for covering included.

    `opened` and `closed` say, per slot, how many heads are newly missing or newly found.
    """

    points: int
    opened: Mapping[str, int]
    closed: Mapping[str, int]
    gone: tuple[Assignment, ...]
    new: tuple[Assignment, ...]


def difference(before: Plan, after: Plan) -> Difference:
    """From one plan to another of the same problem and weights."""
    heads = {
        slot: after.uncovered.get(slot, 0) - before.uncovered.get(slot, 0)
        for slot in sorted({*before.uncovered, *after.uncovered})
    }
    old, now = pairs(before), pairs(after)
    return Difference(
        points=after.objective - before.objective,
        opened={slot: change for slot, change in heads.items() if change > 0},
        closed={slot: -change for slot, change in heads.items() if change < 0},
        gone=tuple(one for one in before.assignments if (one.mediator, one.request) not in now),
        new=tuple(one for one in after.assignments if (one.mediator, one.request) not in old),
    )


def pairs(plan: Plan) -> Pairs:
    """What `Settings.previous` takes to keep to this plan."""
    return frozenset((entry.mediator, entry.request) for entry in plan.assignments)


def covering_this(
    problem: Problem, slot: str, settings: Settings | None = None, plan: Plan | None = None
) -> Difference:
    """The best plan among those with the most heads at `slot`, against `plan` (the best one, when it is not given).

    Exact to the gaps of both plans. Nothing is newly covered at the slot: nobody at all can come.
    """
    settings = settings or Settings()
    before = plan or solve(problem, settings)
    wanted = problem.request[slot]
    urgent = int(min(MOST, 1 + sum(weight(one) * one.count for one in problem.requests)))
    raised = tuple(replace(one, priority=urgent) if one.id == slot else one for one in problem.requests)
    after = solve(replace(problem, requests=raised), settings)
    heads = sum(entry.request == slot for entry in after.assignments)
    surplus = round(heads * problem.weights.cover * (urgent - weight(wanted)))
    return difference(before, replace(after, objective=after.objective - surplus))
