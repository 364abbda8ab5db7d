"""Whom to look for: what one more person of a language, near a town, on a half-day of the week would cover.

The prices of the weekly plans say which slots are worth a new person: those that stay open, and those whose person is
missed elsewhere. The best cells are then tried: every week is planned again with that person added, and only what
this finds is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import NamedTuple

from lotsenhaus.dispatch.clock import Span, local_span, monday_of
from lotsenhaus.dispatch.formulate import weight
from lotsenhaus.dispatch.plan import Plan, solve
from lotsenhaus.dispatch.problem import Credential, Mediator, Mode, Needs, Problem, Request, Skill
from lotsenhaus.dispatch.settings import Settings
from lotsenhaus.dispatch.travel import Means

HALVES = (("morning", time(7), time(13)), ("afternoon", time(13), time(20)))
NEAR = 30  # minutes by car, one way
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Cell(NamedTuple):
    """`weekday` counts from Monday (0); `half` is morning or afternoon in local time."""

    language: str
    town: str
    weekday: int
    half: str


@dataclass(frozen=True, kw_only=True)
class Hint:
    """`estimate` (heads, from prices) found the cell, `covers` (heads more, from planning again) is what is true."""

    cell: Cell
    estimate: float
    covers: int
    slots: tuple[str, ...]  # newly covered, by id
    weeks: int

    def __str__(self) -> str:
        cell = self.cell
        when = f"{DAYS[cell.weekday]} {cell.half}s"
        gain = f"+{_counted(self.covers, 'talk')} in {_counted(self.weeks, 'week')}"
        return f"one {cell.language} speaker near {cell.town} on {when}: {gain}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def hints(
    weeks: Sequence[Problem], settings: Settings | None = None, plans: Sequence[Plan] | None = None, top: int = 5
) -> tuple[Hint, ...]:
    """The most useful people to look for, most heads first; each was tried by planning all weeks again.

    A slot across the border of two half-days (13:00) counts for neither.
    """
    settings = settings or Settings()
    plans = plans or [solve(week, settings) for week in weeks]
    promising = sorted(estimates(weeks, plans).items(), key=lambda found: (-found[1], found[0]))
    tried = [_tried(cell, estimate, weeks, plans, settings) for cell, estimate in _best_towns(promising)[:top]]
    return tuple(sorted((hint for hint in tried if hint.covers > 0), key=lambda hint: (-hint.covers, hint.cell)))


def estimates(weeks: Sequence[Problem], plans: Sequence[Plan]) -> dict[Cell, float]:
    """Heads that one more person could add per cell, judged by the prices of the plans; only cells with any."""
    found: dict[Cell, float] = defaultdict(float)
    for week, plan in zip(weeks, plans, strict=True):
        towns = sorted({one.place for one in week.requests if one.place and not one.is_remote})
        for (language, day, half), slots in _missed(week, plan).items():
            for town in towns:
                near = [(slot, gain) for slot, gain in slots if _is_near(week, town, slot)]
                if near:
                    found[Cell(language, town, day.weekday(), half)] += _best_chain(week, near)
    return found


def _best_towns(promising: list[tuple[Cell, float]]) -> list[tuple[Cell, float]]:
    """Towns next to each other say the same: the best one of each language and half-day is enough."""
    best: dict[tuple[str, int, str], tuple[Cell, float]] = {}
    for cell, estimate in promising:
        best.setdefault((cell.language, cell.weekday, cell.half), (cell, estimate))
    return list(best.values())


def _missed(week: Problem, plan: Plan) -> dict[tuple[str, date, str], list[tuple[Request, float]]]:
    """Slots that are worth a new person, by language, day and half-day; the worth in heads, more for what is urgent."""
    found: dict[tuple[str, date, str], list[tuple[Request, float]]] = defaultdict(list)
    for slot in week.requests:
        half = _half_of(week, slot)
        gain = _gain(week, plan, slot)
        if half and gain > 0:
            for language in slot.languages if len(slot.languages) == 1 or slot.needs is Needs.ANY else ():
                found[language, half[0], half[1]].append((slot, gain))
    return found


def _gain(week: Problem, plan: Plan, slot: Request) -> float:
    """An open slot is worth itself; a covered one what its person is worth elsewhere."""
    reward = week.weights.cover * weight(slot)
    if slot.id in plan.uncovered:
        return 1.0
    return max(0.0, min(plan.prices.get(slot.id, 0), reward)) / week.weights.cover if reward else 0.0


def _half_of(week: Problem, slot: Request) -> tuple[date, str] | None:
    if slot.span is None:
        return None
    day = week.day(slot.span.start)
    for name, begins, ends in HALVES:
        half = local_span(day, begins, ends, week.zone)
        if half.start <= slot.span.start and slot.span.end <= half.end:
            return day, name
    return None


def _is_near(week: Problem, town: str, slot: Request) -> bool:
    leg = None if slot.is_remote or slot.place is None else week.travel.leg(town, slot.place, Means.CAR)
    return leg is not None and leg.minutes <= NEAR


def _best_chain(week: Problem, near: Iterable[tuple[Request, float]]) -> float:
    """The most that one person can do of these one after the other, ways counted."""
    ordered = sorted(near, key=lambda entry: (entry[0].start or 0, entry[0].id))
    best: list[float] = []
    for at, (slot, gain) in enumerate(ordered):
        before = [best[earlier] for earlier in range(at) if _after(week, ordered[earlier][0], slot)]
        best.append(gain + max(before, default=0.0))
    return max(best, default=0.0)


def _after(week: Problem, one: Request, other: Request) -> bool:
    leg = week.travel.leg(one.place, other.place, Means.CAR) if one.place and other.place else None
    return (one.end or 0) + (leg.minutes if leg else 0) <= (other.start or 0)


def _tried(cell: Cell, estimate: float, weeks: Sequence[Problem], plans: Sequence[Plan], settings: Settings) -> Hint:
    heads, slots = 0, list[str]()
    for week, plan in zip(weeks, plans, strict=True):
        after = solve(replace(week, mediators=(*week.mediators, person(cell, week))), settings)
        heads += after.covered - plan.covered
        slots += [slot for slot in sorted(plan.uncovered) if after.uncovered.get(slot, 0) < plan.uncovered[slot]]
    return Hint(cell=cell, estimate=round(estimate, 1), covers=heads, slots=tuple(slots), weeks=len(weeks))


def person(cell: Cell, week: Problem) -> Mediator:
    """Somebody to be found: drives, speaks well, is trained and cleared for what slots of the language ask for."""
    slots = [slot for slot in week.requests if cell.language in slot.languages]
    asked = sorted({code for slot in slots for code in slot.credentials})
    desks = sorted((slot.desk for slot in slots if slot.place == cell.town), key=lambda desk: (desk == "", desk))
    return Mediator(
        id=_unused(week),
        skills=(Skill(language=cell.language, level=6),),
        desk=desks[0] if desks else "",
        credentials=tuple(Credential(code=code) for code in asked),
        modes=frozenset({Mode.ON_SITE}),
        home=cell.town,
        max_minutes=NEAR,
        free=tuple(_times(cell, week)),
        stated=(_whole(week),),
    )


def _unused(week: Problem) -> str:
    names = (f"new{number or ''}" for number in range(len(week.mediators) + 1))
    return next(name for name in names if name not in week.mediator)


def _times(cell: Cell, week: Problem) -> Iterator[Span]:
    begins, ends = next((begins, ends) for name, begins, ends in HALVES if name == cell.half)
    days = sorted({week.day(slot.start) for slot in week.requests if slot.start is not None})
    return (local_span(day, begins, ends, week.zone) for day in days if day.weekday() == cell.weekday)


def _whole(week: Problem) -> Span:
    """All weeks of the problem, so that silence means no."""
    days = [week.day(slot.start) for slot in week.requests if slot.start is not None] or [week.day(week.now)]
    first, last = monday_of(min(days)), monday_of(max(days)) + timedelta(days=7)
    midnight = time(0)
    return Span(
        local_span(first, midnight, time(1), week.zone).start, local_span(last, midnight, time(1), week.zone).start
    )
