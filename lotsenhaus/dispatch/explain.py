"""Why these people, why nobody, and what else would work; answered from the filters alone, without a solver."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from itertools import islice

from lotsenhaus.dispatch.clock import Span, local_span, monday_of, uncovered
from lotsenhaus.dispatch.eligibility import FILTERS, Pair, objections, pairs, passes
from lotsenhaus.dispatch.problem import Mode, Problem, Request
from lotsenhaus.dispatch.rank import rank_pairs
from lotsenhaus.dispatch.reasons import Reason

GRID = 15  # minutes
OPENS, CLOSES = time(8), time(20)  # local; nobody is asked to talk at night
MOVABLE = ("absence", "availability", "overlap")  # what another time of the week can change
DAILY = ("credential", "day_limit")  # what another day of the week can change
# Who declined Tuesday may well come on Thursday; everything else stays the same all week.
CONSTANT = tuple(name for name in FILTERS if name not in (*MOVABLE, *DAILY, "answer"))


@dataclass(frozen=True)
class Step:
    """How many people are left after a filter."""

    filter: str
    left: int


@dataclass(frozen=True)
class Alternative:
    """Another time at which enough people are known to be free."""

    start: int
    end: int
    mediators: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """`near_misses` lists, by reason code, the people against whom exactly one thing stands.

    `remote` names by mode who could do it by phone or video at the same time.
    """

    funnel: tuple[Step, ...]
    near_misses: Mapping[str, tuple[str, ...]]
    alternatives: tuple[Alternative, ...]
    remote: Mapping[Mode, tuple[str, ...]]


def explain(problem: Problem, request: Request, *, alternatives: int = 5) -> Explanation:
    """All four answers for one slot; two objections to a person are enough to know that she is no near miss."""
    looked_at = list(pairs(problem, request, problem.booked))
    against = {pair.mediator.id: list(islice(objections(pair), 2)) for pair in looked_at}
    return Explanation(
        funnel(len(problem.mediators), against.values()),
        near_misses(against),
        tuple(islice(nearby(request, looked_at), alternatives)),
        remote(request, looked_at),
    )


def funnel(everybody: int, against: Iterable[list[tuple[str, Reason]]]) -> tuple[Step, ...]:
    """Survivors after each filter, from everybody down to the candidates."""
    names = list(FILTERS)
    first = [names.index(found[0][0]) if found else len(names) for found in against]
    return Step("everybody", everybody), *(Step(name, sum(out > at for out in first)) for at, name in enumerate(names))


def near_misses(against: Mapping[str, list[tuple[str, Reason]]]) -> dict[str, tuple[str, ...]]:
    codes = sorted({found[0][1].code for found in against.values() if len(found) == 1})
    return {
        code: tuple(sorted(who for who, found in against.items() if len(found) == 1 and found[0][1].code == code))
        for code in codes
    }


def remote(request: Request, looked_at: list[Pair]) -> dict[Mode, tuple[str, ...]]:
    """Who could take the slot without a way, best first; empty when it is remote already."""
    if request.is_remote:
        return {}
    return {mode: tuple(_who_could(replace(request, mode=mode), looked_at)) for mode in (Mode.PHONE, Mode.VIDEO)}


def _who_could(remote: Request, looked_at: list[Pair]) -> Iterator[str]:
    offering = [replace(pair, request=remote) for pair in looked_at if remote.mode in pair.mediator.modes]
    return (one.mediator for one in rank_pairs(remote, offering).candidates)


def nearby(request: Request, looked_at: Iterable[Pair]) -> Iterator[Alternative]:
    """Other times in the same week for which enough people are known to be free, nearest first, earlier before later.

    Not every quarter hour of the same free afternoon: each one brings in somebody new.
    """
    if request.start is None or request.end is None:
        return
    wish, length = request.start, request.end - request.start
    free_at: dict[int, list[str]] = {}
    movable = (pair for pair in map(_alone, looked_at) if passes(pair, CONSTANT))
    for pair in movable:
        for start in _possible_starts(pair, length):
            free_at.setdefault(start, []).append(pair.mediator.id)
    named: set[str] = set()
    for start in sorted(free_at, key=lambda start: (abs(start - wish), start)):
        mediators = free_at[start]
        if start != wish and len(mediators) >= request.count and not named.issuperset(mediators):
            named.update(mediators)
            yield Alternative(start, start + length, tuple(sorted(mediators)))


def _alone(pair: Pair) -> Pair:
    """Without her place at this very slot, which would move along."""
    others = [entry for entry in pair.booked if entry.request != pair.request.id]
    return pair if len(others) == len(pair.booked) else replace(pair, booked=others)


def _possible_starts(pair: Pair, length: int) -> Iterator[int]:
    """The quarter hours of the week at which she could begin: known to be free, with the way before and after."""
    for opening in _opening_times(pair):
        free = list(uncovered(opening, _blocked(pair, opening)))
        starts = [start for span in free for start in range(-(-span.start // GRID) * GRID, span.end - length + 1, GRID)]
        starts = [start for start in starts if start > pair.problem.now]
        if starts and passes(_moved(pair, starts[0], length), DAILY):
            yield from starts


def _opening_times(pair: Pair) -> Iterator[Span]:
    """The days of the local week on which she has any free time."""
    monday = monday_of(pair.day)
    for number in range(7):
        opening = local_span(monday + timedelta(days=number), OPENS, CLOSES, pair.problem.zone)
        if any(free.overlaps(opening) for free in pair.mediator.free):
            yield opening


def _blocked(pair: Pair, opening: Span) -> Iterator[Span]:
    """Where no part of the talk may lie: time not known to be free, absences, other assignments and the way to them."""
    mediator, place = pair.mediator, None if pair.request.is_remote else pair.request.place
    margin = pair.leg.minutes if mediator.travel_in_times and pair.leg else 0
    for span in (*uncovered(opening.widened(margin), mediator.free), *mediator.busy):
        yield span.widened(margin)
    yield from mediator.absences
    for entry in pair.booked:
        if entry.span:
            yield entry.span.widened(pair.way_between(entry.place, place))


def _moved(pair: Pair, start: int, length: int) -> Pair:
    return replace(pair, request=replace(pair.request, start=start, end=start + length))
