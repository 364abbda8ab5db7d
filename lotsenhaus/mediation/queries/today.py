"""Heute: the blocks of the dispatcher's start page, each one query (EXPERIENCE part 3)."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from lotsenhaus.mediation.choices.states import AssignmentState, OfferState
from lotsenhaus.mediation.models import Assignment, Call, Handover, Offer
from lotsenhaus.mediation.models.assignments import BINDING
from lotsenhaus.network.models import Desk, Organization
from lotsenhaus.outbox.models import Message


def call_backs(desk: Desk | None) -> QuerySet[Call]:
    """Who is to be phoned or will phone, the earliest first."""
    waiting = (
        Call.objects.to_return()
        .select_related("mediator", "contact__organization", "inquiry", "slot")
        .order_by("until", "pk")
    )
    return waiting.filter(desk=desk) if desk else waiting


def pending_offers(desk: Desk | None) -> QuerySet[Offer]:
    """Who was asked and has not answered."""
    asked = (
        Offer.objects.filter(state=OfferState.ASKED)
        .select_related("mediator", "slot__inquiry__organization", "slot__inquiry__town")
        .order_by("expires_at", "pk")
    )
    return asked.filter(desk=desk) if desk else asked


def takes_place(desk: Desk | None, first: date, last: date) -> QuerySet[Assignment]:
    """Promised talks between two days, both included."""
    start = timezone.make_aware(datetime.combine(first, time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    talks = (
        Assignment.objects.filter(state__in=BINDING, starts_at__gte=start, starts_at__lt=end)
        .select_related("mediator", "slot__inquiry__organization", "slot__inquiry__town", "desk")
        .order_by("starts_at", "pk")
    )
    return talks.filter(Q(desk=desk) | Q(slot__inquiry__desk=desk)) if desk else talks


def without_confirmation(desk: Desk | None, now: datetime) -> QuerySet[Assignment]:
    """Talks that are over for a day and not confirmed yet, the oldest first."""
    talks = (
        Assignment.objects.filter(
            state__in=(AssignmentState.HELD, AssignmentState.PLANNED), ends_at__lt=now - timedelta(days=1)
        )
        .select_related("mediator", "slot__inquiry__organization", "slot__inquiry__town")
        .order_by("ends_at", "pk")
    )
    return talks.filter(desk=desk) if desk else talks


def without_date(desk: Desk | None, now: datetime) -> QuerySet[Assignment]:
    """ "Übernommen, Termin offen" for more than three days."""
    talks = (
        Assignment.objects.filter(state=AssignmentState.AGREED, accepted_at__lt=now - timedelta(days=3))
        .select_related("mediator", "slot__inquiry__organization", "slot__inquiry__town")
        .order_by("accepted_at", "pk")
    )
    return talks.filter(desk=desk) if desk else talks


def handovers_to_answer(desk: Desk | None) -> QuerySet[Handover]:
    waiting = Handover.objects.filter(taken_at=None, returned_at=None).select_related(
        "inquiry__organization", "slot", "from_desk", "to_desk"
    )
    return waiting.filter(to_desk=desk) if desk else waiting


def institutions_to_call(desk: Desk | None) -> QuerySet[Organization]:
    waiting = Organization.objects.waiting().select_related("town").order_by("created_at")
    return waiting.filter(town__in=desk.serves.all()) if desk else waiting


def undeliverable() -> QuerySet[Message]:
    return Message.objects.undeliverable().order_by("-created_at")[:20]


def talks_of_month(desk: Desk | None, day: date) -> tuple[int, int]:
    """(people, talks) that took place in the month so far: the line of thanks."""
    held = Assignment.objects.filter(
        state__in=(AssignmentState.HELD, AssignmentState.CONFIRMED),
        starts_at__year=day.year,
        starts_at__month=day.month,
    )
    if desk:
        held = held.filter(desk=desk)
    found = list(held.values_list("mediator_id", "slot__talks"))
    return len({mediator for mediator, _talks in found}), sum(talks for _mediator, talks in found)
