"""What time itself ends, and what is never looked for again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.mediation import figures
from lotsenhaus.mediation.actions import asking, assignments, endings, offers, proofs
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CancelReason,
    CancelSide,
    Channel,
    InquiryState,
    OfferState,
    ProofWay,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import Assignment, Inquiry, Offer, Slot
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message
from tests.house import House, in_days

DAY = in_days(3)
AFTER = DAY + timedelta(hours=2)


@pytest.fixture
def petra(house: House) -> User:
    return house.person(Role.DISPATCHER)


def promised(house: House, slot: Slot, petra: User) -> Assignment:
    (offer,) = asking.ask(slot=slot, mediators=[house.mediator(*slot.languages)], by=petra, desk=house.desk)
    return offers.accept_offer(offer=offer, via=Channel.LINK, by=None)


def pass_on() -> None:
    for pk in endings.due(AFTER):
        endings.note_over(inquiry_id=pk, now=AFTER)


def test_a_search_whose_day_is_over_ends_beside_a_talk_that_took_place(house: House, petra: User) -> None:
    inquiry = house.inquiry("arb", "ron", start=DAY)
    one, two = inquiry.slots.order_by("pk")
    promised(house, one, petra)
    asking.ask(slot=two, mediators=[house.mediator("ron"), house.mediator("ron")], by=petra, desk=house.desk)
    written = Message.objects.count()
    pass_on()
    inquiry.refresh_from_db()
    two.refresh_from_db()
    assert (inquiry.state, Assignment.objects.get().state) == (InquiryState.HELD, AssignmentState.HELD)
    assert (two.state, two.unfilled_reason) == (SlotState.UNFILLED, UnfilledReason.NO_ANSWER)
    assert list(Offer.objects.filter(slot=two).order_by("pk").values_list("state", flat=True)) == [
        OfferState.EXPIRED,
        OfferState.WITHDRAWN,
    ]
    assert AuditRecord.objects.filter(action="slot.unfilled", subject_id=two.pk).count() == 1
    assert Message.objects.count() == written
    assert endings.due(AFTER) == []


def test_who_was_asked_reads_an_end_once_who_only_waited_for_her_turn_nothing(house: House, petra: User) -> None:
    slot, asked = house.inquiry("arb", start=DAY).slots.get(), house.mediator()
    asking.ask(slot=slot, mediators=[asked, house.mediator()], by=petra, desk=house.desk)
    Message.objects.update(state=MessageState.SENT)
    pass_on()
    pass_on()
    end = Message.objects.get(kind="withdrawn")
    assert (end.recipient, "hat sich erledigt" in end.body) == (asked.email, True)


@pytest.mark.parametrize(
    ("speakers", "reason"), [(0, UnfilledReason.NOBODY_SPEAKS_IT), (1, UnfilledReason.NOBODY_FREE)]
)
def test_a_search_that_nobody_was_asked_for_ends_with_the_reason_that_the_pool_tells(
    house: House, speakers: int, reason: str
) -> None:
    inquiry = house.inquiry("arb", start=DAY, submitted_at=DAY - timedelta(days=5))
    for _speaker in range(speakers):
        house.mediator("arb")
    pass_on()
    slot, inquiry = inquiry.slots.get(), Inquiry.objects.get()
    assert (slot.unfilled_reason, inquiry.state) == (reason, InquiryState.UNFILLED)
    assert inquiry.closed_at is not None


def test_what_ended_by_itself_stands_in_the_figures_as_not_found(house: House) -> None:
    house.inquiry("arb", start=DAY, submitted_at=timezone.now())
    pass_on()
    unmet = figures._unmet(DAY - timedelta(days=1), DAY + timedelta(days=1))
    assert [(one.language, one.count) for one in unmet] == [("Arabisch", 1)]


def test_a_talk_that_took_place_without_her_is_not_looked_for_again(house: House, petra: User) -> None:
    inquiry = house.inquiry("arb", start=DAY)
    promise = promised(house, inquiry.slots.get(), petra)
    pass_on()
    assignments.cancel_assignment(
        assignment=promise, side=CancelSide.MEDIATOR, reason=CancelReason.PREVENTED, by=petra, now=AFTER
    )
    slot, inquiry = inquiry.slots.get(), Inquiry.objects.get()
    assert (slot.state, slot.unfilled_reason) == (SlotState.UNFILLED, UnfilledReason.CANCELLED_LATE)
    assert inquiry.state == InquiryState.UNFILLED


@pytest.mark.parametrize("side", CancelSide.values)
def test_who_was_thought_to_have_met_reads_that_the_desk_noted_otherwise(house: House, petra: User, side: str) -> None:
    promise = promised(house, house.inquiry("arb", start=DAY).slots.get(), petra)
    pass_on()
    for _twice in range(2):
        assignments.cancel_assignment(
            assignment=promise, side=side, reason=CancelReason.NOBODY_CAME, by=petra, now=AFTER
        )
    told = Message.objects.filter(kind="cancelled").order_by("pk")
    assert [one.recipient for one in told] == [promise.mediator.email, house.contact.email]
    assert all("hat nicht stattgefunden" in one.body and "Stimmt das nicht?" in one.body for one in told)
    assert not any("fällt aus" in one.body for one in told)


def test_who_says_herself_that_she_was_not_there_is_not_told_so(house: House, petra: User) -> None:
    promise = promised(house, house.inquiry("arb", start=DAY).slots.get(), petra)
    assignments.cancel_assignment(
        assignment=promise, side=CancelSide.MEDIATOR, reason=CancelReason.PREVENTED, by=None, now=AFTER
    )
    assert Message.objects.get(kind="cancelled").recipient == house.contact.email


def test_a_day_that_is_over_is_neither_reopened_nor_asked_for(house: House, petra: User) -> None:
    slot = house.inquiry("arb", start=DAY).slots.get()
    with pytest.raises(offers.TooLate):
        asking.ask(slot=slot, mediators=[house.mediator()], by=petra, desk=house.desk, now=AFTER)
    asking.give_up_slot(slot=slot, reason=UnfilledReason.NOBODY_FREE, by=petra)
    with pytest.raises(offers.TooLate) as late:
        asking.reopen_slot(slot=slot, by=petra, now=AFTER)
    assert late.value.why == "past"
    assert asking.reopen_slot(slot=slot, by=petra).state == SlotState.OPEN


def test_a_no_after_the_day_asks_nobody_else(house: House, petra: User) -> None:
    slot = house.inquiry("arb", start=DAY).slots.get()
    first, second = asking.ask(slot=slot, mediators=[house.mediator(), house.mediator()], by=petra, desk=house.desk)
    offers.decline_offer(offer=first, via=Channel.LINK, by=None, now=AFTER)
    second.refresh_from_db()
    assert second.state == OfferState.WAITING


def test_an_inquiry_closes_with_its_last_confirmation_and_opens_with_a_new_search(house: House, petra: User) -> None:
    inquiry = house.inquiry("arb", "ron", start=DAY)
    one, two = inquiry.slots.order_by("pk")
    promise = promised(house, one, petra)
    asking.give_up_slot(slot=two, reason=UnfilledReason.NOBODY_FREE, by=petra)
    proofs.confirm(
        assignment=promise,
        started_at=DAY,
        ended_at=DAY + timedelta(hours=1),
        confirmed_by="Gisela",
        way=ProofWay.PHONE,
        by=petra,
        now=AFTER,
    )
    closed = Inquiry.objects.get()
    assert (closed.state, closed.closed_at is not None) == (InquiryState.CLOSED, True)
    asking.reopen_slot(slot=two, by=petra)
    again = Inquiry.objects.get()
    assert (again.state, again.closed_at) == (InquiryState.OPEN, None)


def test_withdrawing_leaves_what_has_taken_place(house: House, petra: User) -> None:
    inquiry = house.inquiry("arb", start=DAY)
    later = house.slot(inquiry, "ron", starts_at=DAY + timedelta(days=1), ends_at=DAY + timedelta(days=1, hours=1))
    held, ahead = promised(house, inquiry.slots.order_by("pk")[0], petra), promised(house, later, petra)
    pass_on()
    assignments.withdraw_inquiry(inquiry=inquiry, by=petra, now=AFTER)
    states = dict(Assignment.objects.values_list("pk", "state"))
    assert states == {held.pk: AssignmentState.HELD, ahead.pk: AssignmentState.CANCELLED}
    assert Inquiry.objects.get().state == InquiryState.HELD
    with pytest.raises(assignments.NotPossible):
        assignments.withdraw_inquiry(inquiry=inquiry, by=petra, now=AFTER)


@pytest.mark.parametrize(
    ("wanted", "spoken", "reason"),
    [("arb", "apc", UnfilledReason.NOBODY_FREE), ("ron", "apc", UnfilledReason.NOBODY_SPEAKS_IT)],
)
def test_who_speaks_a_variant_speaks_the_language(house: House, wanted: str, spoken: str, reason: str) -> None:
    house.mediator(spoken)
    house.inquiry(wanted, start=DAY)
    pass_on()
    assert Slot.objects.get().unfilled_reason == reason


def test_a_slot_whose_language_is_not_known_yet_is_not_one_that_nobody_speaks(house: House) -> None:
    house.inquiry("arb", start=DAY)
    Slot.objects.update(languages=[])
    pass_on()
    assert Slot.objects.get().unfilled_reason == UnfilledReason.NOBODY_FREE
