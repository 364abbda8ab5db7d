"""Two people at work in the same second wait for each other, never in a circle; each meeting is arranged by a gate."""

import threading
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection, connections, transaction

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.audit import AUDIT_LOCK
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions import asking, assignments, calls, handovers, offers
from lotsenhaus.mediation.actions.locks import TooLate
from lotsenhaus.mediation.choices.states import CallResult, CancelReason, CancelSide, Channel, InquiryState, SlotState
from lotsenhaus.mediation.models import Call, Inquiry, Offer, Slot
from lotsenhaus.outbox.models import Message
from tests.house import House, build, new_center

pytestmark = pytest.mark.django_db(transaction=True)
Step = Callable[[], object]
AUDIT = "audit"


@pytest.fixture
def petra(open_house: House) -> User:
    with center_scope(open_house.center):
        return open_house.person(Role.DISPATCHER)


@pytest.fixture
def open_house() -> House:
    """A house whose rows are committed, so that other connections see them."""
    center = new_center("gt", "GT")
    with center_scope(center):
        return build("gt", "GT")


def asked(house: House, slot: Slot, petra: User, *, people: int = 1, email: str | None = None) -> list[Offer]:
    chosen = [house.mediator(**({} if email is None else {"email": email})) for _person in range(people)]
    return asking.ask(slot=slot, mediators=chosen, by=petra, desk=house.desk, at_once=True)


def close_gate(house: House, gate: str | Inquiry) -> None:
    with connection.cursor() as cursor:
        if isinstance(gate, Inquiry):
            cursor.execute("SELECT 1 FROM mediation_inquiry WHERE id = %s FOR NO KEY UPDATE", [gate.pk])
        else:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [AUDIT_LOCK, house.center.pk])


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        (count,) = cursor.fetchone()
    return int(count)


def meet(house: House, gate: str | Inquiry, *steps: Step) -> list[BaseException]:
    """Each step in its own thread, one after the other up to the gate, which then opens; what they raised."""
    raised: list[BaseException] = []

    def run(step: Step) -> None:
        try:
            with center_scope(house.center):
                step()
        except BaseException as problem:
            raised.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    with center_scope(house.center), transaction.atomic():
        close_gate(house, gate)
        for number, thread in enumerate(threads, start=1):
            thread.start()
            deadline = time.monotonic() + 5
            while waiting() < number and thread.is_alive() and time.monotonic() < deadline:
                time.sleep(0.01)
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    return raised


def test_two_slots_of_an_inquiry_filled_in_the_same_second_arrange_it(open_house: House, petra: User) -> None:
    with center_scope(open_house.center):
        inquiry = open_house.inquiry("arb", "ron")
        yes = [asked(open_house, slot, petra)[0] for slot in inquiry.slots.all()]

    def accept(offer: Offer) -> Step:
        return lambda: offers.accept_offer(offer=offer, via=Channel.LINK, by=None)

    assert meet(open_house, inquiry, *map(accept, yes)) == []
    with center_scope(open_house.center):
        assert Inquiry.objects.get().state == InquiryState.ARRANGED


@pytest.mark.parametrize("order", [1, -1])
def test_passing_a_slot_on_meets_a_yes(open_house: House, petra: User, order: int) -> None:
    with center_scope(open_house.center):
        inquiry = open_house.inquiry("arb")
        slot = inquiry.slots.get()
        (offer,) = asked(open_house, slot, petra)
    steps: list[Step] = [
        lambda: handovers.hand_over(inquiry=inquiry, slot=slot, to_desk=open_house.other_desk, note="", by=petra),
        lambda: offers.accept_offer(offer=offer, via=Channel.LINK, by=None),
    ]
    assert meet(open_house, inquiry, *steps[::order]) == []
    with center_scope(open_house.center):
        after = Slot.objects.get()
        assert (after.state, after.desk) == (SlotState.FILLED, open_house.other_desk)


