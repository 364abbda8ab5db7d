"""Work out in the background where people are lacking; the answer holds counts only and is kept for some weeks."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.planning.recruiting import Lack, lacking, period

KEPT = timedelta(days=35)
PATIENCE = timedelta(minutes=10)  # after that one may ask again: the machine may have been restarted


@dataclass(frozen=True)
class Found:
    """The answer for some weeks; `open` talks had nobody. `failed`: it could not be worked out."""

    first: date
    last: date
    at: datetime
    open: int = 0
    lacks: list[Lack] = field(default_factory=list)
    failed: bool = False


def begin(*, center: Center) -> bool:
    """False when it is being worked out already."""
    return cache.add(_under_way(center), True, PATIENCE.total_seconds())


def is_under_way(*, center: Center) -> bool:
    return bool(cache.get(_under_way(center)))


def work_out(*, center: Center, now: datetime | None = None) -> Found:
    """Takes seconds: for the background only."""
    now = now or timezone.now()
    first, last = period(timezone.localdate(now))
    try:
        answer = lacking(first, last)
        found = Found(first, last, now, failed=True) if answer is None else Found(first, last, now, *answer)
        cache.set(_answer(center), found, KEPT.total_seconds())
    finally:
        cache.delete(_under_way(center))
    return found


def latest(*, center: Center) -> Found | None:
    found: Found | None = cache.get(_answer(center))
    return found


def _under_way(center: Center) -> str:
    return f"recruiting-under-way-{center.pk}"


def _answer(center: Center) -> str:
    return f"recruiting-{center.pk}"
