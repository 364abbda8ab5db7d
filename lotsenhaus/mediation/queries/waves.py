"""Who has not been invited yet, and how the waves of invitations stand."""

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Invitation
from lotsenhaus.mediation.models import InvitationWaves, Mediator

ABOUT = "mediation.Mediator:"
"""What an invitation of a mediator is about, before her id."""


def never_invited() -> QuerySet[Mediator]:
    """Active people with an address and without an account whom nobody has ever invited; by name."""
    waiting: QuerySet[Mediator] = Mediator.objects.active().filter(user=None, erased_at=None, invited_at=None)
    return waiting.exclude(email="").order_by("last_name", "first_name", "pk")


def next_wave(per_day: int) -> list[Mediator]:
    """One per address; who shares a mailbox waits while the link of the other is still open there."""
    links = Invitation.objects.filter(role=Role.MEDIATOR, accepted_at=None, withdrawn_at=None)
    taken = set(links.filter(expires_at__gt=timezone.now()).values_list(Lower("email"), flat=True))
    chosen: list[Mediator] = []
    for mediator in never_invited():
        address = mediator.email.strip().lower()
        if address not in taken and len(chosen) < per_day:
            taken.add(address)
            chosen.append(mediator)
    return chosen


def running_waves() -> InvitationWaves | None:
    """Going or paused; at most one."""
    row: InvitationWaves | None = InvitationWaves.objects.filter(ended_at=None).select_related("started_by").first()
    return row
