"""The best plan of a small problem by trying everything, with the value of a plan in words of its own."""

from collections import Counter
from dataclasses import replace

from lotsenhaus.dispatch.problem import Assignment, Problem
from lotsenhaus.dispatch.rank import rank
from lotsenhaus.dispatch.settings import Objective, Settings
from lotsenhaus.dispatch.verify import verify


def value(problem: Problem, plan: tuple[Assignment, ...], settings: Settings) -> float:
    """Points of the ranking, rewards for heads, less for questions, for work not shared and for people who travel."""
    weights, points = problem.weights, 0.0
    for entry in plan:
        slot = problem.request[entry.request]
        (candidate,) = [one for one in rank(problem, slot).candidates if one.mediator == entry.mediator]
        points += candidate.points + weights.cover * (slot.priority or 0.5)
        points += 0 if candidate.is_free else weights.question
        points += weights.kept if (entry.mediator, entry.request) in settings.previous else 0
    for times in Counter(entry.mediator for entry in plan).values():
        points += weights.load * sum(range(times))
    if settings.objective is Objective.FEWEST:
        there = {entry.mediator for entry in problem.assignments}
        points += weights.person * len({entry.mediator for entry in plan} - there)
    return points


def best(problem: Problem, settings: Settings) -> float | None:
    """The highest value of any plan that keeps all rules; None when the pins forbid every plan."""
    choices = [
        Assignment.of(one.verdict.pair.mediator, slot, certain=one.is_free)
        for slot in problem.requests
        for one in rank(problem, slot).candidates
    ]
    whole = [plan for plan in _plans(problem, settings, choices) if not verify(problem, plan, settings)]
    return max((value(problem, plan, settings) for plan in whole), default=None)


def _plans(problem: Problem, settings: Settings, choices: list[Assignment]) -> list[tuple[Assignment, ...]]:
    """All plans whose parts break no rule; rules about the whole (groups, pins) are left to the caller."""
    loose = replace(problem, requests=tuple(replace(slot, together="") for slot in problem.requests))
    free = replace(settings, pins=frozenset())
    plans: list[tuple[Assignment, ...]] = [()]
    for choice in choices:
        plans += [(*plan, choice) for plan in plans if not verify(loose, (*plan, choice), free)]
    return plans


def best_with_most_heads(problem: Problem, slot: str, settings: Settings) -> float:
    """The highest value of any plan among those with the most people at one slot."""
    choices = [
        Assignment.of(one.verdict.pair.mediator, wish, certain=one.is_free)
        for wish in problem.requests
        for one in rank(problem, wish).candidates
    ]
    whole = [plan for plan in _plans(problem, settings, choices) if not verify(problem, plan, settings)]
    return max((sum(one.request == slot for one in plan), value(problem, plan, settings)) for plan in whole)[1]
