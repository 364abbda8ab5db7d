"""For one slot of a plan: who else could go, beside everything else in the plan, and with whom she could swap."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lotsenhaus.dispatch.eligibility import Pair, passes
from lotsenhaus.dispatch.problem import Assignment, Problem
from lotsenhaus.dispatch.rank import Candidate, rank
from lotsenhaus.mediation.models import Mediator, PlanEntry, Slot
from lotsenhaus.mediation.planning.week import Days
from lotsenhaus.mediation.planning.words import item_sentence, reason_sentence


@dataclass(frozen=True)
class Choice:
    """Somebody who could go instead, in words; `elsewhere` when the plan sends her to another talk just then."""

    mediator: Mediator
    words: list[str]
    elsewhere: bool


@dataclass(frozen=True)
class Swap:
    """Both go where the other was to go."""

    slot: Slot
    mediator: Mediator


def choices_for(days: Days, entries: Iterable[PlanEntry], slot: Slot) -> list[Choice]:
    """Who could go beside the rest of the plan, then who would have to be taken from there, each best first."""
    entries = list(entries)
    beside = _beside(days, [one for one in entries if one.slot_id != slot.pk])
    out = {str(one.mediator_id) for one in entries if one.slot_id == slot.pk}
    request, found = days.problem.request[str(slot.pk)], []
    for problem in (beside, days.problem):
        fresh = [one for one in rank(problem, request).candidates if one.mediator not in out]
        found += [Choice(days.mediators[one.mediator], words_of(one), problem is days.problem) for one in fresh]
        out |= {one.mediator for one in fresh}
    return found


def words_of(one: Candidate) -> list[str]:
    """What speaks for her and what is not known; no points."""
    words = [reason_sentence(note).text for note in one.notes]
    return [*(item_sentence(item) for item in one.items if item.points > 0 or item.name == "travel_minute"), *words]


def swaps_for(days: Days, entries: Iterable[PlanEntry], slot: Slot) -> list[Swap]:
    """Other talks of the plan whose person could go here while the one proposed here goes there."""
    entries = [one for one in entries if str(one.slot_id) in days.slots]
    here = next((one for one in entries if one.slot_id == slot.pk), None)
    found = []
    for there in entries if here else ():
        if here is None or there.mediator_id == here.mediator_id:
            continue
        rest = _beside(days, [one for one in entries if one.pk not in (here.pk, there.pk)])
        if _may(rest, there.mediator_id, slot.pk) and _may(rest, here.mediator_id, there.slot_id):
            found.append(Swap(days.slots[str(there.slot_id)], days.mediators[str(there.mediator_id)]))
    return found


def _beside(days: Days, entries: Iterable[PlanEntry]) -> Problem:
    """As if these were promised."""
    known = [one for one in entries if str(one.slot_id) in days.slots and str(one.mediator_id) in days.mediators]
    kept = [
        Assignment.of(days.problem.mediator[str(one.mediator_id)], days.problem.request[str(one.slot_id)])
        for one in known
    ]
    return replace(days.problem, assignments=(*days.problem.assignments, *kept))


def _may(problem: Problem, who: int, what: int) -> bool:
    mediator, request = problem.mediator.get(str(who)), problem.request.get(str(what))
    if mediator is None or request is None:
        return False
    return passes(Pair(mediator, request, problem, problem.booked.get(mediator.id, ())))
