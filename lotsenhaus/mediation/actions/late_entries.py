"""Nachtragen: a talk that was arranged on paper while the house was down; dated when it happened, marked as such."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.actions import allowances, dates, proofs
from lotsenhaus.mediation.actions.inquiries import next_number
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    Channel,
    DateKind,
    InquiryState,
    OfferState,
    PlaceKind,
    ProofWay,
    SlotState,
)
from lotsenhaus.mediation.models import Assignment, AssignmentProof, Inquiry, Mediator, Offer, Slot, Tariff
from lotsenhaus.network.models import Desk, Organization


class NoRule(Exception):
    """The center has rules for allowances, but none for that day."""


@dataclass(frozen=True)
class PastTalk:
    """What stands on the sheet; times are aware, `ticket` in euro for both ways."""

    organization: Organization
    mediator: Mediator
    language: str
    occasion: str
    started_at: datetime
    ended_at: datetime
    confirmed_by: str
    talks: int = 1
    ticket: Decimal | None = None


@transaction.atomic
def enter_past_talk(
    *, center: Center, talk: PastTalk, desk: Desk, by: User, now: datetime | None = None
) -> AssignmentProof:
    """Inquiry, promise, proof and allowance in one step.

    Raises proofs.NotYet, proofs.TimesInvalid, offers.AlreadyBusy, and NoRule: nothing would be booked for the talk.
    """
    now = now or timezone.now()
    if talk.ended_at > now:
        raise proofs.NotYet
    if allowances.tariff_on(timezone.localdate(talk.started_at)) is None and Tariff.objects.exists():
        raise NoRule
    inquiry = Inquiry.objects.create(
        center=center,
        number=next_number(center=center, now=now),
        organization=talk.organization,
        contact_name=talk.confirmed_by,
        callback_phone=talk.organization.phone,
        channel=Channel.PAPER,
        occasion=talk.occasion,
        state=InquiryState.ARRANGED,
        date_kind=DateKind.FIXED,
        starts_at=talk.started_at,
        ends_at=talk.ended_at,
        planned_minutes=int((talk.ended_at - talk.started_at).total_seconds() // 60),
        place_kind=PlaceKind.INSTITUTION,
        town=talk.organization.town,
        street=talk.organization.street,
        desk=desk,
        onsite_name=talk.confirmed_by,
        submitted_at=talk.started_at,
        submitted_by_staff=by,
    )
    slot = Slot.objects.create(
        center=center,
        inquiry=inquiry,
        languages=[talk.language],
        starts_at=talk.started_at,
        ends_at=talk.ended_at,
        talks=talk.talks,
        state=SlotState.FILLED,
    )
    offer = Offer.objects.create(
        center=center,
        slot=slot,
        mediator=talk.mediator,
        desk=desk,
        state=OfferState.ACCEPTED,
        channel=Channel.PAPER,
        asked_by=by,
        asked_at=talk.started_at,
        answered_at=talk.started_at,
        answered_via=Channel.PAPER,
    )
    assignment = _assignment(talk, slot, offer)
    proof = proofs.confirm(
        assignment=assignment,
        started_at=talk.started_at,
        ended_at=talk.ended_at,
        confirmed_by=talk.confirmed_by,
        way=ProofWay.PAPER,
        by=by,
        talks_held=talk.talks,
        ticket=talk.ticket,
        now=now,
    )
    audit.record(center=center, action="inquiry.entered_late", by=by, on=inquiry, inquiry=inquiry.pk)
    return proof


def _assignment(talk: PastTalk, slot: Slot, offer: Offer) -> Assignment:
    assignment = dates.promised(offer, slot, talk.mediator, at=talk.started_at, via=Channel.PAPER)
    assignment.state, assignment.is_late_entry = AssignmentState.HELD, True
    with dates.booking(talk.mediator):
        assignment.save()
    return assignment
