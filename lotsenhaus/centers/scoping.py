"""The first wall between centers: outside `center_scope(…)` a query on a center's rows raises instead of answering.

The second wall is PostgreSQL's row-level security on the most personal tables; it reads the setting `app.center`
that the scope writes (STACK.md, "Two walls between centers").
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from django.db import connection, models, transaction

if TYPE_CHECKING:
    from lotsenhaus.centers.models import Center

_current: ContextVar["int | None"] = ContextVar("center", default=None)

M = TypeVar("M", bound=models.Model)


class OutsideCenter(RuntimeError):
    """A query on a center's rows without saying which center."""


def current_center_id() -> int:
    """Raises OutsideCenter when no scope is open."""
    center_id = _current.get()
    if center_id is None:
        raise OutsideCenter("Open a center_scope(…) first: this table holds rows of many centers.")
    return center_id


def _tell_database(center_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.center', %s, true)", [str(center_id or "")])


@contextmanager
def center_scope(center: "Center | int") -> Iterator[None]:
    """One center and one transaction; scopes may nest, the inner one counts."""
    center_id = center if isinstance(center, int) else center.pk
    before = _current.get()
    token = _current.set(center_id)
    try:
        with transaction.atomic():
            _tell_database(center_id)
            yield
            # An outer transaction (every test has one) would keep the setting otherwise.
            if not connection.needs_rollback:
                _tell_database(before)
    finally:
        _current.reset(token)


class CenterManager(models.Manager[M]):
    """Shows the rows of the open center only, to related managers as well (base_manager_name)."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(center_id=current_center_id())


class CenterModel(models.Model):
    """Abstract: a row that belongs to one center. `create()` takes the center explicitly."""

    center = models.ForeignKey("centers.Center", on_delete=models.PROTECT, related_name="+", editable=False)

    objects = CenterManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
