"""Geometry of the picture on the page "Gewichtung": for each figure a bar as it is and one as it would have been."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lotsenhaus.mediation.planning.last_month import Comparison

LABEL, WIDTH, TEXT = 205, 640, 125  # SVG units: words before the bars, everything, the figure behind the longest
BAR, ROW, GROUP = 16, 22, 60
SIZE = {"width": WIDTH, "start": LABEL, "label_end": LABEL - 10, "bar": BAR}


@dataclass(frozen=True)
class Bar:
    text: str
    width: int
    y: int

    @property
    def middle(self) -> int:
        return self.y + BAR // 2 + 1

    @property
    def end(self) -> int:
        return LABEL + self.width + 8


@dataclass(frozen=True)
class Line:
    """One figure of both, as it is written and as two bars."""

    label: str
    before: str
    after: str
    bars: tuple[Bar, Bar]

    @property
    def middle(self) -> int:
        return (self.bars[0].middle + self.bars[1].middle) // 2


def lines_of(found: Comparison) -> list[Line]:
    one, other = found.before, found.after
    rows = [
        (_("Gespräche besetzt"), one.covered, other.covered, "%s"),
        (_("Weg im Mittel"), one.way, other.way, _("%s Min.")),
        (_("Menschen im Einsatz"), one.people, other.people, "%s"),
        (_("Meiste Einsätze einer Person"), one.most, other.most, "%s"),
    ]
    return [_line(at * GROUP + 4, *row) for at, row in enumerate(rows)]


def _line(y: int, label: str, one: int | None, other: int | None, unit: str) -> Line:
    before, after = ("–" if figure is None else unit % figure for figure in (one, other))
    scale = (WIDTH - LABEL - TEXT) / max(one or 0, other or 0, 1)
    return Line(
        label,
        before,
        after,
        (
            Bar(_("%(figure)s bisher") % {"figure": before}, round((one or 0) * scale), y),
            Bar(_("%(figure)s neu") % {"figure": after}, round((other or 0) * scale), y + ROW),
        ),
    )
