"""An institution that asks for the first time: it waits for the call-back, and nobody can misuse the page."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from lotsenhaus.mediation.choices.states import InquiryState
from lotsenhaus.mediation.models import Draft, Inquiry
from lotsenhaus.network.actions.organizations import decide
from lotsenhaus.network.models import Organization
from lotsenhaus.outbox.models import Message
from tests.house import House
from tests.mediation.inquiry_pages import errors, form

URL, DONE = "/gt/erste-anfrage/", "/gt/erste-anfrage/danke/"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(db: None) -> None:
    cache.clear()


def first(house: House, **changed: str) -> dict[str, str]:
    own = {
        "organization": "",
        "organization_name": "Kita Neuland",
        "organization_kind": "daycare",
        "organization_town": str(house.towns["Verl"].pk),
        "contact_email": "leitung@neuland.example.org",
    }
    return form(house, **{**own, **changed})


def test_it_waits_for_the_call_back_and_gets_one_mail(house: House) -> None:
    client = Client()
    assert client.get(URL).status_code == 200
    html = client.post(URL, first(house), follow=True).content.decode()
    inquiry = Inquiry.objects.get()
    assert inquiry.number in html
    assert (inquiry.state, inquiry.organization.state, inquiry.desk) == (
        InquiryState.SUBMITTED, "waiting", house.other_desk,
    )  # fmt: skip
    assert inquiry.organization.contacts.get().name == "Gisela Probesand"
    mail = Message.objects.get()
    assert mail.recipient == "leitung@neuland.example.org"
    assert "rufen wir dort einmal an" in mail.body


def test_a_strangers_address_gets_one_mail_a_day_whatever_is_sent(house: House) -> None:
    for name in ("Kita A", "Kita B", "Kita C"):
        Client().post(URL, first(house, organization_name=name))
    assert Inquiry.objects.count() == 3
    assert Message.objects.count() == 1


def test_a_program_that_fills_in_the_trap_stores_nothing(house: House) -> None:
    answer = Client().post(URL, first(house, website="http://spam.example"))
    assert answer["Location"] == DONE
    assert (
        Inquiry.objects.count() == Organization.objects.filter(state="waiting").count() == Message.objects.count() == 0
    )


def test_after_five_in_an_hour_the_telephone_is_named(house: House) -> None:
    codes = [Client().post(URL, first(house, organization_name=f"Kita {n}")).status_code for n in range(6)]
    assert codes == [302] * 5 + [429]
    assert Inquiry.objects.count() == 5
    assert Client().post(URL, first(house), REMOTE_ADDR="10.9.8.7").status_code == 302


def test_sent_twice_it_is_one_inquiry(house: House) -> None:
    client, values = Client(), first(house)
    client.post(URL, values)
    client.post(URL, values)
    assert Inquiry.objects.count() == Organization.objects.filter(state="waiting").count() == 1


def test_mistakes_keep_what_was_typed_and_store_nothing(house: House) -> None:
    html = Client().post(URL, first(house, s0_language="Kurdisch")).content.decode()
    assert errors(html) == ["„Kurdisch“ kann mehreres heißen. Bitte wählen Sie aus."]
    assert 'value="Kita Neuland"' in html
    assert Inquiry.objects.count() == Draft.objects.count() == Organization.objects.filter(state="waiting").count() == 0


def test_one_more_language_without_keeping_anything(house: House) -> None:
    html = Client().post(URL, first(house, do="add_slot")).content.decode()
    assert 'name="s1-language"' in html
    assert 'value="Kita Neuland"' in html
    assert Draft.objects.count() == 0


def test_it_does_not_tell_who_is_known(house: House) -> None:
    html = Client().get(URL).content.decode()
    assert house.school.name not in html


def test_the_zeigekarte_shows_forty_languages_in_their_own_direction(house: House) -> None:
    html = Client().get("/gt/zeigekarte/").content.decode()
    assert html.count("inq-card__sentence") >= 40
    assert re.search(r'lang="ar"\s+dir="rtl"', html)


@pytest.mark.parametrize(("approved", "state"), [(True, InquiryState.OPEN), (False, InquiryState.REFUSED)])
def test_the_call_back_decides_what_becomes_of_it(house: House, approved: bool, state: str) -> None:
    Client().post(URL, first(house))
    organization = Organization.objects.get(state="waiting")
    decide(organization=organization, approved=approved, note="Zentrale erreicht", by=house.person("dispatcher"))
    assert Inquiry.objects.get().state == state
    assert Message.objects.filter(subject__endswith="Wir suchen jetzt").count() == approved
