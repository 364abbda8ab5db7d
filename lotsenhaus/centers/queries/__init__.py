"""Reads over people and centers with more than one caller; `machine` and `trail` hold the larger ones."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import STAFF_ROLES
from lotsenhaus.centers.models import Center, Membership

_remembered: list[Center] = []  # by this process, for the page that is shown while the database is away


def open_centers() -> list[Center]:
    """Those that anybody may turn to."""
    found = list(Center.objects.filter(closed_at=None))
    _remembered[:] = found
    return found


def remembered_centers() -> list[Center]:
    """The open centers as this process last saw them; asks nothing."""
    return list(_remembered)


def centers_of(user: User) -> list[Center]:
    """Where this person has at least one role today."""
    return list(Center.objects.filter(closed_at=None, memberships__user=user, memberships__ended_at=None).distinct())


def is_staff_anywhere(user: User) -> bool:
    """Somebody who reads other people's data, in any center, or runs the machine."""
    return user.is_operator or Membership.objects.filter(user=user, ended_at=None, role__in=STAFF_ROLES).exists()


@dataclass
class Person:
    """Somebody who works in a center, with all her roles there."""

    user: User
    memberships: list[Membership] = field(default_factory=list)
    has_second_factor: bool = False

    @property
    def owes_second_factor(self) -> bool:
        return not self.has_second_factor and any(one.role in STAFF_ROLES for one in self.memberships)


def people_of(center: Center) -> list[Person]:
    """Everybody with a role today, by name; two queries however many there are."""
    rows = Membership.objects.filter(center=center, ended_at=None).select_related("user", "desk_member__desk")
    found: dict[int, Person] = {}
    for membership in rows.order_by("user__name", "user_id", "created_at"):
        found.setdefault(membership.user_id, Person(membership.user)).memberships.append(membership)
    for user_id in Authenticator.objects.filter(user__in=found).values_list("user_id", flat=True).distinct():
        found[user_id].has_second_factor = True
    return list(found.values())
