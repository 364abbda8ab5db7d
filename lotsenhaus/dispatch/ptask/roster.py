"""Who does which tasks so far, and which tasks nobody does yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from lotsenhaus.dispatch.ptask.instance import Bits, Instance, members


@dataclass
class Roster:
    """`tasks` is a set for each worker, `used` the workers who may do any: the search exchanges but never adds them."""

    instance: Instance
    tasks: list[Bits]
    used: set[int]
    open: Bits

    @classmethod
    def of(cls, instance: Instance, workers: list[int | None], most: int) -> "Roster":
        """From a worker or None for each task; filled up to `most` workers, the most qualified first."""
        tasks, open_tasks = [0] * len(instance.skills), 0
        for task, worker in enumerate(workers):
            if worker is None:
                open_tasks |= 1 << task
            else:
                tasks[worker] |= 1 << task
        roster = cls(instance, tasks, {worker for worker, own in enumerate(tasks) if own}, open_tasks)
        roster.fill(sorted(range(len(tasks)), key=lambda worker: -instance.skills[worker].bit_count()), most)
        return roster

    def fill(self, workers: Iterable[int], most: int) -> None:
        """Let the first of `workers` be used too until there are `most`."""
        for worker in workers:
            if len(self.used) >= most:
                return
            self.used.add(worker)

    def exchange(self, pairs: Iterable[tuple[int, int]], among: Iterable[int], free: Bits) -> None:
        """Take the tasks in `free` from all workers `among`, then give each (worker, task) of `pairs`."""
        for worker in among:
            self.tasks[worker] &= ~free
        self.open |= free
        for worker, task in pairs:
            self.tasks[worker] |= 1 << task
            self.open &= ~(1 << task)

    @property
    def assignment(self) -> list[int]:
        """The worker of each task; only for a roster without open tasks."""
        worker_of = {task: worker for worker, own in enumerate(self.tasks) for task in members(own)}
        return [worker_of[task] for task in range(len(self.instance.tasks))]
