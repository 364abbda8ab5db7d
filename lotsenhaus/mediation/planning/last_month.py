"""What other weights would have done to last month: its talks as if open, and nobody booked.

People, times and towns are those of today. How often somebody was there, was asked, or knows a sign is taken as it
was on the first day: else the month would only repeat what happened. A no to a talk stays a no.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import mean

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from lotsenhaus.dispatch.clock import minute, moment
from lotsenhaus.dispatch.plan import Plan
from lotsenhaus.dispatch.problem import Mediator as Person
from lotsenhaus.dispatch.problem import Problem, Weights
from lotsenhaus.dispatch.settings import Settings
from lotsenhaus.dispatch.worker import plan_in_worker
from lotsenhaus.mediation.choices.states import UnfilledReason
from lotsenhaus.mediation.models import Assignment, Offer, Slot
from lotsenhaus.mediation.planning.times import ZONE, day_span
from lotsenhaus.mediation.planning.week import LIMIT, days_for

SECONDS = 8.0  # somebody waits for the page


@dataclass(frozen=True)
class Figures:
    """`way` are minutes one way on average, None when nobody travels or no way is known; `most` of one person."""

    covered: int
    way: int | None
    people: int
    most: int


@dataclass(frozen=True)
class Comparison:
    """`total` talks had the month, `demand` of them are compared; `others`: those that both plans fill, with another
    person. `rough`: the time did not suffice for the best."""

    first: date
    total: int
    demand: int
    before: Figures
    after: Figures
    others: int
    rough: bool

    @property
    def is_cut(self) -> bool:
        """Whether the month had more talks than are planned in one go."""
        return self.total > self.demand


def last_month(today: date) -> tuple[date, date]:
    """First and last day."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def compare(today: date, before: Weights, after: Weights) -> Comparison | None:
    """None when last month had no talk with a date. Takes seconds; both are worked out side by side."""
    first, last = last_month(today)
    problem = month_problem(first, last)
    if not problem.requests:
        return None
    problems = [replace(problem, weights=weights) for weights in (before, after)]
    with ThreadPoolExecutor(max_workers=2) as both:
        old, new = both.map(lambda one: plan_in_worker(one, Settings(seconds=SECONDS)), problems)
    return Comparison(
        first=first,
        total=_wanted(first, last).count(),
        demand=len(problem.requests),
        before=_figures(problem, old),
        after=_figures(problem, new),
        others=_with_another_person(old, new),
        rough="greedy" in (old.method, new.method),
    )


def month_problem(first: date, last: date) -> Problem:
    """In as many queries for a full month as for one talk."""
    begin, end = _edges(first, last)
    slots = _wanted(first, last).select_related("inquiry").order_by("starts_at", "pk")[:LIMIT]
    problem = days_for(slots, first, last, now=begin).problem
    return replace(
        problem,
        mediators=tuple(_as_of(begin, problem.mediators)),
        requests=tuple(replace(one, asked=frozenset()) for one in problem.requests),
        assignments=tuple(
            one for one in problem.assignments if one.start is None or not minute(begin) <= one.start < minute(end)
        ),
    )


def _edges(first: date, last: date) -> tuple[datetime, datetime]:
    return moment(day_span(first).start, ZONE), moment(day_span(last).end, ZONE)


def _wanted(first: date, last: date) -> QuerySet[Slot]:
    begin, end = _edges(first, last)
    rows = Slot.objects.filter(starts_at__gte=begin, starts_at__lt=end, ends_at__isnull=False).exclude(languages=[])
    return rows.exclude(unfilled_reason=UnfilledReason.NOT_ADMISSIBLE)


def _as_of(begin: datetime, people: Sequence[Person]) -> Iterator[Person]:
    ids = [int(one.id) for one in people]
    talks = Assignment.objects.binding().filter(
        mediator__in=ids, starts_at__lt=begin, starts_at__year=timezone.localtime(begin).year
    )
    signs: dict[int, list[str]] = defaultdict(list)
    for who, sign in talks.order_by().values_list("mediator_id", "slot__inquiry__case_reference"):
        signs[who].append(sign)
    asked = _asked_before(begin, ids)
    for one in people:
        at, in_week = asked.get(int(one.id), (None, 0))
        known = signs[int(one.id)]
        yield replace(
            one,
            load=len(known),
            known_parties=frozenset(known) - {""},
            weeks_since_asked=None if at is None else (begin - at).days // 7,
            asked_this_week=in_week,
        )


def _asked_before(begin: datetime, ids: list[int]) -> dict[int, tuple[datetime, int]]:
    """When each was last asked, and how often in the seven days before."""
    lately = Count("pk", filter=Q(asked_at__gte=begin - timedelta(days=7)))
    rows = Offer.objects.filter(mediator__in=ids, asked_at__lt=begin).order_by().values("mediator_id")
    found = rows.annotate(last=Max("asked_at"), lately=lately).values_list("mediator_id", "last", "lately")
    return {who: (at, often) for who, at, often in found}


def _figures(problem: Problem, plan: Plan) -> Figures:
    often = Counter(one.mediator for one in plan.assignments)
    ways = [way for one in plan.assignments if (way := _way(problem, one.mediator, one.request)) is not None]
    return Figures(
        covered=plan.covered,
        way=round(mean(ways)) if ways else None,
        people=len(often),
        most=max(often.values(), default=0),
    )


def _way(problem: Problem, who: str, what: str) -> int | None:
    """Minutes from home; None by telephone or where home or place is not known."""
    mediator, request = problem.mediator[who], problem.request[what]
    if request.is_remote or mediator.home is None or request.place is None:
        return None
    leg = problem.travel.leg(mediator.home, request.place, mediator.means)
    return leg.minutes if leg else None


def _with_another_person(old: Plan, new: Plan) -> int:
    before = {one.request: one.mediator for one in old.assignments}
    return sum(before.get(one.request, one.mediator) != one.mediator for one in new.assignments)
