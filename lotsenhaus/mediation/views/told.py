"""Counts as they may leave the center: what is small, or could be worked out, is not told."""

from collections.abc import Sequence

from lotsenhaus.mediation import figures
from lotsenhaus.mediation.rules.figures import SMALLEST, coarse, hidden

NOT_TOLD = "nicht genannt"


def told(count: int) -> str:
    return coarse(count, f"unter {SMALLEST}")


def told_column(counts: Sequence[int]) -> list[str]:
    """Each count as it may leave the center, also beside the sum of them."""
    secret = hidden(counts)
    return [NOT_TOLD if place in secret and count >= SMALLEST else told(count) for place, count in enumerate(counts)]


def told_row(row: figures.Row) -> list[str]:
    return [row.label, str(row.assignments), str(row.talks), str(row.hours).replace(".", ",")]


def told_rows(rows: list[figures.Row]) -> list[list[str]]:
    """Small lines are named together and tell nothing else."""
    counts = [(row.label, row.assignments) for row in rows]
    secret = hidden([row.assignments for row in rows])
    told = [told_row(row) for place, row in enumerate(rows) if place not in secret]
    return [*told, *([label, count, "", ""] for label, count in together(counts))]


def folded(rows: Sequence[tuple[str, int]]) -> list[list[str]]:
    secret = hidden([count for _label, count in rows])
    told = [[label, str(count)] for place, (label, count) in enumerate(rows) if place not in secret]
    return [*told, *together(rows)]


def together(rows: Sequence[tuple[str, int]]) -> list[list[str]]:
    """The one line of those that are not told, or none."""
    secret = sorted(hidden([count for _label, count in rows]))
    if not secret:
        return []
    small = all(rows[place][1] < SMALLEST for place in secret)
    return [[", ".join(rows[place][0] for place in secret), f"je {told(1)}" if small else NOT_TOLD]]
