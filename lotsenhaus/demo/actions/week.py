"""This week: open inquiries in every state."""

from datetime import datetime, time, timedelta
from typing import Any

from lotsenhaus.demo.actions.batch import Batch, add_inquiry, add_offer, add_slot, promise
from lotsenhaus.demo.rules import by_day, working_day
from lotsenhaus.kit.calendar import add_waking_time, at_local
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CancelReason,
    CancelSide,
    Channel,
    DateKind,
    InquiryState,
    OfferState,
    SlotState,
)
from lotsenhaus.mediation.models import Handover, Inquiry, ProposedDate, Slot
from lotsenhaus.network.choices import OrganizationState


def add_week(batch: Batch, source: dict[str, Any]) -> None:
    for turn, row in enumerate(source["inquiry"]):
        inquiry = _inquiry(batch, row, turn)
        slot = add_slot(batch, inquiry, row.get("languages") or [row["language"]])
        HAPPENED[row["state"]](batch, slot, row)


def _inquiry(batch: Batch, row: dict[str, Any], turn: int) -> Inquiry:
    frame = batch.frame
    organization = frame.organizations[row["organization"]]
    contacts = {one.name: one for one in frame.contacts[organization.pk]}
    is_known = organization.state == OrganizationState.APPROVED
    state = {"planned": InquiryState.ARRANGED, "agreed": InquiryState.ARRANGED}
    return add_inquiry(
        batch,
        organization,
        occasion=row["occasion"],
        start=_start(batch, row),
        minutes=row["minutes"],
        submitted_at=by_day(frame.now - timedelta(hours=row["hours_ago"]), turn),
        contact=contacts.get(row.get("contact", "")),
        channel=Channel(row["channel"]),
        state=state.get(row["state"], InquiryState.OPEN if is_known else InquiryState.SUBMITTED),
        place_kind=row.get("place", "institution"),
        date_wish=row.get("wish", ""),
    )


def _start(batch: Batch, row: dict[str, Any]) -> datetime | None:
    if "day" not in row:
        return None
    day = working_day(batch.frame.today, row["day"])
    if "weekday" in row:
        day += timedelta(days=row["weekday"] - day.weekday())
    return at_local(day, time.fromisoformat(row["start"]))


def _new(batch: Batch, slot: Slot, row: dict[str, Any]) -> None:
    """Nobody has looked at it yet."""


def _asked(batch: Batch, slot: Slot, row: dict[str, Any]) -> None:
    slot.state = SlotState.ASKED
    for name in row["ask"]:
        asked_at = slot.inquiry.submitted_at + timedelta(minutes=20)
        add_offer(
            batch,
            slot,
            batch.pool.named(name),
            state=OfferState.ASKED,
            channel=Channel.EMAIL if batch.pool.named(name).email else Channel.SMS,
            asked_at=asked_at,
            expires_at=add_waking_time(batch.frame.now, 5),
        )


def _proposals(batch: Batch, slot: Slot, row: dict[str, Any]) -> None:
    slot.inquiry.date_kind = DateKind.PROPOSALS
    for day, clock in row["proposals"]:
        start = at_local(working_day(batch.frame.today, day), time.fromisoformat(clock))
        batch.proposed.append(
            ProposedDate(
                center=slot.center,
                inquiry=slot.inquiry,
                starts_at=start,
                ends_at=start + timedelta(minutes=slot.inquiry.planned_minutes),
            )
        )
    _asked(batch, slot, row)


def _planned(batch: Batch, slot: Slot, row: dict[str, Any]) -> None:
    slot.state = SlotState.FILLED
    asked_at = slot.inquiry.submitted_at + timedelta(minutes=21)
    promise(
        batch,
        slot,
        batch.pool.named(row["by"]),
        asked_at=asked_at,
        accepted_at=asked_at + timedelta(minutes=4),
        state=AssignmentState.PLANNED if slot.starts_at else AssignmentState.AGREED,
    )


def _cancelled(batch: Batch, slot: Slot, row: dict[str, Any]) -> None:
    """Promised, and this morning taken back: the slot looks for somebody again."""
    asked_at = slot.inquiry.submitted_at + timedelta(minutes=21)
    promise(
        batch,
        slot,
        batch.pool.named(row["by"]),
        asked_at=asked_at,
        accepted_at=asked_at + timedelta(minutes=4),
        state=AssignmentState.CANCELLED,
        cancelled_at=batch.frame.now - timedelta(minutes=50),
        cancelled_side=CancelSide.MEDIATOR,
        cancel_reason=CancelReason.PREVENTED,
    )


def _handed_over(batch: Batch, slot: Slot, row: dict[str, Any]) -> None:
    inquiry, frame = slot.inquiry, batch.frame
    from_desk, to_desk = inquiry.desk, frame.desks[row["to"]]
    batch.handovers.append(
        Handover(
            center=inquiry.center,
            inquiry=inquiry,
            from_desk=from_desk,
            to_desk=to_desk,
            note=row["note"],
            given_by=frame.dispatchers[from_desk.pk],
            given_at=inquiry.submitted_at + timedelta(hours=5),
        )
    )
    inquiry.desk = to_desk


HAPPENED = {
    "new": _new,
    "asked": _asked,
    "proposals": _proposals,
    "planned": _planned,
    "agreed": _planned,
    "cancelled": _cancelled,
    "handed_over": _handed_over,
}
