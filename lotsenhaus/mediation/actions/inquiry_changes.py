"""Change an inquiry that is open: whoever promised is told; when the date moves, all promises end with a word."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.kit.calendar import minutes_between
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.actions import asking, change_mails
from lotsenhaus.mediation.actions.assignments import cancel_assignment
from lotsenhaus.mediation.actions.inquiries import NotOpen
from lotsenhaus.mediation.actions.locks import lock_everybody, lock_inquiry, lock_purses
from lotsenhaus.mediation.actions.states import settle
from lotsenhaus.mediation.choices.states import CancelReason, CancelSide, DateKind, InquiryState, SlotState
from lotsenhaus.mediation.models import Inquiry, Offer, Slot, Talk
from lotsenhaus.mediation.queries.changes import CHANGEABLE, can_move, promises
from lotsenhaus.mediation.rules.wishes import ChangeWish, shifted

PLAIN = (
    "callback_phone", "room", "onsite_name", "onsite_phone", "onsite_email", "case_reference", "remark", "date_wish",
)  # fmt: skip


class ChangedMeanwhile(Exception):
    """Somebody else changed it after this page was opened; nothing was stored."""


@transaction.atomic
def change_inquiry(
    *, inquiry: Inquiry, version: int, wish: ChangeWish, by: User, is_staff: bool = False, now: datetime | None = None
) -> Inquiry:
    """Stores what is wanted if `version` is still the one that was read.

    Raises ChangedMeanwhile; NotOpen when it is over, or when its date cannot move any more.
    """
    now = now or timezone.now()
    slots = lock_everybody(Slot.objects.filter(inquiry=inquiry))
    if wish.moved_to:  # a late cancellation may be paid: purses are locked before the inquiry, as everywhere
        lock_purses()
    inquiry = lock_inquiry(inquiry.pk)
    if inquiry.version != version:
        raise ChangedMeanwhile
    if inquiry.state not in CHANGEABLE or (wish.moved_to and not can_move(inquiry, now)):
        raise NotOpen
    new = {name for name in PLAIN if getattr(inquiry, name) != getattr(wish, name)}
    talks = _count_talks(slots, wish)
    cancelled = 0
    if wish.moved_to:
        cancelled = _free_everybody(inquiry, by, now)
        _move(inquiry, slots, wish.moved_to)
    for name in PLAIN:
        setattr(inquiry, name, getattr(wish, name))
    inquiry.lead_time_override = wish.lead_time_override or inquiry.lead_time_override
    inquiry.save(
        update_fields=[
            *PLAIN,
            "lead_time_override",
            "date_kind",
            "starts_at",
            "ends_at",
            "planned_minutes",
            "updated_at",
        ]
    )
    _settle(inquiry)
    if wish.moved_to and is_staff:
        change_mails.moved(inquiry=inquiry, version=version, by=by)
    _tell(inquiry, new, talks, version, by if is_staff else None)
    audit.record(
        center=inquiry.center,
        action="inquiry.changed",
        by=by,
        on=inquiry,
        inquiry=inquiry.pk,
        fields=sorted(new | ({"talks"} if talks else set())),
        moved=bool(wish.moved_to),
        cancelled=cancelled,
        override=bool(wish.lead_time_override),
        remark_kept=bool(wish.remark_reason),
    )
    return inquiry


def _count_talks(slots: list[Slot], wish: ChangeWish) -> set[int]:
    """Ids of the slots whose number of talks is new."""
    wanted = dict(wish.talks)
    new = [slot for slot in slots if wanted.get(slot.pk, slot.talks) != slot.talks]
    for slot in new:
        slot.talks = wanted[slot.pk]
        slot.save(update_fields=["talks"])
    return {slot.pk for slot in new}


def _free_everybody(inquiry: Inquiry, by: User, now: datetime) -> int:
    """Promises end and questions are taken back, each with a word; how many promises there were."""
    promised = promises(inquiry)
    for assignment in promised:
        cancel_assignment(
            assignment=assignment, side=CancelSide.REQUESTER, reason=CancelReason.DATE_MOVED, by=by, now=now
        )
    # Those who wait first: else taking one question back would ask the next in the queue.
    for offer in Offer.objects.open().filter(slot__inquiry=inquiry).order_by("-state", "mediator_id"):
        asking.withdraw_offer(offer=offer, by=by, now=now)
    Slot.objects.filter(pk__in=[one.slot_id for one in promised]).update(state=SlotState.OPEN)
    Slot.objects.filter(inquiry=inquiry, state=SlotState.UNFILLED).update(state=SlotState.OPEN, unfilled_reason="")
    return len(promised)


def _move(inquiry: Inquiry, slots: list[Slot], moved_to: tuple[datetime, datetime]) -> None:
    """Persons with the whole event follow it; own times and talks of a list keep their place behind its beginning."""
    start, end = moved_to
    was = (inquiry.starts_at, inquiry.ends_at)
    lists = set(Talk.objects.filter(slot__in=slots).values_list("slot_id", flat=True))
    for slot in slots:
        own_times = slot.pk in lists or (slot.starts_at, slot.ends_at) != was
        if own_times and slot.starts_at and slot.ends_at and was[0]:
            slot.starts_at = shifted(slot.starts_at, was[0], start)
            slot.ends_at = shifted(slot.ends_at, was[0], start)
        else:
            slot.starts_at, slot.ends_at = start, end
        slot.save(update_fields=["starts_at", "ends_at"])
    if was[0]:
        for talk in Talk.objects.filter(slot__in=slots):
            talk.starts_at = shifted(talk.starts_at, was[0], start)
            talk.save(update_fields=["starts_at"])
    times = [(one.starts_at, one.ends_at) for one in slots if one.starts_at and one.ends_at] or [moved_to]
    inquiry.starts_at, inquiry.ends_at = min(one for one, _end in times), max(one for _start, one in times)
    inquiry.planned_minutes, inquiry.date_kind = minutes_between(inquiry.starts_at, inquiry.ends_at), DateKind.FIXED


def _settle(inquiry: Inquiry) -> None:
    """One that waits for the first call-back goes on waiting."""
    waits = inquiry.state == InquiryState.SUBMITTED
    settle(inquiry)
    if waits:
        Inquiry.objects.filter(pk=inquiry.pk).update(state=InquiryState.SUBMITTED)
        inquiry.state = InquiryState.SUBMITTED


@said_in_german
def _tell(inquiry: Inquiry, new: set[str], talks: set[int], version: int, by: User | None) -> None:
    """Only what somebody on the way there needs; names and numbers stay behind the link."""
    common = []
    if "room" in new:
        common.append(_("Raum: %(room)s") % {"room": inquiry.room or _("bitte am Empfang fragen")})
    if new & {"onsite_name", "onsite_phone"} or ("callback_phone" in new and not inquiry.onsite_phone):
        common.append(_("Die Ansprechperson vor Ort oder ihre Nummer ist neu."))
    for one in promises(inquiry):
        lines = [*common]
        if one.slot_id in talks:
            lines.append(_("Es sind jetzt %(n)s Gespräche.") % {"n": one.slot.talks})
        if lines:
            change_mails.changed(assignment=one, lines=lines, version=version, by=by)
