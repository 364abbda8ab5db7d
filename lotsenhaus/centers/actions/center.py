"""The center itself: found one, change what it says about itself, take or postpone its first steps."""

from typing import Any

from django.db import transaction

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope


@transaction.atomic
def create_center(*, slug: str, name: str, number_prefix: str, phone: str, email: str, district: str) -> Center:
    """An empty center; its first admin comes by invitation."""
    center = Center.objects.create(
        slug=slug, name=name, number_prefix=number_prefix.upper(), phone=phone, email=email, district=district
    )
    with center_scope(center):
        audit.record(center=center, action="center.created", by=None, on=center, kind="command")
    return center


@transaction.atomic
def change_center(*, center: Center, values: dict[str, Any], by: User) -> None:
    changed = sorted(name for name, value in values.items() if getattr(center, name) != value)
    for name in changed:
        setattr(center, name, values[name])
    if changed:
        center.save(update_fields=changed)
        audit.record(center=center, action="center.changed", by=by, on=center, fields=changed)


def postpone_step(*, center: Center, code: str) -> None:
    """ "Später": the step no longer asks, the list keeps it."""
    if code not in center.first_steps_later:
        center.first_steps_later = [*center.first_steps_later, code]
        center.save(update_fields=["first_steps_later"])


def resume_step(*, center: Center, code: str) -> None:
    center.first_steps_later = [one for one in center.first_steps_later if one != code]
    center.save(update_fields=["first_steps_later"])
