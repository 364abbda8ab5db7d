"""An inquiry's state follows from its slots and their talks; this is the one place that draws the conclusion."""

from django.db.models import F
from django.utils import timezone

from lotsenhaus.mediation.choices.states import AssignmentState, InquiryState, SlotState
from lotsenhaus.mediation.models import Assignment, Inquiry, Slot

AHEAD = (AssignmentState.AGREED, AssignmentState.PLANNED)
ENDED = (InquiryState.CLOSED, InquiryState.UNFILLED, InquiryState.WITHDRAWN)


def settle(given: Inquiry) -> None:
    """Derive and store the state; each call counts as a change of the inquiry (`version`).

    Locks the inquiry before it looks at the slots: of two slots filled in the same second, the second one sees both.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",), no_key=True).get(pk=given.pk)
    state = inquiry.state
    if state not in (InquiryState.REFUSED, InquiryState.DRAFT):
        state = _state_of(inquiry)
    if inquiry.state == InquiryState.SUBMITTED and state == InquiryState.OPEN:
        state = InquiryState.SUBMITTED  # its institution has not been called back yet
    closed_at = inquiry.closed_at
    if state != InquiryState.REFUSED:
        closed_at = (closed_at or timezone.now()) if state in ENDED else None
    Inquiry.objects.filter(pk=given.pk).update(state=state, closed_at=closed_at, version=F("version") + 1)
    given.state, given.closed_at = state, closed_at


def _state_of(inquiry: Inquiry) -> str:
    """Looked for, promised, held, confirmed; without any of these not found, or no longer wanted."""
    slots = set(Slot.objects.filter(inquiry=inquiry).values_list("state", flat=True))
    talks = set(Assignment.objects.binding().filter(slot__inquiry=inquiry).values_list("state", flat=True))
    if slots & {SlotState.OPEN, SlotState.ASKED}:
        return InquiryState.OPEN
    if talks & set(AHEAD):
        return InquiryState.ARRANGED
    if talks:
        return InquiryState.HELD if AssignmentState.HELD in talks else InquiryState.CLOSED
    return InquiryState.UNFILLED if SlotState.UNFILLED in slots else InquiryState.WITHDRAWN
