"""Who goes where in a day or a week: the best plan, with the proof how good it is.

The linear relaxation gives a bound that no plan can exceed, and for each pair what choosing it would cost at least.
Pairs that cost more than a little are left out, the small rest is solved in whole numbers, and the result is compared
with the bound of everything. Leaving out only what costs more than the remaining gap loses nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from lotsenhaus.dispatch.eligibility import Pair, judge
from lotsenhaus.dispatch.filters import table
from lotsenhaus.dispatch.formulate import Model, formulate, lacking, weight
from lotsenhaus.dispatch.greedy import scarcest_first
from lotsenhaus.dispatch.pins import check_pins
from lotsenhaus.dispatch.problem import Assignment, Problem
from lotsenhaus.dispatch.settings import Contradiction, Settings
from lotsenhaus.dispatch.solver import Infeasible, Relaxation, Solution, Unsolved, covering, most_heads, relax, search
from lotsenhaus.dispatch.stopwatch import Progress, Stopwatch
from lotsenhaus.dispatch.table import Table

CHEAP = 1.0  # points; pairs that cost no more stay in the first small model
SMALL = 20_000  # pairs up to which the last point is searched for, too


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Proposals beside what is fixed, sorted by slot and person; a person decides.

    `objective` and `bound` are points (rewards for covering included), `gap` is their difference relative to the
    bound. `covered` of `demand` are heads, fixed ones included. No plan whatever covers more than `coverage_bound`, by
    priority; `coverage_proven` says that this one reaches it. `prices` say, per slot, what covering it (or one head
    more) would take away elsewhere, in points; slots that nobody can serve have none. `method` is "optimal" (to the
    gap) or "greedy", which proves nothing.
    """

    method: str
    assignments: tuple[Assignment, ...]
    uncovered: Mapping[str, int]
    covered: int
    demand: int
    objective: int = 0
    bound: float = 0.0
    gap: float = 0.0
    coverage: float = 0.0
    coverage_bound: float = 0.0
    coverage_proven: bool = False
    prices: Mapping[str, int] = field(default_factory=dict)
    weights: str = ""
    pairs: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)


def solve(problem: Problem, settings: Settings | None = None, progress: Progress | None = None) -> Plan:
    """The best plan; raises Contradiction for pins that cannot be held, Unsolved when the time does not suffice.

    Runs in this process and thread; `worker.plan_in_worker` keeps a hard limit of time.
    """
    settings = settings or Settings()
    watch = Stopwatch(settings.seconds, progress)
    check_pins(problem, settings)
    watch.begin("filter")
    choices = table(problem, settings)
    watch.begin("build")
    model = formulate(choices, settings)
    if not len(choices):
        watch.begin("")
        return _plan(choices, watch, np.zeros(0, dtype=np.int64), method="optimal", coverage_proven=True)
    try:
        return _optimal(choices, model, settings, watch)
    except Infeasible:
        raise Contradiction("slots that are only useful together cannot all be filled with these pins") from None


def _optimal(choices: Table, model: Model, settings: Settings, watch: Stopwatch) -> Plan:
    watch.begin("bound")
    relaxation = relax(model, watch.left)
    watch.begin("certificate")
    highest = _coverage_bound(model, relaxation, watch)
    watch.begin("search")
    solution = _search(model, relaxation, settings, watch)
    if (solution.chosen @ model.heads) < highest and model.pairs <= SMALL:
        highest, solution = _most_covering(model, relaxation, solution, settings, watch)
    watch.begin("")
    chosen = np.flatnonzero(solution.chosen[: model.pairs] > 0.5)
    coverage = float(model.heads[chosen].sum())
    return _plan(
        choices,
        watch,
        chosen,
        method="optimal",
        objective=round(solution.value),
        bound=round(solution.bound, 3),
        gap=max(0.0, (solution.bound - solution.value) / max(abs(solution.bound), 1.0)),
        coverage_bound=highest,
        coverage_proven=coverage >= highest,
        prices=prices(choices, model, relaxation),
    )


def _search(model: Model, relaxation: Relaxation, settings: Settings, watch: Stopwatch) -> Solution:
    """A small model first; then, where that leaves a gap, one with everything that could still close it."""
    large = model.pairs > SMALL
    solution = _among(model, relaxation, CHEAP, settings, watch, 2e-5 if large else 0.0)
    missing = relaxation.value - solution.value
    if missing < 1 or (large and missing <= settings.gap * abs(relaxation.value)):
        return Solution(solution.value, solution.chosen, relaxation.value)
    wider = _among(model, relaxation, missing, settings, watch, settings.gap if large else 0.0)
    better = max(wider, solution, key=lambda one: one.value)
    return Solution(better.value, better.chosen, min(relaxation.value, max(wider.bound, better.value)))


