"""The announced way across centers: one after the other, each within its own scope.

Only tasks, commands, statewide and website may import this module (a contract of the import linter).
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope


def each_center() -> Iterator[Center]:
    """Every open center; the caller's loop body runs inside its scope and transaction."""
    for center in Center.objects.filter(closed_at=None).order_by("pk"):
        with center_scope(center):
            yield center


def in_each_center(*steps: Callable[[], object]) -> None:
    """Calls every step in the scope of every open center, each with its own transaction; failures as in one_by_one."""

    def step(number: int) -> None:
        steps[number]()

    centers = Center.objects.filter(closed_at=None).order_by("pk").values_list("pk", flat=True)
    one_by_one([(pk, number) for pk in centers for number in range(len(steps))], step)


def one_by_one(rows: Iterable[tuple[int, ...]], step: Callable[..., object]) -> None:
    """Calls `step(*rest)` in the scope of each (center, *rest), each with its own transaction; failures as in alone."""

    @wraps(step)
    def scoped(center_id: int, *rest: int) -> None:
        with center_scope(center_id):
            step(*rest)

    alone(rows, scoped)


def alone(rows: Iterable[tuple[int, ...]], step: Callable[..., object]) -> None:
    """Calls `step(*row)` for each row, without a scope: for steps that open it themselves.

    A row that fails does not hold up the others; the job is marked as failed at the end, with the last failure, and
    stands on Zustand. The log names the kind of failure, nothing of the row.
    """
    failure: Exception | None = None
    for row in rows:
        try:
            step(*row)
        except Exception as problem:
            logging.getLogger(__name__).error("%s failed: %s", step.__name__, type(problem).__name__)
            failure = problem
    if failure is not None:
        raise failure
