"""The list of Vermittlung: one row per inquiry, sorted by what is at risk; queries do not grow with the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.mediation.choices.languages import short_name
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CallResult,
    CancelSide,
    DateKind,
    InquiryState,
    OfferState,
    SlotState,
)
from lotsenhaus.mediation.models import Assignment, Call, Handover, Inquiry, Offer, Slot
from lotsenhaus.mediation.models.inquiries import LIVE
from lotsenhaus.mediation.rules.deadlines import Risk, danger, risk_key
from lotsenhaus.network.models import Desk

SHOWN_AFTER_THE_END = timedelta(days=2)


@dataclass(frozen=True)
class Row:
    """One inquiry in the list, with everything its line says."""

    inquiry: Inquiry
    slots: tuple[Slot, ...]
    danger: int
    key: tuple[int, datetime, datetime]
    was_cancelled: bool
    next_expiry: datetime | None
    waits_for_take_over: bool

    @property
    def burns(self) -> bool:
        return self.danger <= 1

    @property
    def wanted(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.state in (SlotState.OPEN, SlotState.ASKED)]

    @property
    def filled(self) -> int:
        return sum(slot.state == SlotState.FILLED for slot in self.slots)

    @property
    def count(self) -> int:
        return sum(slot.state != SlotState.WITHDRAWN for slot in self.slots)

    @property
    def is_new(self) -> bool:
        """Nobody has been asked yet."""
        return bool(self.wanted) and not self.inquiry.was_worked_on and self.filled == 0  # type: ignore[attr-defined]

    @property
    def waits(self) -> bool:
        return any(slot.state == SlotState.ASKED for slot in self.slots)

    @property
    def is_arranged(self) -> bool:
        return self.inquiry.state == InquiryState.ARRANGED

    @property
    def languages(self) -> str:
        """The language, or how many."""
        names = sorted({code for slot in self.slots for code in slot.languages})
        if len(self.slots) == 1 and self.slots[0].languages:
            return "/".join(short_name(code) for code in self.slots[0].languages)
        return short_name(names[0]) if len(names) == 1 else ""

    @property
    def language_count(self) -> int:
        return len({tuple(slot.languages) for slot in self.slots})

    @property
    def by_agreement(self) -> bool:
        return self.inquiry.starts_at is None and self.inquiry.date_kind == DateKind.BY_AGREEMENT


def rows(desk: Desk | None, now: datetime) -> list[Row]:
    """Live inquiries of a desk, of all desks for None; oldest danger first. Three queries."""
    expiries = _next_expiries()
    found = [_row(inquiry, expiries.get(inquiry.pk), now) for inquiry in _inquiries(desk, now)]
    return sorted(found, key=lambda row: row.key)


def _inquiries(desk: Desk | None, now: datetime) -> QuerySet[Inquiry]:
    """What is asked through the slots is asked once for all, not for each row: `is_among` never runs per inquiry."""
    offers = Offer.objects.filter(slot__inquiry__state__in=LIVE)
    cancelled = Assignment.objects.filter(
        state=AssignmentState.CANCELLED,
        cancelled_side=CancelSide.MEDIATOR,
        slot__state__in=(SlotState.OPEN, SlotState.ASKED),
    )
    calls = Call.objects.filter(inquiry=OuterRef("pk"))
    handed = Handover.objects.filter(inquiry=OuterRef("pk"), taken_at=None, returned_at=None)
    live = Inquiry.objects.filter(state__in=LIVE).filter(Q(ends_at=None) | Q(ends_at__gte=now - SHOWN_AFTER_THE_END))
    if desk is not None:
        live = live.filter(Q(desk=desk) | Q(pk__in=Slot.objects.filter(desk=desk).values("inquiry")))
        handed = handed.filter(to_desk=desk)
    return (
        live.select_related("organization", "town", "desk")
        .annotate(
            was_worked_on=_is_among(offers.values("slot__inquiry")),
            was_called=Exists(calls.exclude(mediator=None)),
            was_cancelled=_is_among(cancelled.values("slot__inquiry")),
            call_back_until=Subquery(
                calls.filter(result=CallResult.CALLS_BACK, done_at=None).order_by("until").values("until")[:1]
            ),
            waits_for_take_over=Exists(handed),
        )
        .prefetch_related(Prefetch("slots", queryset=Slot.objects.select_related("desk")))
    )


def _is_among(inquiries: QuerySet[Any, Any]) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(Q(pk__in=inquiries.order_by()), BooleanField())


def _next_expiries() -> dict[int, datetime]:
    """When the next question about an inquiry runs out, by inquiry."""
    asked = Offer.objects.filter(state=OfferState.ASKED).order_by()
    return dict(asked.values_list("slot__inquiry").annotate(Min("expires_at")))


def _row(inquiry: Inquiry, next_expiry: datetime | None, now: datetime) -> Row:
    slots = tuple(inquiry.slots.all())
    live = [slot for slot in slots if slot.state != SlotState.WITHDRAWN]
    risk = Risk(
        starts_at=inquiry.starts_at,
        submitted_at=inquiry.submitted_at,
        is_filled=bool(live) and all(slot.state in (SlotState.FILLED, SlotState.UNFILLED) for slot in live),
        was_cancelled=inquiry.was_cancelled,  # type: ignore[attr-defined]
        next_expiry=next_expiry,
        call_back_until=inquiry.call_back_until,  # type: ignore[attr-defined]
    )
    return Row(
        inquiry,
        slots,
        danger(risk, now),
        risk_key(risk, now),
        risk.was_cancelled,
        risk.next_expiry,
        inquiry.waits_for_take_over,  # type: ignore[attr-defined]
    )


TABS = ("kuemmern", "neu", "wartet", "zugesagt", "alle")


def in_tab(found: Iterable[Row], tab: str) -> list[Row]:
    """The rows of one tab; an unknown name shows all."""
    tests = {
        "kuemmern": lambda row: row.burns or row.waits_for_take_over,
        "neu": lambda row: row.is_new,
        "wartet": lambda row: row.waits,
        "zugesagt": lambda row: row.is_arranged,
    }
    test = tests.get(tab)
    return [row for row in found if test is None or test(row)]


def version() -> int:
    """A number that grows with every step in the center: what the poll compares."""
    last: int | None = AuditRecord.objects.order_by("-position").values_list("position", flat=True).first()
    return last or 0


def changes_since(seen: int, desk: Desk | None, *, by_others_than: int) -> int:
    """How many inquiries of the desk others have touched since that version."""
    records = AuditRecord.objects.filter(position__gt=seen, detail__has_key="inquiry").exclude(actor_id=by_others_than)
    touched = set(records.values_list("detail__inquiry", flat=True))
    if desk is None or not touched:
        return len(touched)
    count: int = (
        Inquiry.objects.filter(pk__in=touched)
        .filter(Q(desk=desk) | Q(slots__desk=desk))
        .distinct()
        .aggregate(n=Count("pk"))["n"]
    )
    return count
