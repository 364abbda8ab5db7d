"""An inquiry's state follows from its slots; this is the one place that draws the conclusion."""

from django.db.models import F

from lotsenhaus.mediation.choices.states import InquiryState, SlotState
from lotsenhaus.mediation.models import Inquiry, Slot

DONE = {InquiryState.HELD, InquiryState.CLOSED, InquiryState.REFUSED}


def settle(given: Inquiry) -> None:
    """Derive and store the state; each call counts as a change of the inquiry (`version`).

    Locks the inquiry before it looks at the slots: of two slots filled in the same second, the second one sees both.
    """
    inquiry = Inquiry.objects.select_for_update(of=("self",), no_key=True).get(pk=given.pk)
    states = set(Slot.objects.filter(inquiry=inquiry).values_list("state", flat=True))
    state = inquiry.state if inquiry.state in DONE else _state_of(states)
    if inquiry.state == InquiryState.SUBMITTED and state == InquiryState.OPEN:
        state = InquiryState.SUBMITTED  # its institution has not been called back yet
    Inquiry.objects.filter(pk=given.pk).update(state=state, version=F("version") + 1)
    given.state = state


def _state_of(states: set[str]) -> str:
    if states & {SlotState.OPEN, SlotState.ASKED}:
        return InquiryState.OPEN
    if SlotState.FILLED in states:
        return InquiryState.ARRANGED
    if SlotState.UNFILLED in states:
        return InquiryState.UNFILLED
    return InquiryState.WITHDRAWN
