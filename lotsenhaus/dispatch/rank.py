"""The best people for one slot: one pass over the candidates, the same order for the same input.

People known to be free come first, then those whose times are unknown ("please call"), each by points.
Ties are broken by a checksum of slot and person, so that nobody is always first because of her number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

from lotsenhaus.dispatch.eligibility import Booked, Pair, Verdict, judge, pairs, passes
from lotsenhaus.dispatch.problem import Problem, Request
from lotsenhaus.dispatch.reasons import Reason
from lotsenhaus.dispatch.score import Item, items
from lotsenhaus.dispatch.travel import Leg


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked, with everything that can be said about it."""

    verdict: Verdict

    @property
    def mediator(self) -> str:
        return self.verdict.pair.mediator.id

    @property
    def is_free(self) -> bool:
        return self.verdict.is_free

    @property
    def leg(self) -> Leg | None:
        return self.verdict.pair.leg

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return items(self.verdict)

    @cached_property
    def points(self) -> int:
        return sum(item.points for item in self.items)

    @cached_property
    def arrival(self) -> int | None:
        """The minute she can be there, from home or from where she is just then; None when the way is unknown."""
        return arrival(self.verdict.pair)

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What is unknown or worth knowing."""
        late = lateness(self)
        return (*self.verdict.reasons.values(), *([Reason("late", {"minutes": late})] if late else []))


@dataclass(frozen=True)
class Ranking:
    """`candidates` in order; `rejected` speak the language, but something stands against each of them."""

    request: Request
    candidates: tuple[Candidate, ...]
    rejected: tuple[Pair, ...]

    def best(self, count: int | None) -> tuple[Candidate, ...]:
        return self.candidates[:count]

    @cached_property
    def others(self) -> tuple[Verdict, ...]:
        """The rejected with all that speaks against them, those with the fewest reasons first."""
        return tuple(sorted(map(judge, self.rejected), key=_by_number_of_reasons))


def rank(problem: Problem, request: Request, *, by_arrival: bool = False, booked: Booked | None = None) -> Ranking:
    """Look at everybody who speaks what is wanted; `by_arrival` is for urgent cases: who can be there in time.

    `booked` replaces the fixed assignments of the problem, for callers that are just making a plan.
    """
    looked_at = pairs(problem, request, problem.booked if booked is None else booked)
    return rank_pairs(request, looked_at, by_arrival=by_arrival)


def rank_pairs(request: Request, looked_at: Iterable[Pair], *, by_arrival: bool = False) -> Ranking:
    passing: list[Pair] = []
    rejected: list[Pair] = []
    for pair in looked_at:
        (passing if passes(pair) else rejected).append(pair)
    candidates = [Candidate(judge(pair)) for pair in passing]
    return Ranking(request, tuple(sorted(candidates, key=_by_arrival if by_arrival else _by_points)), tuple(rejected))


def arrival(pair: Pair) -> int | None:
    """The earliest minute at the place, when leaving now or after the assignment that is on before this one."""
    now, start = pair.problem.now, pair.request.start
    before = [entry for entry in pair.booked if entry.span and start is not None and now < entry.span.end <= start]
    if before:
        last = max(before, key=lambda entry: (entry.end or 0, entry.request))
        return (last.end or 0) + pair.way_between(last.place, None if pair.request.is_remote else pair.request.place)
    return None if pair.leg is None else now + pair.leg.minutes


def lateness(candidate: Candidate) -> int:
    """Minutes after the start; 0 when in time, by agreement, or not known."""
    start = candidate.verdict.pair.request.start
    return 0 if start is None or candidate.arrival is None else max(0, candidate.arrival - start)


def _by_points(candidate: Candidate) -> tuple[bool, int, int, str]:
    return not candidate.is_free, -candidate.points, *tie(candidate.verdict.pair)


def _by_arrival(candidate: Candidate) -> tuple[int, bool, bool, int, int, str]:
    """In time before way unknown before late; among the late the least late."""
    return lateness(candidate), candidate.arrival is None, *_by_points(candidate)


def _by_number_of_reasons(verdict: Verdict) -> tuple[int, int, str]:
    return len(verdict.against), *tie(verdict.pair)


def tie(pair: Pair) -> tuple[int, str]:
    """Decides between equals, and not always for the same person."""
    return crc32(f"{pair.request.id}/{pair.mediator.id}".encode()), pair.mediator.id
