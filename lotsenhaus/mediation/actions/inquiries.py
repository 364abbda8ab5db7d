"""Take an inquiry: number, desk, slots, mail. Refuse one with its reasons. Add to one that is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.actions import inquiry_mails
from lotsenhaus.mediation.actions.states import settle
from lotsenhaus.mediation.choices.states import InquiryState, PlaceKind, SlotState, UnfilledReason
from lotsenhaus.mediation.models import Draft, Inquiry, ProposedDate, Slot, Talk
from lotsenhaus.mediation.queries.inquiries import highest_number, likely_doubles
from lotsenhaus.mediation.rules.admissibility import Verdict
from lotsenhaus.mediation.rules.wishes import InquiryWish, SlotWish
from lotsenhaus.network.choices import OrganizationState
from lotsenhaus.network.models import Contact, Organization
from lotsenhaus.network.queries import desk_for

NUMBER_LOCK = 0x4E554D42  # first key of the advisory lock; the second is the center's id


class LikelyDouble(Exception):
    """The institution has asked for that day already; nothing was stored."""

    def __init__(self, inquiries: Sequence[Inquiry]) -> None:
        super().__init__()
        self.inquiries = list(inquiries)


@dataclass(frozen=True)
class Requester:
    """Who asks, and which way the inquiry came."""

    organization: Organization
    phone: str
    channel: str
    name: str = ""
    email: str = ""
    contact: Contact | None = None
    user: User | None = None


@transaction.atomic
def submit_inquiry(
    *,
    center: Center,
    requester: Requester,
    wish: InquiryWish,
    by: User | None,
    draft: Draft | None = None,
    is_staff: bool = False,
    double_is_meant: bool = False,
    refused_for: Sequence[Verdict] = (),
    now: datetime | None = None,
) -> Inquiry:
    """Gives the number at once. The same draft sent twice is the same inquiry.

    With `refused_for` it is stored as refused: the need becomes visible, nobody is asked. Sent again with what
    was wrong put right, a refused one keeps its number. Raises LikelyDouble, network.queries.NoDesk.
    """
    now = now or timezone.now()
    if draft is not None and draft.inquiry and draft.inquiry.state != InquiryState.REFUSED:
        return draft.inquiry
    before = draft.inquiry if draft is not None else None
    if not (refused_for or double_is_meant):
        _check_doubles(requester.organization, wish, before)
    inquiry = before or Inquiry(center=center, number=next_number(center=center, now=now))
    _fill(inquiry, requester, wish, by, now, is_staff=is_staff)
    inquiry.refusal = [{"code": one.code, "params": one.params} for one in refused_for] or None
    inquiry.state = _first_state(requester.organization, refused=bool(refused_for))
    inquiry.save()
    inquiry.slots.all().delete()
    inquiry.proposed_dates.all().delete()
    _add_slots(inquiry, wish.slots, refused=bool(refused_for))
    _propose(inquiry, wish)
    if draft is not None:
        draft.inquiry = inquiry
        draft.save(update_fields=["inquiry", "updated_at"])
    if not refused_for:
        inquiry_mails.received(inquiry=inquiry, by=by if is_staff else None)
    audit.record(
        center=center,
        action="inquiry.refused" if refused_for else "inquiry.submitted",
        by=by,
        on=inquiry,
        kind="" if by else "requester",
        inquiry=inquiry.pk,
        number=inquiry.number,
        channel=requester.channel,
        slots=len(wish.slots),
        desk=inquiry.desk_id,
        override=bool(wish.lead_time_override),
        remark_kept=bool(wish.remark_reason),
        codes=[one.code for one in refused_for],
    )
    return inquiry


def _check_doubles(organization: Organization, wish: InquiryWish, before: Inquiry | None) -> None:
    doubles = [one for one in likely_doubles(organization, wish) if before is None or one.pk != before.pk]
    if doubles:
        raise LikelyDouble(doubles)


def next_number(*, center: Center, now: datetime) -> str:
    """GT-2026-0612, per center and year without a gap: whoever comes second waits for the first to commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_LOCK, center.pk])
    prefix = f"{center.number_prefix}-{timezone.localtime(now).year}-"
    return f"{prefix}{highest_number(prefix) + 1:04d}"


