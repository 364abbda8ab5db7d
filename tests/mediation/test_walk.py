"""Steps at random through asking, answering and undoing: after each of them everything still fits.

Each walk begins with a fresh desk. The test run takes two walks; WALKS=20 takes two thousand steps.
"""

import contextlib
import os
import random
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.actions import (
    asking,
    assignments,
    calls,
    endings,
    handovers,
    offers,
    proofs,
)
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CallResult,
    CancelReason,
    CancelSide,
    Channel,
    DateKind,
    InquiryState,
    OfferState,
    ProofWay,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import Assignment, Call, Handover, Inquiry, Offer, ProposedDate, Slot
from lotsenhaus.mediation.queries.findings import findings
from tests.house import House
from tests.mediation.money import furnish

Row = TypeVar("Row")
WALKS, STEPS = int(os.environ.get("WALKS", "2")), 100
HOUR = timedelta(hours=1)
REFUSALS = (
    offers.TooLate,
    offers.AlreadyBusy,
    assignments.NotPossible,
    calls.StillCalling,
    handovers.NotYours,
    proofs.NotYet,
)


class Walk:
    """A clumsy desk: every step takes any row, however old, and whatever it refuses it refuses with a word."""

    def __init__(self, house: House, by: User, seed: int) -> None:
        self.house, self.by, self.chance = house, by, random.Random(seed)
        self.now = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
        self.people = [house.mediator("arb", "ron") for _person in range(6)]
        self.people.append(house.mediator("arb", email="", accepts_sms=False))
        self.steps: list[Callable[[], object]] = [
            self.ask, self.ask, self.ask, self.accept, self.accept, self.accept, self.decline, self.expire,
            self.withdraw_offer, self.withdraw_offers, self.sent_by_hand, self.begin_call, self.end_call, self.end_call,
            self.drop_call, self.undo, self.cancel, self.set_date, self.hand_over, self.answer_handover,
            self.give_up, self.reopen, self.withdraw_inquiry, self.confirm, self.time_passes, self.time_passes,
        ]  # fmt: skip

    def some(self, rows: list[Row]) -> Row | None:
        return self.chance.choice(rows) if rows else None

    def inquire(self) -> None:
        start = self.now + timedelta(hours=self.chance.randint(1, 60))
        languages = self.chance.choice([("arb",), ("arb", "ron")])
        inquiry = self.house.inquiry(*languages, start=start, submitted_at=self.now)
        if self.chance.random() < 0.4:
            Slot.objects.filter(inquiry=inquiry).update(starts_at=None, ends_at=None)
            Inquiry.objects.filter(pk=inquiry.pk).update(starts_at=None, ends_at=None, date_kind=DateKind.PROPOSALS)
            for hours in (0, 3):
                ProposedDate.objects.create(
                    center=self.house.center,
                    inquiry=inquiry,
                    starts_at=start + hours * HOUR,
                    ends_at=start + (hours + 1) * HOUR,
                )

    def slot(self) -> Slot:
        """Mostly one that is still looked for."""
        slots = Slot.objects.select_related("inquiry__desk", "desk")
        wanted = list(slots.wanted().order_by("-pk")[:8])
        while not wanted:
            self.inquire()
            wanted = list(slots.wanted())
        return self.chance.choice(wanted if self.chance.random() < 0.8 else list(slots.order_by("-pk")[:20]))

    def offer(self) -> Offer | None:
        rows = Offer.objects.select_related("slot__inquiry", "mediator", "center")
        if self.chance.random() < 0.7:
            return self.some(list(rows.open().order_by("-pk")[:12]))
        return self.some(list(rows.order_by("-pk")[:30]))

    def talk(self) -> Assignment | None:
        rows = Assignment.objects.select_related("slot__inquiry", "mediator", "center")
        if self.chance.random() < 0.7:
            rows = rows.binding()
        return self.some(list(rows.order_by("-pk")[:15]))

    def proposal(self, slot: Slot) -> ProposedDate | None:
        return self.some([*ProposedDate.objects.filter(inquiry=slot.inquiry_id), None])

    def ask(self) -> None:
        slot, people = self.slot(), self.chance.sample(self.people, self.chance.randint(1, 3))
        at_once = self.chance.choice([None, True])
        asking.ask(slot=slot, mediators=people, by=self.by, desk=slot.working_desk, now=self.now, at_once=at_once)

    def accept(self) -> None:
        if offer := self.offer():
            via = self.chance.choice([Channel.LINK, Channel.WEB, Channel.PAPER])
            date = self.proposal(offer.slot)
            offers.accept_offer(offer=offer, via=via, by=None, now=self.now, chosen_date=date)

    def decline(self) -> None:
        if offer := self.offer():
            reason = self.chance.choice(["", "no_time", "too_far"])
            offers.decline_offer(offer=offer, via=Channel.LINK, by=None, reason=reason, now=self.now)

    def expire(self) -> None:
        for offer in Offer.objects.overdue(self.now):
            asking.expire_offer(offer=offer, now=self.now)

    def withdraw_offer(self) -> None:
        if offer := self.offer():
            asking.withdraw_offer(offer=offer, by=self.by, now=self.now)

    def withdraw_offers(self) -> None:
        asking.withdraw_all(slot=self.slot(), by=self.by, now=self.now)

    def sent_by_hand(self) -> None:
        if offer := self.offer():
            asking.note_sent_by_hand(offer=offer, by=self.by)

    def begin_call(self) -> None:
        calls.begin_call(
            center=self.house.center,
            by=self.by,
            desk=self.house.desk,
            mediator=self.chance.choice(self.people),
            slot=self.slot(),
            now=self.now,
        )

    def end_call(self) -> None:
        if not Call.objects.running().exists():
            self.begin_call()
        call = Call.objects.running().select_related("slot__inquiry", "mediator", "desk").get()
        assert call.slot is not None
        result, date = self.chance.choice(CallResult.values), self.proposal(call.slot)
        try:
            calls.end_call(call=call, result=result, by=self.by, now=self.now, until=self.now + HOUR, chosen_date=date)
        except (offers.TooLate, offers.AlreadyBusy):
            calls.drop_call(call=call, by=self.by)
            raise

    def drop_call(self) -> None:
        for call in Call.objects.running():
            calls.drop_call(call=call, by=self.by)

    def undo(self) -> None:
        if talk := self.talk():
            offers.undo_acceptance(assignment=talk, by=self.by, now=self.now)

    def cancel(self) -> None:
        if talk := self.talk():
            side, reason = self.chance.choice(CancelSide.values), self.chance.choice(CancelReason.values)
            assignments.cancel_assignment(assignment=talk, side=side, reason=reason, by=self.by, now=self.now)

    def set_date(self) -> None:
        if talk := self.talk():
            start = self.now + timedelta(hours=self.chance.randint(-4, 40))
            end = start + self.chance.randint(1, 3) * HOUR
            assignments.set_date(assignment=talk, starts_at=start, ends_at=end, by=self.by, now=self.now)

    def hand_over(self) -> None:
        slot = self.slot()
        handovers.hand_over(
            inquiry=slot.inquiry,
            slot=self.chance.choice([slot, None]),
            to_desk=self.chance.choice([self.house.desk, self.house.other_desk]),
            note="",
            by=self.by,
            now=self.now,
        )

    def answer_handover(self) -> None:
        if handover := self.some(list(Handover.objects.order_by("-pk")[:6])):
            if self.chance.random() < 0.5:
                handovers.take_over(handover=handover, by=self.by, now=self.now)
            else:
                handovers.give_back(handover=handover, reason="Urlaub", by=self.by, now=self.now)

    def give_up(self) -> None:
        reason = self.chance.choice(UnfilledReason.values)
        asking.give_up_slot(slot=self.slot(), reason=reason, by=self.by, now=self.now)

    def reopen(self) -> None:
        if slot := self.some(list(Slot.objects.filter(state=SlotState.UNFILLED).order_by("-pk")[:10])):
            asking.reopen_slot(slot=slot, by=self.by, now=self.now)

    def withdraw_inquiry(self) -> None:
        if self.chance.random() < 0.3:
            assignments.withdraw_inquiry(inquiry=self.slot().inquiry, by=None, now=self.now)

    def confirm(self) -> None:
        talk = self.talk()
        if talk and talk.starts_at and talk.ends_at:
            proofs.confirm(
                assignment=talk,
                started_at=talk.starts_at,
                ended_at=talk.ends_at,
                confirmed_by="Gisela Probesand",
                way=ProofWay.PHONE,
                by=self.by,
                now=self.now,
            )

    def time_passes(self) -> None:
        self.now += timedelta(minutes=self.chance.choice([5, 30, 120, 300]))
        self.expire()
        for pk in endings.due(self.now):
            endings.note_over(inquiry_id=pk, now=self.now)
        over = Slot.objects.wanted().filter(ends_at__lte=self.now)
        assert not over.exists(), "a day that is over is still looked for"


