"""What comes from outside, whatever it is: an answer, never an error of ours."""

import pytest
from django.test import Client

from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import code_for
from lotsenhaus.mediation.models import Inquiry
from tests.centers.people import sign_in
from tests.house import House

NULS = ("/gt/suche/?q=a%00b", "/gt/sprachlotsen/?q=%00", "/gt/protokoll/?was=%00", "/gt/vermittlung/?nie=%00")


@pytest.mark.parametrize("address", NULS)
def test_a_nul_in_an_address_breaks_nothing(house: House, address: str) -> None:
    assert sign_in(house.person(Role.CENTER_ADMIN)).get(address).status_code < 500
    assert sign_in(house.person(Role.DISPATCHER)).get(address).status_code < 500


def test_a_page_behind_a_link_answers_a_head(house: House) -> None:
    inquiry = house.inquiry("arb")
    code = code_for(center=house.center, purpose=LinkPurpose.STATUS, target_id=inquiry.pk)
    assert Client().head(f"/s/{code}").status_code == 200


@pytest.mark.parametrize("change", ["{a} {b}", "{a}-{b}", "{a}{b}.", " {a}{b}", "{a} - {b}", "{lower}"])
def test_a_code_that_was_read_out_opens_its_page(house: House, change: str) -> None:
    inquiry = house.inquiry("arb")
    code = code_for(center=house.center, purpose=LinkPurpose.STATUS, target_id=inquiry.pk)
    typed = change.format(a=code[:4], b=code[4:], lower=code.lower())
    assert Client().get(f"/s/{typed}").status_code == 200


def test_taking_a_language_away_on_the_public_form_sends_nothing(house: House) -> None:
    typed = {"do": "remove-1", "rows": "2", "s0-language": "Arabisch", "s1-language": "Polnisch"}
    answer = Client().post("/gt/erste-anfrage/", typed)
    page = answer.content.decode()
    assert 'value="Arabisch"' in page
    assert 'name="s1-language"' not in page
    assert answer["Cache-Control"] == "no-store"
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("do", ["x", "remove-9999999999999999999", "remove-", "add_slot", "park"])
def test_a_button_that_is_not_send_stores_nothing(house: House, do: str) -> None:
    assert Client().post("/gt/erste-anfrage/", {"do": do, "s0-language": "Arabisch"}).status_code == 200
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-30", "0001-01-01", "31.12.9999", "15.12.2099", "0026-12-01", "9" * 5000])
def test_a_day_out_of_reach_is_an_error_at_its_field(house: House, day: str) -> None:
    answer = Client().post("/gt/erste-anfrage/", {"do": "send", "day": day, "start": "15", "s0-language": "Arabisch"})
    assert answer.status_code == 200
    assert not Inquiry.objects.exists()
    assert 'id="id_day_error"' in answer.content.decode()
