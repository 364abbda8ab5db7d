"""The list for the day on which the house is down."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from lotsenhaus.config import upkeep
from lotsenhaus.mediation.actions import asking, offers
from lotsenhaus.mediation.models import Mediator
from tests.house import House


def promised(house: House, *, in_days: int) -> Mediator:
    now = timezone.now()
    slot = house.inquiry("arb", start=now + timedelta(days=in_days)).slots.get()
    mediator = house.mediator()
    (offer,) = asking.ask(slot=slot, mediators=[mediator], by=None, desk=house.desk, now=now)
    offers.accept_offer(offer=offer, via="link", by=None, now=now)
    return mediator


def test_it_tells_who_goes_where_in_the_next_two_weeks_and_is_for_its_owner_only(house: House, tmp_path: Path) -> None:
    soon, later = promised(house, in_days=3), promised(house, in_days=20)
    assert upkeep.emergency_list(folder=tmp_path) == 0
    file = next(tmp_path.glob(f"*-{house.center.slug}-*"))
    text = file.read_text(encoding="utf-8-sig")
    assert soon.name in text
    assert soon.phone in text
    assert text.count("\n") == 2
    assert later.pk != soon.pk
    assert oct(file.stat().st_mode & 0o777) == "0o600"
