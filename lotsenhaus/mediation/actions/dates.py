"""Agreed dates: a talk is booked with its way there and back, and nobody is booked twice (the database refuses it)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Min

from lotsenhaus.mediation.actions.locks import AlreadyBusy, TooLate
from lotsenhaus.mediation.choices.states import AssignmentState
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator, Offer, ProposedDate, Slot
from lotsenhaus.mediation.planning import leg_between


@contextmanager
def booking(mediator: Mediator) -> Iterator[None]:
    """Rows written in it are kept or not as one; what the database refuses is said as AlreadyBusy or TooLate.

    Any other refusal of the database is a mistake of ours and goes on.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        constraint = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "")
        if constraint == "nobody_is_in_two_places":
            raise AlreadyBusy(mediator) from None
        if constraint == "a_slot_is_filled_once":
            raise TooLate("taken") from None
        raise


def promised(
    offer: Offer, slot: Slot, mediator: Mediator, *, at: datetime, via: str, way: tuple[int, int] | None = None
) -> Assignment:
    """The Einsatz that a yes to this question makes, with its times; not saved. `way` as in set_times."""
    assignment = Assignment(
        center=slot.center,
        slot=slot,
        mediator=mediator,
        offer=offer,
        desk=offer.desk,
        accepted_at=at,
        accepted_via=via,
    )
    set_times(assignment, way)
    return assignment


def set_times(assignment: Assignment, way: tuple[int, int] | None = None) -> None:
    """The times of its slot, with the way there and back where it is known; not saved.

    `way` (minutes, kilometers) where it has been worked out already.
    """
    slot = assignment.slot
    minutes, km = way or leg_between(assignment.mediator, slot) or (0, 0)
    there = timedelta(minutes=minutes)
    has_date = slot.starts_at is not None and slot.ends_at is not None
    assignment.state = AssignmentState.PLANNED if has_date else AssignmentState.AGREED
    assignment.starts_at, assignment.ends_at = slot.starts_at, slot.ends_at
    assignment.blocked_from = slot.starts_at - there if slot.starts_at else None
    assignment.blocked_to = slot.ends_at + there if slot.ends_at else None
    assignment.travel_minutes, assignment.travel_km = minutes, km


def fix(slot: Slot, chosen: ProposedDate, now: datetime) -> list[Assignment]:
    """One of the proposals becomes the date of the inquiry, of its slots without one, and of who promised those.

    `slot` and its siblings are locked. Raises TooLate when a date was fixed meanwhile or is over, AlreadyBusy with the
    person who promised and cannot come then. Returns the promises that got their date.
    """
    if slot.starts_at is not None:
        raise TooLate("dated")
    if chosen.inquiry_id != slot.inquiry_id:
        raise TooLate("over")
    if chosen.ends_at <= now:
        raise TooLate("past")
    ProposedDate.objects.filter(pk=chosen.pk).update(chosen=True)
    return fix_at(slot, chosen.starts_at, chosen.ends_at)


def fix_at(slot: Slot, starts_at: datetime, ends_at: datetime) -> list[Assignment]:
    """The same with a time that was agreed beside the proposals: one event has one date."""
    undated = Slot.objects.filter(inquiry=slot.inquiry_id, starts_at=None)
    promised = list(
        Assignment.objects.filter(slot__in=undated, state=AssignmentState.AGREED)
        .select_related("mediator__town", "mediator__center", "slot__inquiry__town", "slot__inquiry__desk", "desk")
        .select_related("slot__inquiry__center", "slot__inquiry__organization", "center")
        .order_by("mediator_id")
    )
    undated.update(starts_at=starts_at, ends_at=ends_at)
    slot.starts_at, slot.ends_at = starts_at, ends_at
    for one in promised:
        one.slot.starts_at, one.slot.ends_at = starts_at, ends_at
        set_times(one)
        with booking(one.mediator):
            one.save()
    span(slot.inquiry)
    return promised


def span(inquiry: Inquiry) -> None:
    """The event spans all of its slots."""
    dated = Slot.objects.filter(inquiry=inquiry, starts_at__isnull=False)
    whole = dated.aggregate(starts_at=Min("starts_at"), ends_at=Max("ends_at"))
    if whole["starts_at"]:
        Inquiry.objects.filter(pk=inquiry.pk).update(**whole)
