"""A short race in every run; the long one is a command (tests/rel/race.py)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.rel.race", "--clients", "16", "--rounds", "3", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)


def test_exactly_one_of_many_gets_it() -> None:
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "48 attempts, 0 double bookings, 0 overlaps, 0 answers 5xx" in done.stdout


def test_without_locks_and_constraints_the_same_race_books_twice() -> None:
    done = run("--naive")
    assert done.returncode == 0, done.stdout + done.stderr
