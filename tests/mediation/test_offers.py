"""Asking and answering: the rules of the pool as sentences."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.mediation.actions import asking, assignments, calls, handovers, offers
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CallResult,
    CancelReason,
    CancelSide,
    Channel,
    InquiryState,
    OfferState,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import Assignment, Mediator, Offer
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message
from tests.house import House, in_days


def asked(house: House, *people: object, **kwargs: object) -> list[Offer]:
    inquiry = house.inquiry("arb")
    petra = house.person(Role.DISPATCHER, name="Petra Mustermeier")
    return asking.ask(slot=inquiry.slots.get(), mediators=people, by=petra, desk=house.desk, **kwargs)  # type: ignore[arg-type]


def test_planned_inquiries_ask_one_after_the_other(house: House) -> None:
    first, second = asked(house, house.mediator(), house.mediator())
    assert [o.state for o in Offer.objects.order_by("position")] == [OfferState.ASKED, OfferState.WAITING]
    offers.decline_offer(offer=first, via=Channel.LINK, by=None)
    second.refresh_from_db()
    assert second.state == OfferState.ASKED


def test_urgent_inquiries_ask_several_at_once(house: House) -> None:
    inquiry = house.inquiry("arb", start=timezone.now() + timedelta(hours=2))
    asking.ask(slot=inquiry.slots.get(), mediators=[house.mediator(), house.mediator()], by=None, desk=house.desk)
    assert set(Offer.objects.values_list("state", flat=True)) == {OfferState.ASKED}


def test_the_first_yes_wins_and_the_others_read_a_friendly_end(house: House) -> None:
    first, second = asked(house, house.mediator(), house.mediator(), at_once=True)
    Message.objects.update(state=MessageState.SENT)
    assignment = offers.accept_offer(offer=first, via=Channel.LINK, by=None)
    with pytest.raises(offers.TooLate) as late:
        offers.accept_offer(offer=second, via=Channel.LINK, by=None)
    assert late.value.why == "taken"
    assert assignment.slot.inquiry.state == InquiryState.ARRANGED
    assert Message.objects.get(kind="taken").recipient == second.mediator.email


def test_a_question_whose_message_has_not_left_ends_in_silence(house: House) -> None:
    first, _second = asked(house, house.mediator(), house.mediator(), at_once=True)
    offers.accept_offer(offer=first, via=Channel.PHONE, by=None)
    assert not Message.objects.filter(kind="taken").exists()
    assert set(Message.objects.filter(kind="offer").values_list("state", flat=True)) == {MessageState.RECALLED}


def test_a_second_yes_gives_the_same_assignment(house: House) -> None:
    (offer,) = asked(house, house.mediator())
    once = offers.accept_offer(offer=offer, via=Channel.LINK, by=None)
    assert offers.accept_offer(offer=offer, via=Channel.LINK, by=None).pk == once.pk


def test_nobody_is_in_two_places_with_the_way_counted_in(house: House) -> None:
    mediator = house.mediator(town=house.towns["Verl"])
    start = in_days(10)
    one = house.inquiry("arb", start=start).slots.get()
    next_one = house.inquiry("arb", start=start + timedelta(minutes=70)).slots.get()
    for slot in (one, next_one):
        asking.ask(slot=slot, mediators=[mediator], by=None, desk=house.desk)
    offers.accept_offer(offer=Offer.objects.get(slot=one), via=Channel.LINK, by=None)
    with pytest.raises(offers.AlreadyBusy):
        offers.accept_offer(offer=Offer.objects.get(slot=next_one), via=Channel.LINK, by=None)
    assert Assignment.objects.count() == 1


def test_asking_somebody_twice_asks_once(house: House) -> None:
    mediator = house.mediator()
    (offer,) = asked(house, mediator)
    assert asking.ask(slot=offer.slot, mediators=[mediator], by=None, desk=house.desk) == []


def test_an_expired_question_still_counts_when_nobody_else_said_yes(house: House) -> None:
    (offer,) = asked(house, house.mediator())
    later = offer.expires_at + timedelta(minutes=1) if offer.expires_at else timezone.now() + timedelta(days=5)
    offer.refresh_from_db()
    assert offer.expires_at is not None
    assert asking.expire_offer(offer=offer, now=later) is True
    assert offers.accept_offer(offer=offer, via=Channel.LINK, by=None, now=later).state == AssignmentState.PLANNED


def test_a_phone_call_says_yes_and_can_be_taken_back(house: House) -> None:
    petra, mediator = house.person(Role.DISPATCHER), house.mediator()
    slot = house.inquiry("arb").slots.get()
    call = calls.begin_call(center=house.center, by=petra, desk=house.desk, mediator=mediator, slot=slot)
    outcome = calls.end_call(call=call, result=CallResult.ACCEPTED, by=petra)
    assert outcome.assignment is not None
    offers.undo_acceptance(assignment=outcome.assignment, by=petra)
    slot.refresh_from_db()
    assert slot.state == SlotState.OPEN
    assert not Message.objects.filter(state=MessageState.WAITING).exists()


def test_undoing_a_yes_that_was_told_already_tells_again_and_leaves_other_mail_alone(house: House) -> None:
    petra, slot, mediator = house.person(Role.DISPATCHER), house.inquiry("arb").slots.get(), house.mediator()
    call = calls.begin_call(center=house.center, by=petra, desk=house.desk, mediator=mediator, slot=slot)
    outcome = calls.end_call(call=call, result=CallResult.ACCEPTED, by=petra, desk=house.desk)
    assert outcome.assignment is not None
    told = Message.objects.filter(key__startswith="assigned:")
    assert told.update(state=MessageState.SENT) == 2
    received = Message.objects.create(
        center=house.center, key="received:1", kind="received", about=f"mediation.Inquiry:{slot.inquiry_id}",
        recipient="kita@example.org", body="", send_after=timezone.now(),
    )  # fmt: skip
    offers.undo_acceptance(assignment=outcome.assignment, by=petra)
    received.refresh_from_db()
    assert received.state == MessageState.WAITING
    after = set(Message.objects.filter(kind="cancelled").values_list("key", flat=True))
    assert after == {f"cancelled:{who}:{outcome.assignment.pk}" for who in ("mediator", "requester")}


def test_the_strip_waits_until_its_call_has_a_result(house: House) -> None:
    petra, slot = house.person(Role.DISPATCHER), house.inquiry("arb").slots.get()
    one, other = house.mediator(), house.mediator()
    call = calls.begin_call(center=house.center, by=petra, desk=house.desk, mediator=one, slot=slot)
    assert calls.begin_call(center=house.center, by=petra, desk=house.desk, mediator=one, slot=slot) == call
    with pytest.raises(calls.StillCalling):
        calls.begin_call(center=house.center, by=petra, desk=house.desk, mediator=other, slot=slot)


def test_not_reached_twice_proposes_tomorrow_morning(house: House) -> None:
    petra, slot, mediator = house.person(Role.DISPATCHER), house.inquiry("arb").slots.get(), house.mediator()
    outcomes = []
    for _time in range(2):
        call = calls.begin_call(center=house.center, by=petra, desk=house.desk, mediator=mediator, slot=slot)
        outcomes.append(calls.end_call(call=call, result=CallResult.NOT_REACHED, by=petra))
    assert outcomes[0].try_again_at is None
    assert outcomes[1].try_again_at is not None
    assert timezone.localtime(outcomes[1].try_again_at).hour == 8


def test_a_wrong_number_is_noted_and_is_no_no(house: House) -> None:
    petra, slot, mediator = house.person(Role.DISPATCHER), house.inquiry("arb").slots.get(), house.mediator()
    call = calls.begin_call(center=house.center, by=petra, desk=house.desk, mediator=mediator, slot=slot)
    calls.end_call(call=call, result=CallResult.WRONG_NUMBER, by=petra)
    mediator.refresh_from_db()
    assert mediator.phone_is_wrong is True
    assert not Offer.objects.exists()


def test_when_a_mediator_cancels_the_slot_looks_for_the_next_person(house: House) -> None:
    (offer,) = asked(house, house.mediator())
    assignment = offers.accept_offer(offer=offer, via=Channel.LINK, by=None)
    assignments.cancel_assignment(
        assignment=assignment, side=CancelSide.MEDIATOR, reason=CancelReason.PREVENTED, by=None
    )
    assignment.slot.refresh_from_db()
    assert assignment.slot.state == SlotState.OPEN
    assert Message.objects.get(kind="cancelled").recipient == house.contact.email
    offer.refresh_from_db()
    assert offer.state == OfferState.DECLINED  # she is not proposed for the same slot again


def test_when_the_school_withdraws_everybody_concerned_is_told(house: House) -> None:
    first, _second = asked(house, house.mediator(), house.mediator())
    offers.accept_offer(offer=first, via=Channel.LINK, by=None)
    assignments.withdraw_inquiry(inquiry=first.slot.inquiry, by=None)
    assert Assignment.objects.get().state == AssignmentState.CANCELLED
    assert first.slot.inquiry.__class__.objects.get().state == InquiryState.WITHDRAWN
    assert Message.objects.get(kind="cancelled").recipient == first.mediator.email


def test_nobody_found_keeps_its_reason(house: House) -> None:
    (offer,) = asked(house, house.mediator())
    slot = asking.give_up_slot(slot=offer.slot, reason=UnfilledReason.TOO_FAR, by=None)
    assert (slot.state, slot.unfilled_reason, slot.inquiry.state) == (
        SlotState.UNFILLED,
        UnfilledReason.TOO_FAR,
        InquiryState.UNFILLED,
    )


def test_a_slot_is_passed_on_and_given_back_with_its_reason(house: House) -> None:
    petra, slot = house.person(Role.DISPATCHER), house.inquiry("ron").slots.get()
    handover = handovers.hand_over(
        inquiry=slot.inquiry, slot=slot, to_desk=house.other_desk, note="Niemand hier", by=petra
    )
    slot.refresh_from_db()
    assert slot.desk == house.other_desk
    handovers.give_back(handover=handover, reason="Auch niemand", by=petra)
    slot.refresh_from_db()
    assert slot.desk is None
    with pytest.raises(handovers.NotYours):
        handovers.take_over(handover=handover, by=petra)


def test_every_step_leaves_a_record_in_one_chain(house: House) -> None:
    (offer,) = asked(house, house.mediator())
    offers.accept_offer(offer=offer, via=Channel.LINK, by=None)
    actions = list(AuditRecord.objects.order_by("position").values_list("action", flat=True))
    assert actions == ["offer.queued", "offer.asked", "offer.accepted"]


def test_who_can_only_be_called_is_not_queued_and_holds_up_nobody(house: House) -> None:
    silent = house.mediator(email="", accepts_sms=False)
    reached = house.mediator()
    (offer,) = asked(house, silent, reached)
    offer.refresh_from_db()
    assert (offer.mediator, offer.state) == (reached, OfferState.ASKED)
    slot = house.inquiry("ron").slots.get()
    assert asking.ask(slot=slot, mediators=[silent], by=None, desk=house.desk) == []
    slot.refresh_from_db()
    assert slot.state == SlotState.OPEN


def test_who_lost_her_address_while_she_waited_leaves_the_queue(house: House) -> None:
    first, second, third = asked(house, house.mediator(), house.mediator(), house.mediator())
    Mediator.objects.filter(pk=second.mediator_id).update(email="", phone="")
    offers.decline_offer(offer=first, via=Channel.LINK, by=None)
    assert list(Offer.objects.order_by("position").values_list("state", flat=True)) == [
        OfferState.DECLINED,
        OfferState.WITHDRAWN,
        OfferState.ASKED,
    ]
    assert AuditRecord.objects.filter(action="offer.unreachable", subject_id=second.pk).count() == 1
    assert Message.objects.filter(about=f"mediation.Offer:{third.pk}").count() == 1
