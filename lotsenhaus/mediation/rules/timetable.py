"""Geometry of the week as a picture: people on the left, days across, the way before and after each talk. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from sys import maxsize

NAMES = 150  # room for the names, in SVG units
DAY = 150
HEAD = 42
LANE = 26
BAR = 20
HOURS = (8, 12, 16, 20)  # written above each day
OPENS, CLOSES = 7 * 60, 21 * 60  # minutes of the local day that are drawn; what lies outside sticks to the edge


@dataclass(frozen=True)
class Item:
    """What is to be drawn: local times, `minutes` of way on each side, a kind that chooses the color, and words for
    whoever points at it."""

    row: str
    starts_at: datetime
    ends_at: datetime
    kind: str
    words: str
    minutes: int = 0
    is_new: bool = False


@dataclass(frozen=True)
class Box:
    """A talk as drawn; `way` are (x, width) of the bars before and after."""

    item: Item
    x: int
    y: int
    width: int
    way: tuple[tuple[int, int], ...]

    @property
    def text_y(self) -> int:
        return self.y + BAR // 2 + 1

    @property
    def way_y(self) -> int:
        return self.y + BAR // 2 - 2


@dataclass(frozen=True)
class Row:
    """One person (or "Noch niemand") with as many lanes as talks overlap."""

    name: str
    y: int
    height: int

    @property
    def text_y(self) -> int:
        return self.y + LANE // 2


@dataclass(frozen=True)
class Picture:
    """Everything in SVG units; `days` are (day, x), `hours` (hour of the day, x), below the days at `hours_y`."""

    width: int
    height: int
    day_width: int
    days: tuple[tuple[date, int], ...]
    hours: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]

    @property
    def hours_y(self) -> int:
        return HEAD - 10


def draw(items: Iterable[Item], names: Sequence[str], days: Sequence[date]) -> Picture:
    """`names` are the rows in their order; rows and days without anything in them stay."""
    day_width = max(DAY, 7 * DAY // max(len(days), 1)) if len(days) < 4 else DAY
    at = {day: NAMES + number * day_width for number, day in enumerate(days)}
    by_row: dict[str, list[Item]] = {name: [] for name in names}
    for item in sorted(items, key=lambda one: (one.starts_at, one.ends_at, one.words)):
        if item.starts_at.date() in at:
            by_row[item.row].append(item)
    rows, boxes, y = [], [], HEAD
    for name, held in by_row.items():
        lanes = _lanes(held)
        height = LANE * max(1, len(lanes))
        rows.append(Row(name, y, height))
        for lane, inside in enumerate(lanes):
            boxes += _clipped([_box(item, at, day_width, y + LANE * lane) for item in inside])
        y += height
    width = NAMES + day_width * len(days)
    hours = tuple((hour, left + _across(60 * hour, day_width)) for left in at.values() for hour in HOURS)
    return Picture(width, y, day_width, tuple((day, at[day]) for day in days), hours, tuple(rows), tuple(boxes))


def _lanes(items: Iterable[Item]) -> list[list[Item]]:
    """Talks that overlap lie below each other."""
    lanes: list[list[Item]] = []
    for item in items:
        free = next((lane for lane in lanes if lane[-1].ends_at <= item.starts_at), None)
        if free is None:
            lanes.append([item])
        else:
            free.append(item)
    return lanes


def _box(item: Item, at: dict[date, int], day_width: int, y: int) -> Box:
    left = at[item.starts_at.date()]

    def x(minutes: float) -> int:
        return left + _across(minutes, day_width)

    begin = _minutes(item.starts_at.time())
    end = begin + (item.ends_at - item.starts_at).total_seconds() / 60
    first, last = x(begin), x(end)
    width = max(last - first, 4)
    before, after = x(begin - item.minutes), x(end + item.minutes)
    way = tuple(
        (start, stop - start)
        for start, stop in ((before, first), (first + width, after))
        if item.minutes and stop > start
    )
    return Box(item, first, y + (LANE - BAR) // 2, width, way)


def _clipped(lane: Sequence[Box]) -> list[Box]:
    """Between two talks she goes from one to the other, not home: a way ends where the neighbor begins."""
    starts = [box.x + box.width for box in lane]
    limits = zip([0, *starts[:-1]], [*(box.x for box in lane[1:]), maxsize], strict=True)
    return [
        replace(box, way=tuple(_within(way, *edges) for way in box.way))
        for box, edges in zip(lane, limits, strict=True)
    ]


def _within(way: tuple[int, int], left: int, right: int) -> tuple[int, int]:
    start, end = max(way[0], left), min(sum(way), right)
    return start, max(end - start, 0)


def _across(minutes: float, day_width: int) -> int:
    """From the left edge of a day to that minute of it."""
    within = min(max(minutes, OPENS), CLOSES)
    return round((within - OPENS) / (CLOSES - OPENS) * day_width)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
