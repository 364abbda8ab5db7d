"""What the page of a Wochenplan shows: the rows of its table, its totals, and what changed against the plan before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import mean

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.kit.calendar import at_local
from lotsenhaus.mediation.choices.plans import WORTH_A_PLAN, PlanState, PlanWay, WishKind
from lotsenhaus.mediation.choices.states import OfferState, SlotState
from lotsenhaus.mediation.models import (
    Assignment,
    Inquiry,
    Mediator,
    Offer,
    PlanEntry,
    PlanSlot,
    PlanWish,
    Slot,
    Talk,
    WeekPlan,
)
from lotsenhaus.mediation.models.assignments import BINDING
from lotsenhaus.network.models import Desk

SHOWN = 20  # earlier plans


@dataclass(frozen=True)
class Row:
    """One slot of the plan with the person proposed, or why nobody."""

    slot: Slot
    entry: PlanEntry | None
    asked: PlanSlot
    is_pinned: bool

    @property
    def is_open(self) -> bool:
        """Whether the slot still looks for somebody nobody has been asked about."""
        return self.slot.state == SlotState.OPEN


@dataclass(frozen=True)
class Totals:
    """`way` are minutes one way on average, None when nobody travels or no way is known."""

    covered: int
    people: int
    way: int | None
    questions: int


def rows_of(plan: WeekPlan) -> list[Row]:
    """In the order of time. Three queries."""
    entries = {one.slot_id: one for one in entries_of(plan, PlanWay.PLAN)}
    pins = set(plan.wishes.filter(kind=WishKind.PIN).values_list("slot_id", "mediator_id"))
    asked = plan.slots.select_related("slot__inquiry__organization", "slot__inquiry__town", "slot__inquiry__desk")
    found = []
    for one in asked.order_by("slot__starts_at", "slot_id"):
        entry = entries.get(one.slot_id)
        is_pinned = entry is not None and (one.slot_id, entry.mediator_id) in pins
        found.append(Row(one.slot, entry, one, is_pinned))
    return found


def entries_of(plan: WeekPlan, way: str) -> QuerySet[PlanEntry]:
    return plan.entries.filter(way=way).select_related("mediator__town", "slot__inquiry").order_by("pk")


def totals(entries: Iterable[PlanEntry]) -> Totals:
    entries = list(entries)
    ways = [one.minutes for one in entries if one.minutes is not None]
    people = {one.mediator_id for one in entries}
    return Totals(
        len(entries), len(people), round(mean(ways)) if ways else None, sum(not one.certain for one in entries)
    )


def promised(plan: WeekPlan) -> list[Assignment]:
    """What is promised already in these days, of everybody in the center: the plan goes round it."""
    start, end = at_local(plan.first_day, time()), at_local(plan.last_day + timedelta(days=1), time())
    rows = Assignment.objects.filter(state__in=BINDING, starts_at__gte=start, starts_at__lt=end)
    if plan.desk_id:
        proposed = Q(mediator__in=plan.entries.values("mediator"))
        rows = rows.filter(Q(desk=plan.desk) | Q(slot__inquiry=plan.inquiry) | proposed)
    return list(rows.select_related("mediator__town", "slot__inquiry__organization").order_by("starts_at", "pk"))


def being_asked(plan: WeekPlan) -> list[Offer]:
    """Questions on their way about talks of these days."""
    start, end = at_local(plan.first_day, time()), at_local(plan.last_day + timedelta(days=1), time())
    rows = Offer.objects.filter(state=OfferState.ASKED, slot__starts_at__gte=start, slot__starts_at__lt=end)
    rows = rows.filter(Q(desk=plan.desk) | Q(slot__inquiry=plan.inquiry)) if plan.desk_id else rows
    return list(rows.select_related("mediator__town", "slot__inquiry__organization").order_by("slot__starts_at", "pk"))


def talks_of(
    inquiry: Inquiry, entries: Iterable[PlanEntry], promised: Iterable[Assignment], asked: Iterable[Offer]
) -> list[tuple[Talk, list[Mediator], str]]:
    """The table of a parents' day, filled in: every short talk with who has promised, is asked or is proposed."""
    waiting: dict[int, list[Mediator]] = defaultdict(list)
    for offer in asked:
        waiting[offer.slot_id].append(offer.mediator)
    people = {one.slot_id: ([one.mediator], _("vorgeschlagen")) for one in entries}
    people |= {slot: (several, _("gefragt")) for slot, several in waiting.items()}
    people |= {one.slot_id: ([one.mediator], _("zugesagt")) for one in promised}
    talks = Talk.objects.filter(slot__inquiry=inquiry).exclude(slot__state=SlotState.WITHDRAWN)
    return [
        (talk, *people.get(talk.slot_id, ([], _("noch niemand"))))
        for talk in talks.select_related("slot").order_by("starts_at", "room", "pk")
    ]


