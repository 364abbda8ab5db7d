"""What may still be changed about an inquiry, and whom a change concerns."""

from datetime import datetime

from lotsenhaus.mediation.choices.states import AssignmentState, InquiryState, SlotState
from lotsenhaus.mediation.models import Assignment, Inquiry, ProposedDate, Slot
from lotsenhaus.mediation.models.inquiries import LIVE

CHANGEABLE = (*LIVE, InquiryState.UNFILLED)


def promises(inquiry: Inquiry) -> list[Assignment]:
    """Who said yes to a talk that is still ahead, in the order of the people's ids (as they are locked)."""
    ahead = Assignment.objects.filter(
        slot__inquiry=inquiry, state__in=(AssignmentState.AGREED, AssignmentState.PLANNED)
    )
    return list(
        ahead.select_related("mediator__center", "slot__inquiry__town", "desk", "offer").order_by("mediator_id")
    )


def can_move(inquiry: Inquiry, now: datetime) -> bool:
    """Not once it began with somebody; an open date that somebody took over is agreed with that person."""
    if inquiry.starts_at is not None and inquiry.starts_at > now:
        return True
    return not Assignment.objects.binding().filter(slot__inquiry=inquiry).exists()


def is_over(slot: Slot, now: datetime) -> bool:
    """Nobody can come any more: its time has passed, or every proposal of a slot without a date has."""
    if slot.ends_at is not None:
        return slot.ends_at <= now
    proposals = list(ProposedDate.objects.filter(inquiry=slot.inquiry_id).values_list("ends_at", flat=True))
    return bool(proposals) and max(proposals) <= now


def can_reopen(slot: Slot, now: datetime) -> bool:
    """Nobody was found, and somebody still could be."""
    return slot.state == SlotState.UNFILLED and slot.inquiry.state != InquiryState.REFUSED and not is_over(slot, now)
