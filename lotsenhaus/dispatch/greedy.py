"""Plans without a solver: the telephone as a baseline to compare with, and a fallback when the solver gives none."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from lotsenhaus.dispatch.eligibility import Pair, passes
from lotsenhaus.dispatch.filters import OF_DIARIES, table
from lotsenhaus.dispatch.problem import Assignment, Problem, Request
from lotsenhaus.dispatch.rank import tie
from lotsenhaus.dispatch.settings import Objective, Settings


@dataclass(frozen=True)
class Schedule:
    """Proposals beside what is fixed, and how many people each slot still lacks; `method` says how it was made."""

    method: str
    assignments: tuple[Assignment, ...]
    uncovered: Mapping[str, int]


class Choice(NamedTuple):
    """Somebody who may take a slot as far as what is fixed goes."""

    pair: Pair
    points: int
    certain: bool


Choices = Mapping[str, Sequence[Choice]]


def first_come(problem: Problem) -> Schedule:
    """As on the telephone: slots in the order in which they came in, each to the nearest person who is free."""
    order = sorted(problem.requests, key=lambda request: (request.received, request.id))
    return _fill(problem, "first_come", order, _choices(problem, Settings(), _nearest_first))


def scarcest_first(problem: Problem, settings: Settings | None = None) -> Schedule:
    """Urgent slots first, then those of the old plan, then those with the fewest people to choose from.

    Each goes to whom the old plan had, else to the best in the ranking; where few are to travel, to somebody who does
    anyway, else to whoever could take most slots.
    """
    settings = settings or Settings()
    choices = _choices(problem, settings, _by_points)
    few = settings.objective is Objective.FEWEST
    reach = Counter(one.pair.mediator.id for several in choices.values() for one in several) if few else Counter()

    def rank(choice: Choice) -> tuple[bool, int]:
        who = choice.pair.mediator.id
        return (who, choice.pair.request.id) not in settings.previous, -reach[who]

    ranked = {request: sorted(several, key=rank) for request, several in choices.items()}
    kept = {request for request, several in ranked.items() if not rank(several[0])[0]}
    order = sorted(
        problem.requests, key=lambda one: (-one.priority, one.id not in kept, len(choices.get(one.id, ())), one.id)
    )
    return _fill(problem, "scarcest_first", order, ranked, few)


def _choices(problem: Problem, settings: Settings, order: Callable[[Choice], Any]) -> Choices:
    """Per slot everybody who may take it, in order; looked up for all slots at once."""
    found: dict[str, list[Choice]] = {}
    known = table(problem, settings)
    rows = zip(
        known.mediator.tolist(), known.request.tolist(), known.points.tolist(), known.certain.tolist(), strict=True
    )
    for who, what, points, certain in rows:
        pair = Pair(known.mediators[who], known.requests[what], problem, ())
        found.setdefault(pair.request.id, []).append(Choice(pair, points, certain))
    return {request: sorted(choices, key=order) for request, choices in found.items()}


def _fill(problem: Problem, method: str, order: Iterable[Request], choices: Choices, few: bool = False) -> Schedule:
    """Slot by slot; with `few`, whoever has something already comes before who has not."""
    diary = {mediator: list(entries) for mediator, entries in problem.booked.items()}
    lacking = _lacking(problem, problem.assignments)
    proposals: list[Assignment] = []
    for request in order:
        several = choices.get(request.id, ())
        if few:
            several = sorted(several, key=lambda one: one.pair.mediator.id not in diary)
        still = (one for one in several if _has_time(one, diary))
        for choice in islice(still, lacking[request.id]):
            mediator = choice.pair.mediator
            proposals.append(Assignment.of(mediator, request, certain=choice.certain))
            diary.setdefault(mediator.id, []).append(proposals[-1])
    return _released(problem, method, proposals)


def _has_time(choice: Choice, diary: Mapping[str, Sequence[Assignment]]) -> bool:
    """Whether what was proposed before leaves her room."""
    entries = diary.get(choice.pair.mediator.id)
    return not entries or passes(replace(choice.pair, booked=entries), OF_DIARIES)


def _released(problem: Problem, method: str, proposals: list[Assignment]) -> Schedule:
    """Slots that are only useful together are given up when one of them stays open."""
    lacking = _lacking(problem, [*problem.assignments, *proposals])
    broken = {request.together for request in problem.requests if request.together and lacking[request.id]}
    kept = tuple(entry for entry in proposals if problem.request[entry.request].together not in broken)
    lacking = _lacking(problem, [*problem.assignments, *kept])
    return Schedule(method, kept, {request: heads for request, heads in sorted(lacking.items()) if heads})


def _lacking(problem: Problem, assignments: Iterable[Assignment]) -> dict[str, int]:
    heads = Counter(entry.request for entry in assignments)
    return {request.id: max(0, request.count - heads[request.id]) for request in problem.requests}


def _by_points(choice: Choice) -> tuple[bool, int, int, str]:
    return not choice.certain, -choice.points, *tie(choice.pair)


def _nearest_first(choice: Choice) -> tuple[object, ...]:
    """Free people by the length of the way; a way that is not known is the longest. Ties keep the ranking."""
    leg = choice.pair.leg
    return not choice.certain, leg is None, leg.minutes if leg else 0, *_by_points(choice)
