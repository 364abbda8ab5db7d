from datetime import UTC, date, datetime

import pytest

from lotsenhaus.demo import rules
from lotsenhaus.kit.calendar import BERLIN


@pytest.mark.parametrize(
    ("today", "wednesday"),
    [
        (date(2026, 11, 22), date(2026, 12, 2)),  # a Sunday, as in the brief
        (date(2026, 12, 30), date(2027, 1, 13)),
        (date(2026, 12, 15), date(2026, 12, 23)),
        (date(2028, 2, 29), date(2028, 3, 8)),
    ],
)
def test_the_story_is_on_the_first_wednesday_six_working_days_ahead(today: date, wednesday: date) -> None:
    assert rules.story_wednesday(today) == wednesday


def test_the_prepared_parents_day_leaves_the_first_wednesday_free() -> None:
    assert rules.prepared_wednesday(date(2026, 11, 22)) == date(2026, 12, 9)
    assert rules.prepared_wednesday(date(2026, 10, 15)) == date(2026, 11, 4)
    assert rules.prepared_wednesday(date(2024, 12, 10)) == date(2025, 1, 8)  # Christmas and New Year are Wednesdays


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-11-23T10:10", "2026-11-23T12:00"),
        ("2026-11-23T10:20", "2026-11-23T12:30"),
        ("2026-11-23T15:59", "2026-11-23T18:00"),
        ("2026-11-23T16:00", "2026-11-24T09:00"),
        ("2026-11-23T23:30", "2026-11-24T09:00"),
        ("2026-11-23T03:00", "2026-11-23T09:00"),
        ("2026-03-28T17:00", "2026-03-29T09:00"),  # the clocks go ahead in this night
    ],
)
def test_the_urgent_talk_begins_in_about_two_hours_or_tomorrow_at_nine(now: str, start: str) -> None:
    found = rules.urgent_start(datetime.fromisoformat(now).replace(tzinfo=BERLIN))
    assert found == datetime.fromisoformat(start).replace(tzinfo=BERLIN)


def test_the_night_of_two_hours_lies_within_the_last_twelve_months() -> None:
    assert rules.night_of_two_hours(date(2026, 11, 22)) == date(2026, 10, 25)
    assert rules.night_of_two_hours(date(2026, 10, 25)) == date(2025, 10, 26)


def test_the_run_is_of_last_month_until_the_tenth() -> None:
    assert rules.run_month(date(2026, 12, 10)) == date(2026, 11, 1)
    assert rules.run_month(date(2026, 12, 11)) == date(2026, 12, 1)


def test_invented_surnames_are_all_different_and_seen_as_invented() -> None:
    names = [rules.surname(place) for place in range(126)]
    assert len(set(names)) == 126
    assert all(name.startswith(rules.SURNAME_BEGINNINGS) for name in names)


def test_chance_depends_on_seed_and_topic_only() -> None:
    assert rules.draw(1, "pool").random() == rules.draw(1, "pool").random()
    assert rules.draw(1, "pool").random() != rules.draw(2, "pool").random()


def test_next_monday_is_never_today() -> None:
    assert rules.next_monday(date(2026, 11, 23)) == date(2026, 11, 30)
    assert rules.local_today(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == date(2026, 11, 23)


def test_nobody_writes_in_the_night_or_on_a_sunday() -> None:
    saturday_evening = datetime(2026, 11, 21, 19, 35, tzinfo=BERLIN)
    assert rules.by_day(datetime(2026, 11, 22, 11, 0, tzinfo=BERLIN)) == saturday_evening
    assert rules.by_day(saturday_evening) == saturday_evening
