"""A first roster by matching: in the order of starts, each batch of tasks that all overlap is given out at once.

What a pair costs is what the worker misses meanwhile: the tasks that start while she is busy, each weighted by how few
could do it. Little jitter in these weights gives another roster; so does choosing beforehand who may work at all.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from lotsenhaus.dispatch.ptask.instance import Instance, members
from lotsenhaus.dispatch.ptask.roster import Roster

IMPOSSIBLE = 1e6
ANOTHER_WORKER = 50.0  # more than anybody misses in one batch
SKILLED_FIRST = 10.0  # so much less for the worker who could do most


class Matching:
    """Matches one instance again and again; `numbers` are the random ones."""

    def __init__(self, instance: Instance, numbers: np.random.Generator) -> None:
        self.instance, self.numbers = instance, numbers
        order = np.array(instance.order, dtype=np.int64)
        self.starts = np.array([instance.tasks[task][0] for task in order])
        self.ends = np.array([instance.tasks[task][1] for task in order])
        self.can = np.zeros((len(instance.skills), len(order)), dtype=bool)
        for worker, skills in enumerate(instance.skills):
            self.can[worker, list(members(skills))] = True
        self.can = self.can[:, order]
        self.next_start = np.searchsorted(self.starts, self.ends, "left")

    def roster(self, workers: int, jitter: float = 0.0, *, chosen_first: bool = False) -> Roster:
        """At most so many workers; tasks may stay open."""
        can = self._of_chosen(workers, jitter) if chosen_first else self.can
        missed, price = self._costs(can, jitter)
        free_from = np.full(len(self.can), -np.inf)
        used = np.zeros(len(self.can), dtype=bool)
        found: list[int | None] = [None] * len(self.starts)
        for batch in self._batches():
            cost = missed[:, self.next_start[batch]] - missed[:, batch] + np.where(used, 0.0, price)[:, None]
            allowed = can[:, batch] & (free_from[:, None] <= self.starts[batch])
            if used.sum() >= workers:
                allowed &= used[:, None]
            for worker, column in self._match(np.where(allowed, cost, IMPOSSIBLE), workers - int(used.sum()), used):
                at = batch[column]
                found[self.instance.order[at]] = worker
                free_from[worker] = self.ends[at]
                used[worker] = True
        return Roster.of(self.instance, found, workers)

    def _of_chosen(self, workers: int, jitter: float) -> NDArray[np.bool_]:
        """What those can do who are chosen for the scarce tasks that they can do."""
        worth = self.can @ (1.0 / np.maximum(self.can.sum(axis=0), 1))
        chosen = np.zeros(len(self.can), dtype=bool)
        chosen[np.argsort(-worth * self.numbers.uniform(1 - jitter, 1 + jitter, len(worth)))[:workers]] = True
        return self.can & chosen[:, None]

    def _costs(self, can: NDArray[np.bool_], jitter: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What each worker misses before each task, as running sums; and what it costs to begin with each worker."""
        scarcity = 1.0 / np.maximum(can.sum(axis=0), 1)
        scarcity = scarcity * self.numbers.uniform(1 - jitter, 1 + jitter, len(scarcity))
        missed = np.zeros((len(can), len(self.starts) + 1))
        np.cumsum(can * scarcity, axis=1, out=missed[:, 1:])
        most = max(float(missed[:, -1].max(initial=0.0)), 1e-9)
        return missed, ANOTHER_WORKER - missed[:, -1] / most * SKILLED_FIRST

    def _batches(self) -> list[NDArray[np.int64]]:
        """Places in the order of starts; all tasks of a batch overlap, so nobody can do two."""
        found, first = [], 0
        while first < len(self.starts):
            last, end = first + 1, self.ends[first]
            while last < len(self.starts) and self.starts[last] < end:
                end = min(end, self.ends[last])
                last += 1
            found.append(np.arange(first, last))
            first = last
        return found

    @staticmethod
    def _match(cost: NDArray[np.float64], more: int, used: NDArray[np.bool_]) -> list[tuple[int, int]]:
        """The cheapest matching, without more than `more` new workers."""
        workers, columns = linear_sum_assignment(cost)
        pairs = [(int(w), int(c)) for w, c in zip(workers, columns, strict=True) if cost[w, c] < IMPOSSIBLE]
        begun = [pair for pair in pairs if used[pair[0]]]
        return begun + [pair for pair in pairs if not used[pair[0]]][: max(more, 0)]
