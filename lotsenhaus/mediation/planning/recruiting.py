"""Where people are lacking: what one more person would have covered of the talks nobody was found for."""

from dataclasses import dataclass
from datetime import date, timedelta

from lotsenhaus.dispatch.clock import monday_of
from lotsenhaus.dispatch.recruit import Hint, hints
from lotsenhaus.dispatch.settings import Settings
from lotsenhaus.dispatch.solver import Unsolved
from lotsenhaus.mediation.models import Slot
from lotsenhaus.mediation.planning.unfilled import unfilled, weeks

WEEKS = 13
TRIED = 8  # the most promising cells are planned again; each costs one plan a week
SECONDS = 5.0  # of one plan; a week of open talks takes a small part of it


@dataclass(frozen=True)
class Lack:
    """One more person of that language (a tag of planning.languages), near that town, on that half-day of the week."""

    language: str
    town: int
    weekday: int  # from Monday, 0
    half: str  # morning or afternoon
    assignments: int
    talks: int


def period(today: date) -> tuple[date, date]:
    """The last 13 whole weeks, Monday to Sunday."""
    last = monday_of(today) - timedelta(days=1)
    return last - timedelta(days=7 * WEEKS - 1), last


def lacking(first: date, last: date) -> tuple[int, list[Lack]] | None:
    """How many talks on site stayed open, and the lacks, most talks first; None when the solver gives no answer.

    Six queries whatever the size.
    """
    slots = {str(slot.pk): slot for slot in unfilled(first, last)}
    if not slots:
        return 0, []
    try:
        found = hints(weeks(slots, first, last), Settings(seconds=SECONDS), top=TRIED)
    except Unsolved:
        return None
    return len(slots), sorted((_lack(hint, slots) for hint in found), key=lambda one: (-one.talks, -one.assignments))


def _lack(hint: Hint, slots: dict[str, Slot]) -> Lack:
    cell, talks = hint.cell, sum(slots[one].talks for one in hint.slots)
    return Lack(cell.language, int(cell.town), cell.weekday, cell.half, hint.covers, talks)
