"""An independent check of a plan, before it is stored.

This module imports nothing of the code it checks, only the data (`problem`, `settings`) and the ways (`travel`), and
states every hard rule a second time in its own, slower words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from zoneinfo import ZoneInfo

from lotsenhaus.dispatch.problem import Assignment, Mediator, Mode, Needs, Problem, Request, Skill
from lotsenhaus.dispatch.settings import Settings


@dataclass(frozen=True, order=True)
class Violation:
    """A broken rule; `mediator` is empty when the slot as a whole is meant."""

    rule: str
    request: str
    mediator: str = ""

    def __str__(self) -> str:
        return f"{self.rule}: {self.mediator or 'nobody'} at {self.request}"


def verify(problem: Problem, plan: Iterable[Assignment], settings: Settings | None = None) -> tuple[Violation, ...]:
    """All rules that the proposals of a plan break, beside the fixed assignments of the problem; empty is good.

    With `settings` also what was pinned, forbidden or not agreed.
    """
    proposals = list(plan)
    known = [one for one in proposals if one.mediator in problem.mediator and one.request in problem.request]
    found = [Violation("unknown", one.request, one.mediator) for one in proposals if one not in known]
    found += [violation for one in known for violation in _of_pair(problem, one)]
    found += _of_slots(problem, known)
    found += _of_diaries(problem, known)
    found += _of_wishes(problem, known, settings or Settings())
    return tuple(sorted(set(found)))


def verify_figures(
    problem: Problem, plan: Iterable[Assignment], *, covered: object, uncovered: object
) -> tuple[Violation, ...]:
    """Slots of which a plan says another number of missing people than its proposals leave; and its sum of heads.

    None where it says nothing.
    """
    heads = Counter(one.request for one in [*problem.assignments, *plan])
    missing = {slot.id: max(0, slot.count - heads[slot.id]) for slot in problem.requests}
    found = []
    if uncovered is not None:
        said = uncovered if isinstance(uncovered, Mapping) else {}
        names = sorted(missing.keys() | said.keys())
        found += [Violation("uncovered_as_said", name) for name in names if said.get(name, 0) != missing.get(name, 0)]
    if covered not in (None, sum(slot.count for slot in problem.requests) - sum(missing.values())):
        found.append(Violation("covered_as_said", "all slots"))
    return tuple(found)


def _of_pair(problem: Problem, proposal: Assignment) -> Iterator[Violation]:
    mediator, request = problem.mediator[proposal.mediator], problem.request[proposal.request]
    held = {
        "times_as_asked": (proposal.start, proposal.end) == (request.start, request.end),
        "place_as_asked": proposal.place == (request.place if request.mode == Mode.ON_SITE else None),
        "language": _speaks(mediator, request),
        "active": mediator.active,
        "answer": mediator.id not in request.asked and mediator.id not in request.declined,
        "conflict_of_interest": request.party not in mediator.blocked_parties
        and request.institution not in mediator.blocked_institutions,
        "gender": not request.gender_required or not request.gender or mediator.gender in ("", request.gender),
        "credential": all(_holds(mediator, code, _day_of(problem, request)) for code in request.credentials),
        "mode": request.mode in mediator.modes,
        "radius": _is_near(problem, mediator, request),
        "absence": not any(_meets(request, away.start, away.end) for away in mediator.absences),
        "availability": _said(problem, mediator, request) != "no",
        "promise": not proposal.certain or _said(problem, mediator, request) != "unknown",
    }
    return (Violation(rule, request.id, mediator.id) for rule, holds in held.items() if not holds)


def _of_wishes(problem: Problem, proposals: list[Assignment], settings: Settings) -> Iterator[Violation]:
    chosen = {(one.mediator, one.request) for one in proposals}
    yield from (Violation("pinned", what, who) for who, what in settings.pins - chosen)
    yield from (Violation("forbidden", what, who) for who, what in settings.forbidden & chosen)
    for who, what in chosen:
        desks = (problem.mediator[who].desk, problem.request[what].desk)
        if settings.agreements is not None and desks[0] != desks[1] and desks not in settings.agreements:
            yield Violation("agreement", what, who)


def _of_slots(problem: Problem, proposals: list[Assignment]) -> Iterator[Violation]:
    fixed = [one for one in problem.assignments if one.request in problem.request]
    heads = Counter(one.request for one in [*fixed, *proposals])
    for (request, mediator), times in Counter((one.request, one.mediator) for one in [*fixed, *proposals]).items():
        if times > 1:
            yield Violation("twice", request, mediator)
    open_groups = {slot.together for slot in problem.requests if heads[slot.id] < slot.count}
    for request in {one.request for one in proposals}:
        slot = problem.request[request]
        if heads[request] > slot.count:
            yield Violation("too_many", request)
        if slot.together and slot.together in open_groups:
            yield Violation("together", request)


def _of_diaries(problem: Problem, proposals: list[Assignment]) -> Iterator[Violation]:
    """Overlaps and limits of each person; what is fixed already is not the fault of a plan."""
    diaries: dict[str, list[tuple[Assignment, bool]]] = defaultdict(list)
    for one in problem.assignments:
        diaries[one.mediator].append((one, False))
    for one in proposals:
        diaries[one.mediator].append((one, True))
    for name in {one.mediator for one in proposals}:
        mediator = problem.mediator[name]
        entries = [(one, new) for one, new in diaries[name] if one.start is not None and one.end is not None]
        for (one, new), (other, also_new) in combinations(entries, 2):
            if (new or also_new) and not _both_possible(problem, mediator, one, other):
                yield Violation("overlap", (one if new else other).request, name)
        yield from _over_limits(problem, mediator, entries)


def _over_limits(problem: Problem, mediator: Mediator, entries: list[tuple[Assignment, bool]]) -> Iterator[Violation]:
    for proposal, new in entries:
        if not new:
            continue
        day = _local(problem, proposal.start)
        week = [one for one, _ in entries if _local(problem, one.start).isocalendar()[:2] == day.isocalendar()[:2]]
        same_day = [one for one in week if _local(problem, one.start) == day]
        totals = {
            "day_limit": (len(same_day), mediator.limits.per_day),
            "week_limit": (len(week), mediator.limits.per_week),
            "hour_limit": (sum((one.end or 0) - (one.start or 0) for one in week), mediator.limits.minutes_per_week),
        }
        for rule, (total, limit) in totals.items():
            if limit is not None and total > limit:
                yield Violation(rule, proposal.request, mediator.id)


def _speaks(mediator: Mediator, request: Request) -> bool:
    served = [any(_serves(skill, tag, request) for skill in mediator.skills) for tag in request.languages]
    return all(served) if request.needs == Needs.ALL else any(served)


def _serves(skill: Skill, tag: str, request: Request) -> bool:
    if not skill.native and 0 < skill.level < request.minimum_level:
        return False
    stand_in = request.substitutes_allowed and any(f"{tag}-".startswith(f"{one}-") for one in skill.substitutes_for)
    return f"{tag}-".startswith(f"{skill.language}-") or f"{skill.language}-".startswith(f"{tag}-") or stand_in


def _holds(mediator: Mediator, code: str, day: date) -> bool:
    return any(one.code == code and (one.until is None or day <= one.until) for one in mediator.credentials)


def _is_near(problem: Problem, mediator: Mediator, request: Request) -> bool:
    if request.mode != Mode.ON_SITE or mediator.max_minutes is None or not mediator.home or not request.place:
        return True
    leg = problem.travel.leg(mediator.home, request.place, mediator.means)
    return leg is None or leg.minutes <= mediator.max_minutes


def _said(problem: Problem, mediator: Mediator, request: Request) -> str:
    """What is known about her time: yes, no or unknown; it can only change where one of her spans begins or ends."""
    if request.start is None or request.end is None:
        return "yes"
    margin = 0
    if mediator.travel_in_times and request.mode == Mode.ON_SITE and mediator.home and request.place:
        leg = problem.travel.leg(mediator.home, request.place, mediator.means)
        margin = leg.minutes if leg else 0
    first, last = request.start - margin, request.end + margin
    edges = {edge for span in (*mediator.busy, *mediator.free, *mediator.stated) for edge in span}
    answers = {_said_at(mediator, minute) for minute in (first, *(edge for edge in edges if first < edge < last))}
    return next(answer for answer in ("no", "unknown", "yes") if answer in answers)


def _said_at(mediator: Mediator, minute: int) -> str:
    for spans, answer in ((mediator.busy, "no"), (mediator.free, "yes"), (mediator.stated, "no")):
        if any(start <= minute < end for start, end in spans):
            return answer
    return "unknown"


def _both_possible(problem: Problem, mediator: Mediator, one: Assignment, other: Assignment) -> bool:
    first, second = sorted((one, other), key=lambda entry: (entry.start or 0, entry.end or 0))
    leg = problem.travel.leg(first.place, second.place, mediator.means) if first.place and second.place else None
    return (first.end or 0) + (leg.minutes if leg else 0) <= (second.start or 0)


def _meets(request: Request, start: int, end: int) -> bool:
    return request.start is not None and request.end is not None and request.start < end and start < request.end


def _day_of(problem: Problem, request: Request) -> date:
    return _local(problem, problem.now if request.start is None else request.start)


def _local(problem: Problem, minute: int | None) -> date:
    return datetime.fromtimestamp((minute or 0) * 60, UTC).astimezone(ZoneInfo(problem.zone)).date()
