"""Limits count atomically, keep their period, and forget nothing to make room."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from lotsenhaus.centers.limits import forget_old, is_too_often
from lotsenhaus.centers.models import RateLimit

HOUR = timedelta(hours=1)


def test_the_period_begins_with_the_first_and_does_not_move(db: None) -> None:
    now = timezone.now()
    times = [now, now + timedelta(minutes=30), now + timedelta(minutes=59), now + timedelta(minutes=61)]
    assert [is_too_often("x", limit=2, period=HOUR, now=one) for one in times] == [False, False, True, False]


def test_one_thing_does_not_count_for_another_and_only_a_hash_is_kept(db: None) -> None:
    assert not is_too_often("ask", 1, "203.0.113.7", limit=1, period=HOUR)
    assert not is_too_often("ask", 2, "203.0.113.7", limit=1, period=HOUR)
    assert not any("203.0" in one.key for one in RateLimit.objects.all())


def test_what_is_over_is_forgotten(db: None) -> None:
    is_too_often("x", limit=1, period=HOUR)
    assert forget_old() == 0
    assert forget_old(timezone.now() + 2 * HOUR) == 1


def test_thirty_two_at_once_are_thirty_two(transactional_db: None) -> None:
    def once(_number: int) -> bool:
        try:
            return is_too_often("burst", limit=5, period=HOUR)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(once, range(32)))
    assert answers.count(False) == 5


def test_a_limit_of_the_sign_in_is_not_thrown_out_to_make_room(db: None) -> None:
    cache.set("allauth:rl:x", [1.0], 300)
    for number in range(400):
        cache.set(f"filler{number}", number, 300)
    assert cache.get("allauth:rl:x") == [1.0]
