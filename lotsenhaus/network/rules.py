"""Pure decisions of the network: opening hours as people write them, and what a desk's absence leaves behind."""

import itertools
import re
from datetime import time

SPAN = re.compile(
    r"^(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?\s*(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?$", re.IGNORECASE
)


class NotHours(ValueError):
    """The text is no opening hours; carries the part that is not."""


def parse_hours(text: str) -> list[tuple[str, str]]:
    """ "8–12, 14–16:30" as [("08:00", "12:00"), ("14:00", "16:30")]; empty text is a closed day. Raises NotHours."""
    spans = [_span(part.strip()) for part in re.split(r"[,;]|\bund\b", text) if part.strip()]
    for (_start, end), (start, _end) in itertools.pairwise(spans):
        if start < end:
            raise NotHours(text)
    return spans


def _span(part: str) -> tuple[str, str]:
    found = SPAN.match(part)
    if found is None:
        raise NotHours(part)
    first, first_minutes, last, last_minutes = found.groups()
    try:
        start = time(int(first), int(first_minutes or 0))
        end = time(int(last) % 24, int(last_minutes or 0)) if last != "24" else time(23, 59)
    except ValueError:
        raise NotHours(part) from None
    if end <= start:
        raise NotHours(part)
    return f"{start:%H:%M}", f"{end:%H:%M}"


def hours_words(spans: list[tuple[str, str]]) -> str:
    """Back to "8–12, 14–16:30"."""
    return ", ".join(f"{_short(start)}–{_short(end)}" for start, end in spans)


def _short(clock: str) -> str:
    hour, minute = clock.split(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}:{minute}"


def by_weekday(rows: list[list[object]]) -> dict[int, list[tuple[str, str]]]:
    """The stored rows [weekday, "08:00", "12:00"] by weekday."""
    found: dict[int, list[tuple[str, str]]] = {}
    for weekday, start, end in sorted(rows, key=str):
        found.setdefault(int(str(weekday)), []).append((str(start), str(end)))
    return found
