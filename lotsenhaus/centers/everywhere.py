"""The announced way across centers: one after the other, each within its own scope.

Only tasks, commands, statewide and website may import this module (a contract of the import linter).
"""

from collections.abc import Iterator

from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope


def each_center() -> Iterator[Center]:
    """Every open center; the caller's loop body runs inside its scope and transaction."""
    for center in Center.objects.filter(closed_at=None).order_by("pk"):
        with center_scope(center):
            yield center
