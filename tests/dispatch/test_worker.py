"""Planning in a process of its own: the same plan, and a clear answer when that process ends too early."""

import os
import signal
import subprocess
import sys

import pytest

from lotsenhaus.dispatch import worker
from lotsenhaus.dispatch.generate import Size, generate
from lotsenhaus.dispatch.plan import solve
from lotsenhaus.dispatch.settings import Contradiction, Settings
from lotsenhaus.dispatch.worker import Failed, plan_in_worker
from tests.dispatch import worlds
from tests.dispatch.cases import mediator, problem


def children() -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True)
    return [int(line.split()[0]) for line in done.stdout.splitlines() if "lotsenhaus.dispatch.worker" in line]


def test_the_plan_is_the_same_and_its_phases_are_told() -> None:
    whole, phases = worlds.problem(2), list[str]()
    assert plan_in_worker(whole, progress=phases.append) == solve(whole)
    assert phases == ["filter", "build", "bound", "certificate", "search"]
    assert children() == []


def test_a_killed_solver_leaves_a_greedy_plan_that_says_so() -> None:
    def kill(phase: str) -> None:
        if phase == "filter":
            (child,) = children()
            os.kill(child, signal.SIGKILL)

    long_enough = generate(Size(mediators=600, requests=1000, centers=1))
    plan = plan_in_worker(long_enough, progress=kill)
    assert plan.method == "greedy"
    assert plan.assignments
    assert not plan.coverage_proven


def test_too_little_time_is_ended_from_outside() -> None:
    answer = worker._ask(worlds.problem(2, mediators=60, requests=80), Settings(), None, 0.05)
    assert isinstance(answer, Failed)
    assert children() == []


def test_a_contradiction_is_told_as_one() -> None:
    with pytest.raises(Contradiction, match="wants at most 5"):
        plan_in_worker(problem(mediator(max_minutes=5)), Settings(pins=frozenset({("m", "r")})))


def test_whoever_waits_can_stop_the_planning() -> None:
    def cancel(_phase: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan_in_worker(worlds.problem(2), progress=cancel)
    assert children() == []


def test_the_child_speaks_only_to_its_parent() -> None:
    done = subprocess.run([sys.executable, "-m", "lotsenhaus.dispatch.worker"], input=b"", capture_output=True)
    assert done.returncode != 0
    assert done.stdout == b""
