"""The picture of the week: where a talk lies, its way, and what happens when talks overlap."""

from datetime import UTC, date, datetime, timedelta

from lotsenhaus.mediation.rules.timetable import CLOSES, DAY, HEAD, LANE, NAMES, OPENS, Item, draw

MONDAY = date(2026, 11, 30)
WEEK = [MONDAY + timedelta(days=n) for n in range(7)]


def item(row: str = "Aylin", *, day: int = 0, hour: int = 9, minutes: int = 60, way: int = 0) -> Item:
    start = datetime(2026, 11, 30, hour, tzinfo=UTC) + timedelta(days=day)
    return Item(row, start, start + timedelta(minutes=minutes), "plan", "", way)


def test_a_talk_lies_under_its_day_at_its_hour() -> None:
    picture = draw([item(), item(day=1, hour=14)], ["Aylin"], WEEK)
    hour = DAY * 60 / (CLOSES - OPENS)
    assert [(box.x, box.width) for box in picture.boxes] == [
        (NAMES + round(2 * hour), round(3 * hour) - round(2 * hour)),
        (NAMES + DAY + round(7 * hour), round(8 * hour) - round(7 * hour)),
    ]
    assert picture.hours[:2] == ((8, NAMES + round(hour)), (12, NAMES + round(5 * hour)))
    assert (picture.width, picture.height) == (NAMES + 7 * DAY, HEAD + LANE)


def test_the_way_there_and_back_lies_before_and_after_the_talk() -> None:
    (box,) = draw([item(way=28)], ["Aylin"], WEEK).boxes
    (before, first), (after, last) = box.way
    assert before + first == box.x
    assert after == box.x + box.width
    assert abs(first - last) <= 1


def test_between_two_talks_the_way_fills_the_gap_and_covers_neither() -> None:
    one, two = draw([item(way=90), item(hour=11, way=90)], ["Aylin"], WEEK).boxes
    gap = (one.x + one.width, two.x - one.x - one.width)
    assert (one.way[1], two.way[0]) == (gap, gap)
    apart = draw([item(way=20), item(hour=14, way=20)], ["Aylin"], WEEK).boxes
    assert [box.way for box in apart] == [draw([item(hour=n, way=20)], ["Aylin"], WEEK).boxes[0].way for n in (9, 14)]


def test_talks_at_the_same_time_lie_below_each_other_and_the_next_row_makes_room() -> None:
    picture = draw([item("–"), item("–"), item("Aylin")], ["–", "Aylin"], WEEK)
    assert [(row.y, row.height) for row in picture.rows] == [(HEAD, 2 * LANE), (HEAD + 2 * LANE, LANE)]
    assert len({box.y for box in picture.boxes}) == 3


def test_what_lies_outside_of_the_days_is_not_drawn_and_at_night_it_sticks_to_the_edge() -> None:
    assert draw([item()], ["Aylin"], WEEK[1:]).boxes == ()
    (box,) = draw([item(hour=22)], ["Aylin"], WEEK).boxes
    assert (box.x, box.width) == (NAMES + DAY, 4)


def test_one_day_alone_is_as_wide_as_a_week() -> None:
    assert draw([item()], ["Aylin"], [MONDAY]).width == NAMES + 7 * DAY