def more_findings() -> list[str]:
    """What check-data does not ask: the state of an inquiry against its slots, dates against dates."""
    found = []
    for inquiry in Inquiry.objects.prefetch_related("slots"):
        slots = {slot.state for slot in inquiry.slots.all()}
        wanted = bool(slots & {SlotState.OPEN, SlotState.ASKED})
        if wanted != (inquiry.state in (InquiryState.OPEN, InquiryState.SUBMITTED)):
            found.append(f"{inquiry.pk} is {inquiry.state} with {slots}")
    asked = set(Offer.objects.open().values_list("slot_id", flat=True))
    for slot in Slot.objects.wanted():
        if (slot.pk in asked) != (slot.state == SlotState.ASKED):
            found.append(f"slot {slot.pk} is {slot.state}")
    for talk in Assignment.objects.binding().select_related("slot"):
        if (talk.starts_at, talk.ends_at) != (talk.slot.starts_at, talk.slot.ends_at):
            found.append(f"talk {talk.pk} and its slot are dated differently")
        if talk.starts_at is None and talk.state != AssignmentState.AGREED:
            found.append(f"talk {talk.pk} is {talk.state} without a date")
    accepted = Offer.objects.filter(state=OfferState.ACCEPTED).exclude(assignment__cancelled_at=None)
    return [*found, *(f"offer {pk} counts, its talk was cancelled" for pk in accepted.values_list("pk", flat=True))]


@pytest.mark.parametrize("seed", range(WALKS))
def test_steps_at_random_leave_nothing_amiss(house: House, seed: int) -> None:
    furnish(house, amount=100_000)
    walk = Walk(house, house.person(Role.DISPATCHER), seed)
    done = 0
    for number in range(STEPS):
        step = walk.chance.choice(walk.steps)
        with contextlib.suppress(*REFUSALS):
            step()
            done += 1
        assert [*findings(), *more_findings()] == [], f"step {number}, {step.__name__}, seed {seed}"
    assert done > STEPS / 2
