"""Plans without a solver: the telephone as a baseline to compare with, and a fallback when the solver gives none."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lotsenhaus.dispatch.eligibility import pairs, passes
from lotsenhaus.dispatch.problem import Assignment, Problem, Request
from lotsenhaus.dispatch.rank import Candidate, Ranking, rank


@dataclass(frozen=True)
class Schedule:
    """Proposals beside what is fixed, and how many people each slot still lacks; `method` says how it was made."""

    method: str
    assignments: tuple[Assignment, ...]
    uncovered: Mapping[str, int]


def first_come(problem: Problem) -> Schedule:
    """As on the telephone: slots in the order in which they came in, each to the nearest person who is free."""
    order = sorted(problem.requests, key=lambda request: (request.received, request.id))
    return _fill(problem, "first_come", order, _nearest_first)


def scarcest_first(problem: Problem) -> Schedule:
    """Urgent slots first, then those with the fewest people to choose from, each to the best in the ranking."""
    choice = {request.id: _number_eligible(problem, request) for request in problem.requests}
    order = sorted(problem.requests, key=lambda request: (-request.priority, choice[request.id], request.id))
    return _fill(problem, "scarcest_first", order, lambda ranking: ranking.candidates)


def _fill(
    problem: Problem, method: str, order: Iterable[Request], choose: Callable[[Ranking], Iterable[Candidate]]
) -> Schedule:
    diary = {mediator: list(entries) for mediator, entries in problem.booked.items()}
    lacking = _lacking(problem, problem.assignments)
    proposals: list[Assignment] = []
    for request in order:
        chosen = list(choose(rank(problem, request, booked=diary)))[: lacking[request.id]]
        for candidate in chosen:
            proposals.append(Assignment.of(candidate.verdict.pair.mediator, request, certain=candidate.is_free))
            diary.setdefault(candidate.mediator, []).append(proposals[-1])
    return _released(problem, method, proposals)


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


def _number_eligible(problem: Problem, request: Request) -> int:
    return sum(passes(pair) for pair in pairs(problem, request, problem.booked))


def _nearest_first(ranking: Ranking) -> list[Candidate]:
    """Free people by the length of the way; a way that is not known is the longest. Ties keep the ranking."""
    return sorted(
        ranking.candidates, key=lambda one: (not one.is_free, one.leg is None, one.leg.minutes if one.leg else 0)
    )
