"""Ask mediators, hear their answers, and give everybody asked an end."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.mediation.actions import notices
from lotsenhaus.mediation.actions.states import settle
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    Channel,
    MediatorState,
    OfferState,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator, Offer, Policy, ProposedDate, Slot
from lotsenhaus.mediation.models.assignments import BINDING
from lotsenhaus.mediation.planning import leg_between
from lotsenhaus.mediation.rules.deadlines import PHONE_UNDO_MINUTES, is_urgent, wave
from lotsenhaus.network.models import Desk
from lotsenhaus.outbox import actions as outbox
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message


class TooLate(Exception):
    """The answer came after the end of the question; `why` is a reason code: taken, withdrawn, over."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class AlreadyBusy(Exception):
    """The person has another Einsatz at that time, with the way counted in."""


def locked(*, mediator_id: int, slot_id: int, whole_inquiry: bool = False) -> tuple[Mediator, Slot]:
    """Both rows locked in the order of the house: mediator, then slot (or all slots of the inquiry, by id)."""
    mediator = Mediator.objects.select_for_update(of=("self",)).select_related("town").get(pk=mediator_id)
    if whole_inquiry:
        siblings = Slot.objects.filter(inquiry__slots=slot_id).order_by("pk")
        list(siblings.select_for_update(of=("self",)).values_list("pk"))
    slot = (
        Slot.objects.select_for_update(of=("self",))
        .select_related("inquiry__organization", "inquiry__town", "inquiry__desk", "inquiry__center", "desk")
        .get(pk=slot_id)
    )
    return mediator, slot


def lock_everybody(slots: QuerySet[Slot]) -> list[Slot]:
    """Before a step that touches several people: all of them, then all slots, each by id."""
    ids = list(slots.values_list("pk", flat=True))
    people = Mediator.objects.filter(Q(offers__slot__in=ids) | Q(assignments__slot__in=ids)).values_list(
        "pk", flat=True
    )
    list(Mediator.objects.filter(pk__in=set(people)).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    return list(
        Slot.objects.filter(pk__in=ids)
        .select_related("inquiry__center", "inquiry__desk", "inquiry__organization", "inquiry__town", "desk")
        .order_by("pk")
        .select_for_update(of=("self",))
    )


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
    """Queue a question to each; one after the other unless urgent (or `at_once`). Asking somebody twice asks once."""
    now = now or timezone.now()
    slot = Slot.objects.select_for_update(of=("self",)).select_related("inquiry__center").get(pk=slot.pk)
    if slot.state == SlotState.FILLED:
        raise TooLate("taken")
    if slot.state not in (SlotState.OPEN, SlotState.ASKED):
        raise TooLate("over")
    asked_already = set(Offer.objects.open().filter(slot=slot).values_list("mediator_id", flat=True))
    last = Offer.objects.filter(slot=slot).order_by("-position").values_list("position", flat=True).first() or 0
    fresh = [mediator for mediator in mediators if mediator.pk not in asked_already]
    offers = [
        Offer.objects.create(
            center=slot.center,
            slot=slot,
            mediator=mediator,
            desk=desk,
            state=OfferState.WAITING,
            channel=Channel.EMAIL if mediator.email else Channel.SMS,
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
    _record_asked(asked)
    return offers


def send_next(*, slot: Slot, now: datetime, at_once: bool | None = None) -> list[Offer]:
    """Ask the next in the queue until the wave is full; the slot must be locked."""
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
        .order_by("position", "pk")[:room]
    )
    for offer in waiting:
        offer.state, offer.asked_at, offer.expires_at = OfferState.ASKED, now, plan.expires_at
        offer.save(update_fields=["state", "asked_at", "expires_at"])
        notices.offer_asked(offer=offer, now=now)
    _mark_slot(slot)
    return waiting


def _record_asked(offers: Sequence[Offer]) -> None:
    """After all rows are written: the audit chain lets one transaction at a time pass."""
    for offer in offers:
        audit.record(
            center=offer.center,
            action="offer.asked",
            by=offer.asked_by,
            on=offer,
            slot=offer.slot_id,
            inquiry=offer.slot.inquiry_id,
            mediator=offer.mediator_id,
        )


def _mark_slot(slot: Slot) -> None:
    """Asked while somebody is asked or queued, else open; filled and finished slots stay as they are."""
    if slot.state not in (SlotState.OPEN, SlotState.ASKED):
        return
    state = SlotState.ASKED if Offer.objects.open().filter(slot=slot).exists() else SlotState.OPEN
    if state != slot.state:
        slot.state = state
        slot.save(update_fields=["state"])


@transaction.atomic
def accept_offer(
    *, offer: Offer, via: str, by: User | None, now: datetime | None = None, chosen_date: ProposedDate | None = None
) -> Assignment:
    """First yes wins; the database guards it twice. A second yes gives the same Einsatz.

    Raises TooLate or AlreadyBusy.
    """
    now = now or timezone.now()
    mediator, slot = locked(mediator_id=offer.mediator_id, slot_id=offer.slot_id, whole_inquiry=chosen_date is not None)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.state == OfferState.ACCEPTED:
        return Assignment.objects.select_related("slot__inquiry", "mediator").get(offer=offer)
    _refuse_late(offer, slot, now, via)
    if chosen_date is not None:
        _fix_date(slot, chosen_date)
    assignment = _promise(offer, mediator, slot, via, now)
    offer.state, offer.answered_at, offer.answered_via = OfferState.ACCEPTED, now, via
    offer.save(update_fields=["state", "answered_at", "answered_via"])
    slot.state, slot.unfilled_reason = SlotState.FILLED, ""
    slot.save(update_fields=["state", "unfilled_reason"])
    # Before the messages of this yes: a question that has not left yet need not leave any more.
    outbox.recall(center=slot.center, about=f"mediation.Offer:{offer.pk}")
    _end_others(slot, now)
    settle(slot.inquiry)
    notices.assigned(assignment=assignment, by=by or offer.asked_by)
    audit.record(
        center=slot.center,
        action="offer.accepted",
        by=by,
        on=assignment,
        kind="" if by else "link",
        offer=offer.pk,
        slot=slot.pk,
        inquiry=slot.inquiry_id,
        mediator=mediator.pk,
        via=via,
    )
    return assignment


def _refuse_late(offer: Offer, slot: Slot, now: datetime, via: str) -> None:
    if slot.state == SlotState.FILLED or offer.state == OfferState.TAKEN:
        raise TooLate("taken")
    if slot.state in (SlotState.WITHDRAWN, SlotState.UNFILLED) or offer.state == OfferState.WITHDRAWN:
        raise TooLate("withdrawn")
    if slot.ends_at is not None and slot.ends_at <= now and via != Channel.PAPER:
        raise TooLate("over")


def _fix_date(slot: Slot, chosen: ProposedDate) -> None:
    """One of the proposals becomes the date of the inquiry and of its slots without one."""
    ProposedDate.objects.filter(pk=chosen.pk).update(chosen=True)
    Inquiry.objects.filter(pk=slot.inquiry_id).update(starts_at=chosen.starts_at, ends_at=chosen.ends_at)
    Slot.objects.filter(inquiry_id=slot.inquiry_id, starts_at=None).update(
        starts_at=chosen.starts_at, ends_at=chosen.ends_at
    )
    slot.starts_at, slot.ends_at = chosen.starts_at, chosen.ends_at


def _promise(offer: Offer, mediator: Mediator, slot: Slot, via: str, now: datetime) -> Assignment:
    leg = leg_between(mediator, slot)
    way = timedelta(minutes=leg.minutes if leg else 0)
    has_date = slot.starts_at is not None and slot.ends_at is not None
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                center=slot.center,
                slot=slot,
                mediator=mediator,
                offer=offer,
                desk=offer.desk,
                state=AssignmentState.PLANNED if has_date else AssignmentState.AGREED,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                blocked_from=slot.starts_at - way if slot.starts_at else None,
                blocked_to=slot.ends_at + way if slot.ends_at else None,
                travel_minutes=leg.minutes if leg else 0,
                travel_km=leg.km if leg else 0,
                accepted_at=now,
                accepted_via=via,
            )
    except IntegrityError as refused:
        constraint = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "")
        if constraint == "nobody_is_in_two_places":
            raise AlreadyBusy from None
        if constraint == "a_slot_is_filled_once":
            raise TooLate("taken") from None
        raise


