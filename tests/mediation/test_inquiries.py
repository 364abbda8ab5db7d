"""Asking: one page, a number at once, every bad input at its field and nothing stored."""

import pytest

from lotsenhaus.mediation.models import Inquiry
from tests.house import House
from tests.mediation.inquiry_pages import errors, form, requester, signed_in, staff_form


def test_a_school_asks_and_has_its_number_at_once(house: House) -> None:
    client = signed_in(requester(house))
    assert client.get("/gt/anfrage/").status_code == 200
    answer = client.post("/gt/anfrage/", form(house), follow=True)
    html = answer.content.decode()
    assert errors(html) == []
    inquiry = Inquiry.objects.get()
    assert inquiry.number in html
    assert inquiry.planned_minutes == 90
    assert [slot.languages for slot in inquiry.slots.all()] == [["arb"]]


def test_staff_needs_only_institution_number_language_and_a_rough_date(house: House) -> None:
    client = signed_in(house.person("dispatcher"))
    assert client.get("/gt/anfragen/neu/").status_code == 200
    answer = client.post("/gt/anfragen/neu/", staff_form(house))
    assert errors(answer.content.decode()) == []
    assert answer.status_code == 302
    inquiry = Inquiry.objects.get()
    assert (inquiry.date_wish, inquiry.organization, inquiry.channel) == ("nächste Woche", house.school, "phone")


@pytest.mark.django_db
def test_the_public_form_opens(house: House) -> None:
    client = signed_in(house.person("mediator"))
    assert client.get("/gt/erste-anfrage/").status_code == 200
    assert client.get("/gt/zeigekarte/").status_code == 200
