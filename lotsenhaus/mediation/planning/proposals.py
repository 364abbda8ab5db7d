"""The plan of some days: asked from the optimizer in its own process, returned as rows that can be stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lotsenhaus.dispatch.eligibility import Pair, judge
from lotsenhaus.dispatch.explain import explain
from lotsenhaus.dispatch.greedy import first_come
from lotsenhaus.dispatch.plan import Plan
from lotsenhaus.dispatch.problem import Assignment, Problem
from lotsenhaus.dispatch.rank import Candidate
from lotsenhaus.dispatch.settings import Contradiction, Objective, Pairs, Settings
from lotsenhaus.dispatch.stopwatch import Progress
from lotsenhaus.dispatch.verify import verify
from lotsenhaus.dispatch.worker import plan_in_worker
from lotsenhaus.mediation.planning.because import reasons_kept
from lotsenhaus.mediation.planning.week import Days

SECONDS = 30.0  # a center's week takes less than one; a hard end for what nobody foresaw


@dataclass(frozen=True)
class Wishes:
    """What a person decided before, and the plan that this one shall stay near to."""

    pins: Pairs = frozenset()
    forbidden: Pairs = frozenset()
    previous: Pairs = frozenset()


@dataclass(frozen=True)
class Pairing:
    """One person for one slot (primary keys), with the reasons as they are stored with a question."""

    slot: int
    mediator: int
    certain: bool
    minutes: int | None
    explanation: dict[str, Any]


@dataclass(frozen=True)
class Missing:
    """A slot without anybody: (reason code, people) and other times (start, end, people; minutes since 1970)."""

    slot: int
    reasons: list[tuple[str, int]]
    alternatives: list[tuple[int, int, int]]


@dataclass(frozen=True)
class Proposal:
    """The plan, what the telephone would have done with the same data, and why nobody where nobody is found."""

    plan: Plan
    pairings: list[Pairing]
    by_telephone: list[Pairing]
    missing: list[Missing]


def propose(
    days: Days,
    *,
    wishes: Wishes | None = None,
    fewest: bool = False,
    progress: Progress | None = None,
    seconds: float = SECONDS,
) -> Proposal:
    """Verified before it is returned. Raises Contradiction for pins that cannot be held, Broken for a wrong plan."""
    wishes = wishes or Wishes()
    settings = Settings(
        objective=Objective.FEWEST if fewest else Objective.BEST,
        seconds=seconds,
        pins=wishes.pins,
        forbidden=wishes.forbidden,
        previous=wishes.previous,
    )
    plan = plan_in_worker(days.problem, settings, progress)
    telephone = first_come(days.problem)
    return Proposal(
        plan,
        _pairings(days.problem, plan.assignments),
        _pairings(days.problem, telephone.assignments),
        _missing(days.problem, plan, wishes.forbidden),
    )


def still_possible(days: Days, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (mediator, slot) may be asked as things stand now."""
    known = [(who, what) for who, what in pairs if who in days.problem.mediator and what in days.problem.request]
    chosen = [
        Assignment.of(days.problem.mediator[who], days.problem.request[what], certain=False) for who, what in known
    ]
    broken = {(one.mediator, one.request) for one in verify(days.problem, chosen)}
    return {pair for pair in known if pair not in broken}


def _pairings(problem: Problem, assignments: Iterable[Assignment]) -> list[Pairing]:
    """Each with the reasons it has beside what was promised before the plan."""
    found = []
    for one in assignments:
        pair = Pair(
            problem.mediator[one.mediator], problem.request[one.request], problem, problem.booked.get(one.mediator, ())
        )
        candidate = Candidate(judge(pair))
        leg = candidate.leg
        found.append(
            Pairing(
                slot=int(one.request),
                mediator=int(one.mediator),
                certain=one.certain,
                minutes=leg.minutes if leg else None,
                explanation=reasons_kept(candidate),
            )
        )
    return found


def _missing(problem: Problem, plan: Plan, forbidden: Pairs) -> list[Missing]:
    """Why nobody: as if the plan were promised, so that "ist da schon in einem anderen Einsatz" counts as well.

    Before all that, how many were ruled out by hand.
    """
    promised = replace(problem, assignments=(*problem.assignments, *plan.assignments))
    found = []
    for slot in plan.uncovered:
        why = explain(promised, promised.request[slot])
        reasons = Counter({code: len(people) for code, people in why.near_misses.items()})
        times = [(one.start, one.end, len(one.mediators)) for one in why.alternatives]
        by_hand = sum(what == slot for _who, what in forbidden)
        ruled_out = [("ruled_out", by_hand)] if by_hand else []
        found.append(Missing(int(slot), [*ruled_out, *reasons.most_common()], times))
    return found


def as_pairs(rows: Iterable[tuple[int, int]]) -> Pairs:
    """(mediator, slot), primary keys, as the optimizer names them."""
    return frozenset((str(mediator), str(slot)) for mediator, slot in rows)


__all__ = ["Contradiction", "Missing", "Pairing", "Proposal", "Wishes", "as_pairs", "propose", "still_possible"]
