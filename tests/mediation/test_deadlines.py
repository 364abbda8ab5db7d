"""Urgency, waves, reminders and the order of the list (product brief 3, 8.6, 8.11)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.kit import calendar
from lotsenhaus.kit.calendar import BERLIN
from lotsenhaus.mediation.rules.deadlines import (
    Risk,
    danger,
    date_is_missing,
    desk_may_confirm,
    due_reminder,
    in_order,
    is_urgent,
    page_closes_at,
    reminders,
    send_at,
    wave,
)

NOW = datetime(2026, 11, 24, 10, tzinfo=BERLIN)


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BERLIN)


def test_urgent_is_what_starts_within_a_day() -> None:
    assert is_urgent(NOW, NOW + timedelta(hours=24))
    assert not is_urgent(NOW, NOW + timedelta(hours=24, minutes=1))
    assert not is_urgent(NOW, None)


def test_planned_talks_ask_one_after_the_other_urgent_ones_several() -> None:
    planned, urgent = wave(NOW, at(10, 15, 12)), wave(NOW, at(24, 15))
    assert (planned.size, planned.delay_seconds) == (1, 30)
    assert planned.expires_at == at(26, 10) + timedelta(seconds=30)  # 24 waking hours are two days
    assert (urgent.size, urgent.delay_seconds) == (3, 0)
    assert urgent.expires_at == NOW + timedelta(minutes=60)


def test_nobody_is_waited_for_beyond_half_of_the_time_that_is_left() -> None:
    assert wave(NOW, NOW + timedelta(minutes=40)).expires_at == NOW + timedelta(minutes=20)
    assert wave(NOW, at(26, 10)).expires_at <= at(25, 10) + timedelta(minutes=1)


def test_asked_in_the_evening_for_tomorrow_evening_one_may_answer_in_the_morning() -> None:
    """Half of the time lies in the night, and less than an hour of today is left."""
    assert wave(at(24, 19) + timedelta(minutes=1), at(25, 19) + timedelta(minutes=2)).expires_at == at(
        25, 8
    ) + timedelta(minutes=1, seconds=30)


def test_no_message_leaves_at_night_not_even_an_urgent_one() -> None:
    night = at(24, 22)
    assert send_at(night, at(25, 15)) == at(25, 8)
    assert send_at(NOW, at(24, 15)) == NOW
    assert wave(night, at(25, 15)).expires_at == at(25, 9)
    assert wave(night, at(25, 7)).expires_at == at(25, 7)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda local: local.replace(tzinfo=UTC)),  # noqa: DTZ001
    st.integers(1, 60 * 24 * 40),
)
def test_every_wave_ends_after_it_began_and_before_the_talk(now: datetime, minutes: int) -> None:
    starts = now + timedelta(minutes=minutes)
    asked = wave(now, starts)
    assert now <= asked.expires_at <= starts
    assert asked.expires_at > send_at(now, starts) or send_at(now, starts) >= starts
    if asked.size == 1 and calendar.add_waking_time(send_at(now, starts), 1) < starts:
        assert calendar.next_waking_moment(asked.expires_at - timedelta(minutes=1)) <= asked.expires_at


def test_the_professional_is_reminded_after_1_3_and_7_days_then_the_desk_may_confirm() -> None:
    ended = at(24, 16)
    assert reminders(ended) == [at(25, 16), at(27, 16), at(1, 16, 12)]
    assert not due_reminder(ended, 0, at(25, 15))
    assert due_reminder(ended, 0, at(25, 16))
    assert not due_reminder(ended, 1, at(26, 16))
    assert due_reminder(ended, 1, at(28, 9))
    assert not desk_may_confirm(ended, at(1, 15, 12))
    assert desk_may_confirm(ended, at(1, 16, 12))


def test_a_reminder_that_falls_on_a_sunday_waits() -> None:
    assert reminders(datetime(2026, 11, 28, 16, tzinfo=BERLIN))[0] == at(30, 8)


def test_an_open_date_is_asked_for_after_three_days_and_the_page_stays_a_day() -> None:
    assert not date_is_missing(NOW, NOW + timedelta(days=2, hours=23))
    assert date_is_missing(NOW, NOW + timedelta(days=3))
    assert page_closes_at(NOW) == NOW + timedelta(hours=24)


def risk(starts: datetime | None, **more: object) -> Risk:
    return Risk(starts, NOW - timedelta(days=1), **{"is_filled": False, **more})  # type: ignore[arg-type]


def test_the_list_has_the_oldest_danger_first() -> None:
    risks = [
        risk(at(3, 9, 12)),
        risk(at(24, 15), is_filled=True),
        risk(None),
        risk(at(2, 15, 12), next_expiry=NOW - timedelta(minutes=1)),
        risk(at(24, 15), was_cancelled=True),
        risk(at(26, 9)),
        risk(at(24, 12)),
        risk(at(9, 9, 12), undeliverable=True),
    ]
    assert in_order(risks, NOW) == [6, 4, 3, 7, 5, 0, 2, 1]
    assert [danger(one, NOW) for one in risks] == [3, 5, 4, 1, 0, 2, 0, 1]


def test_an_expired_question_or_call_back_must_be_done_now() -> None:
    assert danger(risk(at(9, 9, 12), call_back_until=NOW), NOW) == 1
    assert danger(risk(at(9, 9, 12), call_back_until=NOW + timedelta(minutes=1)), NOW) == 3
