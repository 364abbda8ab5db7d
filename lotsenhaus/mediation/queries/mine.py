"""What a mediator sees of herself: questions, appointments, money."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from lotsenhaus.centers.access import Access
from lotsenhaus.mediation.choices.states import OfferState, RunState
from lotsenhaus.mediation.models import Allowance, AllowanceCorrection, Assignment, Mediator, Offer
from lotsenhaus.mediation.queries.payouts import NOTHING, UNPAID, paid_in, sum_of


def mediator_of(access: Access) -> Mediator:
    """The person behind the account; 404 while the account is not linked to anybody in the pool."""
    found = Mediator.objects.filter(user=access.user).select_related("home_desk", "town", "center").first()
    if found is None:
        raise Http404
    return found


def questions(mediator: Mediator) -> QuerySet[Offer]:
    """Where somebody waits for her answer, the most urgent first."""
    return (
        Offer.objects.filter(mediator=mediator, state__in=(OfferState.ASKED, OfferState.EXPIRED))
        .filter(slot__state__in=("open", "asked"))
        .filter(Q(slot__starts_at=None) | Q(slot__ends_at__gt=timezone.now()))
        .select_related("slot__inquiry__town", "slot__inquiry__organization", "desk", "asked_by", "center")
        .order_by("slot__starts_at", "pk")
    )


def appointments(mediator: Mediator, *, after: datetime) -> QuerySet[Assignment]:
    """Promised talks that are not over, and those agreed without a date."""
    return (
        Assignment.objects.binding()
        .filter(mediator=mediator)
        .filter(Q(starts_at=None) | Q(ends_at__gte=after))
        .select_related("slot__inquiry__town", "slot__inquiry__organization", "desk", "offer", "center")
        .order_by("starts_at", "pk")
    )


def past(mediator: Mediator, *, before: datetime) -> QuerySet[Assignment]:
    """Talks that are over, the newest first, with their money."""
    return (
        Assignment.objects.filter(mediator=mediator)
        .filter(Q(ends_at__lt=before, cancelled_at=None) | Q(allowance__isnull=False))
        .select_related("slot__inquiry__town", "allowance__run", "proof")
        .prefetch_related("allowance__corrections__run")
        .order_by("-starts_at", "-pk")
    )


def year_sum(mediator: Mediator, year: int) -> Decimal:
    """Euros paid out in that year: the tax limit follows the day of payment (§ 11 EStG)."""
    return sum_of(mediator, paid_in(year, RunState.ORDERED))


def coming_sum(mediator: Mediator) -> Decimal:
    """Euros that are confirmed and not ordered yet, with the differences of corrections."""
    talks = Allowance.objects.filter(assignment__mediator=mediator, state__in=UNPAID)
    moved = AllowanceCorrection.objects.filter(allowance__assignment__mediator=mediator).exclude(
        run__state=RunState.ORDERED
    )
    return (talks.aggregate(total=Sum("amount"))["total"] or NOTHING) + (
        moved.aggregate(total=Sum("due"))["total"] or NOTHING
    )
