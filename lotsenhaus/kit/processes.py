"""Child processes that begin, stand and fall together: the demo's web server and worker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PATIENCE = 1.5  # seconds to finish what it is doing: a job cut short is done again, and Ctrl-C shall not make wait


@dataclass
class Child:
    """A running child; the pipe to its stdin is how it learns that we are gone."""

    name: str
    process: subprocess.Popen[bytes]


class Ended(Exception):
    """A child that should run ended by itself."""


def start(name: str, arguments: Sequence[str], environment: dict[str, str]) -> Child:
    """Start `python -m lotsenhaus …` away from the terminal's Ctrl-C, which only the parent hears."""
    command = [sys.executable, "-m", "lotsenhaus", *arguments, "--with-parent"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, env={**os.environ, **environment}, start_new_session=True
    )
    return Child(name, process)


def end_with_parent() -> None:
    """Ask ourselves to stop when the parent has died, however it died: then our stdin ends."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def stop_on_signals() -> None:
    """Let SIGTERM and SIGHUP leave through the same door as Ctrl-C, and Ctrl-C where the shell had it ignored.

    A shell starts what a script runs with `&` deaf to SIGINT, and Python leaves that as it is.
    """

    def leave(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def watch(children: Sequence[Child], look_after: Callable[[], object]) -> None:
    """Return never: raises Ended when a child has ended, KeyboardInterrupt when we shall.

    `look_after` is called five times a second, for what has to be kept running besides.
    """
    while True:
        look_after()
        for child in children:
            if (code := child.process.poll()) is not None:
                raise Ended(f"{child.name} ended by itself (code {code})")
        time.sleep(0.2)


def stop(children: Sequence[Child]) -> None:
    """Ask all, wait, then kill the rest with everything they started."""
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def run(arguments: Sequence[str], environment: dict[str, str]) -> None:
    """Run `python -m lotsenhaus …` to its end. Raises Ended if it fails."""
    done = subprocess.run([sys.executable, "-m", "lotsenhaus", *arguments], env={**os.environ, **environment})
    if done.returncode:
        raise Ended(f"{arguments[0]} failed (code {done.returncode})")
