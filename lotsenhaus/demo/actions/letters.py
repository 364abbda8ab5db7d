"""The messages that were owed: in the words of the house, marked as sent; one of them came back."""

from datetime import datetime

from lotsenhaus.demo.actions.batch import Batch
from lotsenhaus.mediation.actions import notices, questions
from lotsenhaus.mediation.choices.states import AssignmentState, OfferState
from lotsenhaus.mediation.models import Assignment
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message


def write_letters(batch: Batch) -> None:
    """To everybody who is asked, and about every promise of this week."""
    for offer in batch.offers:
        if offer.state == OfferState.ASKED and offer.asked_at:
            questions.offer_asked(offer=offer, now=offer.asked_at)
            _sent(f"mediation.Offer:{offer.pk}", offer.asked_at)
    coming = [one for one in batch.assignments if one.state in (AssignmentState.PLANNED, AssignmentState.AGREED)]
    for assignment in coming:
        notices.assigned(assignment=assignment, by=assignment.offer.asked_by)
        _sent(f"mediation.Assignment:{assignment.pk}", assignment.accepted_at)
        _sent(f"mediation.Inquiry:{assignment.slot.inquiry_id}", assignment.accepted_at)
    _one_came_back(coming)


def _sent(about: str, at: datetime) -> None:
    Message.objects.filter(about=about).update(state=MessageState.SENT, sent_at=at, send_after=at, attempts=1)


def _one_came_back(coming: list[Assignment]) -> None:
    """An address that the mail server does not know: the desk sees it under "Jetzt kümmern"."""
    hers = [one for one in coming if one.mediator.name == "Lirije Beispielhöhe"]
    for assignment in hers:
        Message.objects.filter(about=f"mediation.Assignment:{assignment.pk}").update(
            state=MessageState.FAILED, attempts=5, last_error="SMTPRecipientsRefused", sent_at=None
        )
