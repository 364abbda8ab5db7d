"""One step on one inquiry over HTTP, by a person in a hurry: twice, too late, from the wrong desk."""

import pytest
from django.test import Client

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.choices.states import OfferState
from lotsenhaus.mediation.models import Offer
from tests.house import House
from tests.mediation.test_board import open_slot, signed_in


@pytest.fixture
def petra(house: House) -> User:
    return house.person(Role.DISPATCHER, name="Petra Mustermeier")


@pytest.fixture
def client(petra: User) -> Client:
    return signed_in(petra)


def test_who_can_only_be_called_is_offered_for_calling_only(house: House, client: Client) -> None:
    slot, silent = open_slot(house), house.mediator(email="", accepts_sms=False)
    page = client.get(f"/gt/vermittlung/{slot.inquiry_id}/").content.decode()
    assert "nur anrufen" in page
    assert f"/gt/gesucht/{slot.pk}/anrufen/{silent.pk}" in page
    assert f'id="wahl-{silent.pk}"' not in page
    page = client.post(
        f"/gt/gesucht/{slot.pk}/fragen", {"mediator": [silent.pk]}, follow=True
    ).content.decode()
    assert f"Bitte anrufen: {silent.short_name} (weder E-Mail noch SMS)." in page
    assert "Gefragt:" not in page
    assert not Offer.objects.filter(state=OfferState.ASKED).exists()


@pytest.mark.parametrize("number", ["", "drei", "-1", "9" * 30, "٣"])
def test_no_number_copies_nothing_and_breaks_nothing(client: Client, number: str) -> None:
    assert client.get("/gt/anfragen/neu/", {"wie": number}).status_code == 200


def test_another_desks_inquiry_is_not_copied(house: House, client: Client) -> None:
    mine, theirs = house.inquiry("arb"), house.inquiry("arb", desk=house.other_desk, contact_name="Frau Nebenan")
    page = client.get("/gt/anfragen/neu/", {"wie": mine.pk}).content.decode()
    assert mine.contact_name in page
    page = client.get("/gt/anfragen/neu/", {"wie": theirs.pk})
    assert (page.status_code, "Frau Nebenan" in page.content.decode()) == (200, False)
    known = client.get("/gt/anfragen/neu/einrichtung/", {"organization_name": house.school.name}).content.decode()
    assert f"wie={theirs.pk}" not in known
