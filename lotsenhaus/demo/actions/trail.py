"""The records that the actions would have left, in one chain per center."""

from collections.abc import Iterator
from datetime import timedelta

from lotsenhaus.centers import audit
from lotsenhaus.centers.audit import Entry
from lotsenhaus.demo.actions.batch import Batch
from lotsenhaus.demo.actions.money import Money
from lotsenhaus.mediation.choices.states import AssignmentState, Channel, InquiryState, OfferState, SlotState


def leave_trail(batch: Batch, money: Money) -> int:
    entries = [
        *_inquiries(batch),
        *_offers(batch),
        *_assignments(batch),
        *_proofs(batch),
        *_calls(batch),
        *_money(money),
    ]
    return audit.record_many(center=batch.frame.center, entries=entries)


def _inquiries(batch: Batch) -> Iterator[Entry]:
    for one in batch.inquiries:
        by = one.submitted_by_staff or one.requested_by
        detail = {"inquiry": one.pk, "number": one.number, "channel": one.channel}
        yield Entry(one.submitted_at, "inquiry.submitted", by, one, "" if by else "requester", detail)
        if one.state == InquiryState.REFUSED:
            yield Entry(one.submitted_at, "inquiry.refused", by, one, "" if by else "requester", {"inquiry": one.pk})
        if one.state == InquiryState.WITHDRAWN and one.closed_at:
            yield Entry(one.closed_at, "inquiry.withdrawn", None, one, "link", {"inquiry": one.pk, "side": "requester"})
    for slot in batch.slots:
        if slot.state == SlotState.UNFILLED:
            at = slot.inquiry.closed_at or slot.inquiry.submitted_at + timedelta(days=3)
            by = batch.frame.dispatchers.get(slot.inquiry.desk_id)
            yield Entry(
                at, "slot.unfilled", by, slot, "", {"inquiry": slot.inquiry_id, "reason": str(slot.unfilled_reason)}
            )
    for handover in batch.handovers:
        detail = {"inquiry": handover.inquiry_id, "to": handover.to_desk_id}
        yield Entry(handover.given_at, "inquiry.handed_over", handover.given_by, handover, "", detail)


def _offers(batch: Batch) -> Iterator[Entry]:
    ends = {OfferState.DECLINED: "offer.declined", OfferState.EXPIRED: "offer.expired"}
    for one in batch.offers:
        assert one.asked_at is not None
        detail = {"slot": one.slot_id, "inquiry": one.slot.inquiry_id, "mediator": one.mediator_id}
        yield Entry(one.asked_at, "offer.asked", one.asked_by, one, "", detail)
        if one.state in ends:
            by = one.asked_by if one.answered_via == Channel.PHONE else None
            yield Entry(
                one.answered_at or one.asked_at + timedelta(days=1), ends[OfferState(one.state)], by, one, "", detail
            )


def _assignments(batch: Batch) -> Iterator[Entry]:
    for one in batch.assignments:
        by = one.offer.asked_by if one.accepted_via == Channel.PHONE else None
        detail = {
            "slot": one.slot_id,
            "inquiry": one.slot.inquiry_id,
            "mediator": one.mediator_id,
            "via": str(one.accepted_via),
        }
        yield Entry(one.accepted_at, "offer.accepted", by, one, "" if by else "link", detail)
        if one.state == AssignmentState.CANCELLED and one.cancelled_at:
            detail = {"slot": one.slot_id, "side": str(one.cancelled_side), "reason": str(one.cancel_reason)}
            yield Entry(one.cancelled_at, "assignment.cancelled", None, one, "link", detail)


def _proofs(batch: Batch) -> Iterator[Entry]:
    for one in batch.proofs:
        detail = {"way": str(one.way), "inquiry": one.assignment.slot.inquiry_id}
        yield Entry(
            one.confirmed_at,
            "proof.confirmed",
            one.entered_by,
            one.assignment,
            "" if one.entered_by else "link",
            detail,
        )


def _calls(batch: Batch) -> Iterator[Entry]:
    for one in batch.calls:
        yield Entry(one.started_at, "call.ended", one.by, one, "", {"result": str(one.result)})


def _money(money: Money) -> Iterator[Entry]:
    for one in money.allowances:
        assert one.posting is not None
        detail = {"amount": str(one.amount), "line": one.budget_line_id}
        yield Entry(one.computed_at, "finance.posted", one.posting.posted_by, one.posting, "", detail)
    for run in money.runs.values():
        if run.released_at and run.ordered_at:
            yield Entry(run.released_at, "claims.released", run.released_by, run, "", {"month": str(run.month)})
            yield Entry(run.ordered_at, "claims.ordered", run.ordered_by, run, "", {"month": str(run.month)})
