"""Limits that hold: counted in a table of their own, atomically, never evicted, and still there after a crash."""

import hashlib
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from lotsenhaus.centers.models import RateLimit

_COUNT = """
    INSERT INTO centers_ratelimit AS known (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.ends_at <= %(now)s THEN 1 ELSE known.count + 1 END,
        ends_at = CASE WHEN known.ends_at <= %(now)s THEN excluded.ends_at ELSE known.ends_at END
    RETURNING count
"""


def is_too_often(*about: object, limit: int, period: timedelta, now: datetime | None = None) -> bool:
    """Counts one more of what `about` names (kept as a hash); True when it is more than `limit` within the period.

    The period begins with the first count and does not move. Two at the same moment are two.
    """
    now = now or timezone.now()
    key = hashlib.sha256(":".join(str(part) for part in about).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "ends_at": now + period, "now": now})
        (count,) = cursor.fetchone()
    return bool(count > limit)


def forget_old(now: datetime | None = None) -> int:
    """Periods that are over; returns how many."""
    return RateLimit.objects.filter(ends_at__lte=now or timezone.now()).delete()[0]
