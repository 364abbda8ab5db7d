"""A new version of what counts how much. No version is ever changed; the newest holds."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.models import Weighting
from lotsenhaus.mediation.planning.weights import Version, points_of, weights_of


class Overtaken(Exception):
    """Somebody else has saved a version since this person looked."""


class Unchanged(Exception):
    """These numbers hold already."""


@transaction.atomic
def change_weighting(
    *, center: Center, name: str, points: Mapping[str, int], note: str, based_on: int, by: User
) -> Weighting:
    """The version after `based_on`, which must still be the newest; else Overtaken, and nothing has changed.

    Unchanged when its numbers are those in force.
    """
    held = weights_of(Weighting.objects.first())
    if held.version != based_on:
        raise Overtaken
    if points_of(held) == dict(points):
        raise Unchanged
    try:
        with transaction.atomic():
            row = Weighting.objects.create(
                center=center, name=name, version=based_on + 1, points=dict(points), note=note, created_by=by
            )
    except IntegrityError:  # at the very same moment
        raise Overtaken from None
    audit.record(center=center, action="weighting.changed", by=by, on=row, version=row.version)
    return row


def go_back(*, center: Center, to: Version, based_on: int, by: User) -> Weighting:
    """The points of an older version once more, as a new one."""
    note = _("Wieder so wie Fassung %(n)s") % {"n": to.weights.version}
    points = points_of(to.weights)
    return change_weighting(center=center, name=to.name, points=points, note=note, based_on=based_on, by=by)
