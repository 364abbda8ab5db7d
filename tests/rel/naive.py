"""The control of the race: the same application with its locks taken out, and a breath between check and write."""

import time
from typing import Any

from django.db.models import QuerySet

from lotsenhaus.config.wsgi import application
from lotsenhaus.mediation.models import Assignment

CONSTRAINTS = {
    "mediation_assignment": ("a_slot_is_filled_once", "nobody_is_in_two_places"),
    "mediation_offer": ("one_yes_counts_per_slot",),
}


def without_lock(self: "QuerySet[Any]", **options: Any) -> "QuerySet[Any]":
    return self._chain()  # type: ignore[attr-defined,no-any-return]


def hesitating(self: Assignment, *args: Any, **options: Any) -> None:
    time.sleep(0.002)
    super(Assignment, self).save(*args, **options)


QuerySet.select_for_update = without_lock  # type: ignore[method-assign,assignment]
Assignment.save = hesitating  # type: ignore[method-assign]

__all__ = ["CONSTRAINTS", "application"]
