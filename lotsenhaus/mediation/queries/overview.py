"""Übersicht: does every desk run, does the money last, what waits for the coordination? Each block one query."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lotsenhaus.kit.calendar import at_local
from lotsenhaus.mediation.choices.languages import short_name
from lotsenhaus.mediation.choices.states import AssignmentState, MediatorState, SlotState, UnfilledReason
from lotsenhaus.mediation.models import Assignment, Credential, Inquiry, Slot
from lotsenhaus.mediation.models.inquiries import LIVE
from lotsenhaus.network.models import Desk, DeskAbsence

MISSING_AFTER = timedelta(days=7)
EXPIRES_WITHIN = timedelta(days=60)
LOOK_AHEAD = timedelta(days=13)


@dataclass(frozen=True)
class DeskState:
    """One desk with what it works on; `away` is its running or next absence within two weeks."""

    desk: Desk
    live: int
    away: DeskAbsence | None

    @property
    def cover(self) -> Desk | None:
        return (self.away.cover or self.desk.cover) if self.away else None

    @property
    def is_uncovered(self) -> bool:
        return self.away is not None and self.cover is None


@dataclass(frozen=True)
class Need:
    """Nicht vermittelt: a language in a town, how often, and the most frequent reason."""

    language: str
    town: str
    count: int
    reasons: str


def desks(today: date) -> list[DeskState]:
    """Open desks, those without cover first, then the absent ones; three queries."""
    away: dict[int, DeskAbsence] = {}
    rows = DeskAbsence.objects.filter(last_day__gte=today, first_day__lte=today + LOOK_AHEAD)
    for row in rows.select_related("cover").order_by("-first_day"):
        away[row.desk_id] = row
    live = dict(Inquiry.objects.live().values_list("desk").annotate(count=Count("pk")).order_by())
    states = [
        DeskState(desk, live.get(desk.pk, 0), away.get(desk.pk))
        for desk in Desk.objects.filter(closed_on=None).select_related("cover")
    ]
    return sorted(states, key=lambda one: (not one.is_uncovered, one.away is None))


def expiring(today: date) -> QuerySet[Credential]:
    """Pledges and clearances of active people that end within 60 days and have no newer one."""
    newer = Credential.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=today + EXPIRES_WITHIN),
        mediator=OuterRef("mediator"),
        kind=OuterRef("kind"),
    )
    rows = Credential.objects.filter(
        mediator__state__in=(MediatorState.ACTIVE, MediatorState.PAUSED), valid_until__lte=today + EXPIRES_WITHIN
    )
    return rows.exclude(Exists(newer)).select_related("mediator__home_desk").order_by("valid_until", "pk")


def missing(now: datetime) -> QuerySet[Assignment]:
    """Held more than seven days ago and nobody has confirmed."""
    held = (AssignmentState.HELD, AssignmentState.PLANNED)
    return (
        Assignment.objects.filter(state__in=held, ends_at__lt=now - MISSING_AFTER)
        .select_related("mediator", "slot__inquiry__organization", "desk")
        .order_by("ends_at", "pk")
    )


def unmet(first: date, last: date) -> list[Need]:
    """Slots nobody was found for, by language and town, the most first; both days count."""
    rows = Slot.objects.filter(state=SlotState.UNFILLED).filter(
        Q(starts_at__gte=at_local(first, time()), starts_at__lt=at_local(last + timedelta(days=1), time()))
        | Q(starts_at=None, inquiry__submitted_at__gte=at_local(first, time()))
    )
    found: dict[tuple[str, str], list[str]] = {}
    for languages, town, reason in rows.values_list("languages", "inquiry__town__name", "unfilled_reason"):
        key = ("/".join(short_name(code) for code in languages), town or "")
        found.setdefault(key, []).append(reason)
    needs = [Need(language, town, len(why), _reasons(why)) for (language, town), why in found.items()]
    return sorted(needs, key=lambda need: (-need.count, need.language, need.town))


def _reasons(codes: list[str]) -> str:
    often = sorted(set(codes), key=lambda code: (-codes.count(code), code))
    return ", ".join(str(UnfilledReason(code).label) for code in often)


def live_count() -> int:
    return Inquiry.objects.filter(state__in=LIVE).count()


def planned_after(day: date) -> int:
    """Promised talks from that day on: what the next purse would pay."""
    states = (AssignmentState.PLANNED, AssignmentState.HELD)
    return Assignment.objects.filter(state__in=states, starts_at__gte=at_local(day, time())).count()
