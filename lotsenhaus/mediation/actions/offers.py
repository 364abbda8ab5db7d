"""Hear the answers: first yes wins, a no is in order, and everybody asked gets an end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.mediation.actions import dates, mediators, notices, questions
from lotsenhaus.mediation.actions.asking import mark_slot, record_asked, send_next
from lotsenhaus.mediation.actions.locks import AlreadyBusy, TooLate, locked
from lotsenhaus.mediation.actions.states import settle
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    Channel,
    DeclineReason,
    MediatorState,
    OfferState,
    SlotState,
)
from lotsenhaus.mediation.models import Assignment, Mediator, Offer, ProposedDate, Slot
from lotsenhaus.mediation.models.assignments import BINDING
from lotsenhaus.mediation.queries.changes import is_over
from lotsenhaus.mediation.rules.deadlines import PHONE_UNDO_MINUTES
from lotsenhaus.network.models import Desk
from lotsenhaus.outbox import actions as outbox


@transaction.atomic
def accept_offer(
    *, offer: Offer, via: str, by: User | None, now: datetime | None = None, chosen_date: ProposedDate | None = None
) -> Assignment:
    """First yes wins; the database guards it twice. A second yes gives the same Einsatz.

    With a `chosen_date` everybody who promised this inquiry before gets it, too. Raises TooLate or AlreadyBusy.
    """
    now = now or timezone.now()
    mediator, slot = locked(mediator_id=offer.mediator_id, slot_id=offer.slot_id, whole_inquiry=chosen_date is not None)
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if offer.state == OfferState.ACCEPTED:
        return Assignment.objects.select_related("slot__inquiry", "mediator").get(offer=offer)
    _refuse_late(offer, slot, now, via)
    dated = dates.fix(slot, chosen_date, now) if chosen_date is not None else []
    assignment = dates.promised(offer, slot, mediator, at=now, via=via)
    with dates.booking(mediator):
        assignment.save()
    offer.state, offer.answered_at, offer.answered_via = OfferState.ACCEPTED, now, via
    offer.save(update_fields=["state", "answered_at", "answered_via"])
    slot.state, slot.unfilled_reason = SlotState.FILLED, ""
    slot.save(update_fields=["state", "unfilled_reason"])
    # Before the messages of this yes: a question that has not left yet need not leave any more.
    outbox.recall(center=slot.center, about=f"mediation.Offer:{offer.pk}")
    _end_others(slot, now)
    settle(slot.inquiry)
    notices.assigned(assignment=assignment, by=by or offer.asked_by)
    for one in dated:
        notices.dated(assignment=one, by=by or offer.asked_by)
    audit.record(
        center=slot.center,
        action="offer.accepted",
        by=by,
        on=assignment,
        kind="" if by else "link",
        offer=offer.pk,
        slot=slot.pk,
        inquiry=slot.inquiry_id,
        mediator=mediator.pk,
        via=via,
    )
    return assignment


def _refuse_late(offer: Offer, slot: Slot, now: datetime, via: str) -> None:
    if slot.state == SlotState.FILLED or offer.state == OfferState.TAKEN:
        raise TooLate("taken")
    if slot.state in (SlotState.WITHDRAWN, SlotState.UNFILLED) or offer.state == OfferState.WITHDRAWN:
        raise TooLate("withdrawn")
    if Assignment.objects.filter(offer=offer).exists():  # she called off what she had promised: she is asked anew
        raise TooLate("withdrawn")
    if via != Channel.PAPER and is_over(slot, now):
        raise TooLate("over")


def _end_others(slot: Slot, now: datetime) -> None:
    """Those still asked read that somebody was faster; those only queued never hear of it."""
    for other in (
        Offer.objects.open()
        .filter(slot=slot)
        .select_related("mediator__center", "slot__inquiry__town", "desk", "asked_by")
    ):
        was_asked = other.state == OfferState.ASKED
        other.state, other.answered_at = OfferState.TAKEN, now
        other.save(update_fields=["state", "answered_at"])
        recalled = outbox.recall(center=slot.center, about=f"mediation.Offer:{other.pk}")
        if was_asked and not recalled:
            questions.taken(offer=other)


@transaction.atomic
def decline_offer(*, offer: Offer, via: str, by: User | None, reason: str = "", now: datetime | None = None) -> Offer:
    """A no is in order; the next in the queue is asked. A second no changes nothing but the optional reason."""
    now = now or timezone.now()
    _mediator, slot = locked(mediator_id=offer.mediator_id, slot_id=offer.slot_id)
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if offer.state == OfferState.ACCEPTED:
        raise TooLate("accepted")
    if offer.state == OfferState.DECLINED:
        if reason and not offer.decline_reason:
            offer.decline_reason = reason
            offer.save(update_fields=["decline_reason"])
            learn_weekday(offer=offer, by=by)
        return offer
    if offer.state in (OfferState.TAKEN, OfferState.WITHDRAWN):
        return offer
    offer.state, offer.answered_at, offer.answered_via, offer.decline_reason = OfferState.DECLINED, now, via, reason
    offer.save(update_fields=["state", "answered_at", "answered_via", "decline_reason"])
    outbox.recall(center=slot.center, about=f"mediation.Offer:{offer.pk}")
    asked = send_next(slot=slot, now=now)
    settle(slot.inquiry)
    learn_weekday(offer=offer, by=by)
    record_asked(asked)
    audit.record(
        center=slot.center,
        action="offer.declined",
        by=by,
        on=offer,
        kind="" if by else "link",
        slot=slot.pk,
        inquiry=slot.inquiry_id,
        via=via,
        reason=reason,
    )
    return offer


def learn_weekday(*, offer: Offer, by: User | None) -> None:
    """ "dienstags nie": a no that teaches; from then on that weekday counts as busy."""
    starts_at = offer.slot.starts_at
    if offer.decline_reason == DeclineReason.NEVER_THIS_WEEKDAY and starts_at is not None:
        weekday = timezone.localtime(starts_at).weekday()
        mediators.learn_never_on(mediator=offer.mediator, weekday=weekday, by=by, kind="" if by else "link")


@transaction.atomic
def undo_acceptance(*, assignment: Assignment, by: User, now: datetime | None = None) -> None:
    """Take a phone acceptance back within ten minutes; whoever has read of it already is told."""
    now = now or timezone.now()
    mediator, slot = locked(mediator_id=assignment.mediator_id, slot_id=assignment.slot_id)
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "mediator__center", "desk", "center"
    )
    assignment = rows.get(pk=assignment.pk)
    if assignment.state not in BINDING or now - assignment.accepted_at > timedelta(minutes=PHONE_UNDO_MINUTES):
        raise TooLate("over")
    assignment.state, assignment.cancelled_at, assignment.cancelled_by = AssignmentState.CANCELLED, now, by
    assignment.cancelled_side, assignment.cancel_reason = "desk", "entered_by_mistake"
    assignment.save()
    Offer.objects.filter(pk=assignment.offer_id).update(state=OfferState.WITHDRAWN)
    slot.state = SlotState.OPEN
    slot.save(update_fields=["state"])
    for reader in ("mediator", "requester"):  # within seconds nobody has heard of it; after ten minutes both have
        if outbox.take_back(center=slot.center, key=f"assigned:{reader}:{assignment.pk}"):
            notices.cancelled(assignment=assignment, to_whom=reader, by=by)
    mark_slot(slot)
    settle(slot.inquiry)
    audit.record(
        center=slot.center,
        action="offer.acceptance_undone",
        by=by,
        on=assignment,
        slot=slot.pk,
        inquiry=slot.inquiry_id,
        mediator=mediator.pk,
    )


def offer_by_phone(
    *,
    slot: Slot,
    mediator: Mediator,
    by: User,
    desk: Desk,
    now: datetime,
    explanation: dict[str, object] | None = None,
) -> Offer:
    """The question that a call was: the pending one if there is one, else a new one that no message goes with."""
    pending = (
        Offer.objects.filter(
            slot=slot, mediator=mediator, state__in=(OfferState.WAITING, OfferState.ASKED, OfferState.EXPIRED)
        )
        .order_by("-pk")
        .first()
    )
    if pending:
        return pending
    if mediator.state == MediatorState.LEFT:
        raise TooLate("over")
    return Offer.objects.create(
        center=slot.center,
        slot=slot,
        mediator=mediator,
        desk=desk,
        state=OfferState.ASKED,
        channel=Channel.PHONE,
        asked_by=by,
        asked_at=now,
        explanation=explanation or {},
    )


__all__ = ["AlreadyBusy", "TooLate"]