def _among(
    model: Model, relaxation: Relaxation, delta: float, settings: Settings, watch: Stopwatch, gap: float
) -> Solution:
    """The best plan of the pairs that cost at most `delta`; those the bound itself uses always stay."""
    keep = (relaxation.reduced >= -delta) | (relaxation.chosen > 1e-9) | (model.lower > 0)
    keep[model.pairs :] = True
    return search(model, keep, watch.left, settings.seed, gap)


def _coverage_bound(model: Model, relaxation: Relaxation, watch: Stopwatch) -> float:
    """Heads by priority that no plan exceeds, in steps of one half."""
    most = most_heads(model, relaxation, watch.left / 2)
    return _in_halves(float(model.heads.sum()) if most is None else most)


def _most_covering(
    model: Model, relaxation: Relaxation, solution: Solution, settings: Settings, watch: Stopwatch
) -> tuple[float, Solution]:
    """Where fractions cover more than the plan: is it the fractions, or did points outweigh a head?"""
    heads = replace(model, worth=2 * model.heads)
    try:
        most = search(heads, np.ones(len(model.worth), dtype=np.bool_), watch.left, settings.seed)
        highest = _in_halves(most.bound / 2)
        if round(most.value) > round(2 * float(solution.chosen @ model.heads)):
            solution = _search(covering(model, most.value / 2), relaxation, settings, watch)
    except Unsolved:
        return _in_halves(float(model.heads.sum())), solution
    return highest, solution


def _in_halves(coverage: float) -> float:
    return float(np.floor(2 * coverage + 1e-6) / 2)


def prices(choices: Table, model: Model, relaxation: Relaxation) -> dict[str, int]:
    """Per slot, what its cheapest candidate would be taken away from elsewhere: her points less what she brings."""
    rows = model.cover[choices.request]
    rewards = choices.problem.weights.cover * model.heads[: model.pairs]
    taken = rewards - relaxation.prices[rows] - relaxation.reduced[: model.pairs]
    lowest = np.full(len(choices.requests), np.inf)
    np.minimum.at(lowest, choices.request, taken)
    return {request.id: round(lowest[at]) for at, request in enumerate(choices.requests) if np.isfinite(lowest[at])}


def _plan(choices: Table, watch: Stopwatch, chosen: np.ndarray, **figures: object) -> Plan:
    assignments = tuple(
        Assignment.of(
            choices.mediators[choices.mediator[pair]],
            choices.requests[choices.request[pair]],
            certain=bool(choices.certain[pair]),
        )
        for pair in chosen
    )
    return plan_of(choices.problem, assignments, pairs=len(choices), seconds=watch.phases, **figures)


def plan_of(problem: Problem, assignments: tuple[Assignment, ...], **figures: object) -> Plan:
    """A plan with what follows from its assignments."""
    heads = sum(weight(problem.request[entry.request]) for entry in assignments)
    open_heads = Counter(lacking(problem))
    open_heads.subtract(entry.request for entry in assignments)
    demand = sum(request.count for request in problem.requests)
    uncovered = {request: heads for request, heads in sorted(open_heads.items()) if heads > 0}
    weights = f"{problem.weights.name} {problem.weights.version}"
    return Plan(
        assignments=assignments,
        uncovered=uncovered,
        demand=demand,
        covered=demand - sum(uncovered.values()),
        weights=weights,
        coverage=heads,
        **figures,  # type: ignore[arg-type]
    )


def greedy(problem: Problem, settings: Settings | None = None) -> Plan:
    """What is left when the solver gives nothing: pins first, then urgent and scarce slots; proves nothing."""
    settings = settings or Settings()
    check_pins(problem, settings)
    pinned = tuple(
        Assignment.of(who, what, certain=judge(Pair(who, what, problem, problem.booked.get(who.id, ()))).is_free)
        for who, what in ((problem.mediator[who], problem.request[what]) for who, what in sorted(settings.pins))
    )
    schedule = scarcest_first(replace(problem, assignments=problem.assignments + pinned), settings)
    return plan_of(problem, _whole_groups(problem, [*pinned, *schedule.assignments]), method="greedy")


def _whole_groups(problem: Problem, proposals: list[Assignment]) -> tuple[Assignment, ...]:
    """Without groups of slots that lost a part."""
    heads = Counter(entry.request for entry in (*problem.assignments, *proposals))
    broken = {slot.together for slot in problem.requests if slot.together and heads[slot.id] < slot.count}
    return tuple(entry for entry in proposals if problem.request[entry.request].together not in broken)
