"""Telephone calls: one press begins, one of five results ends, whatever happens in between."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.kit.calendar import next_waking_moment
from lotsenhaus.mediation.actions import locks, offers
from lotsenhaus.mediation.choices.states import CallResult, Channel
from lotsenhaus.mediation.models import Assignment, Call, Inquiry, Mediator, ProposedDate, Slot
from lotsenhaus.network.models import Contact, Desk


class StillCalling(Exception):
    """The strip of another call waits for its result."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call


@dataclass(frozen=True)
class Outcome:
    """What a result led to; `try_again_at` is proposed after the second time nobody answered."""

    call: Call
    assignment: Assignment | None = None
    try_again_at: datetime | None = None


@transaction.atomic
def begin_call(
    *,
    center: Center,
    by: User,
    desk: Desk | None,
    mediator: Mediator | None = None,
    contact: Contact | None = None,
    slot: Slot | None = None,
    inquiry: Inquiry | None = None,
    returning: Call | None = None,
    now: datetime | None = None,
) -> Call:
    """The same person about the same slot is the same call. Raises StillCalling while another one has no result.

    `returning` is the call-back that this call takes up.
    """
    if returning is not None:
        list(Call.objects.select_for_update(of=("self",), no_key=True).filter(pk=returning.pk).values_list("pk"))
    running = Call.objects.running().select_for_update(of=("self",), no_key=True).filter(by=by).first()
    if running:
        same = running.mediator_id == (mediator.pk if mediator else None) and running.slot_id == (
            slot.pk if slot else None
        )
        if same and running.contact_id == (contact.pk if contact else None):
            return running
        raise StillCalling(running)
    call = Call.objects.create(
        center=center,
        by=by,
        desk=desk,
        mediator=mediator,
        contact=contact,
        slot=slot,
        inquiry=inquiry or (slot.inquiry if slot else None),
        started_at=now or timezone.now(),
    )
    audit.record(center=center, action="call.begun", by=by, on=call, slot=call.slot_id, inquiry=call.inquiry_id)
    if returning is not None:
        finish_call_back(call=returning, by=by, now=now)
    return call


@transaction.atomic
def end_call(
    *,
    call: Call,
    result: str,
    by: User,
    desk: Desk | None = None,
    until: datetime | None = None,
    note: str = "",
    decline_reason: str = "",
    chosen_date: ProposedDate | None = None,
    explanation: dict[str, object] | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Enter the result: it moves the inquiry, informs people and leads to the next person.

    Raises offers.TooLate or offers.AlreadyBusy for a yes that cannot count; the call stays open then.
    """
    now = now or timezone.now()
    if call.mediator_id and call.slot_id:  # the lock order of the house, before the call's own row
        locks.locked(mediator_id=call.mediator_id, slot_id=call.slot_id, whole_inquiry=chosen_date is not None)
    call = (
        Call.objects.select_for_update(of=("self",), no_key=True)
        .select_related("mediator", "slot__inquiry__center", "center", "desk")
        .get(pk=call.pk)
    )
    if call.result:
        return Outcome(call)
    call.result, call.ended_at, call.note = CallResult(result), now, note[:160]
    assignment = _carry_out(call, by, desk or call.desk, decline_reason, chosen_date, now, explanation)
    try_again = _next_try(call, now)
    call.until = until if result == CallResult.CALLS_BACK else None
    call.save()
    audit.record(
        center=call.center,
        action="call.ended",
        by=by,
        on=call,
        result=result,
        slot=call.slot_id,
        inquiry=call.inquiry_id,
    )
    return Outcome(call, assignment, try_again)


def _carry_out(
    call: Call,
    by: User,
    desk: Desk | None,
    decline_reason: str,
    chosen_date: ProposedDate | None,
    now: datetime,
    explanation: dict[str, object] | None,
) -> Assignment | None:
    mediator, slot = call.mediator, call.slot
    if mediator is None:
        return None
    if call.result == CallResult.WRONG_NUMBER:  # never counts as a no
        Mediator.objects.filter(pk=mediator.pk).update(phone_is_wrong=True)
        return None
    if slot is None or call.result not in (CallResult.ACCEPTED, CallResult.DECLINED):
        return None
    asking = desk or slot.working_desk
    offer = offers.offer_by_phone(slot=slot, mediator=mediator, by=by, desk=asking, now=now, explanation=explanation)
    if call.result == CallResult.ACCEPTED:
        return offers.accept_offer(offer=offer, via=Channel.PHONE, by=by, now=now, chosen_date=chosen_date)
    offers.decline_offer(offer=offer, via=Channel.PHONE, by=by, reason=decline_reason, now=now)
    return None


def _next_try(call: Call, now: datetime) -> datetime | None:
    """Not reached twice: tomorrow morning."""
    if call.result != CallResult.NOT_REACHED:
        return None
    before = Call.objects.filter(
        mediator=call.mediator_id,
        contact=call.contact_id,
        slot=call.slot_id,
        result=CallResult.NOT_REACHED,
        started_at__gte=now - timedelta(days=2),
    ).exclude(pk=call.pk)
    if not before.exists():
        return None
    tomorrow = timezone.localtime(now).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return next_waking_moment(tomorrow)


@transaction.atomic
def note_call_back(
    *,
    center: Center,
    by: User,
    desk: Desk | None,
    note: str,
    until: datetime,
    mediator: Mediator | None = None,
    contact: Contact | None = None,
    inquiry: Inquiry | None = None,
    slot: Slot | None = None,
    now: datetime | None = None,
) -> Call:
    """A call-back without a call before it: somebody is to be phoned by then."""
    now = now or timezone.now()
    call = Call.objects.create(
        center=center,
        by=by,
        desk=desk,
        mediator=mediator,
        contact=contact,
        inquiry=inquiry,
        slot=slot,
        started_at=now,
        ended_at=now,
        result=CallResult.CALLS_BACK,
        until=until,
        note=note[:160],
    )
    audit.record(center=center, action="call.back_noted", by=by, on=call, inquiry=call.inquiry_id)
    return call


@transaction.atomic
def finish_call_back(*, call: Call, by: User, now: datetime | None = None) -> None:
    """Once; a second press changes nothing."""
    if Call.objects.to_return().filter(pk=call.pk).update(done_at=now or timezone.now()):
        audit.record(center=call.center, action="call.back_done", by=by, on=call, inquiry=call.inquiry_id)


@transaction.atomic
def drop_call(*, call: Call, by: User) -> None:
    """Pressed by mistake: the strip goes away, nothing counts."""
    dropped, _rows = Call.objects.running().filter(pk=call.pk).delete()
    if dropped:
        audit.record(center=call.center, action="call.dropped", by=by, on=call)
