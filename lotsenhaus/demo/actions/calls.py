"""Telephone calls behind the questions of the last weeks, call-backs that wait, and an inquiry that was parked."""

from datetime import time, timedelta
from typing import Any

from lotsenhaus.demo.actions.batch import Batch
from lotsenhaus.demo.rules import draw
from lotsenhaus.kit.calendar import add_working_days, at_local
from lotsenhaus.mediation.choices.states import CallResult, Channel, OfferState
from lotsenhaus.mediation.models import Call, Draft, Offer

REMEMBERED = timedelta(days=60)
RESULTS = {OfferState.ACCEPTED: CallResult.ACCEPTED, OfferState.DECLINED: CallResult.DECLINED}


def add_calls(batch: Batch) -> None:
    """A question by telephone was a call, one in six after nobody had answered the first time."""
    chance = draw(batch.frame.seed, f"calls:{batch.frame.center.slug}")
    for offer in batch.offers:
        is_recent = offer.asked_at is not None and offer.asked_at > batch.frame.now - REMEMBERED
        if is_recent and offer.channel == Channel.PHONE and offer.state in RESULTS:
            if chance.random() < 0.16:
                batch.calls.append(_call(offer, CallResult.NOT_REACHED, earlier=chance.randint(15, 120)))
            batch.calls.append(_call(offer, RESULTS[OfferState(offer.state)]))


def _call(offer: Offer, result: CallResult, *, earlier: int = 0) -> Call:
    assert offer.asked_at is not None
    begun = offer.asked_at - timedelta(minutes=earlier)
    return Call(
        center=offer.center,
        desk=offer.desk,
        by=offer.asked_by,
        mediator=offer.mediator,
        inquiry=offer.slot.inquiry,
        slot=offer.slot,
        started_at=begun,
        ended_at=begun + timedelta(minutes=2),
        result=result,
    )


def add_call_back(batch: Batch, row: dict[str, Any]) -> None:
    """Somebody rang while the desk was closed, and wants to be rung."""
    frame = batch.frame
    desk = frame.desks["Rietberg"]
    contacts = {one.name: one for rows in frame.contacts.values() for one in rows}
    begun = frame.now - timedelta(hours=19)
    batch.calls.append(
        Call(
            center=frame.center,
            desk=desk,
            by=frame.dispatchers[desk.pk],
            mediator=batch.pool.named(row["mediator"]) if "mediator" in row else None,
            contact=contacts.get(row.get("contact", "")),
            started_at=begun,
            ended_at=begun + timedelta(minutes=2),
            result=CallResult.CALLS_BACK,
            until=at_local(add_working_days(frame.today, row["day"]), time.fromisoformat(row["until"])),
            note=row["note"],
        )
    )


def park_draft(batch: Batch, row: dict[str, Any]) -> None:
    frame = batch.frame
    Draft.objects.create(
        center=frame.center,
        owner=frame.users[row["owner"]],
        fields={"organization_name": row["organization"], **row["fields"]},
        label=row["organization"],
    )
