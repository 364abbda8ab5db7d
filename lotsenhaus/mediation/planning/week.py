"""Rows to problem for some days: open slots, everybody who could take one, and what is promised or asked already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lotsenhaus.dispatch.clock import minute, moment
from lotsenhaus.dispatch.problem import Assignment as Booked
from lotsenhaus.dispatch.problem import Problem, Weights
from lotsenhaus.dispatch.travel import Coordinates, Haversine
from lotsenhaus.mediation.choices.states import OfferState
from lotsenhaus.mediation.models import Inquiry, Mediator, Offer, Policy, Slot
from lotsenhaus.mediation.planning.candidates import booked, people, person, request_of, required
from lotsenhaus.mediation.planning.times import ZONE, day_span
from lotsenhaus.mediation.planning.weights import weights_from
from lotsenhaus.network.models import Desk, Town

LIMIT = 400  # slots of one plan: more than a center has in its fullest week, and still solved within seconds


@dataclass(frozen=True)
class Days:
    """A problem with the rows behind its ids (primary keys as text)."""

    problem: Problem
    slots: Mapping[str, Slot]
    mediators: Mapping[str, Mediator]

    @property
    def silent(self) -> int:
        """How many people speak a wanted language and have not said when they can."""
        return sum(not (one.free or one.busy or one.stated) for one in self.problem.mediators if one.active)


def slots_to_plan(
    first: date, last: date, *, desk: Desk | None = None, inquiry: Inquiry | None = None, now: datetime
) -> list[Slot]:
    """Slots that still look for somebody, nobody being asked just now, between two days (both included)."""
    wanted = Slot.objects.to_plan(now).filter(
        starts_at__gte=moment(day_span(first).start, ZONE), starts_at__lt=moment(day_span(last).end, ZONE)
    )
    wanted = wanted.of_desk(desk) if desk is not None else wanted
    wanted = wanted.filter(inquiry=inquiry) if inquiry is not None else wanted
    rows = wanted.select_related("inquiry__organization", "inquiry__town", "inquiry__desk", "desk")
    return list(rows.order_by("starts_at", "pk")[:LIMIT])


def days_for(slots: Iterable[Slot], first: date, last: date, *, now: datetime, weights: Weights | None = None) -> Days:
    """The problem of these slots, in five queries however many there are. `weights` None: those of the center.

    Whoever is being asked about another slot just now keeps that time free, as if she had promised.
    """
    by_id = {str(slot.pk): slot for slot in slots}
    rows = list(_people(by_id.values(), first, now)) if by_id else []
    answers = _answers(by_id)
    policy = Policy.objects.on(first).order_by("-valid_from").first()
    towns = {str(town.pk): Coordinates(town.latitude, town.longitude) for town in Town.objects.all()}
    ids = [row.pk for row in rows]
    problem = Problem(
        mediators=tuple(person(row, first, last) for row in rows),
        requests=tuple(request_of(slot, required(policy), answers[pk]) for pk, slot in by_id.items()),
        travel=Haversine(towns),
        now=minute(now),
        assignments=(*booked(ids, first, last), *_asked(ids, by_id, first, last)),
        weights=weights or weights_from(rows[0].weighting if rows else None),
    )
    return Days(problem, by_id, {str(row.pk): row for row in rows})


def _people(slots: Iterable[Slot], first: date, now: datetime) -> Iterable[Any]:
    slots = list(slots)
    codes = sorted({code for slot in slots for code in slot.languages})
    found: Iterable[Any] = people(codes, {slot.inquiry.case_reference for slot in slots}, first, now)
    return found


def _answers(slots: Mapping[str, Slot]) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    rows = Offer.objects.filter(slot__in=[slot.pk for slot in slots.values()])
    for slot, who, state in rows.order_by("pk").values_list("slot_id", "mediator_id", "state"):
        found[str(slot)].append((who, state))
    return found


def _asked(ids: list[int], slots: Mapping[str, Slot], first: date, last: date) -> Iterable[Booked]:
    """Questions on their way about other slots: until the answer the time is spoken for."""
    rows = (
        Offer.objects.filter(mediator__in=ids, state=OfferState.ASKED, slot__starts_at__isnull=False)
        .filter(slot__starts_at__gte=moment(day_span(first).start, ZONE))
        .filter(slot__starts_at__lt=moment(day_span(last).end, ZONE))
        .exclude(slot__in=[slot.pk for slot in slots.values()])
        .select_related("slot__inquiry")
        .order_by("pk")
    )
    for offer in rows:
        request = request_of(offer.slot, (), ())
        yield Booked(
            mediator=str(offer.mediator_id),
            request=request.id,
            start=request.start,
            end=request.end,
            place=None if request.is_remote else request.place,
        )
