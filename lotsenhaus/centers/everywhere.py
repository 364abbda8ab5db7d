"""The announced way across centers: one after the other, each within its own scope.

Only tasks, commands, statewide and website may import this module (a contract of the import linter).
"""

import logging
from collections.abc import Callable, Iterable, Iterator

from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope


def each_center() -> Iterator[Center]:
    """Every open center; the caller's loop body runs inside its scope and transaction."""
    for center in Center.objects.filter(closed_at=None).order_by("pk"):
        with center_scope(center):
            yield center


def one_by_one(rows: Iterable[tuple[int, ...]], step: Callable[..., object]) -> None:
    """Calls `step(*rest)` in the scope of each (center, *rest), each with its own transaction.

    A row that fails does not hold up the others; the job is marked as failed at the end, with the last failure.
    """
    failure: Exception | None = None
    for center_id, *rest in rows:
        try:
            with center_scope(center_id):
                step(*rest)
        except Exception as problem:
            logging.getLogger(__name__).error("%s failed: %s", step.__name__, type(problem).__name__)
            failure = problem
    if failure is not None:
        raise failure
