"""A benchmark file: fixed tasks, and workers who are each qualified for some of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Bits = int  # a set of task numbers, one bit each


class NotAnInstance(ValueError):
    """The file cannot be read; the words say where."""


@dataclass(frozen=True)
class Instance:
    """`tasks` are half-open (start, end); `skills` holds the tasks each worker is qualified for."""

    tasks: tuple[tuple[int, int], ...]
    skills: tuple[Bits, ...]

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The tasks by their start."""
        return tuple(sorted(range(len(self.tasks)), key=lambda task: self.tasks[task]))

    @cached_property
    def conflicts(self) -> tuple[Bits, ...]:
        """For each task those that overlap it."""
        found = [0] * len(self.tasks)
        for task, running in self._sweep():
            for other in running:
                found[task] |= 1 << other
                found[other] |= 1 << task
        return tuple(found)

    @cached_property
    def lower_bound(self) -> int:
        """The most tasks that run at once: nobody can do two of them."""
        return max((len(running) + 1 for _task, running in self._sweep()), default=0)

    def _sweep(self) -> Iterator[tuple[int, list[int]]]:
        """Each task by its start, with those that run then."""
        running: list[int] = []
        for task in self.order:
            running = [other for other in running if self.tasks[other][1] > self.tasks[task][0]]
            yield task, running
            running.append(task)


def members(tasks: Bits) -> Iterator[int]:
    """The numbers in a set."""
    while tasks:
        lowest = tasks & -tasks
        yield lowest.bit_length() - 1
        tasks ^= lowest


def read(path: Path) -> Instance:
    """A file in the format of the benchmark: `Jobs = n` with n lines `start end`, `Qualifications = m` with m lines
    `count: task task …`. Raises NotAnInstance."""
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as problem:
        raise NotAnInstance(f"{path}: {problem.strerror}") from None
    lines = [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
    try:
        tasks = tuple(_task(line) for line in _section(lines, "Jobs"))
        skills = tuple(_skills(line, len(tasks)) for line in _section(lines, "Qualifications"))
    except ValueError as problem:
        raise NotAnInstance(f"{path}: {problem}") from None
    return Instance(tasks, skills)


def _section(lines: list[str], title: str) -> list[str]:
    for at, line in enumerate(lines, start=1):
        name, _equals, count = line.partition("=")
        if name.strip() == title:
            found = lines[at : at + int(count)]
            if len(found) < int(count):
                raise ValueError(f"{title} promises {int(count)} lines, {len(found)} follow")
            return found
    raise ValueError(f"there is no line '{title} = …'")


def _task(line: str) -> tuple[int, int]:
    start, end = (int(word) for word in line.split()[:2])
    if end <= start:
        raise ValueError(f"a task must end after its start: '{line}'")
    return start, end


def _skills(line: str, tasks: int) -> Bits:
    count, _colon, rest = line.partition(":")
    known = [int(word) for word in rest.split()]
    if len(known) != int(count):
        raise ValueError(f"a worker promises {count} tasks, {len(known)} follow")
    if any(not 0 <= task < tasks for task in known):
        raise ValueError(f"a worker is qualified for a task that is not there: '{line[:60]}'")
    return sum(1 << task for task in set(known))
