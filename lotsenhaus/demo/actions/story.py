"""The prepared inquiries of the five steps (EXPERIENCE part 6), dated so that no clock must be turned."""

from datetime import datetime, time, timedelta

from lotsenhaus.demo.actions.batch import Batch, add_inquiry, add_offer, add_slot, promise
from lotsenhaus.demo.rules import by_day, prepared_wednesday, urgent_start
from lotsenhaus.kit.calendar import add_waking_time, at_local
from lotsenhaus.mediation.choices.states import Channel, InquiryState, OfferState, SlotState
from lotsenhaus.mediation.models import Slot, Talk

SCHOOL = "Grundschule am Emsbogen"
# Language, talks of 15 minutes; together 23 in two rooms.
PARENTS_DAY = (("sqi", 4), ("arb", 7), ("kmr", 5), ("pol", 4), ("ron", 3))
ROOMS = ("Raum 12", "Raum 14")


def add_story(batch: Batch) -> None:
    _parents_day(batch)
    _urgent(batch)


def _parents_day(batch: Batch) -> None:
    """Steps 2 and 3: Albanian and Polish are found, two are asked for Kurmanji, nobody can for Romanian."""
    frame, day = batch.frame, prepared_wednesday(batch.frame.today)
    inquiry = add_inquiry(
        batch,
        frame.organizations[SCHOOL],
        occasion="parents_day",
        start=at_local(day, time(15)),
        minutes=180,
        submitted_at=by_day(frame.now - timedelta(hours=23), 1),
        contact=next(one for one in frame.contacts[frame.organizations[SCHOOL].pk] if one.name == "Gisela Probesand"),
        room="12 und 14",
        remark="Viele kurze Gespräche zu 15 Minuten",
    )
    batch.story = inquiry
    slots = {
        code: add_slot(batch, inquiry, [code], talks=talks, order=order)
        for order, (code, talks) in enumerate(PARENTS_DAY)
    }
    for order, slot in enumerate(slots.values()):
        _short_talks(batch, slot, order)
    asked_at = inquiry.submitted_at + timedelta(minutes=10)
    for code, name in (("sqi", "Arta Probehof"), ("pol", "Łukasz Beispielmühle")):
        slots[code].state = SlotState.FILLED
        promise(
            batch, slots[code], batch.pool.named(name), asked_at=asked_at, accepted_at=asked_at + timedelta(minutes=6)
        )
    _ask_for_kurmanji(batch, slots["kmr"], max(by_day(frame.now - timedelta(minutes=95)), asked_at))


def _short_talks(batch: Batch, slot: Slot, order: int) -> None:
    """One after the other in one of the two rooms; a code of the school, never a name."""
    assert slot.starts_at is not None
    batch.talks += [
        Talk(
            center=slot.center,
            slot=slot,
            starts_at=slot.starts_at + timedelta(minutes=15 * (number + order % 2 * 4)),
            minutes=15,
            room=ROOMS[order % 2],
            code=f"{1 + (order + number) % 4}B-{3 + order * 5 + number:02d}",
        )
        for number in range(slot.talks)
    ]


def _ask_for_kurmanji(batch: Batch, slot: Slot, asked_at: datetime) -> None:
    slot.state = SlotState.ASKED
    for name in ("Dilan Beispielfeld", "Rojda Musterquell"):
        add_offer(
            batch,
            slot,
            batch.pool.named(name),
            state=OfferState.ASKED,
            channel=Channel.EMAIL,
            asked_at=asked_at,
            expires_at=add_waking_time(batch.frame.now, 12),
        )


def _urgent(batch: Batch) -> None:
    """Step 4: in about two hours, and Ioana is on her way – until she cancels."""
    frame, start = batch.frame, urgent_start(batch.frame.now)
    school = frame.organizations[SCHOOL]
    inquiry = add_inquiry(
        batch,
        school,
        occasion="parent_talk",
        start=start,
        minutes=60,
        submitted_at=by_day(frame.now - timedelta(days=9)),
        contact=frame.contacts[school.pk][1],
        channel=Channel.PHONE,
        state=InquiryState.ARRANGED,
        room="3, Erdgeschoss",
    )
    slot = add_slot(batch, inquiry, ["rus"], state=SlotState.FILLED)
    asked_at = inquiry.submitted_at + timedelta(minutes=15)
    promise(
        batch, slot, batch.pool.named("Ioana Probelind"), asked_at=asked_at, accepted_at=asked_at + timedelta(minutes=7)
    )
