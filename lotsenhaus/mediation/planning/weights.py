"""What counts how much in a center: a stored weighting as the points of the optimizer, and back."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lotsenhaus.dispatch.problem import Weights
from lotsenhaus.mediation.models import Weighting

# The few that a center decides about; the others keep apart what must never be traded (dispatch.problem.Weights).
ADJUSTABLE = ("own_desk", "travel_minute", "load", "pause_week", "continuity", "kept")


@dataclass(frozen=True)
class Version:
    """A weighting as it was or is in force; the standard has neither a person nor a time."""

    weights: Weights
    name: str
    note: str
    by: str = ""
    at: datetime | None = None


def versions() -> list[Version]:
    """The newest, which holds, first; the standard that every center begins with is version 1. One query."""
    rows = list(Weighting.objects.select_related("created_by"))
    found = [Version(weights_of(row), row.name, row.note, row.created_by.name, row.created_at) for row in rows]
    if all(row.version != Weights().version for row in rows):
        found.append(Version(Weights(), _("Standard"), _("So beginnt jedes Zentrum.")))
    return found


def weights_of(weighting: Weighting | None) -> Weights:
    if weighting is None:
        return Weights()
    return weights_from({"name": weighting.name, "version": weighting.version, "points": weighting.points})


def weights_from(row: dict[str, Any] | None) -> Weights:
    """`row` has name, version and points; None is the standard that every center begins with."""
    if row is None:
        return Weights()
    points = {name: int(value) for name, value in row["points"].items() if name in ADJUSTABLE}
    return Weights(name=row["name"], version=row["version"], **points)


def points_of(weights: Weights) -> dict[str, int]:
    """The adjustable ones, to be stored or shown."""
    return {field.name: getattr(weights, field.name) for field in fields(weights) if field.name in ADJUSTABLE}
