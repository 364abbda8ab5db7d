"""What counts how much in a center: a stored weighting as the points of the optimizer, and back."""

from dataclasses import fields
from typing import Any

from lotsenhaus.dispatch.problem import Weights
from lotsenhaus.mediation.models import Weighting

# The few that a center decides about; the others keep apart what must never be traded (dispatch.problem.Weights).
ADJUSTABLE = ("own_desk", "travel_minute", "load", "pause_week", "continuity", "kept")


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