def _first_state(organization: Organization, *, refused: bool) -> str:
    """An institution that nobody has called back yet waits; staff sees it among the new ones."""
    if refused:
        return InquiryState.REFUSED
    return InquiryState.OPEN if organization.state == OrganizationState.APPROVED else InquiryState.SUBMITTED


def _fill(
    inquiry: Inquiry, requester: Requester, wish: InquiryWish, by: User | None, now: datetime, *, is_staff: bool
) -> None:
    organization = requester.organization
    on_site = wish.place_kind == PlaceKind.INSTITUTION
    inquiry.organization, inquiry.contact, inquiry.requested_by = organization, requester.contact, requester.user
    inquiry.contact_name, inquiry.callback_phone = requester.name, requester.phone
    inquiry.contact_email, inquiry.channel = requester.email, requester.channel
    inquiry.submitted_at, inquiry.submitted_by_staff = now, by if is_staff else None
    for name in (
        "occasion", "date_kind", "starts_at", "ends_at", "planned_minutes", "date_wish", "place_kind", "room",
        "onsite_name", "onsite_phone", "onsite_email", "gender_wish", "gender_wish_is_must", "case_reference",
        "remark", "lead_time_override",
    ):  # fmt: skip
        setattr(inquiry, name, getattr(wish, name))
    inquiry.declared = list(wish.declared)
    inquiry.town_id = wish.town_id or organization.town_id
    inquiry.street = (wish.street or (organization.street if not wish.town_id else "")) if on_site else ""
    inquiry.desk = desk_for(organization.town or inquiry.town, on=timezone.localdate(now))


def _add_slots(inquiry: Inquiry, wishes: Sequence[SlotWish], *, refused: bool = False) -> list[Slot]:
    first = inquiry.slots.count()
    slots = []
    for order, wish in enumerate(wishes, start=first):
        slot = Slot.objects.create(
            center=inquiry.center,
            inquiry=inquiry,
            languages=list(wish.languages),
            needs_all=wish.needs_all,
            accepts_substitute=wish.accepts_substitute,
            variant=wish.variant[:60],
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            talks=wish.talks,
            state=SlotState.UNFILLED if refused else SlotState.OPEN,
            unfilled_reason=UnfilledReason.NOT_ADMISSIBLE if refused else "",
            order=order,
        )
        Talk.objects.bulk_create(
            Talk(center=inquiry.center, slot=slot, starts_at=t.starts_at, minutes=t.minutes, room=t.room, code=t.code)
            for t in wish.talk_rows
        )
        slots.append(slot)
    return slots


def _propose(inquiry: Inquiry, wish: InquiryWish) -> None:
    ProposedDate.objects.bulk_create(
        ProposedDate(center=inquiry.center, inquiry=inquiry, starts_at=start, ends_at=end)
        for start, end in wish.proposals
    )


class NotOpen(Exception):
    """The inquiry is over, withdrawn or refused: nothing can be added to it."""


@transaction.atomic
def add_slots(*, inquiry: Inquiry, wishes: Sequence[SlotWish], by: User | None, kind: str = "") -> list[Slot]:
    """ "Gesucht hinzufügen" while talking: one more language for an inquiry that is there already. Raises NotOpen."""
    inquiry = Inquiry.objects.select_for_update(of=("self",), no_key=True).select_related("center").get(pk=inquiry.pk)
    if inquiry.state not in (InquiryState.SUBMITTED, InquiryState.OPEN, InquiryState.ARRANGED, InquiryState.UNFILLED):
        raise NotOpen
    slots = _add_slots(inquiry, wishes)
    starts = [at for at in (inquiry.starts_at, *(one.starts_at for one in wishes)) if at]
    ends = [at for at in (inquiry.ends_at, *(one.ends_at for one in wishes)) if at]
    inquiry.starts_at, inquiry.ends_at = min(starts, default=None), max(ends, default=None)
    inquiry.save(update_fields=["starts_at", "ends_at", "updated_at"])
    settle(inquiry)
    audit.record(
        center=inquiry.center,
        action="inquiry.slots_added",
        by=by,
        on=inquiry,
        kind=kind or ("" if by else "link"),
        inquiry=inquiry.pk,
        slots=[slot.pk for slot in slots],
    )
    return slots
