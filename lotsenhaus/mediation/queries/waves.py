"""Who has not been invited yet, and how the waves of invitations stand."""

from django.db.models import QuerySet

from lotsenhaus.centers.models import Invitation
from lotsenhaus.mediation.models import InvitationWaves, Mediator

ABOUT = "mediation.Mediator:"


def never_invited() -> QuerySet[Mediator]:
    """Active people with an address and without an account whom nobody has ever invited; by name."""
    about = Invitation.objects.filter(about__startswith=ABOUT).values_list("about", flat=True)
    known = {int(one.removeprefix(ABOUT)) for one in about}
    waiting: QuerySet[Mediator] = Mediator.objects.active().filter(user=None, erased_at=None).exclude(email="")
    return waiting.exclude(pk__in=known).order_by("last_name", "first_name", "pk")


def running_waves() -> InvitationWaves | None:
    """Going or paused; at most one."""
    row: InvitationWaves | None = InvitationWaves.objects.filter(ended_at=None).select_related("started_by").first()
    return row
