"""What somebody asks for, as plain values: the same whether typed by a school, by staff on the phone, or pasted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lotsenhaus.kit import calendar


@dataclass(frozen=True, slots=True)
class TalkWish:
    """One of many short talks; a code, never a name."""

    starts_at: datetime
    minutes: int
    room: str = ""
    code: str = ""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class SlotWish:
    """One person wanted. Without times: as the whole event, or "nach Absprache"."""

    languages: tuple[str, ...]
    needs_all: bool = False
    accepts_substitute: bool = False
    variant: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    talks: int = 1
    talk_rows: tuple[TalkWish, ...] = ()


@dataclass(frozen=True, slots=True)
class InquiryWish:
    """Everything but who asks. `declared` holds {"code", "wording", "version"} as they stood on the page."""

    occasion: str
    date_kind: str
    place_kind: str
    planned_minutes: int
    slots: tuple[SlotWish, ...]
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    proposals: tuple[tuple[datetime, datetime], ...] = ()
    date_wish: str = ""
    town_id: int | None = None
    street: str = ""
    room: str = ""
    onsite_name: str = ""
    onsite_phone: str = ""
    onsite_email: str = ""
    gender_wish: str = ""
    gender_wish_is_must: bool = False
    case_reference: str = ""
    remark: str = ""
    remark_reason: str = ""
    declared: tuple[dict[str, str | int], ...] = field(default_factory=tuple)
    lead_time_override: str = ""


def span(slots: Iterable[SlotWish]) -> tuple[datetime | None, datetime | None]:
    """From the first beginning to the last end; (None, None) while nothing has a time."""
    times = [(one.starts_at, one.ends_at) for one in slots if one.starts_at and one.ends_at]
    if not times:
        return None, None
    return min(start for start, _end in times), max(end for _start, end in times)


def persons_for(talks: Sequence[TalkWish]) -> list[list[TalkWish]]:
    """Talks of one language shared among as few persons as possible: nobody is in two rooms at once.

    Whoever is free longest takes the next talk, so each person's day stays in one piece.
    """
    persons: list[list[TalkWish]] = []
    for talk in sorted(talks, key=lambda one: (one.starts_at, one.room, one.code)):
        free = [person for person in persons if person[-1].ends_at <= talk.starts_at]
        same_room = [person for person in free if person[-1].room == talk.room]
        if chosen := (same_room or free)[:1]:
            chosen[0].append(talk)
        else:
            persons.append([talk])
    return persons


@dataclass(frozen=True, slots=True)
class ChangeWish:
    """What an inquiry that is there should say from now on; `moved_to` only when its date changes."""

    callback_phone: str
    room: str = ""
    onsite_name: str = ""
    onsite_phone: str = ""
    onsite_email: str = ""
    case_reference: str = ""
    remark: str = ""
    date_wish: str = ""
    talks: tuple[tuple[int, int], ...] = ()
    """Id of the slot, number of talks."""
    moved_to: tuple[datetime, datetime] | None = None
    lead_time_override: str = ""
    remark_reason: str = ""


def shifted(moment: datetime, before: datetime, after: datetime) -> datetime:
    """What stood so many hours of the clock behind `before` stands as many behind `after`, whatever the clocks did."""

    def clock(one: datetime) -> datetime:
        return one.astimezone(calendar.BERLIN).replace(tzinfo=None)

    there = clock(moment) + (clock(after) - clock(before))
    try:
        return calendar.at_local(there.date(), there.time())
    except (calendar.MissingTime, calendar.AmbiguousTime):
        return moment + (after - before)
