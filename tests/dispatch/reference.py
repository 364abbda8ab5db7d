"""The rules of the dispatch once more, as plainly as possible: minute by minute, without any cleverness.

Shares no code with `lotsenhaus.dispatch` but the data it reads.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import combinations
from zlib import crc32
from zoneinfo import ZoneInfo

from lotsenhaus.dispatch.problem import Assignment, Mediator, Problem, Request, Skill

Minutes = frozenset[int]


def objections(problem: Problem, who: Mediator, what: Request, booked: Sequence[Assignment]) -> set[str]:
    """The names of all filters that speak against a pair."""
    talk = _minutes(((what.start, what.end),))
    way = _way_home(problem, who, what)
    others = [one for one in booked if one.start is not None]
    found = {
        "language": not _served(who, what, 0),
        "level": _is_too_weak(who, what),
        "active": not who.active,
        "answer": who.id in what.asked | what.declined or any(one.request == what.id for one in booked),
        "conflict_of_interest": bool(
            who.blocked_parties & {what.party} or who.blocked_institutions & {what.institution}
        ),
        "gender": what.gender_required and {who.gender, what.gender} == {"f", "m"},
        "credential": any(not _is_held(problem, who, code, what) for code in what.credentials),
        "mode": str(what.mode) not in {str(mode) for mode in who.modes},
        "radius": way is not None and who.max_minutes is not None and way > who.max_minutes,
        "absence": bool(talk & _minutes(who.absences)),
        "availability": times(problem, who, what) == "no",
        "overlap": bool(talk) and any(_collide(problem, who, what, one) for one in others),
        "day_limit": bool(talk) and _exceeds(who.limits.per_day, 1 + len(_on_day(problem, what, others))),
        "week_limit": bool(talk) and _exceeds(who.limits.per_week, 1 + len(_in_week(problem, what, others))),
        "hour_limit": bool(talk)
        and _exceeds(
            who.limits.minutes_per_week,
            len(talk) + sum(len(_minutes(((one.start, one.end),))) for one in _in_week(problem, what, others)),
        ),
    }
    return {name for name, stands_against in found.items() if stands_against}


def times(problem: Problem, who: Mediator, what: Request) -> str:
    if what.start is None or what.end is None:
        return "yes"
    margin = (_way_home(problem, who, what) or 0) if who.travel_in_times else 0
    wanted = frozenset(range(what.start - margin, what.end + margin))
    silent = wanted - _minutes(who.free)
    if wanted & _minutes(who.busy) or silent & _minutes(who.stated):
        return "no"
    return "unknown" if silent else "yes"


def points(problem: Problem, who: Mediator, what: Request) -> int:
    """By the standard weights, written out."""
    way, levels = _way_home(problem, who, what), _levels(who, what)
    total = 100 * (who.desk == what.desk != "")
    total -= 30 if way is None else way
    total -= 2 * min(who.load, 30)
    total += 2 * min(12 if who.weeks_since_asked is None else who.weeks_since_asked, 12)
    total += 40 * bool(who.known_parties & {what.party})
    total += 30 * (who.gender == what.gender != "")
    total += 10 * all(native for _, native, _ in levels)
    total += 3 * max(0, min(level for level, _, _ in levels) - max(1, what.minimum_level))
    total -= 60 * any(stands_in for _, _, stands_in in levels)
    total -= 10 * min(who.asked_this_week, 5)
    total -= 30 * (times(problem, who, what) == "unknown")
    total -= 20 * (who.headroom is not None and who.headroom < what.allowance)
    return total


def ranked(problem: Problem, what: Request, booked: Sequence[Assignment]) -> list[tuple[str, int]]:
    """Ids with points: repeatedly the best of those who are left."""
    speakers = [who for who in problem.mediators if _served(who, what, what.minimum_level)]
    left = [who for who in speakers if not objections(problem, who, what, _of(booked, who))]
    scored = [
        (times(problem, who, what) == "yes", points(problem, who, what), crc32(f"{what.id}/{who.id}".encode()), who.id)
        for who in left
    ]
    return [(id, total) for _, total, _, id in sorted(scored, key=lambda one: (not one[0], -one[1], one[2]))]


def other_times(problem: Problem, what: Request) -> list[tuple[int, set[str]]]:
    """Every quarter hour of the week between 8 and 20 o'clock, tried one after the other by distance from the wish."""
    if what.start is None or what.end is None:
        return []
    wish, length = what.start, what.end - what.start
    found: list[tuple[int, set[str]]] = []
    named: set[str] = set()
    quarters = range((wish - 12_000) // 15 * 15, wish + 12_000, 15)
    for start in sorted(quarters, key=lambda start: (abs(start - wish), start)):
        if start == wish or start <= problem.now or not _is_open(problem, what, start, start + length):
            continue
        moved = replace(what, start=start, end=start + length, asked=frozenset(), declined=frozenset())
        free = {who.id for who in problem.mediators if _could_come(problem, who, moved)}
        if len(free) >= what.count and free - named:
            found.append((start, free))
            named |= free
    return found


def first_come(problem: Problem) -> set[tuple[str, str, bool]]:
    """Slots in the order of their calls, each to the nearest who is free, else the nearest to be asked."""
    diary = list(problem.assignments)
    for what in sorted(problem.requests, key=lambda slot: (slot.received, slot.id)):
        order = [problem.mediator[id] for id, _ in ranked(problem, what, diary)]
        ways = {who.id: _way_home(problem, who, what) for who in order}
        nearest = sorted(
            order, key=lambda who: (times(problem, who, what) != "yes", ways[who.id] is None, ways[who.id] or 0)
        )
        taken = sum(one.request == what.id for one in diary)
        for who in nearest[: max(0, what.count - taken)]:
            diary.append(Assignment.of(who, what, certain=times(problem, who, what) == "yes"))
    return {
        (one.request, one.mediator, one.certain)
        for one in diary[len(problem.assignments) :]
        if not _is_half_a_group(problem, problem.request[one.request].together, diary)
    }


def is_valid(problem: Problem, plan: Sequence[Assignment]) -> bool:
    """Every proposal stands beside all the others, no slot has too many, groups are whole."""
    diary = [*problem.assignments, *plan]
    for number, one in enumerate(plan):
        who, what = problem.mediator[one.mediator], problem.request[one.request]
        rest = [*problem.assignments, *plan[:number], *plan[number + 1 :]]
        if objections(problem, who, what, _of(rest, who)):
            return False
        if one.certain and times(problem, who, what) != "yes":
            return False
        if sum(other.request == what.id for other in diary) > what.count:
            return False
        if _is_half_a_group(problem, what.together, diary):
            return False
    return True


def plans(problem: Problem, most: int) -> Iterator[tuple[Assignment, ...]]:
    """Every set of up to so many proposals, good or bad."""
    every = [
        Assignment.of(who, what, certain=times(problem, who, what) == "yes")
        for who in problem.mediators
        for what in problem.requests
    ]
    for size in range(most + 1):
        yield from combinations(every, size)


def _is_open(problem: Problem, what: Request, start: int, end: int) -> bool:
    first, last = _local(problem, start), _local(problem, end)
    same_week = f"{first:%G-%V}" == f"{_day(problem, what.start):%G-%V}"
    return same_week and first.date() == last.date() and first.hour >= 8 and (last.hour, last.minute) <= (20, 0)


def _could_come(problem: Problem, who: Mediator, moved: Request) -> bool:
    booked = [one for one in problem.assignments if one.mediator == who.id and one.request != moved.id]
    return times(problem, who, moved) == "yes" and not objections(problem, who, moved, booked)


@lru_cache(maxsize=10_000)
def _minutes(spans: tuple[tuple[int | None, int | None], ...]) -> Minutes:
    ranges = (range(start, end) for start, end in spans if start is not None and end is not None)
    return frozenset().union(*ranges)


def _way_home(problem: Problem, who: Mediator, what: Request) -> int | None:
    if str(what.mode) != "on_site":
        return 0
    return _way(problem, who, who.home, what.place)


def _way(problem: Problem, who: Mediator, one: str | None, other: str | None) -> int | None:
    leg = problem.travel.leg(one, other, who.means) if one and other else None
    return None if leg is None else leg.minutes


def _knows(skill: Skill, tag: str) -> bool:
    """Tags that agree as far as both go."""
    return all(one == other for one, other in zip(skill.language.split("-"), tag.split("-"), strict=False))


def _stands_in(skill: Skill, tag: str) -> bool:
    return not _knows(skill, tag) and any(
        tag.split("-")[: one.count("-") + 1] == one.split("-") for one in skill.substitutes_for
    )


def _level(skill: Skill) -> int:
    return 6 if skill.native else skill.level


def _fitting(who: Mediator, what: Request, tag: str, minimum: int) -> list[Skill]:
    return [
        skill
        for skill in who.skills
        if (_knows(skill, tag) or (what.substitutes_allowed and _stands_in(skill, tag)))
        and (_level(skill) == 0 or _level(skill) >= minimum)
    ]


def _served(who: Mediator, what: Request, minimum: int) -> bool:
    served = [bool(_fitting(who, what, tag, minimum)) for tag in what.languages]
    return all(served) if str(what.needs) == "all" else any(served)


def _is_too_weak(who: Mediator, what: Request) -> bool:
    if str(what.needs) == "any":
        return _served(who, what, 0) and not _served(who, what, what.minimum_level)
    spoken = [tag for tag in what.languages if _fitting(who, what, tag, 0)]
    return not all(_fitting(who, what, tag, what.minimum_level) for tag in spoken)


def _levels(who: Mediator, what: Request) -> list[tuple[int, bool, bool]]:
    """Level, mother tongue and stand-in of the skill used for each language: own words first, then the level."""
    used: list[tuple[tuple[int, int, str, str], Skill]] = []
    for tag in what.languages:
        options = [(_preference(skill, tag), skill) for skill in _fitting(who, what, tag, what.minimum_level)]
        used += [min(options, key=lambda option: option[0])] if options else []
    chosen = used if str(what.needs) == "all" else [min(used, key=lambda option: option[0])]
    return [(_level(skill), skill.native, preference[0] == 2) for preference, skill in chosen]


def _preference(skill: Skill, tag: str) -> tuple[int, int, str, str]:
    fit = 2 if _stands_in(skill, tag) else 0 if len(skill.language) >= len(tag) else 1
    return fit, -_level(skill), tag, skill.language


def _is_held(problem: Problem, who: Mediator, code: str, what: Request) -> bool:
    day = _day(problem, problem.now if what.start is None else what.start)
    return any(one.code == code and (one.until or date.max) >= day for one in who.credentials)


def _collide(problem: Problem, who: Mediator, what: Request, one: Assignment) -> bool:
    """Whether the other talk, stretched by the way between the two, touches this one."""
    place = what.place if str(what.mode) == "on_site" else None
    way = _way(problem, who, one.place, place) or 0
    stretched = ((one.start or 0) - way, (one.end or 0) + way)
    return bool(_minutes(((what.start, what.end),)) & _minutes((stretched,)))


def _exceeds(limit: int | None, amount: int) -> bool:
    return limit is not None and amount > limit


def _local(problem: Problem, minute: int | None) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute or 0)).astimezone(ZoneInfo(problem.zone))


def _day(problem: Problem, minute: int | None) -> date:
    return _local(problem, minute).date()


def _on_day(problem: Problem, what: Request, others: Iterable[Assignment]) -> list[Assignment]:
    return [one for one in others if _day(problem, one.start) == _day(problem, what.start)]


def _in_week(problem: Problem, what: Request, others: Iterable[Assignment]) -> list[Assignment]:
    week = _day(problem, what.start).strftime("%G-%V")
    return [one for one in others if _day(problem, one.start).strftime("%G-%V") == week]


def _of(assignments: Iterable[Assignment], who: Mediator) -> list[Assignment]:
    return [one for one in assignments if one.mediator == who.id]


def _is_half_a_group(problem: Problem, group: str, diary: Sequence[Assignment]) -> bool:
    members = [slot for slot in problem.requests if slot.together == group] if group else []
    return any(sum(one.request == slot.id for one in diary) < slot.count for slot in members)