@dataclass(frozen=True)
class Change:
    """From the plan before to this one: slots newly without anybody, newly with somebody, and with another person."""

    opened: list[Slot]
    closed: list[Slot]
    moved: list[PlanEntry]
    minutes: int  # of way in all, more (or less, when negative)
    questions: int  # more people whose times are unknown (or fewer, when negative)

    @property
    def is_empty(self) -> bool:
        return not (self.opened or self.closed or self.moved)


def change(before: WeekPlan, after: WeekPlan) -> Change:
    """Of slots that both plans were asked for; others came or went by themselves."""
    both = set(before.slots.values_list("slot_id", flat=True)) & set(after.slots.values_list("slot_id", flat=True))
    old = {one.slot_id: one for one in entries_of(before, PlanWay.PLAN) if one.slot_id in both}
    new = {one.slot_id: one for one in entries_of(after, PlanWay.PLAN) if one.slot_id in both}
    way = sum(one.minutes or 0 for one in new.values()) - sum(one.minutes or 0 for one in old.values())
    return Change(
        opened=[old[pk].slot for pk in sorted(old.keys() - new.keys())],
        closed=[new[pk].slot for pk in sorted(new.keys() - old.keys())],
        moved=[new[pk] for pk in sorted(old.keys() & new.keys()) if old[pk].mediator_id != new[pk].mediator_id],
        minutes=way,
        questions=totals(new.values()).questions - totals(old.values()).questions,
    )


def earlier(desk: Desk | None) -> QuerySet[WeekPlan]:
    """The latest plans of a desk; the coordination sees those of all."""
    plans = WeekPlan.objects.select_related("asked_by", "desk", "weighting", "inquiry")
    return (plans.filter(desk=desk) if desk else plans)[:SHOWN]


def worth_a_plan(desk: Desk | None, now: datetime) -> int:
    """How many open talks a Wochenplan would cover; 0 while they are so few that each is faster by itself."""
    count: int = _to_plan(desk, now).count()
    return count if count >= WORTH_A_PLAN else 0


def _to_plan(desk: Desk | None, now: datetime) -> QuerySet[Slot]:
    wanted = Slot.objects.to_plan(now)
    return wanted.of_desk(desk) if desk else wanted


def newer(plan: WeekPlan) -> WeekPlan | None:
    """The latest plan of the same days made after this one, also while it is still being made."""
    same = WeekPlan.objects.filter(desk=plan.desk_id, inquiry=plan.inquiry_id, pk__gt=plan.pk)
    same = same.filter(first_day=plan.first_day, last_day=plan.last_day)
    return same.filter(state__in=(PlanState.QUEUED, PlanState.RUNNING, PlanState.READY)).first()


def pins_let_go(before: WeekPlan, after: WeekPlan, changed: Iterable[tuple[int, int]]) -> list[PlanWish]:
    """Pins that could not be held any more, besides the (slot, mediator) that somebody changed herself."""
    gone = set(changed) | set(after.wishes.values_list("slot_id", "mediator_id"))
    replaced = set(after.wishes.filter(kind=WishKind.PIN).values_list("slot_id", flat=True))
    pins = before.wishes.filter(kind=WishKind.PIN).select_related("slot", "mediator").order_by("pk")
    return [one for one in pins if (one.slot_id, one.mediator_id) not in gone and one.slot_id not in replaced]


def open_by_week(desk: Desk | None, now: datetime) -> list[tuple[date, int]]:
    """(Monday, open slots with a date) of this week and the next five, those without any left out. One query."""
    wanted = _to_plan(desk, now).filter(starts_at__lt=now + timedelta(weeks=6))
    counted: dict[date, int] = defaultdict(int)
    for starts_at in wanted.values_list("starts_at", flat=True):
        day = timezone.localdate(starts_at)
        counted[day - timedelta(days=day.weekday())] += 1
    return sorted(counted.items())
