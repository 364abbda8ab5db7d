"""Paper is a first-class way: what was arranged without the house is entered afterwards."""

from datetime import timedelta

import pytest

from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.actions import offers, proofs
from lotsenhaus.mediation.actions.late_entries import PastTalk, enter_past_talk
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator
from tests.centers.people import sign_in
from tests.house import House, in_days
from tests.mediation.money import furnish


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


def typed(house: House, mediator: Mediator, **changes: str) -> dict[str, str]:
    day = in_days(-3)
    return {
        "organization": str(house.school.pk), "mediator": str(mediator.pk), "language": "arb", "day": f"{day:%Y-%m-%d}",
        "starts": "15:00", "ends": "15:50", "occasion": Occasion.PARENT_TALK, "talks": "1",
        "confirmed_by": "Gisela Probesand", **changes,
    }  # fmt: skip


def test_a_day_before_the_first_rule_is_refused_with_its_place(house: House) -> None:
    furnish(house)
    client, mediator = sign_in(house.person(Role.DISPATCHER)), house.mediator("arb")
    page = client.post("/gt/nachtragen/", typed(house, mediator, day="2019-12-31")).content.decode()
    assert "gilt keine Regel zur Aufwandsentschädigung (die erste gilt ab 1.1.2020)" in page
    assert not Inquiry.objects.exists()


def test_a_language_that_the_person_is_not_listed_with_is_asked_about(house: House) -> None:
    furnish(house)
    client, mediator = sign_in(house.person(Role.DISPATCHER)), house.mediator("arb")
    page = client.post("/gt/nachtragen/", typed(house, mediator, language="ron")).content.decode()
    assert "ist nicht mit Rumänisch eingetragen" in page
    assert "Die Sprache stimmt so" in page
    assert not Inquiry.objects.exists()
    client.post("/gt/nachtragen/", typed(house, mediator, language="ron", language_stands="on"))
    assert Inquiry.objects.get().slots.get().languages == ["ron"]


def test_a_choice_says_what_to_do_and_shows_no_dashes(house: House) -> None:
    page = sign_in(house.person(Role.DISPATCHER)).get("/gt/nachtragen/").content.decode()
    assert "---------" not in page
    assert page.count("bitte wählen") >= 3
