"""Planning in a process of its own, which can be stopped at any moment: HiGHS may overrun its time inside one step.

The parent sends problem and settings, the child answers with the names of the phases and then with the plan.
Both are the same program on the same machine, so they speak pickle.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lotsenhaus.dispatch.plan import Plan, greedy, solve
from lotsenhaus.dispatch.problem import Problem
from lotsenhaus.dispatch.settings import Contradiction, Settings
from lotsenhaus.dispatch.solver import Unsolved
from lotsenhaus.dispatch.stopwatch import Progress
from lotsenhaus.dispatch.verify import verify

GRACE = 10.0  # seconds beyond the solver's own limit, for reading and building
PACKAGE = Path(__file__).parents[2]


class Broken(RuntimeError):
    """A plan breaks a rule; the words name the first. It must not be stored."""


@dataclass(frozen=True)
class Failed:
    """Why there is no plan; `contradiction` when the wishes are to blame."""

    words: str
    contradiction: bool = False


def plan_in_worker(problem: Problem, settings: Settings | None = None, progress: Progress | None = None) -> Plan:
    """The plan within `settings.seconds` and a little; a greedy one, named so, when the solver gives none in time.

    Raises Contradiction for pins that cannot be held and Broken for a plan that fails verification. Whatever
    `progress` raises stops the planning.
    """
    settings = settings or Settings()
    answer = _ask(problem, settings, progress, settings.seconds + GRACE)
    if isinstance(answer, Failed) and answer.contradiction:
        raise Contradiction(answer.words)
    plan = answer if isinstance(answer, Plan) else greedy(problem, settings)
    if broken := verify(problem, plan.assignments, settings):
        raise Broken(str(broken[0]))
    return plan


def _ask(problem: Problem, settings: Settings, progress: Progress | None, seconds: float) -> Plan | Failed:
    command = [sys.executable, "-m", "lotsenhaus.dispatch.worker"]
    paths = [str(PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    alarm = threading.Timer(seconds, child.kill)
    try:
        alarm.start()
        assert child.stdin
        assert child.stdout
        _send(child.stdin, (problem, settings))
        return _listen(child.stdout, progress)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        return Failed("the solver was stopped")
    finally:
        alarm.cancel()
        child.kill()
        child.communicate()


def _listen(answers: IO[bytes], progress: Progress | None) -> Plan | Failed:
    while True:
        message = pickle.load(answers)
        if not isinstance(message, str):
            return message  # type: ignore[no-any-return]
        if progress:
            progress(message)


def _send(to: IO[bytes], message: Any) -> None:
    pickle.dump(message, to)
    to.flush()


def main() -> None:
    """The child: one problem in, phases and a plan out. Whatever others print must not get between the answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the parent ends the child
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    problem, settings = pickle.load(sys.stdin.buffer)
    try:
        _send(answers, solve(problem, settings, lambda phase: _send(answers, phase)))
    except Contradiction as refused:
        _send(answers, Failed(str(refused), contradiction=True))
    except Unsolved as stopped:
        _send(answers, Failed(str(stopped)))


if __name__ == "__main__":
    # The classes must have the name under which the parent knows them.
    from lotsenhaus.dispatch import worker

    worker.main()
