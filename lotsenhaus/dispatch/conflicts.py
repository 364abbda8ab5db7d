"""Which slots one person cannot both do, the way between them counted, as maximal sets of which she can do one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from lotsenhaus.dispatch.columns import MEANS, Whole, minutes
from lotsenhaus.dispatch.table import Table

LONGEST_WAY = 12 * 60  # minutes; slots further apart than that are never in each other's way

Bits = int


def cliques(table: Table) -> list[list[int]]:
    """Maximal sets of pairs of one mediator of which at most one can be chosen; single pairs are left out."""
    found: list[list[int]] = []
    first, second = edges(table)
    for group in _connected(first.tolist(), second.tolist()):
        found += _maximal(group)
    return found


def edges(table: Table) -> tuple[Whole, Whole]:
    """Pairs of pairs of the same mediator that exclude each other."""
    timed = np.array([request.span is not None for request in table.requests], dtype=np.bool_)
    starts = np.array([request.start or 0 for request in table.requests], dtype=np.int64)
    ends = np.array([request.end or 0 for request in table.requests], dtype=np.int64)
    rows = np.flatnonzero(timed[table.request]) if len(table) else np.zeros(0, dtype=np.int64)
    rows = rows[np.lexsort((ends[table.request[rows]], starts[table.request[rows]], table.mediator[rows]))]
    who, what = table.mediator[rows], table.request[rows]
    ways = Ways(table)
    found = [(rows[:0], rows[:0])]
    near, ahead = np.arange(len(rows)), 0
    while len(near):
        ahead += 1
        near = near[near + ahead < len(rows)]
        near = near[who[near] == who[near + ahead]]
        wait = starts[what[near + ahead]] - ends[what[near]]
        near, wait = near[wait < LONGEST_WAY], wait[wait < LONGEST_WAY]
        close = ways.minutes(who[near], what[near], what[near + ahead]) > wait
        found.append((rows[near[close]], rows[near[close] + ahead]))
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])


class Ways:
    """Minutes between the places of two slots for one person; none where one is remote or not known."""

    def __init__(self, table: Table) -> None:
        names = sorted({request.place for request in table.requests if request.place and not request.is_remote})
        number: dict[str | None, int] = {name: at for at, name in enumerate(names)}
        self._by = np.array([MEANS.index(mediator.means) for mediator in table.mediators], dtype=np.int64)
        self._place = np.array(
            [len(names) if one.is_remote else number.get(one.place, len(names)) for one in table.requests],
            dtype=np.int64,
        )
        self._table = np.zeros((len(MEANS), len(names) + 1, len(names) + 1), dtype=np.int64)
        for at, means in enumerate(MEANS):
            if (self._by == at).any():
                known = minutes(table.problem.travel, names, names, means)
                self._table[at, :-1, :-1] = np.maximum(known, 0)

    def minutes(self, who: Whole, one: Whole, other: Whole) -> Whole:
        found: Whole = self._table[self._by[who], self._place[one], self._place[other]]
        return found


def _connected(first: Iterable[int], second: Iterable[int]) -> Iterator[dict[int, set[int]]]:
    """The components of the conflicts, each with its neighbors."""
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in zip(first, second, strict=True):
        near[one].add(other)
        near[other].add(one)
    seen: set[int] = set()
    for start in sorted(near):
        if start in seen:
            continue
        members, waiting = {start}, [start]
        while waiting:
            new = near[waiting.pop()] - members
            members |= new
            waiting.extend(new)
        seen |= members
        yield {member: near[member] for member in sorted(members)}


def _maximal(near: dict[int, set[int]]) -> list[list[int]]:
    """Bron and Kerbosch's search with a pivot, on sets of bits."""
    members = list(near)
    if all(len(neighbors) == len(members) - 1 for neighbors in near.values()):
        return [members]
    position = {member: at for at, member in enumerate(members)}
    bits = [sum(1 << position[other] for other in near[member]) for member in members]
    found: list[list[int]] = []
    waiting: list[tuple[Bits, Bits, Bits]] = [(0, (1 << len(members)) - 1, 0)]
    while waiting:
        chosen, possible, done = waiting.pop()
        if not possible:
            if not done:
                found.append([members[at] for at in _ones(chosen)])
            continue
        possible_now = possible
        pivot = max(_ones(possible | done), key=lambda at: (possible_now & bits[at]).bit_count())
        for at in _ones(possible & ~bits[pivot]):
            waiting.append((chosen | 1 << at, possible & bits[at], done & bits[at]))
            possible &= ~(1 << at)
            done |= 1 << at
    return sorted(found)


def _ones(bits: Bits) -> list[int]:
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
