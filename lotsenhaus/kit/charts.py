"""Geometry of the charts that the server draws as SVG, so that they work without script and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ROW = 32  # height of a bar with its gap, in SVG units
GAP = 10
LABEL = 150  # room for the words beside the bars
WIDTH = 640
NUMBER = 60  # room for the figure behind the longest bar


@dataclass(frozen=True)
class Bar:
    """One bar: `y` and `width` in SVG units; `text` is the figure as it is written."""

    label: str
    text: str
    width: int
    y: int

    @property
    def middle(self) -> int:
        return self.y + (ROW - GAP) // 2 + 1

    @property
    def end(self) -> int:
        return LABEL + self.width + 8


def bars(rows: Sequence[tuple[str, int | float | Decimal]]) -> list[Bar]:
    """Bars for (label, figure), the longest filling the width; a figure above zero is never invisible."""
    longest = max((Decimal(str(figure)) for _, figure in rows), default=Decimal(0)) or Decimal(1)
    room = WIDTH - LABEL - NUMBER
    return [
        Bar(label, str(figure), max(int(Decimal(str(figure)) / longest * room), 2 if figure else 0), n * ROW)
        for n, (label, figure) in enumerate(rows)
    ]