@pytest.mark.parametrize("order", [1, -1])
def test_giving_a_slot_back_meets_a_yes(open_house: House, petra: User, order: int) -> None:
    with center_scope(open_house.center):
        inquiry = open_house.inquiry("arb")
        slot = inquiry.slots.get()
        (offer,) = asked(open_house, slot, petra)
        handover = handovers.hand_over(inquiry=inquiry, slot=slot, to_desk=open_house.other_desk, note="", by=petra)
    steps: list[Step] = [
        lambda: handovers.give_back(handover=handover, reason="Urlaub", by=petra),
        lambda: offers.accept_offer(offer=offer, via=Channel.LINK, by=None),
    ]
    assert meet(open_house, inquiry, *steps[::order]) == []


@pytest.mark.parametrize("order", [1, -1])
def test_an_sms_sent_by_hand_meets_the_end_of_the_search(open_house: House, petra: User, order: int) -> None:
    with center_scope(open_house.center):
        slot = open_house.inquiry("arb").slots.get()
        two = asked(open_house, slot, petra, people=2, email="")
        assert Message.objects.filter(kind="offer").count() == 2
    steps: list[Step] = [
        lambda: asking.give_up_slot(slot=slot, reason="nobody_free", by=petra),
        *[lambda offer=one: asking.note_sent_by_hand(offer=offer, by=petra) for one in two],
    ]
    assert meet(open_house, AUDIT, *steps[::order]) == []
    with center_scope(open_house.center):
        assert Slot.objects.get().state == SlotState.UNFILLED


@pytest.mark.parametrize("order", [1, -1])
def test_a_call_that_begins_meets_an_answer_of_the_same_person(open_house: House, petra: User, order: int) -> None:
    """The check of a foreign key at the end must not wait for somebody who waits for the audit chain."""
    with center_scope(open_house.center):
        slot = open_house.inquiry("arb").slots.get()
        (offer,) = asked(open_house, slot, petra)
    steps: list[Step] = [
        lambda: calls.begin_call(
            center=open_house.center, by=petra, desk=open_house.desk, mediator=offer.mediator, slot=slot
        ),
        lambda: offers.decline_offer(offer=offer, via=Channel.LINK, by=None),
    ]
    assert meet(open_house, AUDIT, *steps[::order]) == []


@pytest.mark.parametrize("order", [1, -1])
def test_a_result_meets_the_same_call_dropped(open_house: House, petra: User, order: int) -> None:
    with center_scope(open_house.center):
        slot = open_house.inquiry("arb").slots.get()
        call = calls.begin_call(
            center=open_house.center, by=petra, desk=open_house.desk, mediator=open_house.mediator(), slot=slot
        )
    steps: list[Step] = [
        lambda: calls.end_call(call=call, result=CallResult.NOT_REACHED, by=petra),
        lambda: calls.drop_call(call=call, by=petra),
    ]
    raised = meet(open_house, AUDIT, *steps[::order])
    assert [type(one) for one in raised] in ([], [Call.DoesNotExist])


@pytest.mark.parametrize("order", [1, -1])
def test_everything_at_once_about_one_inquiry(open_house: House, petra: User, order: int) -> None:
    """Withdrawn, given up, answered, passed on, called off: whoever comes late reads so, and nobody is thrown out."""
    with center_scope(open_house.center):
        inquiry = open_house.inquiry("arb", "ron", "pol")
        one, two, three = inquiry.slots.order_by("pk")
        first, second = asked(open_house, one, petra, people=2)
        (promise,) = asked(open_house, two, petra)
        promised = offers.accept_offer(offer=promise, via=Channel.LINK, by=None)
    steps: list[Step] = [
        lambda: offers.accept_offer(offer=first, via=Channel.LINK, by=None),
        lambda: asking.withdraw_offer(offer=second, by=petra),
        lambda: handovers.hand_over(inquiry=inquiry, to_desk=open_house.other_desk, note="", by=petra),
        lambda: assignments.cancel_assignment(
            assignment=promised, side=CancelSide.MEDIATOR, reason=CancelReason.PREVENTED, by=None
        ),
        lambda: asking.give_up_slot(slot=three, reason="nobody_free", by=petra),
        lambda: assignments.withdraw_inquiry(inquiry=inquiry, by=petra),
    ]
    raised = meet(open_house, AUDIT, *steps[::order])
    assert {type(problem) for problem in raised} <= {TooLate, assignments.NotPossible}
    assert all(a is not b for a, b in pairwise(raised))
