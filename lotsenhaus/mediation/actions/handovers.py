"""Desks pass inquiries or single slots on, take them, or give them back with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.mediation.actions import notices
from lotsenhaus.mediation.actions.locks import lock_inquiry
from lotsenhaus.mediation.actions.states import settle
from lotsenhaus.mediation.models import Handover, Inquiry, Slot
from lotsenhaus.network.models import Desk


class NotYours(Exception):
    """The inquiry lies with another desk by now, or the hand-over was answered already."""


def _move(inquiry: Inquiry, slot: Slot | None, desk: Desk) -> None:
    if slot is not None:
        Slot.objects.filter(pk=slot.pk).update(desk=None if desk.pk == inquiry.desk_id else desk)
    else:
        Inquiry.objects.filter(pk=inquiry.pk).update(desk=desk)
        inquiry.desk = desk
    settle(inquiry)


@transaction.atomic
def hand_over(
    *,
    inquiry: Inquiry,
    to_desk: Desk,
    note: str,
    by: User | None,
    slot: Slot | None = None,
    is_cover: bool = False,
    now: datetime | None = None,
) -> Handover:
    """From the desk that works on it to another desk of the center; the other desk is told by mail."""
    now = now or timezone.now()
    inquiry = lock_inquiry(inquiry.pk, slot_id=slot.pk if slot else None)
    slot = Slot.objects.select_related("desk", "inquiry__desk").get(pk=slot.pk) if slot else None
    from_desk = slot.working_desk if slot else inquiry.desk
    if from_desk.pk == to_desk.pk:
        raise NotYours
    handover = Handover.objects.create(
        center=inquiry.center,
        inquiry=inquiry,
        slot=slot,
        from_desk=from_desk,
        to_desk=to_desk,
        note=note[:300],
        given_by=by,
        given_at=now,
        is_cover=is_cover,
    )
    _move(inquiry, slot, to_desk)
    notices.handed_over(handover=handover)
    audit.record(
        center=inquiry.center,
        action="inquiry.handed_over",
        by=by,
        on=inquiry,
        inquiry=inquiry.pk,
        slot=slot.pk if slot else None,
        from_desk=from_desk.pk,
        to_desk=to_desk.pk,
        cover=is_cover,
    )
    return handover


def _open(handover: Handover) -> Handover:
    lock_inquiry(handover.inquiry_id, slot_id=handover.slot_id)
    handover = (
        Handover.objects.select_for_update(of=("self",), no_key=True)
        .select_related("inquiry__desk", "inquiry__center", "slot", "from_desk", "to_desk", "center")
        .get(pk=handover.pk)
    )
    if handover.taken_at or handover.returned_at:
        raise NotYours
    return handover


@transaction.atomic
def take_over(*, handover: Handover, by: User, now: datetime | None = None) -> Handover:
    handover = _open(handover)
    handover.taken_at = now or timezone.now()
    handover.save(update_fields=["taken_at"])
    settle(handover.inquiry)
    audit.record(
        center=handover.center,
        action="inquiry.taken_over",
        by=by,
        on=handover.inquiry,
        inquiry=handover.inquiry_id,
        handover=handover.pk,
    )
    return handover


@transaction.atomic
def give_back(*, handover: Handover, reason: str, by: User, now: datetime | None = None) -> Handover:
    """Back to the desk it came from, with a reason it can read."""
    handover = _open(handover)
    handover.returned_at, handover.return_reason = now or timezone.now(), reason[:300]
    handover.save(update_fields=["returned_at", "return_reason"])
    _move(handover.inquiry, handover.slot, handover.from_desk)
    audit.record(
        center=handover.center,
        action="inquiry.given_back",
        by=by,
        on=handover.inquiry,
        inquiry=handover.inquiry_id,
        handover=handover.pk,
    )
    return handover
