"""Why these people, why nobody, and what else would work; answered from the filters alone, without a solver."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import chain, islice

from lotsenhaus.dispatch.clock import minute, moment, monday_of
from lotsenhaus.dispatch.eligibility import FILTERS, TIMED, Pair, Verdict, judge, passes, speakers
from lotsenhaus.dispatch.problem import Mode, Problem, Request
from lotsenhaus.dispatch.rank import judge_speakers, rank

GRID = 15  # minutes
OPENS, CLOSES = time(8), time(20)  # local; nobody is asked to talk at night
ANSWERED_FOR_THIS_TIME = "answer"  # who declined Tuesday may well come on Thursday


@dataclass(frozen=True)
class Step:
    """How many people are left after a filter."""

    filter: str
    left: int


@dataclass(frozen=True)
class Alternative:
    """Another start at which enough people are known to be free."""

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
    verdicts = list(judge_speakers(problem, request, problem.booked))
    return Explanation(
        funnel(problem, verdicts),
        near_misses(verdicts),
        tuple(islice(_worth_telling(nearby(problem, request)), alternatives)),
        remote(problem, request),
    )


def funnel(problem: Problem, verdicts: list[Verdict]) -> tuple[Step, ...]:
    """Survivors after each filter, from everybody down to the candidates."""
    first = [min((list(FILTERS).index(name) for name in verdict.against), default=len(FILTERS)) for verdict in verdicts]
    steps = (Step(name, sum(out > number for out in first)) for number, name in enumerate(FILTERS))
    return Step("everybody", len(problem.mediators)), *steps


def near_misses(verdicts: list[Verdict]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for verdict in verdicts:
        against = list(verdict.against.values())
        if len(against) == 1:
            found.setdefault(against[0].code, []).append(verdict.pair.mediator.id)
    return {code: tuple(sorted(mediators)) for code, mediators in sorted(found.items())}


def remote(problem: Problem, request: Request) -> dict[Mode, tuple[str, ...]]:
    """Who could take the slot without a way; empty when it is remote already."""
    if request.is_remote:
        return {}
    rankings = {mode: rank(problem, replace(request, mode=mode)) for mode in (Mode.PHONE, Mode.VIDEO)}
    return {mode: tuple(one.mediator for one in ranking.candidates) for mode, ranking in rankings.items()}


def nearby(problem: Problem, request: Request) -> Iterator[Alternative]:
    """Every other start of the week with enough free people, nearest first, earlier before later."""
    pairs = list(_movable(problem, request))
    for start in _starts(problem, request):
        moved = replace(request, start=start, end=start + _length(request))
        free = [pair.mediator.id for pair in pairs if _is_free(replace(pair, request=moved))]
        if len(free) >= request.count:
            yield Alternative(start, start + _length(request), tuple(sorted(free)))


def _movable(problem: Problem, request: Request) -> Iterator[Pair]:
    """Who passes everything that does not depend on the time; her place at this very slot would move along."""
    constant = [name for name in FILTERS if name not in TIMED and name != ANSWERED_FOR_THIS_TIME]
    for mediator in speakers(problem, request):
        booked = [entry for entry in problem.booked.get(mediator.id, ()) if entry.request != request.id]
        pair = Pair(mediator, request, problem, booked)
        if passes(pair, constant):
            yield pair


def _is_free(pair: Pair) -> bool:
    return not judge(pair, AVAILABILITY).reasons and passes(pair, TIMED)


AVAILABILITY = {"availability": FILTERS["availability"]}


def _starts(problem: Problem, request: Request) -> Iterator[int]:
    """The quarter hours of the local week inside the opening times, after now, by distance from the wish."""
    if request.start is None:
        return iter(())
    monday = monday_of(problem.day(request.start))
    quarters = range(OPENS.hour * 60, CLOSES.hour * 60 - _length(request) + 1, GRID)
    days = (monday + timedelta(days=number) for number in range(7))
    zone = moment(request.start, problem.zone).tzinfo
    starts = chain.from_iterable(
        (minute(datetime.combine(day, time(at // 60, at % 60), zone)) for at in quarters) for day in days
    )
    wish = request.start
    return iter(sorted((at for at in starts if at > problem.now and at != wish), key=lambda at: (abs(at - wish), at)))


def _worth_telling(found: Iterator[Alternative]) -> Iterator[Alternative]:
    """Not every quarter hour of the same free afternoon: only starts that bring in somebody new."""
    seen: set[str] = set()
    for alternative in found:
        if not seen.issuperset(alternative.mediators):
            seen.update(alternative.mediators)
            yield alternative


def _length(request: Request) -> int:
    return 0 if request.start is None or request.end is None else request.end - request.start
