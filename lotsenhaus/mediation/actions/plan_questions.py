"""Ask the people of a Wochenplan in one go, and take it back while the messages still wait."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.mediation.actions import asking
from lotsenhaus.mediation.actions.locks import TooLate, lock_everybody
from lotsenhaus.mediation.choices.plans import PlanWay
from lotsenhaus.mediation.choices.states import InquiryState, SlotState
from lotsenhaus.mediation.models import Inquiry, Offer, Slot, WeekPlan
from lotsenhaus.mediation.planning.proposals import still_possible
from lotsenhaus.mediation.planning.week import days_for
from lotsenhaus.mediation.planning.weights import weights_of
from lotsenhaus.mediation.queries.names import tell_apart

ONE_PRESS = timedelta(minutes=2)  # "Rückgängig" is offered for 30 seconds


@dataclass
class Sent:
    """The questions, names of those to be phoned, how many had been asked before (a second press of the button), and
    how many slots could not be asked for any more."""

    asked: list[Offer] = field(default_factory=list)
    to_call: list[str] = field(default_factory=list)
    already: int = 0
    too_late: int = 0


@transaction.atomic
def ask_from_plan(*, plan: WeekPlan, slots: set[int], by: User, now: datetime | None = None) -> Sent:
    """Ask the proposed people of these slots, as if each were ticked on its own page; what has passed is left out."""
    now, sent = now or timezone.now(), Sent()
    entries = {one.slot_id: one for one in plan.entries.filter(way=PlanWay.PLAN, slot__in=slots)}
    rows = _locked(list(entries))
    asked = set(Offer.objects.open().filter(slot__in=entries).values_list("slot_id", "mediator_id"))
    open_slots = {slot.pk: slot for slot in rows if slot.state == SlotState.OPEN and _is_of(plan, slot)}
    days = days_for(open_slots.values(), plan.first_day, plan.last_day, now=now, weights=weights_of(plan.weighting))
    tell_apart(days.mediators.values())
    possible = still_possible(days, ((str(one.mediator_id), str(one.slot_id)) for one in entries.values()))
    for pk, entry in sorted(entries.items()):
        if (pk, entry.mediator_id) in asked:
            sent.already += 1
            continue
        if pk not in open_slots or (str(entry.mediator_id), str(pk)) not in possible:
            sent.too_late += 1
            continue
        person = days.mediators[str(entry.mediator_id)]
        if not person.message_channel:
            sent.to_call.append(person.short_name)
            continue
        try:
            sent.asked += asking.ask(
                slot=open_slots[pk],
                mediators=[person],
                by=by,
                desk=open_slots[pk].working_desk,
                now=now,
                explanations={person.pk: entry.explanation},
            )
        except TooLate:
            sent.too_late += 1
    audit.record(center=plan.center, action="plan.asked", by=by, on=plan, asked=len(sent.asked))
    return sent


def _is_of(plan: WeekPlan, slot: Slot) -> bool:
    """Not handed over to another desk since, and no call back to come first."""
    waits = slot.inquiry.state == InquiryState.SUBMITTED
    return not waits and (plan.desk_id is None or slot.working_desk.pk == plan.desk_id)


def _locked(slots: list[int]) -> list[Slot]:
    """All slots and their inquiries before the first record of the audit chain (actions.locks)."""
    rows = lock_everybody(Slot.objects.filter(pk__in=slots))
    inquiries = {row.inquiry_id for row in rows}
    list(Inquiry.objects.filter(pk__in=inquiries).order_by("pk").select_for_update(of=("self",), no_key=True))
    return rows


@transaction.atomic
def take_back(*, plan: WeekPlan, asked: Iterable[int], by: User, now: datetime | None = None) -> int:
    """Of the questions (primary keys) of one press those that this person has just sent from this plan; how many."""
    now = now or timezone.now()
    fresh = Offer.objects.open().filter(pk__in=asked, asked_by=by, created_at__gt=now - ONE_PRESS)
    fresh = fresh.filter(slot__in=plan.slots.values("slot")).order_by("slot_id", "mediator_id")
    _locked(list(fresh.values_list("slot_id", flat=True)))
    offers = list(fresh)
    for offer in offers:
        asking.withdraw_offer(offer=offer, by=by, now=now)
    return len(offers)
