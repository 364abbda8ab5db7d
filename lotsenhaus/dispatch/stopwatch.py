"""How long each phase of planning takes, how much time is left, and who wants to know."""

import time
from collections.abc import Callable

Progress = Callable[[str], None]


class Stopwatch:
    """Seconds per phase; tells whoever waits which phase begins."""

    def __init__(self, limit: float, progress: Progress | None) -> None:
        self.phases: dict[str, float] = {}
        self._progress = progress
        self._began = self._phase_began = time.monotonic()
        self._limit = limit
        self._phase = ""

    def begin(self, phase: str) -> None:
        now = time.monotonic()
        if self._phase:
            self.phases[self._phase] = self.phases.get(self._phase, 0.0) + round(now - self._phase_began, 4)
        self._phase, self._phase_began = phase, now
        if phase and self._progress:
            self._progress(phase)

    @property
    def left(self) -> float:
        return max(self._limit - (time.monotonic() - self._began), 0.5)
