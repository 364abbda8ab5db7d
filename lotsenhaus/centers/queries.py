"""Reads over people and centers with more than one caller."""

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import STAFF_ROLES
from lotsenhaus.centers.models import Center, Membership


def open_centers() -> list[Center]:
    """Those that anybody may turn to."""
    return list(Center.objects.filter(closed_at=None))


def centers_of(user: User) -> list[Center]:
    """Where this person has at least one role today."""
    return list(Center.objects.filter(closed_at=None, memberships__user=user, memberships__ended_at=None).distinct())


def is_staff_anywhere(user: User) -> bool:
    """Somebody who reads other people's data, in any center, or runs the machine."""
    return user.is_operator or Membership.objects.filter(user=user, ended_at=None, role__in=STAFF_ROLES).exists()