def _end_others(slot: Slot, now: datetime) -> None:
    """Those still asked read that somebody was faster; those only queued never hear of it."""
    for other in (
        Offer.objects.open()
        .filter(slot=slot)
        .select_related("mediator__center", "slot__inquiry__town", "desk", "asked_by")
    ):
        was_asked = other.state == OfferState.ASKED
        other.state, other.answered_at = OfferState.TAKEN, now
        other.save(update_fields=["state", "answered_at"])
        recalled = outbox.recall(center=slot.center, about=f"mediation.Offer:{other.pk}")
        if was_asked and not recalled:
            notices.taken(offer=other)


@transaction.atomic
def decline_offer(*, offer: Offer, via: str, by: User | None, reason: str = "", now: datetime | None = None) -> Offer:
    """A no is in order; the next in the queue is asked. A second no changes nothing but the optional reason."""
    now = now or timezone.now()
    _mediator, slot = locked(mediator_id=offer.mediator_id, slot_id=offer.slot_id)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.state == OfferState.ACCEPTED:
        raise TooLate("accepted")
    if offer.state == OfferState.DECLINED:
        if reason and not offer.decline_reason:
            offer.decline_reason = reason
            offer.save(update_fields=["decline_reason"])
        return offer
    if offer.state in (OfferState.TAKEN, OfferState.WITHDRAWN):
        return offer
    offer.state, offer.answered_at, offer.answered_via, offer.decline_reason = OfferState.DECLINED, now, via, reason
    offer.save(update_fields=["state", "answered_at", "answered_via", "decline_reason"])
    outbox.recall(center=slot.center, about=f"mediation.Offer:{offer.pk}")
    asked = send_next(slot=slot, now=now)
    settle(slot.inquiry)
    _record_asked(asked)
    audit.record(
        center=slot.center,
        action="offer.declined",
        by=by,
        on=offer,
        kind="" if by else "link",
        slot=slot.pk,
        inquiry=slot.inquiry_id,
        via=via,
        reason=reason,
    )
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: User | None, now: datetime | None = None) -> Offer:
    """Take a question back: silently while its message waits, with a word when it has left."""
    now = now or timezone.now()
    _mediator, slot = locked(mediator_id=offer.mediator_id, slot_id=offer.slot_id)
    offer = (
        Offer.objects.select_for_update(of=("self",))
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
        notices.withdrawn(offer=offer)
    asked = send_next(slot=slot, now=now)
    settle(slot.inquiry)
    _record_asked(asked)
    audit.record(center=slot.center, action="offer.withdrawn", by=by, on=offer, slot=slot.pk, inquiry=slot.inquiry_id)
    return offer


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
    _record_asked(asked)
    audit.record(center=slot.center, action="offer.expired", by=None, on=offer, slot=slot.pk, inquiry=slot.inquiry_id)
    return True


@transaction.atomic
def undo_acceptance(*, assignment: Assignment, by: User, now: datetime | None = None) -> None:
    """Take a phone acceptance back within ten minutes, as if it had not been entered."""
    now = now or timezone.now()
    mediator, slot = locked(mediator_id=assignment.mediator_id, slot_id=assignment.slot_id)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.state not in BINDING or now - assignment.accepted_at > timedelta(minutes=PHONE_UNDO_MINUTES):
        raise TooLate("over")
    assignment.state, assignment.cancelled_at, assignment.cancelled_by = AssignmentState.CANCELLED, now, by
    assignment.cancelled_side, assignment.cancel_reason = "desk", "entered_by_mistake"
    assignment.save()
    Offer.objects.filter(pk=assignment.offer_id).update(state=OfferState.WITHDRAWN)
    slot.state = SlotState.OPEN
    slot.save(update_fields=["state"])
    outbox.recall(center=slot.center, about=f"mediation.Assignment:{assignment.pk}")
    outbox.recall(center=slot.center, about=f"mediation.Inquiry:{slot.inquiry_id}")
    _mark_slot(slot)
    settle(slot.inquiry)
    audit.record(
        center=slot.center,
        action="offer.acceptance_undone",
        by=by,
        on=assignment,
        slot=slot.pk,
        inquiry=slot.inquiry_id,
        mediator=mediator.pk,
    )


@transaction.atomic
def give_up_slot(*, slot: Slot, reason: str, by: User | None, now: datetime | None = None) -> Slot:
    """ "Nicht vermittelt" with its reason: the figure the committee reads. Open questions are withdrawn."""
    now = now or timezone.now()
    (slot,) = lock_everybody(Slot.objects.filter(pk=slot.pk))
    for offer in Offer.objects.open().filter(slot=slot).order_by("mediator_id"):
        withdraw_offer(offer=offer, by=by, now=now)
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
def reopen_slot(*, slot: Slot, by: User) -> Slot:
    """Look again after "Nicht vermittelt"."""
    slot = Slot.objects.select_for_update(of=("self",)).select_related("inquiry__center").get(pk=slot.pk)
    if slot.state != SlotState.UNFILLED:
        raise TooLate("over")
    slot.state, slot.unfilled_reason = SlotState.OPEN, ""
    slot.save(update_fields=["state", "unfilled_reason"])
    settle(slot.inquiry)
    audit.record(center=slot.center, action="slot.reopened", by=by, on=slot, inquiry=slot.inquiry_id)
    return slot


def offer_by_phone(*, slot: Slot, mediator: Mediator, by: User, desk: Desk, now: datetime) -> Offer:
    """The question that a call was: the pending one if there is one, else a new one that no message goes with."""
    pending = (
        Offer.objects.filter(
            slot=slot, mediator=mediator, state__in=(OfferState.WAITING, OfferState.ASKED, OfferState.EXPIRED)
        )
        .order_by("-pk")
        .first()
    )
    if pending:
        return pending
    if mediator.state == MediatorState.LEFT:
        raise TooLate("over")
    return Offer.objects.create(
        center=slot.center,
        slot=slot,
        mediator=mediator,
        desk=desk,
        state=OfferState.ASKED,
        channel=Channel.PHONE,
        asked_by=by,
        asked_at=now,
    )


@transaction.atomic
def note_sent_by_hand(*, offer: Offer, by: User) -> None:
    """The desk's own phone has sent the SMS."""
    Message.objects.filter(about=f"mediation.Offer:{offer.pk}", state=MessageState.BY_HAND).update(
        state=MessageState.SENT, sent_at=timezone.now()
    )
    audit.record(
        center=offer.center, action="offer.sms_sent", by=by, on=offer, slot=offer.slot_id, inquiry=offer.slot.inquiry_id
    )
