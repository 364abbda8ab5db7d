"""A table of pairs as a linear model in sparse arrays; knows no solver.

Columns: one per pair (0 or 1), then per mediator the steps of her load (each further assignment counts more than the
one before), per group of slots that are only useful together whether it is done, and, where few people are wanted,
per mediator whether she travels. Everything is maximized; all numbers are whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotsenhaus.dispatch.clock import monday_of
from lotsenhaus.dispatch.conflicts import cliques
from lotsenhaus.dispatch.problem import Problem, Request
from lotsenhaus.dispatch.settings import Objective, Settings
from lotsenhaus.dispatch.table import Table

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """`worth` per column; rows in compressed form with a lower and an upper limit. The first `pairs` columns are the
    pairs of the table; `cover[r]` is the row of a request, -1 where nobody could come."""

    worth: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    least: Floats
    most: Floats
    pairs: int
    heads: Floats  # what each column counts for coverage, by priority and without the reward's factor
    cover: NDArray[np.int64]


@dataclass
class Draft:
    """Columns and rows while they are collected."""

    worth: list[Floats] = field(default_factory=list)
    heads: list[Floats] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[Sequence[int], Sequence[float] | None, float, float]] = field(default_factory=list)
    width: int = 0

    def columns(self, worth: Floats, heads: Floats | None = None, *, whole: bool) -> int:
        """Append columns between 0 and 1 and return the number of the first."""
        self.worth.append(worth)
        self.heads.append(np.zeros(len(worth)) if heads is None else heads)
        self.whole += [whole] * len(worth)
        self.width += len(worth)
        return self.width - len(worth)

    def row(
        self, columns: Sequence[int], most: float, values: Sequence[float] | None = None, least: float = -np.inf
    ) -> None:
        self.rows.append((columns, values, least, most))


def formulate(table: Table, settings: Settings) -> Model:
    draft = Draft()
    heads = np.array([weight(request) for request in table.requests], dtype=np.float64)
    draft.columns(_worth(table, settings), heads[table.request] if len(table) else np.zeros(0), whole=True)
    cover = _cover(draft, table)
    own = _by(table.mediator.tolist())
    _once(draft, table, own, settings)
    _limits(draft, table, own)
    _load(draft, table, own)
    lower = np.zeros(draft.width)
    lower[_numbers(table, settings.pins)] = 1
    return _packed(draft, len(table), lower, cover)


def weight(request: Request) -> float:
    """What a head counts for coverage; the lowest priority still counts half."""
    return max(float(request.priority), 0.5)


def lacking(problem: Problem) -> dict[str, int]:
    """Heads that each slot still needs beside the fixed assignments."""
    fixed = Counter(entry.request for entry in problem.assignments)
    return {request.id: max(0, request.count - fixed[request.id]) for request in problem.requests}


def _worth(table: Table, settings: Settings) -> Floats:
    """Reward for covering, points, and less for a question."""
    weights = table.problem.weights
    rewards = np.array([weights.cover * weight(request) for request in table.requests], dtype=np.float64)
    worth = table.points.astype(np.float64)
    if len(table):
        worth += rewards[table.request]
    worth[~table.certain] += weights.question
    worth[_numbers(table, settings.previous)] += weights.kept
    return worth


def _numbers(table: Table, wanted: Iterable[tuple[str, str]]) -> list[int]:
    """The columns of some pairs, as far as they may be chosen."""
    mediators = {one.id: at for at, one in enumerate(table.mediators)}
    requests = {one.id: at for at, one in enumerate(table.requests)}
    keys = {
        mediators[who] + requests[what] * len(mediators)
        for who, what in wanted
        if who in mediators and what in requests
    }
    return np.flatnonzero(np.isin(table.mediator + table.request * len(mediators), sorted(keys))).tolist()


def _by(owners: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for column, owner in enumerate(owners):
        found[owner].append(column)
    return found


def _cover(draft: Draft, table: Table) -> NDArray[np.int64]:
    """At most as many people as are lacking; all or none of a group."""
    open_heads, columns = lacking(table.problem), _by(table.request.tolist())
    groups: dict[str, int] = {}
    cover = np.full(len(table.requests), -1, dtype=np.int64)
    for number, request in enumerate(table.requests):
        heads = open_heads[request.id]
        if request.together and heads and request.together not in groups:
            groups[request.together] = draft.columns(np.zeros(1), whole=True)
        if number in columns or (request.together and heads):
            cover[number] = len(draft.rows)
            own = columns.get(number, [])
            if request.together and heads:
                draft.row([*own, groups[request.together]], 0, [1.0] * len(own) + [-heads], 0)
            else:
                draft.row(own, heads)
    return cover


def _once(draft: Draft, table: Table, own: dict[int, list[int]], settings: Settings) -> None:
    """One thing at a time; where few people are wanted, only for those who travel."""
    sets = cliques(table)
    if settings.objective is Objective.BEST:
        for members in sets:
            draft.row(members, 1)
        return
    there = {entry.mediator for entry in table.problem.assignments}
    travels = {
        who: draft.columns(np.array([float(table.problem.weights.person)]), whole=True)
        for who in sorted(own)
        if table.mediators[who].id not in there
    }
    alone = set(range(len(table))).difference(*sets) if sets else set(range(len(table)))
    for members in [*sets, *([column] for column in sorted(alone))]:
        who = int(table.mediator[members[0]])
        if who in travels:
            draft.row([*members, travels[who]], 0, [1.0] * len(members) + [-1.0])
        elif len(members) > 1:
            draft.row(members, 1)


def _limits(draft: Draft, table: Table, own: dict[int, list[int]]) -> None:
    """Assignments per day and week and minutes per week, where they can be reached."""
    days = [None if request.start is None else table.problem.day(request.start) for request in table.requests]
    for who, columns in own.items():
        limits = table.mediators[who].limits
        if (limits.per_day, limits.per_week, limits.minutes_per_week) == (None, None, None):
            continue
        timed = [(days[table.request[column]], column) for column in columns]
        booked = _booked(table.problem, table.mediators[who].id)
        weeks = [(monday_of(day), column) for day, column in timed if day]
        _at_most(draft, limits.per_day, [(day, column) for day, column in timed if day], [day for day, _ in booked])
        _at_most(draft, limits.per_week, weeks, [monday_of(day) for day, _ in booked])
        if limits.minutes_per_week is not None:
            _minutes(draft, table, limits.minutes_per_week, weeks, booked)


def _booked(problem: Problem, who: str) -> list[tuple[date, int]]:
    spans = [entry.span for entry in problem.booked.get(who, ()) if entry.span]
    return [(problem.day(span.start), span.end - span.start) for span in spans]


def _at_most(draft: Draft, limit: int | None, dated: list[tuple[date, int]], booked: list[date]) -> None:
    if limit is None:
        return
    for day, columns in _grouped(dated):
        left = limit - booked.count(day)
        if len(columns) > left:
            draft.row(columns, left)


def _minutes(
    draft: Draft, table: Table, limit: int, weeks: list[tuple[date, int]], booked: list[tuple[date, int]]
) -> None:
    for monday, columns in _grouped(weeks):
        left = limit - sum(minutes for day, minutes in booked if monday_of(day) == monday)
        spans = [table.requests[table.request[column]].span for column in columns]
        lengths = [float(span.end - span.start) for span in spans if span]
        if sum(lengths) > left:
            draft.row(columns, left, lengths)


def _grouped(dated: list[tuple[date, int]]) -> Iterator[tuple[date, list[int]]]:
    found: dict[date, list[int]] = defaultdict(list)
    for day, column in dated:
        found[day].append(column)
    return iter(found.items())


def _load(draft: Draft, table: Table, own: dict[int, list[int]]) -> None:
    """The second assignment of a plan counts one load more than the first, the third two: work is shared."""
    step = table.problem.weights.load
    weeks = [None if one.start is None else monday_of(table.problem.day(one.start)) for one in table.requests]
    for who, columns in own.items():
        most = _reach(table.mediators[who].limits.per_week, [weeks[table.request[column]] for column in columns])
        if step and most > 1:
            costs = step * np.arange(1, most, dtype=np.float64)
            first = draft.columns(costs, whole=False)
            steps = range(first, first + len(costs))
            draft.row([*columns, *steps], 1, [1.0] * len(columns) + [-1.0] * len(costs))


def _reach(per_week: int | None, weeks: Sequence[date | None]) -> int:
    """The most that somebody can do of what she is asked for, by week (None: no date yet, so no limit)."""
    counts = Counter(weeks)
    return sum(count if week is None or per_week is None else min(count, per_week) for week, count in counts.items())


def _packed(draft: Draft, pairs: int, lower: Floats, cover: NDArray[np.int64]) -> Model:
    lengths = [len(columns) for columns, _, _, _ in draft.rows]
    values = [np.ones(len(columns)) if given is None else np.array(given) for columns, given, _, _ in draft.rows]
    return Model(
        worth=np.concatenate(draft.worth),
        lower=lower,
        upper=np.ones(draft.width),
        whole=np.array(draft.whole, dtype=np.bool_),
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        columns=np.array([column for columns, _, _, _ in draft.rows for column in columns], dtype=np.int64),
        values=np.concatenate(values) if values else np.zeros(0),
        least=np.array([least for _, _, least, _ in draft.rows], dtype=np.float64),
        most=np.array([most for _, _, _, most in draft.rows], dtype=np.float64),
        pairs=pairs,
        heads=np.concatenate(draft.heads),
        cover=cover,
    )
