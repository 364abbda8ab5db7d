"""The times of all people, asked for many of them at once."""

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from lotsenhaus.dispatch.clock import Span
from lotsenhaus.dispatch.columns import ENDLESS, Mask, Whole, column


class Spans:
    """The merged times of all people; asks for many (person, start, end) at once."""

    def __init__(self, rows: Iterable[Sequence[Span]]) -> None:
        merged = [(who, *span) for who, spans in enumerate(rows) for span in _merged(spans)]
        self._keys = column(who * ENDLESS + start for who, start, _ in merged)
        self._ends = column(who * ENDLESS + end for who, _, end in merged)

    def cover(self, who: Whole, start: Whole, end: Whole) -> Mask:
        """Whether the whole time lies in one of hers."""
        return self._reach(who * ENDLESS + start, who * ENDLESS + end, "right", 0)

    def touch(self, who: Whole, start: Whole, end: Whole) -> Mask:
        """Whether any minute lies in one of hers."""
        return self._reach(who * ENDLESS + end, who * ENDLESS + start, "left", 1)

    def _reach(self, begun: Whole, to: Whole, side: Literal["left", "right"], more: int) -> Mask:
        last = np.searchsorted(self._keys, begun, side=side) - 1
        found: Mask = last >= 0
        found[found] = self._ends[last[found]] >= to[found] + more
        return found


def _merged(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
