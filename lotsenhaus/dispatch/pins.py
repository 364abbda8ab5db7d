"""What a person decided before the plan: pins are held or refused with a sentence, never silently dropped."""

from lotsenhaus.dispatch.eligibility import Pair, objections
from lotsenhaus.dispatch.formulate import lacking
from lotsenhaus.dispatch.problem import Assignment, Problem
from lotsenhaus.dispatch.settings import Contradiction, Settings
from lotsenhaus.dispatch.table import may_serve


def check_pins(problem: Problem, settings: Settings) -> None:
    """Raises Contradiction for the first pin that cannot be held beside the fixed assignments and the pins before."""
    diary = {mediator: list(entries) for mediator, entries in problem.booked.items()}
    left = lacking(problem)
    for who, what in sorted(settings.pins):
        if who not in problem.mediator or what not in problem.request:
            raise Contradiction(f"{who} cannot be pinned to {what}: one of them is not in the problem")
        mediator, request = problem.mediator[who], problem.request[what]
        if not may_serve(mediator, request, settings):
            raise Contradiction(f"{who} is pinned to {what} and forbidden there at the same time")
        against = next(objections(Pair(mediator, request, problem, diary.get(who, ()))), None)
        if against:
            raise Contradiction(f"{who} cannot be pinned to {what}: {against[1]}")
        if left[what] < 1:
            raise Contradiction(f"{who} cannot be pinned to {what}: the slot is full")
        left[what] -= 1
        diary.setdefault(who, []).append(Assignment.of(mediator, request))
