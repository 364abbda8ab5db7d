"""What the command line prints for one file of the benchmark."""

from pathlib import Path
from typing import Any

from lotsenhaus.dispatch.ptask.instance import read
from lotsenhaus.dispatch.ptask.search import solve

FORK_AND_END = 0.5  # seconds that begin and end take, so that the promised time is kept


def answer(file: Path, seconds: float, seed: int = 0) -> dict[str, Any]:
    """`workers_used`, `lower_bound`, `assignment` (task index -> worker index) and `seconds`, all counted from 0.

    Raises NotAnInstance for a file that cannot be read, NotSolved when the time did not suffice.
    """
    found = solve(read(file), max(seconds - FORK_AND_END, 0.1), seed)
    return {
        "workers_used": found.workers_used,
        "lower_bound": found.lower_bound,
        "assignment": found.assignment,
        "seconds": round(found.seconds, 3),
    }
