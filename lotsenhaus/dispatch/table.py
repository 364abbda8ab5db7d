"""All eligible pairs of a problem as arrays: what a plan may choose from."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lotsenhaus.dispatch.eligibility import Pair, judge, pairs, passes
from lotsenhaus.dispatch.problem import Mediator, Problem, Request
from lotsenhaus.dispatch.score import items
from lotsenhaus.dispatch.settings import Settings

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Row numbers of `mediators` and `requests` (both by id), points and whether she is known to be free.

    Pairs are in the order of request and mediator, whatever order the rows of the problem came in.
    """

    problem: Problem
    mediators: tuple[Mediator, ...]
    requests: tuple[Request, ...]
    mediator: Whole
    request: Whole
    points: Whole
    certain: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.mediator)


def by_id(problem: Problem) -> tuple[tuple[Mediator, ...], tuple[Request, ...]]:
    return (
        tuple(sorted(problem.mediators, key=lambda one: one.id)),
        tuple(sorted(problem.requests, key=lambda one: one.id)),
    )


def table(problem: Problem, settings: Settings) -> Table:
    """Every pair that the filters let pass and nobody forbade."""
    mediators, requests = by_id(problem)
    number = {one.id: at for at, one in enumerate(mediators)}
    rows = [
        (number[pair.mediator.id], at, sum(item.points for item in items(verdict)), verdict.is_free)
        for at, request in enumerate(requests)
        for pair in sorted(_allowed(problem, request, settings), key=lambda pair: pair.mediator.id)
        for verdict in [judge(pair)]
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Table(
        problem, mediators, requests, columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3].astype(np.bool_)
    )


def _allowed(problem: Problem, request: Request, settings: Settings) -> Iterator[Pair]:
    for pair in pairs(problem, request, problem.booked):
        if may_serve(pair.mediator, request, settings) and passes(pair):
            yield pair


def may_serve(mediator: Mediator, request: Request, settings: Settings) -> bool:
    """Whether anything but the filters stands against a pair: a word of the planner, a missing agreement."""
    if (mediator.id, request.id) in settings.forbidden:
        return False
    return (
        settings.agreements is None
        or mediator.desk == request.desk
        or (mediator.desk, request.desk) in settings.agreements
    )
