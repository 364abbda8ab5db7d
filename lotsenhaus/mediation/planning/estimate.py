"""What a talk will probably bring: shown before a yes, computed by the rule of that day."""

from decimal import Decimal

from django.utils import timezone

from lotsenhaus.mediation.choices.states import PlaceKind
from lotsenhaus.mediation.models import Mediator, Slot, Tariff
from lotsenhaus.mediation.planning.candidates import leg_between
from lotsenhaus.mediation.rules.tariffs import Claim, ClaimInvalid, compute, from_dict


def estimate(slot: Slot, mediator: Mediator) -> tuple[Decimal, bool] | None:
    """(euros, is an example) for the planned minutes and the way from home; None where no rule is in force."""
    tariff = Tariff.objects.on(timezone.localdate(slot.starts_at)).order_by("-valid_from").first()
    if tariff is None:
        return None
    leg = leg_between(mediator, slot)
    minutes = slot.inquiry.planned_minutes
    if slot.starts_at and slot.ends_at:
        minutes = int((slot.ends_at - slot.starts_at).total_seconds() // 60)
    claim = Claim(
        talk_minutes=minutes,
        planned_minutes=minutes,
        remote=slot.inquiry.place_kind != PlaceKind.INSTITUTION,
        route_km=Decimal(leg.km if leg else 0),
        travel_minutes=2 * leg.minutes if leg else 0,
    )
    try:
        return compute(from_dict(tariff.rule), claim).amount, tariff.is_example
    except ClaimInvalid:
        return None
