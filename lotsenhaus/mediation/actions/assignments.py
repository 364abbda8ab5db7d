"""Promised talks: cancel, agree on a date, note that they took place."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.mediation.actions import allowances, asking, dates, endings, locks, notices
from lotsenhaus.mediation.actions.states import AHEAD, settle
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CancelReason,
    CancelSide,
    DateKind,
    OfferState,
    SlotState,
)
from lotsenhaus.mediation.models import Assignment, Inquiry, Offer, Slot
from lotsenhaus.mediation.queries.changes import CHANGEABLE
from lotsenhaus.outbox import actions as outbox


class NotPossible(Exception):
    """The talk is in a state that does not allow this step."""


def _locked(assignment: Assignment, *, whole_inquiry: bool = False) -> Assignment:
    locks.locked(mediator_id=assignment.mediator_id, slot_id=assignment.slot_id, whole_inquiry=whole_inquiry)
    return (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "mediator__center",
            "mediator__town",
            "desk",
            "offer",
            "center",
            "slot__inquiry__desk",
            "slot__inquiry__town",
            "slot__inquiry__center",
            "slot__inquiry__organization",
        )
        .get(pk=assignment.pk)
    )


@transaction.atomic
def cancel_assignment(
    *, assignment: Assignment, side: str, reason: str, by: User | None, via: str = "", now: datetime | None = None
) -> Assignment:
    """Either side cancels: everybody concerned is told, and after a mediator's no the slot looks for the next person.

    A talk that is over is not looked for again: it is "Nicht vermittelt". When the institution or the desk cancels, the
    slot is withdrawn with it. Raises NotPossible once it was confirmed.
    """
    now = now or timezone.now()
    assignment = _locked(assignment)
    if assignment.state == AssignmentState.CANCELLED:
        return assignment
    if assignment.state not in (AssignmentState.AGREED, AssignmentState.PLANNED, AssignmentState.HELD):
        raise NotPossible
    assignment.state, assignment.cancelled_at, assignment.cancelled_by = AssignmentState.CANCELLED, now, by
    assignment.cancelled_side, assignment.cancel_reason = CancelSide(side), CancelReason(reason)
    assignment.save()
    # "Ich kann doch nicht" turns a yes into a no: she is not proposed for the same slot again.
    ended = OfferState.DECLINED if side == CancelSide.MEDIATOR else OfferState.WITHDRAWN
    Offer.objects.filter(pk=assignment.offer_id).update(state=ended)
    slot, is_over = assignment.slot, assignment.ends_at is not None and assignment.ends_at <= now
    if side == CancelSide.MEDIATOR and is_over:
        endings.end_search(slot=slot)
    else:
        slot.state = SlotState.OPEN if side == CancelSide.MEDIATOR else SlotState.WITHDRAWN
        slot.save(update_fields=["state"])
    outbox.recall(center=assignment.center, about=f"mediation.Assignment:{assignment.pk}")
    if is_over:
        _tell_afterwards(assignment, side, by)
    else:
        _tell(assignment, side, by)
    was_held = is_over and reason != CancelReason.NOBODY_CAME  # she came in vain: as paid as a late cancellation
    is_paid_perhaps = side != CancelSide.MEDIATOR and assignment.starts_at is not None and not was_held
    if is_paid_perhaps:
        locks.lock_purses()
    settle(slot.inquiry)
    if is_paid_perhaps:
        allowances.grant(assignment=assignment, proof=None, by=by, now=now)  # late cancellation, where the rule pays it
    audit.record(
        center=assignment.center,
        action="assignment.cancelled",
        by=by,
        on=assignment,
        kind="" if by else "link",
        side=side,
        reason=reason,
        slot=slot.pk,
        inquiry=slot.inquiry_id,
        via=via,
    )
    return assignment


def _tell(assignment: Assignment, side: str, by: User | None) -> None:
    if side == CancelSide.MEDIATOR:
        notices.cancelled(assignment=assignment, to_whom="requester", by=by)
    else:
        notices.cancelled(assignment=assignment, to_whom="mediator", by=by)
    if side == CancelSide.DESK:
        notices.called_off(assignment=assignment, by=by)


def _tell_afterwards(assignment: Assignment, side: str, by: User | None) -> None:
    """Either side may know better whether it took place; who says so herself, by her own link, knows it."""
    for reader in (CancelSide.MEDIATOR, CancelSide.REQUESTER):
        if by is not None or side != reader:
            notices.not_held(assignment=assignment, to_whom=reader, by=by)


@transaction.atomic
def set_date(
    *, assignment: Assignment, starts_at: datetime, ends_at: datetime, by: User | None, now: datetime | None = None
) -> Assignment:
    """ "Übernommen, Termin offen" gets its date, or a fixed date moves. Raises AlreadyBusy or NotPossible."""
    assignment = _locked(assignment, whole_inquiry=True)
    if assignment.state not in (AssignmentState.AGREED, AssignmentState.PLANNED) or ends_at <= starts_at:
        raise NotPossible
    slot = assignment.slot
    if slot.starts_at is None and slot.inquiry.date_kind == DateKind.PROPOSALS:
        dated = dates.fix_at(slot, starts_at, ends_at)
    else:
        slot.starts_at, slot.ends_at = starts_at, ends_at
        dates.set_times(assignment)
        with dates.booking(assignment.mediator):
            assignment.save()
        slot.save(update_fields=["starts_at", "ends_at"])
        dates.span(slot.inquiry)
        dated = [assignment]
    settle(slot.inquiry)
    for one in dated:
        notices.dated(assignment=one, by=by)
    assignment.refresh_from_db()
    audit.record(
        center=assignment.center,
        action="assignment.dated",
        by=by,
        on=assignment,
        kind="" if by else "link",
        slot=slot.pk,
        inquiry=slot.inquiry_id,
    )
    return assignment


@transaction.atomic
def withdraw_inquiry(
    *,
    inquiry: Inquiry,
    by: User | None,
    side: str = CancelSide.REQUESTER,
    reason: str = CancelReason.NOT_NEEDED,
    now: datetime | None = None,
) -> None:
    """The institution no longer needs anybody: promises are cancelled, questions taken back, everybody told.

    What has taken place stays. Raises NotPossible when it is over already.
    """
    now = now or timezone.now()
    locks.lock_everybody(Slot.objects.filter(inquiry=inquiry))
    locks.lock_purses()  # late cancellations may be paid
    inquiry = locks.lock_inquiry(inquiry.pk)
    if inquiry.state not in CHANGEABLE:
        raise NotPossible
    ahead = Assignment.objects.filter(slot__inquiry=inquiry, state__in=AHEAD).exclude(ends_at__lte=now)
    for assignment in ahead.order_by("mediator_id"):
        cancel_assignment(assignment=assignment, side=side, reason=reason, by=by, now=now)
    for offer in Offer.objects.open().filter(slot__inquiry=inquiry).order_by("-state", "mediator_id"):
        asking.withdraw_offer(offer=offer, by=by, now=now)
    Slot.objects.wanted().filter(inquiry=inquiry).update(state=SlotState.WITHDRAWN)
    settle(inquiry)
    audit.record(
        center=inquiry.center,
        action="inquiry.withdrawn",
        by=by,
        on=inquiry,
        kind="" if by else "link",
        inquiry=inquiry.pk,
        side=side,
        reason=reason,
    )
