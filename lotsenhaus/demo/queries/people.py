"""Everybody who may be tried, by center."""

from dataclasses import dataclass

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Membership


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as, with the page to open."""

    name: str
    email: str
    label: str
    page: str = ""
    center: int | str = ""
    role: str = ""


def centers() -> list[tuple[Center, list[Person]]]:
    """Everybody with an account, by center; a person with two roles once for each."""
    members = (
        Membership.objects.filter(ended_at=None, center__closed_at=None)
        .select_related("user", "center", "desk_member__desk")
        .order_by("center_id", "pk")
    )
    groups: dict[Center, list[Person]] = {}
    for one in members:
        label = _role_label(one)
        groups.setdefault(one.center, []).append(
            Person(one.user.name, one.user.email, label, "", one.center_id, one.role)
        )
    found = list(groups.items())
    for user in User.objects.filter(is_operator=True).order_by("pk")[:1]:
        operator = Person(user.name, user.email, str(Role.OPERATOR.label))
        found = [(found[0][0], [*found[0][1], operator]), *found[1:]] if found else []
    return found


def _role_label(member: Membership) -> str:
    seat = getattr(member, "desk_member", None)
    return f"{member.get_role_display()} {seat.desk.name}" if seat else str(member.get_role_display())
