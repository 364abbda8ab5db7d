"""What time itself ends: talks that are over wait for their confirmation, and searches that are over end, too."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lotsenhaus.centers import audit
from lotsenhaus.mediation.actions import questions
from lotsenhaus.mediation.actions.locks import lock_everybody
from lotsenhaus.mediation.actions.states import settle
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CancelSide,
    MediatorState,
    OfferState,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import Assignment, Mediator, Offer, ProposedDate, Slot
from lotsenhaus.mediation.planning.languages import codes_worth_a_look
from lotsenhaus.mediation.queries.changes import is_over
from lotsenhaus.outbox import actions as outbox

SHORT_NOTICE = timedelta(days=1)


def due(now: datetime) -> list[int]:
    """Ids of the inquiries with a talk that is over, or with a search whose talk is over."""
    held = Assignment.objects.filter(state=AssignmentState.PLANNED, ends_at__lte=now)
    proposals = ProposedDate.objects.filter(inquiry=OuterRef("inquiry"))
    passed = Q(starts_at=None) & Exists(proposals) & ~Exists(proposals.filter(ends_at__gt=now))
    wanted = Slot.objects.wanted().filter(Q(ends_at__lte=now) | passed)
    found = set(held.values_list("slot__inquiry_id", flat=True)) | set(wanted.values_list("inquiry_id", flat=True))
    return sorted(found)


@transaction.atomic
def note_over(*, inquiry_id: int, now: datetime) -> None:
    """Promised talks of this inquiry that are over become held; what nobody had promised is "Nicht vermittelt".

    Who met is not written to: on that day everybody has seen who came. A second time changes nothing.
    """
    slots = lock_everybody(Slot.objects.filter(inquiry=inquiry_id))
    over = Assignment.objects.filter(slot__in=slots, state=AssignmentState.PLANNED, ends_at__lte=now)
    held = over.update(state=AssignmentState.HELD)
    given_up = [slot for slot in slots if is_over(slot, now) and slot.state in (SlotState.OPEN, SlotState.ASKED)]
    for slot in given_up:
        end_search(slot=slot)
    if held or given_up:
        settle(slots[0].inquiry)
    for slot in given_up:
        audit.record(
            center=slot.center,
            action="slot.unfilled",
            by=None,
            on=slot,
            inquiry=slot.inquiry_id,
            reason=slot.unfilled_reason,
        )


def end_search(*, slot: Slot) -> None:
    """A locked slot whose time is over is not filled any more; whoever has an open question reads that it is over."""
    slot.unfilled_reason = _why_nobody(slot)
    slot.state = SlotState.UNFILLED
    slot.save(update_fields=["state", "unfilled_reason"])
    open_offers = Offer.objects.open().filter(slot=slot)
    rows = open_offers.select_related("mediator__center", "slot__inquiry__town", "desk", "asked_by").order_by("pk")
    for offer in rows:
        recalled = outbox.recall(center=slot.center, about=f"mediation.Offer:{offer.pk}")
        if offer.state == OfferState.ASKED and not recalled:
            questions.withdrawn(offer=offer)
    open_offers.filter(state=OfferState.ASKED).update(state=OfferState.EXPIRED)
    open_offers.update(state=OfferState.WITHDRAWN)


def _why_nobody(slot: Slot) -> UnfilledReason:
    """What the rows tell; a dispatcher who knows better chooses the reason before the day."""
    offers = Offer.objects.filter(slot=slot)
    if Assignment.objects.filter(slot=slot, cancelled_side=CancelSide.MEDIATOR).exists():
        return UnfilledReason.CANCELLED_LATE
    if offers.filter(state__in=(OfferState.ASKED, OfferState.EXPIRED)).exists():
        return UnfilledReason.NO_ANSWER
    if offers.filter(state=OfferState.DECLINED).exists():
        return UnfilledReason.NOBODY_FREE
    speakers = Mediator.objects.filter(
        Q(state=MediatorState.ACTIVE, skills__speaks=True, skills__code__in=codes_worth_a_look(slot.languages))
    )
    if slot.languages and not speakers.exists():
        return UnfilledReason.NOBODY_SPEAKS_IT
    start = slot.starts_at or slot.inquiry.submitted_at
    short = start - slot.inquiry.submitted_at < SHORT_NOTICE
    return UnfilledReason.TOO_SHORT_NOTICE if short else UnfilledReason.NOBODY_FREE
