"""Where people are lacking: what one more person would have covered of the talks nobody was found for.

What was promised stays as it was. Whoever was asked about a talk and did not promise it counts as not there; whoever
never said when she can took over what she took over, and nothing more.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from lotsenhaus.dispatch.clock import minute, moment, monday_of
from lotsenhaus.dispatch.problem import Problem
from lotsenhaus.dispatch.recruit import Hint, hints
from lotsenhaus.dispatch.settings import Settings
from lotsenhaus.dispatch.solver import Unsolved
from lotsenhaus.dispatch.travel import Coordinates, Haversine
from lotsenhaus.mediation.choices.states import OfferState, PlaceKind, SlotState, UnfilledReason
from lotsenhaus.mediation.models import Offer, Policy, Slot
from lotsenhaus.mediation.planning.candidates import booked, people, person, request_of, required
from lotsenhaus.mediation.planning.times import ZONE, day_span
from lotsenhaus.network.models import Town

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
    slots = {str(slot.pk): slot for slot in _unfilled(first, last)}
    if not slots:
        return 0, []
    try:
        found = hints(_weeks(slots, first, last), Settings(seconds=SECONDS), top=TRIED)
    except Unsolved:
        return None
    return len(slots), sorted((_lack(hint, slots) for hint in found), key=lambda one: (-one.talks, -one.assignments))


def _unfilled(first: date, last: date) -> Iterable[Slot]:
    return (
        Slot.objects.filter(state=SlotState.UNFILLED, inquiry__place_kind=PlaceKind.INSTITUTION)
        .filter(starts_at__gte=moment(day_span(first).start, ZONE), starts_at__lt=moment(day_span(last).end, ZONE))
        .exclude(unfilled_reason=UnfilledReason.NOT_ADMISSIBLE)
        .exclude(languages=[])
        .select_related("inquiry")
        .order_by("starts_at", "pk")
    )


def _weeks(slots: dict[str, Slot], first: date, last: date) -> list[Problem]:
    """A problem for each week in which a talk stayed open."""
    begin: datetime = moment(day_span(first).start, ZONE)
    codes = sorted({code for slot in slots.values() for code in slot.languages})
    known = [(row.pk, person(row, first, last)) for row in people(codes, (), first, begin)]
    known = [(pk, one) for pk, one in known if one.free or one.busy or one.stated]
    towns = {str(town.pk): Coordinates(town.latitude, town.longitude) for town in Town.objects.all()}
    promised = booked([pk for pk, _one in known], first, last)
    return [
        Problem(
            mediators=tuple(one for _pk, one in known),
            requests=tuple(requests),
            travel=Haversine(towns),
            now=minute(begin),
            assignments=promised,
        )
        for requests in _requests_by_week(slots, last).values()
    ]


def _requests_by_week(slots: dict[str, Slot], last: date) -> dict[date, list[Any]]:
    credentials = required(Policy.objects.on(last).order_by("-valid_from").first())
    asked: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for slot, who in Offer.objects.filter(slot__in=[slot.pk for slot in slots.values()]).values_list(
        "slot", "mediator"
    ):
        asked[slot].append((who, OfferState.DECLINED))
    weeks: dict[date, list[Any]] = defaultdict(list)
    for one in slots.values():
        if one.starts_at is not None:
            weeks[monday_of(timezone.localdate(one.starts_at))].append(request_of(one, credentials, asked[one.pk]))
    return weeks


def _lack(hint: Hint, slots: dict[str, Slot]) -> Lack:
    cell, talks = hint.cell, sum(slots[one].talks for one in hint.slots)
    return Lack(cell.language, int(cell.town), cell.weekday, cell.half, hint.covers, talks)
