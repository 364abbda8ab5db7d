"""Confirmed talks for tests of Abrechnung, letters and figures."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from lotsenhaus.finance.choices import FundSource
from lotsenhaus.finance.models import BudgetLine
from lotsenhaus.mediation.actions import proofs
from lotsenhaus.mediation.choices.states import AssignmentState, Channel, OfferState, ProofWay, SlotState
from lotsenhaus.mediation.models import Allowance, Assignment, Mediator, Offer, Tariff
from tests.house import House

HALF_HOURS = {
    "key": "beispiel",
    "title": "7,50 € je angefangene halbe Stunde",
    "valid_from": "2020-01-01",
    "source": "Beispiel",
    "talk": {"unit": "half_hour", "amount": "7.50"},
}


def furnish(house: House, *, amount: int = 1000) -> BudgetLine:
    """A rule and a purse for each year that tests touch; returns this year's."""
    if not Tariff.objects.exists():
        Tariff.objects.create(
            center=house.center, name="Beispiel", rule=HALF_HOURS, valid_from=date(2020, 1, 1), source="Beispiel"
        )
    lines = {
        year: BudgetLine.objects.create(
            center=house.center,
            year=year,
            fund_source=FundSource.STATE,
            name=f"Landesmittel {year}",
            amount=Decimal(amount),
        )
        for year in (timezone.localdate().year - 1, timezone.localdate().year)
    }
    return lines[timezone.localdate().year]


def promised(
    house: House, *, start: datetime | None = None, minutes: int = 60, mediator: Mediator | None = None, **fields: Any
) -> Assignment:
    """Somebody said yes to a talk that is over by now (two days ago, unless `start` says otherwise)."""
    start = start or timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
    inquiry = house.inquiry("arb", start=start, minutes=minutes, **fields)
    slot, mediator, end = inquiry.slots.get(), mediator or house.mediator(), start + timedelta(minutes=minutes)
    slot.state = SlotState.FILLED
    slot.save()
    offer = Offer.objects.create(
        center=house.center,
        slot=slot,
        mediator=mediator,
        desk=house.desk,
        state=OfferState.ACCEPTED,
        channel=Channel.PHONE,
    )
    return Assignment.objects.create(
        center=house.center,
        slot=slot,
        mediator=mediator,
        offer=offer,
        desk=house.desk,
        state=AssignmentState.PLANNED,
        starts_at=start,
        ends_at=end,
        blocked_from=start,
        blocked_to=end,
        accepted_at=start - timedelta(days=3),
        accepted_via=Channel.PHONE,
    )


def confirmed(house: House, *, lasted: int = 60, **fields: Any) -> Allowance:
    """A talk with its confirmation and its allowance."""
    assignment = promised(house, **fields)
    assert assignment.starts_at is not None
    proofs.confirm(
        assignment=assignment,
        started_at=assignment.starts_at,
        ended_at=assignment.starts_at + timedelta(minutes=lasted),
        confirmed_by="Gisela Probesand",
        way=ProofWay.LINK,
        by=None,
    )
    return Allowance.objects.get(assignment=assignment)
