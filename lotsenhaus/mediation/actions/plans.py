"""Have a Wochenplan made, and change it by hand. Nothing is ever sent by itself."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.choices.plans import PlanState, PlanWay, WishKind
from lotsenhaus.mediation.choices.states import SlotState
from lotsenhaus.mediation.models import (
    Inquiry,
    Mediator,
    PlanEntry,
    PlanSlot,
    PlanWish,
    Slot,
    WeekPlan,
    Weighting,
)
from lotsenhaus.mediation.planning.proposals import Contradiction, Proposal, Wishes, as_pairs, propose, still_possible
from lotsenhaus.mediation.planning.week import Days, days_for, slots_to_plan
from lotsenhaus.mediation.planning.weights import weights_of
from lotsenhaus.network.models import Desk

UNDER_WAY = (PlanState.QUEUED, PlanState.RUNNING)
AT_ONCE = 5.0  # seconds that somebody who changes a plan by hand waits at most for the solver


class Cancelled(Exception):
    """Somebody no longer waits for this plan."""


@transaction.atomic
def begin_plan(
    *, center: Center, desk: Desk | None, first: date, last: date, by: User, inquiry: Inquiry | None = None
) -> WeekPlan:
    """A plan to be computed; who still waits for another one of the same days waits for this one instead."""
    same = {"desk": desk, "inquiry": inquiry, "first_day": first, "last_day": last}
    WeekPlan.objects.filter(**same, state__in=UNDER_WAY).update(state=PlanState.CANCELLED, finished_at=timezone.now())
    previous = WeekPlan.objects.filter(**same, state=PlanState.READY).first()
    plan = WeekPlan.objects.create(
        center=center, asked_by=by, previous=previous, weighting=Weighting.objects.first(), **same
    )
    audit.record(center=center, action="plan.begun", by=by, on=plan)
    return plan


def compute(*, center_id: int, plan_id: int, now: datetime | None = None) -> None:
    """Read, solve and store in three steps: no transaction is open while the solver works.

    A plan that a killed worker left half-way is begun anew.
    """
    now = now or timezone.now()
    with center_scope(center_id):
        if not WeekPlan.objects.filter(pk=plan_id, state__in=UNDER_WAY).update(state=PlanState.RUNNING, phase=""):
            return
        plan = WeekPlan.objects.select_related("previous", "weighting", "inquiry", "desk").get(pk=plan_id)
        days, wishes = _days_of(plan, now), _wishes_of(plan)

    def progress(phase: str) -> None:
        with center_scope(center_id):
            if not _advance(plan_id, phase=phase):
                raise Cancelled

    try:
        proposal = propose(days, wishes=wishes, fewest=plan.inquiry is not None, progress=progress)
    except Cancelled:
        return
    except Exception as failed:
        with center_scope(center_id):
            _advance(plan_id, state=PlanState.FAILED, failure=_words(failed), finished_at=now)
        if not isinstance(failed, Contradiction):
            raise
        return
    with center_scope(center_id):
        store(plan=plan, days=days, proposal=proposal)


def _words(failed: Exception) -> str:
    if isinstance(failed, Contradiction):
        return _("Was Sie festgehalten haben, passt nicht mehr zusammen. Bitte lösen Sie eine Festlegung.")
    return _("Der Plan ließ sich nicht berechnen. Gespeichert wurde nichts davon; bitte versuchen Sie es noch einmal.")


def _advance(plan_id: int, **changes: object) -> bool:
    """False when somebody cancelled meanwhile."""
    return bool(WeekPlan.objects.filter(pk=plan_id, state=PlanState.RUNNING).update(**changes))


def _days_of(plan: WeekPlan, now: datetime) -> Days:
    slots = slots_to_plan(plan.first_day, plan.last_day, desk=plan.desk, inquiry=plan.inquiry, now=now)
    return days_for(slots, plan.first_day, plan.last_day, now=now, weights=weights_of(plan.weighting))


def _wishes_of(plan: WeekPlan) -> Wishes:
    """Pins and bans of slots that still look for somebody, and the plan before."""
    still = plan.wishes.filter(slot__state=SlotState.OPEN, slot__starts_at__gt=timezone.now())
    before = plan.previous.entries.filter(way=PlanWay.PLAN) if plan.previous else PlanEntry.objects.none()
    return Wishes(
        pins=as_pairs(still.filter(kind=WishKind.PIN).values_list("mediator_id", "slot_id")),
        forbidden=as_pairs(still.filter(kind=WishKind.FORBID).values_list("mediator_id", "slot_id")),
        previous=as_pairs(before.values_list("mediator_id", "slot_id")),
    )


@transaction.atomic
def store(*, plan: WeekPlan, days: Days, proposal: Proposal) -> bool:
    """Everything or nothing; False when somebody cancelled meanwhile."""
    locked = WeekPlan.objects.select_for_update(of=("self",)).filter(pk=plan.pk, state=PlanState.RUNNING).first()
    if locked is None:
        return False
    before = {(one.mediator_id, one.slot_id) for one in _proposed(plan.previous)} if plan.previous else None
    missing = {one.slot: one for one in proposal.missing}
    PlanSlot.objects.bulk_create(
        PlanSlot(
            center_id=plan.center_id,
            plan=plan,
            slot=slot,
            reasons=missing[slot.pk].reasons if slot.pk in missing else [],
            alternatives=missing[slot.pk].alternatives if slot.pk in missing else [],
        )
        for slot in days.slots.values()
    )
    PlanEntry.objects.bulk_create(
        PlanEntry(
            center_id=plan.center_id,
            plan=plan,
            way=way,
            slot_id=one.slot,
            mediator_id=one.mediator,
            certain=one.certain,
            minutes=one.minutes,
            explanation=one.explanation,
            is_new=way == PlanWay.PLAN and before is not None and (one.mediator, one.slot) not in before,
        )
        for way, pairings in ((PlanWay.PLAN, proposal.pairings), (PlanWay.FIRST_COME, proposal.by_telephone))
        for one in pairings
    )
    solved = proposal.plan
    for name in ("method", "demand", "covered", "objective", "bound", "gap", "coverage_proven"):
        setattr(locked, name, getattr(solved, name))
    locked.prices, locked.seconds = dict(solved.prices), dict(solved.seconds)
    locked.first_come, locked.unknown_times = len(proposal.by_telephone), days.silent
    locked.state, locked.finished_at, locked.phase = PlanState.READY, timezone.now(), ""
    locked.save()
    return True


def _proposed(plan: WeekPlan) -> list[PlanEntry]:
    return list(plan.entries.filter(way=PlanWay.PLAN))


def cancel_plan(*, plan: WeekPlan, by: User) -> None:
    """The solver stops at its next step; nothing is stored."""
    if WeekPlan.objects.filter(pk=plan.pk, state__in=UNDER_WAY).update(
        state=PlanState.CANCELLED, finished_at=timezone.now()
    ):
        audit.record(center=plan.center, action="plan.cancelled", by=by, on=plan)


@transaction.atomic
def change_plan(*, plan: WeekPlan, wishes: Sequence[tuple[Slot, Mediator, str]], by: User) -> WeekPlan:
    """A new plan with some more wishes ("pin", "forbid", "free"), as near to this one as it can be.

    The old plan stays. Raises Contradiction, and nothing has changed, when a new wish cannot be held. An older pin
    that came apart by itself is let go: nobody could let go of two of them, one after the other.
    """
    changed = WeekPlan.objects.create(
        center=plan.center,
        desk=plan.desk,
        inquiry=plan.inquiry,
        first_day=plan.first_day,
        last_day=plan.last_day,
        asked_by=by,
        previous=plan,
        weighting=plan.weighting,
        state=PlanState.RUNNING,
    )
    PlanWish.objects.bulk_create(_wishes_after(plan, changed, wishes))
    days = _days_of(changed, timezone.now())
    _let_go(changed, days, [(mediator.pk, slot.pk) for slot, mediator, _what in wishes])
    proposal = propose(days, wishes=_wishes_of(changed), fewest=plan.inquiry is not None, seconds=AT_ONCE)
    store(plan=changed, days=days, proposal=proposal)
    changed.refresh_from_db()
    # Last, because the audit chain lets one transaction at a time pass and nobody shall wait for the solver.
    slots = [slot.pk for slot, _who, _what in wishes]
    audit.record(center=plan.center, action="plan.changed", by=by, on=changed, slots=slots)
    return changed


def _let_go(changed: WeekPlan, days: Days, new: Iterable[tuple[int, int]]) -> None:
    """Pins from before whose person has left, is away or has promised something else since, or whose talk has left
    these days."""
    rows = changed.wishes.filter(kind=WishKind.PIN, slot__state=SlotState.OPEN, slot__starts_at__gt=timezone.now())
    pins = as_pairs(rows.values_list("mediator_id", "slot_id")) - as_pairs(new)
    for who, what in pins - still_possible(days, pins):
        rows.filter(mediator=int(who), slot=int(what)).delete()


def _wishes_after(
    plan: WeekPlan, changed: WeekPlan, wishes: Sequence[tuple[Slot, Mediator, str]]
) -> Iterator[PlanWish]:
    """Those of the plan before, without the ones that a new wish replaces."""
    said = {(slot.pk, mediator.pk): what for slot, mediator, what in wishes}
    pinned = {slot for (slot, _who), what in said.items() if what == WishKind.PIN}
    for one in plan.wishes.all():
        is_replaced = (one.slot_id, one.mediator_id) in said or (one.kind == WishKind.PIN and one.slot_id in pinned)
        if not is_replaced:
            yield PlanWish(
                center=plan.center, plan=changed, slot_id=one.slot_id, mediator_id=one.mediator_id, kind=one.kind
            )
    for (slot, who), what in said.items():
        if what in WishKind.values:
            yield PlanWish(center=plan.center, plan=changed, slot_id=slot, mediator_id=who, kind=what)
