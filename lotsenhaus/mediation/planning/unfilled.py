"""Rows to problems for past weeks: the talks nobody was found for, and who was there besides what was promised.

Whoever was asked about a talk and did not promise it counts as not there; whoever never said when she can took over
what she took over, and nothing more.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from lotsenhaus.dispatch.clock import minute, moment, monday_of
from lotsenhaus.dispatch.problem import Problem, Request
from lotsenhaus.dispatch.travel import Coordinates, Haversine
from lotsenhaus.mediation.choices.states import OfferState, PlaceKind, SlotState, UnfilledReason
from lotsenhaus.mediation.models import Offer, Policy, Slot
from lotsenhaus.mediation.planning.candidates import booked, people, person, request_of, required
from lotsenhaus.mediation.planning.times import ZONE, day_span
from lotsenhaus.network.models import Town


def unfilled(first: date, last: date) -> Iterable[Slot]:
    return (
        Slot.objects.filter(state=SlotState.UNFILLED, inquiry__place_kind=PlaceKind.INSTITUTION)
        .filter(starts_at__gte=moment(day_span(first).start, ZONE), starts_at__lt=moment(day_span(last).end, ZONE))
        .exclude(unfilled_reason=UnfilledReason.NOT_ADMISSIBLE)
        .exclude(languages=[])
        .select_related("inquiry")
        .order_by("starts_at", "pk")
    )


def weeks(slots: dict[str, Slot], first: date, last: date) -> list[Problem]:
    """A problem for each week in which a talk stayed open."""
    begin = moment(day_span(first).start, ZONE)
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


def _requests_by_week(slots: dict[str, Slot], last: date) -> dict[date, list[Request]]:
    credentials = required(Policy.objects.on(last).order_by("-valid_from").first())
    asked: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for slot, who in Offer.objects.filter(slot__in=[slot.pk for slot in slots.values()]).values_list(
        "slot", "mediator"
    ):
        asked[slot].append((who, OfferState.DECLINED))
    weeks: dict[date, list[Request]] = defaultdict(list)
    for one in slots.values():
        if one.starts_at is not None:
            weeks[monday_of(timezone.localdate(one.starts_at))].append(request_of(one, credentials, asked[one.pk]))
    return weeks
