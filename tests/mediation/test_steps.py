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
