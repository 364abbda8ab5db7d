"""Paper is a first-class way: what was arranged without the house is entered afterwards."""

from datetime import timedelta

import pytest

from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.actions import offers, proofs
from lotsenhaus.mediation.actions.late_entries import PastTalk, enter_past_talk
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator
from tests.house import House, in_days


def talk(house: House, mediator: Mediator, *, days: int = -3, hour: int = 15) -> PastTalk:
    start = in_days(days, hour)
    return PastTalk(
        organization=house.school,
        mediator=mediator,
        language="arb",
        occasion=Occasion.PARENT_TALK,
        started_at=start,
        ended_at=start + timedelta(minutes=50),
        confirmed_by="Gisela Probesand",
    )


def test_a_past_talk_stands_on_its_day_and_is_marked(house: House) -> None:
    petra, mediator = house.person(Role.DISPATCHER), house.mediator("arb")
    proof = enter_past_talk(center=house.center, talk=talk(house, mediator), desk=house.desk, by=petra)
    assert proof.assignment.is_late_entry is True
    assert proof.assignment.starts_at == in_days(-3)
    assert proof.assignment.slot.inquiry.submitted_at == in_days(-3)


def test_tomorrow_cannot_be_entered_afterwards(house: House) -> None:
    petra, mediator = house.person(Role.DISPATCHER), house.mediator("arb")
    with pytest.raises(proofs.NotYet):
        enter_past_talk(center=house.center, talk=talk(house, mediator, days=1), desk=house.desk, by=petra)
    assert not Inquiry.objects.exists()


def test_nobody_was_in_two_places_on_paper_either(house: House) -> None:
    petra, mediator = house.person(Role.DISPATCHER), house.mediator("arb")
    enter_past_talk(center=house.center, talk=talk(house, mediator), desk=house.desk, by=petra)
    with pytest.raises(offers.AlreadyBusy):
        enter_past_talk(center=house.center, talk=talk(house, mediator), desk=house.desk, by=petra)
    assert Assignment.objects.count() == 1
