"""Inquiries and what hangs on them, built in memory and stored table by table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from lotsenhaus.demo.actions.frame import Frame
from lotsenhaus.demo.actions.pool import Pool
from lotsenhaus.demo.rules import STORY_NUMBER
from lotsenhaus.kit.calendar import BERLIN
from lotsenhaus.mediation.actions.dates import promised
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    Channel,
    DateKind,
    InquiryState,
    OfferState,
    PlaceKind,
    SlotState,
)
from lotsenhaus.mediation.models import (
    Assignment,
    AssignmentProof,
    Call,
    Handover,
    Inquiry,
    Mediator,
    Offer,
    ProposedDate,
    Slot,
    Talk,
)
from lotsenhaus.mediation.planning import leg_between
from lotsenhaus.mediation.planning.languages import tag
from lotsenhaus.network.models import Contact, Organization, Town


class Way(NamedTuple):
    """One way, in minutes and kilometers."""

    minutes: int
    km: int


@dataclass
class Batch:
    """Rows of one center on their way into the database; `busy` keeps everybody from being in two places."""

    frame: Frame
    pool: Pool
    inquiries: list[Inquiry] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    proposed: list[ProposedDate] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    proofs: list[AssignmentProof] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    story: Inquiry | None = None
    busy: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    ways: dict[Any, Way] = field(default_factory=dict)

    def leg(self, mediator: Mediator, town: Town | None, place_kind: str = PlaceKind.INSTITUTION) -> Way:
        """As the house itself reckons it; no way where home or place is not known."""
        key = (mediator.town, town, mediator.transport, place_kind)
        if key not in self.ways:
            found = leg_between(mediator, Slot(inquiry=Inquiry(town=town, place_kind=place_kind)))
            self.ways[key] = Way(found.minutes, found.km) if found else Way(0, 0)
        return self.ways[key]

    def is_free(self, mediator: Mediator, start: datetime, end: datetime) -> bool:
        return all(end <= begun or ended <= start for begun, ended in self.busy.get(mediator.name, ()))

    def store(self) -> None:
        number(self.inquiries, self.frame.center.number_prefix, self.story)
        tables: tuple[list[Any], ...] = (
            self.inquiries,
            self.slots,
            self.talks,
            self.proposed,
            self.offers,
            self.assignments,
            self.proofs,
            self.calls,
            self.handovers,
        )
        for rows in tables:
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=1000)


def number(inquiries: Sequence[Inquiry], prefix: str, story: Inquiry | None) -> None:
    """GT-2026-0612 in the order of arrival, so that the inquiry of the story has the number of the story."""
    years: dict[int, list[Inquiry]] = {}
    for inquiry in sorted(inquiries, key=lambda one: one.submitted_at):
        years.setdefault(inquiry.submitted_at.astimezone(BERLIN).year, []).append(inquiry)
    for year, rows in years.items():
        first = STORY_NUMBER - rows.index(story) if story in rows else 1
        for place, inquiry in enumerate(rows):
            inquiry.number = f"{prefix}-{year}-{first + place:04d}"


def add_inquiry(
    batch: Batch,
    organization: Organization,
    *,
    occasion: str,
    start: datetime | None,
    minutes: int,
    submitted_at: datetime,
    contact: Contact | None = None,
    channel: str = Channel.WEB,
    state: str = InquiryState.OPEN,
    place_kind: str = PlaceKind.INSTITUTION,
    **values: Any,
) -> Inquiry:
    """One Anfrage of an institution, without slots yet."""
    frame = batch.frame
    desk = frame.desk_for(organization)
    contact = contact or frame.contacts[organization.pk][0]
    onsite = frame.contacts[organization.pk][-1]
    staff = frame.dispatchers.get(desk.pk) if channel == Channel.PHONE else None
    inquiry = Inquiry(
        center=frame.center,
        organization=organization,
        contact=contact,
        contact_name=contact.name,
        callback_phone=contact.phone,
        contact_email=contact.email,
        requested_by=contact.user if channel == Channel.WEB else None,
        submitted_by_staff=staff,
        channel=channel,
        occasion=occasion,
        state=state,
        date_kind=DateKind.FIXED if start else DateKind.BY_AGREEMENT,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes) if start else None,
        planned_minutes=minutes,
        place_kind=place_kind,
        town=organization.town,
        street=organization.street,
        onsite_name=onsite.name,
        onsite_phone=onsite.phone,
        onsite_email=onsite.email,
        declared=frame.declared,
        desk=desk,
        submitted_at=submitted_at,
    )
    for name, value in values.items():
        setattr(inquiry, name, value)
    batch.inquiries.append(inquiry)
    return inquiry


def add_slot(
    batch: Batch,
    inquiry: Inquiry,
    languages: list[str],
    *,
    state: str = SlotState.OPEN,
    talks: int = 1,
    order: int = 0,
    **values: Any,
) -> Slot:
    """ "Gesucht": at the times of its inquiry."""
    slot = Slot(
        center=inquiry.center,
        inquiry=inquiry,
        languages=languages,
        starts_at=inquiry.starts_at,
        ends_at=inquiry.ends_at,
        talks=talks,
        state=state,
        order=order,
        **values,
    )
    batch.slots.append(slot)
    return slot


def add_offer(
    batch: Batch, slot: Slot, mediator: Mediator, *, state: str, asked_at: datetime, channel: str = Channel.PHONE,
    **values: Any,
) -> Offer:  # fmt: skip
    desk = values.pop("desk", slot.desk or slot.inquiry.desk)
    if state == OfferState.ASKED:
        values["explanation"] = _why(batch, slot, mediator)
    offer = Offer(
        center=slot.center,
        slot=slot,
        mediator=mediator,
        desk=desk,
        state=state,
        channel=channel,
        asked_by=batch.frame.dispatchers.get(desk.pk),
        asked_at=asked_at,
        position=sum(one.slot is slot for one in batch.offers[-12:]) + 1,
        **values,
    )
    batch.offers.append(offer)
    return offer


def _why(batch: Batch, slot: Slot, mediator: Mediator) -> dict[str, object]:
    """What a person who waits for an answer reads about herself, as planning.because keeps it."""
    minutes = batch.leg(mediator, slot.inquiry.town, slot.inquiry.place_kind).minutes
    spoken = [tag(code) for code in slot.languages] if len(slot.languages) == 1 else []
    items = [["travel_minute", minutes, -minutes]] if minutes else []
    return {"points": -minutes, "items": items, "languages": spoken, "free": False}


def promise(
    batch: Batch, slot: Slot, mediator: Mediator, *, asked_at: datetime, accepted_at: datetime,
    channel: str = Channel.PHONE, state: str = AssignmentState.PLANNED, **values: Any,
) -> Assignment:  # fmt: skip
    """A yes: the accepted offer and the Einsatz with its way there and back."""
    via = Channel.LINK if channel in (Channel.EMAIL, Channel.SMS) else channel
    is_cancelled = state == AssignmentState.CANCELLED
    offer = add_offer(
        batch,
        slot,
        mediator,
        state=OfferState.WITHDRAWN if is_cancelled else OfferState.ACCEPTED,
        asked_at=asked_at,
        channel=channel,
        answered_at=accepted_at,
        answered_via=via,
    )
    way = batch.leg(mediator, slot.inquiry.town, slot.inquiry.place_kind)
    assignment = promised(offer, slot, mediator, at=accepted_at, via=via, way=way)
    for name, value in {"state": state, **values}.items():
        setattr(assignment, name, value)
    batch.assignments.append(assignment)
    if assignment.blocked_from and assignment.blocked_to and not is_cancelled:
        batch.busy.setdefault(mediator.name, []).append((assignment.blocked_from, assignment.blocked_to))
    return assignment
