"""Close what is open by pushing others out: an open task takes the place of those whom it is easiest to place again.

How often a task was pushed out is what it costs to push it out once more (the ejection pool of Nagata and Bräysy,
2009). Now and then a whole worker is exchanged for an idle one. Suits small instances with little room, where solving
parts exactly is slow.
"""

import random
import time
from dataclasses import dataclass, field

from lotsenhaus.dispatch.ptask.instance import Bits, members
from lotsenhaus.dispatch.ptask.roster import Roster

JUST_PLACED = 1000  # what it costs more to push out a task that was placed in the last steps
STEPS_OF_REST = 10
SHIFTS = 10  # random moves after each step that leave nobody out
EXCHANGES = 0.3  # share of the steps that look at idle workers too
LOOKS = 20  # pairs of a used and an idle worker


@dataclass(frozen=True, order=True)
class Move:
    """`cost` of pushing `out` these tasks; `idle` takes over the tasks of `worker`, None: she stays herself."""

    cost: int
    worker: int = field(compare=False)
    out: Bits = field(compare=False, default=0)
    idle: int | None = field(compare=False, default=None)


class Ejection:
    """The search on one roster; `seed` decides between what is equally good."""

    def __init__(self, roster: Roster, seed: int) -> None:
        self.roster, self.random, self.step = roster, random.Random(seed), 0
        self.instance = roster.instance
        count = len(self.instance.tasks)
        self.pushed, self.rests_until, self.open = [1] * count, [0] * count, list(members(roster.open))
        self.worker_of: list[int | None] = [None] * count
        for worker, tasks in enumerate(roster.tasks):
            for task in members(tasks):
                self.worker_of[task] = worker
        self.able = [
            [worker for worker, skills in enumerate(self.instance.skills) if skills >> task & 1]
            for task in range(count)
        ]

    def run(self, deadline: float) -> None:
        """Until nothing is open or time.monotonic() passes `deadline`."""
        while self.open and (self.step % 256 or time.monotonic() < deadline):
            self.step += 1
            task = self.open.pop(self.random.randrange(len(self.open)))
            self.pushed[task] += 1
            move = self._cheapest(task)
            if move.cost and self.random.random() < EXCHANGES:
                move = min([move, *self._exchanges(task, move.cost)])
            self._carry_out(task, move)
            for _shift in range(SHIFTS):
                self._shift(self.random.randrange(len(self.worker_of)))
        self.roster.open = sum(1 << task for task in self.open)

    def _cheapest(self, task: int) -> Move:
        best, equal = Move(1 << 60, -1), 0
        for worker in self.able[task]:
            if worker not in self.roster.used:
                continue
            out = self.roster.tasks[worker] & self.instance.conflicts[task]
            if not out:
                return Move(0, worker)
            cost = self._cost(out, best.cost)
            equal = equal + 1 if cost == best.cost else 1
            if cost < best.cost or (cost == best.cost and not self.random.randrange(equal)):
                best = Move(cost, worker, out)
        if best.worker < 0:  # nobody who is used can do it: somebody idle must come in
            idle = self.random.choice(self.able[task])
            worker = self.random.choice(sorted(self.roster.used))
            return Move(best.cost, worker, self._lost(worker, idle, task), idle)
        return best

    def _exchanges(self, task: int, below: int) -> list[Move]:
        idle = [worker for worker in self.able[task] if worker not in self.roster.used]
        used = sorted(self.roster.used)
        found = []
        for _look in range(LOOKS if idle else 0):
            worker, other = self.random.choice(used), self.random.choice(idle)
            out = self._lost(worker, other, task)
            if (cost := self._cost(out, below)) < below:
                found.append(Move(cost, worker, out, other))
        return found

    def _lost(self, worker: int, idle: int, task: int) -> Bits:
        """What nobody would do when `idle` takes over from `worker` and does `task` too."""
        tasks = self.roster.tasks[worker]
        return (tasks & ~self.instance.skills[idle]) | (tasks & self.instance.conflicts[task])

    def _cost(self, out: Bits, enough: int) -> int:
        cost = 0
        for task in members(out):
            cost += self.pushed[task] + (JUST_PLACED if self.rests_until[task] > self.step else 0)
            if cost > enough:
                break
        return cost

    def _carry_out(self, task: int, move: Move) -> None:
        for other in members(move.out):
            self.worker_of[other] = None
            self.open.append(other)
        tasks, worker = self.roster.tasks[move.worker] & ~move.out, move.worker
        if move.idle is not None:
            self.roster.tasks[worker] = 0
            self.roster.used ^= {worker, move.idle}
            worker = move.idle
            for other in members(tasks):
                self.worker_of[other] = worker
        self.roster.tasks[worker] = tasks | 1 << task
        self.worker_of[task] = worker
        self.rests_until[task] = self.step + STEPS_OF_REST

    def _shift(self, task: int) -> None:
        """Move a task to another worker, or exchange it with the one in its way."""
        worker, other = self.worker_of[task], self.random.choice(self.able[task])
        if worker is None or other == worker or other not in self.roster.used:
            return
        tasks, conflicts = self.roster.tasks, self.instance.conflicts
        way = tasks[other] & conflicts[task]
        if way & (way - 1):
            return
        if way:
            back = way.bit_length() - 1
            if not self.instance.skills[worker] & way or (tasks[worker] & ~(1 << task)) & conflicts[back]:
                return
            self.worker_of[back] = worker
        tasks[worker] ^= 1 << task | way
        tasks[other] ^= 1 << task | way
        self.worker_of[task] = other
