"""Ask mediators, one after the other or several at once, take questions back, and say when nobody was found."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.mediation.actions import notices, questions
from lotsenhaus.mediation.actions.locks import TooLate, lock_everybody, locked
from lotsenhaus.mediation.actions.states import settle
from lotsenhaus.mediation.choices.states import (
    InquiryState,
    OfferState,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import Mediator, Offer, Policy, Slot
from lotsenhaus.mediation.queries.changes import is_over
from lotsenhaus.mediation.rules.deadlines import is_urgent, wave
from lotsenhaus.network.models import Desk
from lotsenhaus.outbox import actions as outbox
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message


@transaction.atomic
def ask(
    *,
    slot: Slot,
    mediators: Sequence[Mediator],
    by: User | None,
    desk: Desk,
    now: datetime | None = None,
    at_once: bool | None = None,
    explanations: dict[int, dict[str, object]] | None = None,
) -> list[Offer]:
    """Queue a question to each; one after the other unless urgent (or `at_once`). Asking somebody twice asks once.

    Whoever can neither get mail nor SMS is left out: no message would leave, and the queue would wait for her.
    """
    now = now or timezone.now()
    slot = Slot.objects.select_for_update(of=("self",), no_key=True).select_related("inquiry__center").get(pk=slot.pk)
    if slot.state == SlotState.FILLED:
        raise TooLate("taken")
    if slot.state not in (SlotState.OPEN, SlotState.ASKED) or is_over(slot, now):
        raise TooLate("over")
    asked_already = set(Offer.objects.open().filter(slot=slot).values_list("mediator_id", flat=True))
    last = Offer.objects.filter(slot=slot).order_by("-position").values_list("position", flat=True).first() or 0
    fresh = [one for one in mediators if one.pk not in asked_already and one.message_channel]
    offers = [
        Offer.objects.create(
            center=slot.center,
            slot=slot,
            mediator=mediator,
            desk=desk,
            state=OfferState.WAITING,
            channel=mediator.message_channel,
            position=last + number,
            asked_by=by,
            explanation=(explanations or {}).get(mediator.pk, {}),
        )
        for number, mediator in enumerate(fresh, start=1)
    ]
    asked = send_next(slot=slot, now=now, at_once=at_once)
    settle(slot.inquiry)
    for offer in offers:
        audit.record(
            center=slot.center,
            action="offer.queued",
            by=by,
            on=offer,
            slot=slot.pk,
            inquiry=slot.inquiry_id,
            mediator=offer.mediator_id,
        )
    record_asked(asked)
    return offers


def send_next(*, slot: Slot, now: datetime, at_once: bool | None = None) -> list[Offer]:
    """Ask the next in the queue until the wave is full, unless the talk is over; the slot must be locked.

    Whoever cannot be written to any more leaves the queue. Returns whose turn it was, for record_asked.
    """
    if is_over(slot, now):
        mark_slot(slot)
        return []
    policy = Policy.objects.on(timezone.localdate(now)).order_by("-valid_from").first()
    hours, minutes = (policy.answer_hours, policy.urgent_answer_minutes) if policy else (24, 60)
    plan = wave(now, slot.starts_at, answer_hours=hours, urgent_minutes=minutes)
    several = is_urgent(now, slot.starts_at) if at_once is None else at_once
    pending = Offer.objects.filter(slot=slot, state=OfferState.ASKED).count()
    room = 1000 if several else max(0, 1 - pending)
    waiting = list(
        Offer.objects.filter(slot=slot, state=OfferState.WAITING)
        .select_related(
            "mediator__center", "slot__inquiry__town", "slot__inquiry__center", "desk", "asked_by", "center"
        )
        .order_by("position", "pk")
    )
    done = []
    for offer in waiting:
        if room <= 0:
            break
        done.append(offer)
        if not offer.mediator.message_channel:
            offer.state, offer.answered_at = OfferState.WITHDRAWN, now
            offer.save(update_fields=["state", "answered_at"])
            continue
        room -= 1
        offer.state, offer.asked_at, offer.expires_at = OfferState.ASKED, now, plan.expires_at
        offer.save(update_fields=["state", "asked_at", "expires_at"])
        questions.offer_asked(offer=offer, now=now)
    mark_slot(slot)
    return done


def record_asked(offers: Sequence[Offer]) -> None:
    """After all rows are written: the audit chain lets one transaction at a time pass."""
    for offer in offers:
        audit.record(
            center=offer.center,
            action="offer.asked" if offer.state == OfferState.ASKED else "offer.unreachable",
            by=offer.asked_by,
            on=offer,
            slot=offer.slot_id,
            inquiry=offer.slot.inquiry_id,
            mediator=offer.mediator_id,
        )


def mark_slot(slot: Slot) -> None:
    """Asked while somebody is asked or queued, else open; filled and finished slots stay as they are."""
    if slot.state not in (SlotState.OPEN, SlotState.ASKED):
        return
    state = SlotState.ASKED if Offer.objects.open().filter(slot=slot).exists() else SlotState.OPEN
    if state != slot.state:
        slot.state = state
        slot.save(update_fields=["state"])


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: User | None, now: datetime | None = None) -> Offer:
    """Take a question back: silently while its message waits, with a word when it has left."""
    now = now or timezone.now()
    _mediator, slot = locked(mediator_id=offer.mediator_id, slot_id=offer.slot_id)
    offer = (
        Offer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("mediator__center", "desk", "asked_by", "slot__inquiry__town")
        .get(pk=offer.pk)
    )
    if offer.state not in (OfferState.WAITING, OfferState.ASKED):
        return offer
    was_asked = offer.state == OfferState.ASKED
    offer.state, offer.answered_at = OfferState.WITHDRAWN, now
    offer.save(update_fields=["state", "answered_at"])
    recalled = outbox.recall(center=slot.center, about=f"mediation.Offer:{offer.pk}")
    if was_asked and not recalled:
        questions.withdrawn(offer=offer)
    asked = send_next(slot=slot, now=now)
    settle(slot.inquiry)
    record_asked(asked)
    audit.record(center=slot.center, action="offer.withdrawn", by=by, on=offer, slot=slot.pk, inquiry=slot.inquiry_id)
    return offer


@transaction.atomic
def withdraw_all(*, slot: Slot, by: User | None, now: datetime | None = None) -> None:
    """Take back every question of a slot; those who wait first, else the next one would be asked meanwhile."""
    lock_everybody(Slot.objects.filter(pk=slot.pk))
    for offer in Offer.objects.open().filter(slot=slot).order_by("-state", "mediator_id"):
        withdraw_offer(offer=offer, by=by, now=now)


@transaction.atomic
def expire_offer(*, offer: Offer, now: datetime | None = None) -> bool:
    """A question whose time is over; the next in the queue is asked.

    Late is not too late: while nobody else said yes, a yes still counts.
    """
    now = now or timezone.now()
    _mediator, slot = locked(mediator_id=offer.mediator_id, slot_id=offer.slot_id)
    if not Offer.objects.overdue(now).filter(pk=offer.pk).update(state=OfferState.EXPIRED):
        return False
    asked = send_next(slot=slot, now=now)
    settle(slot.inquiry)
    record_asked(asked)
    audit.record(center=slot.center, action="offer.expired", by=None, on=offer, slot=slot.pk, inquiry=slot.inquiry_id)
    return True


@transaction.atomic
def give_up_slot(*, slot: Slot, reason: str, by: User | None, now: datetime | None = None) -> Slot:
    """ "Nicht vermittelt" with its reason: the figure the committee reads. Open questions are withdrawn."""
    now = now or timezone.now()
    withdraw_all(slot=slot, by=by, now=now)
    slot.refresh_from_db(fields=["state"])
    if slot.state not in (SlotState.OPEN, SlotState.ASKED):
        raise TooLate("over")
    slot.state, slot.unfilled_reason = SlotState.UNFILLED, UnfilledReason(reason)
    slot.save(update_fields=["state", "unfilled_reason"])
    settle(slot.inquiry)
    notices.unfilled(slot=slot, by=by)
    audit.record(center=slot.center, action="slot.unfilled", by=by, on=slot, inquiry=slot.inquiry_id, reason=reason)
    return slot


@transaction.atomic
def reopen_slot(*, slot: Slot, by: User, now: datetime | None = None) -> Slot:
    """Look again after "Nicht vermittelt"; not for a day that is over. Raises TooLate."""
    slot = Slot.objects.select_for_update(of=("self",), no_key=True).select_related("inquiry__center").get(pk=slot.pk)
    if slot.state != SlotState.UNFILLED or slot.inquiry.state == InquiryState.REFUSED:
        raise TooLate("over")
    if is_over(slot, now or timezone.now()):
        raise TooLate("past")
    slot.state, slot.unfilled_reason = SlotState.OPEN, ""
    slot.save(update_fields=["state", "unfilled_reason"])
    settle(slot.inquiry)
    audit.record(center=slot.center, action="slot.reopened", by=by, on=slot, inquiry=slot.inquiry_id)
    return slot


@transaction.atomic
def note_sent_by_hand(*, offer: Offer, by: User) -> None:
    """The desk's own phone has sent the SMS; whoever takes the question back meanwhile is waited for."""
    locked(mediator_id=offer.mediator_id, slot_id=offer.slot_id)
    Message.objects.filter(about=f"mediation.Offer:{offer.pk}", state=MessageState.BY_HAND).update(
        state=MessageState.SENT, sent_at=timezone.now()
    )
    audit.record(
        center=offer.center, action="offer.sms_sent", by=by, on=offer, slot=offer.slot_id, inquiry=offer.slot.inquiry_id
    )
