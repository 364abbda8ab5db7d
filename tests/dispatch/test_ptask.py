"""Tasks for as few workers as possible; each answer is checked by code of its own."""

import random
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from lotsenhaus.dispatch.ptask.command import answer
from lotsenhaus.dispatch.ptask.eject import Ejection
from lotsenhaus.dispatch.ptask.improve import everything, improve
from lotsenhaus.dispatch.ptask.instance import Instance, NotAnInstance, members, read
from lotsenhaus.dispatch.ptask.matching import Matching
from lotsenhaus.dispatch.ptask.search import NotSolved, solve

SMALL = "# made by hand\nType = 1\nJobs = 3\n0 10\n5 15\n10 20\nQualifications = 3\n2: 0 2\n1: 1\n3: 0 1 2\n"


def generated(seed: int, workers: int = 12, tasks: int = 60) -> Instance:
    """Tasks of which at least one answer with all workers is known, because it was laid out first."""
    numbers = random.Random(seed)
    spans, skills = [], [0] * workers
    for worker in range(workers):
        at = numbers.randrange(20)
        for _task in range(tasks // workers):
            end = at + numbers.randrange(20, 60)
            skills[worker] |= 1 << len(spans)
            spans.append((at, end))
            at = end + numbers.randrange(4)
    for worker in range(workers):
        for task in range(len(spans)):
            if numbers.random() < 0.4:
                skills[worker] |= 1 << task
    return Instance(tuple(spans), tuple(skills))


def faults(instance: Instance, assignment: list[int]) -> list[str]:
    """What is wrong with an answer; shares nothing with the search."""
    found = [f"task {t}: {w} cannot" for t, w in enumerate(assignment) if not instance.skills[w] >> t & 1]
    for (one, first), (other, second) in combinations(enumerate(assignment), 2):
        a, b = instance.tasks[one], instance.tasks[other]
        if first == second and a[0] < b[1] and b[0] < a[1]:
            found.append(f"worker {first} does {one} and {other} at once")
    return found


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "small.dat"
    file.write_text(SMALL)
    assert read(file) == Instance(((0, 10), (5, 15), (10, 20)), (0b101, 0b010, 0b111))
    assert read(file).lower_bound == 2  # a task that ends at 10 does not meet one that starts then


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("Jobs = 3", "Jobs = 30", "Jobs promises 30 lines, 7 follow"),
        ("Jobs = 3", "Tasks = 3", "there is no line 'Jobs = …'"),
        ("5 15", "15 5", "a task must end after its start: '15 5'"),
        ("2: 0 2", "3: 0 2", "a worker promises 3 tasks, 2 follow"),
        ("1: 1", "1: 7", "a worker is qualified for a task that is not there: '1: 7'"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, before: str, after: str, words: str) -> None:
    file = tmp_path / "broken.dat"
    file.write_text(SMALL.replace(before, after))
    with pytest.raises(NotAnInstance, match=r"broken\.dat") as refused:
        read(file)
    assert words in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAnInstance, match="No such file"):
        read(tmp_path / "nothing.dat")


def test_a_task_that_nobody_can_do_is_named() -> None:
    with pytest.raises(NotSolved, match="nobody is qualified for task 1"):
        solve(Instance(((0, 1), (2, 3)), (0b01,)), 1)


def test_nothing_to_do_needs_nobody() -> None:
    assert solve(Instance((), (0, 0)), 1).workers_used == 0


@pytest.mark.parametrize("seed", range(8))
def test_answers_are_right_and_not_above_the_known_one(seed: int) -> None:
    instance = generated(seed)
    found = solve(instance, 5, seed)
    assert faults(instance, found.assignment) == []
    assert instance.lower_bound <= found.workers_used <= len(instance.skills)


@pytest.mark.parametrize("chosen_first", [False, True])
def test_a_matching_gives_nobody_two_tasks_at_once_and_keeps_the_number_of_workers(chosen_first: bool) -> None:
    instance = generated(3)
    roster = Matching(instance, np.random.default_rng(0)).roster(9, 0.3, chosen_first=chosen_first)
    assert len(roster.used) == 9
    given = [(task, worker) for worker, own in enumerate(roster.tasks) for task in members(own)]
    assert sum(1 << task for task, _worker in given) | roster.open == (1 << len(instance.tasks)) - 1
    for worker, own in enumerate(roster.tasks):
        assert not own & ~instance.skills[worker]
        assert not any(own & instance.conflicts[task] for task in members(own))


@pytest.mark.parametrize("way", ["exact parts", "pushing out", "all at once"])
def test_each_search_closes_what_a_matching_left_open(way: str) -> None:
    instance = generated(5, workers=10, tasks=70)
    roster = Matching(instance, np.random.default_rng(0)).roster(10, 0.5)
    assert roster.open
    deadline = time.monotonic() + 20
    if way == "exact parts":
        improve(roster, deadline, np.random.default_rng(1))
    elif way == "all at once":
        everything(roster, 20)
    else:
        Ejection(roster, 1).run(deadline)
    assert not roster.open
    assert faults(instance, roster.assignment) == []


def test_the_command_answers_with_what_the_checker_reads(tmp_path: Path) -> None:
    file = tmp_path / "small.dat"
    file.write_text(SMALL)
    said = answer(file, 5)
    assert (said["workers_used"], said["lower_bound"]) == (2, 2)
    assert faults(read(file), said["assignment"]) == []
