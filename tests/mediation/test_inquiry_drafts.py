"""Nothing typed is lost: stored field by field, kept over sign-out, seen on every page, by nobody else."""

import uuid
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from lotsenhaus.mediation.actions import drafts
from lotsenhaus.mediation.models import Draft, Inquiry
from tests.house import House
from tests.mediation.inquiry_pages import form, requester, signed_in, staff_form

NEW = "/gt/anfragen/neu/"


def store(client: Client, key: uuid.UUID, **fields: str) -> int:
    codes = []
    for name, value in fields.items():
        name = name.replace("__", "-")
        codes.append(client.post(f"/gt/anfragen/entwurf/{key}/", {"field": name, name: value}).status_code)
    return codes[-1]


def test_a_field_survives_sign_out(house: House) -> None:
    user, key = house.person("dispatcher"), uuid.uuid4()
    client = signed_in(user)
    assert store(client, key, organization_name="Grundschule", s0__language="Kurdisch", day="2.12.") == 200
    client.logout()
    html = signed_in(user).get(f"{NEW}?entwurf={key}").content.decode()
    for value in ("Grundschule", "Kurdisch", "2.12."):
        assert f'value="{value}"' in html
    assert f"/gt/anfragen/entwurf/{key}/" in html


def test_what_is_parked_is_counted_on_every_page_and_listed(house: House) -> None:
    user = house.person("dispatcher")
    client = signed_in(user)
    client.post(NEW, staff_form(house, do="park"))
    html = client.get("/gt/anfragen/geparkt/").content.decode()
    assert "geparkt (1)" in html
    assert f"{house.school.name}, Rietberg" in html
    assert "geparkt (1)" in client.get(NEW).content.decode()
    assert Inquiry.objects.count() == 0
    client.post(f"/gt/anfragen/entwurf/{Draft.objects.get().key}/verwerfen/")
    assert Draft.objects.count() == 0


def test_a_draft_that_was_sent_is_no_longer_parked(house: House) -> None:
    client = signed_in(requester(house))
    client.post("/gt/anfrage/", form(house))
    assert Draft.objects.get().inquiry is not None
    assert "geparkt (" not in client.get("/gt/anfrage/").content.decode()


def test_nobody_else_reads_or_changes_a_draft(house: House) -> None:
    key = uuid.uuid4()
    store(signed_in(house.person("dispatcher")), key, organization_name="Grundschule")
    other = signed_in(house.person("dispatcher"))
    assert store(other, key, organization_name="Hallo") == 404
    assert other.post(NEW, staff_form(house, key=str(key))).status_code == 404
    assert other.post(f"/gt/anfragen/entwurf/{key}/verwerfen/").status_code == 404
    assert "Grundschule" not in other.get(f"/gt/anfragen/geparkt/?entwurf={key}").content.decode()
    assert Draft.objects.get().fields == {"organization_name": "Grundschule"}


def test_a_tick_taken_away_is_forgotten(house: House) -> None:
    client, key = signed_in(house.person("dispatcher")), uuid.uuid4()
    store(client, key, many_talks="on")
    client.post(f"/gt/anfragen/entwurf/{key}/", {"field": "many_talks"})
    assert Draft.objects.get().fields == {}


def test_names_in_a_pasted_list_are_not_even_stored_while_typing(house: House) -> None:
    client, key = signed_in(requester(house)), uuid.uuid4()
    store(client, key, talk_rows="Zeit\tSprache\tName\n15:00\tPolnisch\tAnna Kowalska\n15:15\tPolnisch\tJan Nowak")
    assert Draft.objects.get().fields["talk_rows"] == "Zeit\tSprache\n15:00\tPolnisch\n15:15\tPolnisch"


def test_drafts_are_forgotten_after_thirty_days(house: House) -> None:
    key = uuid.uuid4()
    store(signed_in(house.person("dispatcher")), key, organization_name="Grundschule")
    assert drafts.forget_old(now=timezone.now() + timedelta(days=29)) == 0
    assert drafts.forget_old(now=timezone.now() + timedelta(days=31)) == 1


def test_the_copy_of_the_last_inquiry_survives_too(house: House) -> None:
    client, key = signed_in(requester(house)), uuid.uuid4()
    client.post("/gt/anfrage/", form(house, room="Aula"))
    last = Inquiry.objects.get()
    client.post(f"/gt/anfragen/entwurf/{key}/?wie={last.pk}", {"field": "day", "day": "morgen"})
    html = client.get(f"/gt/anfrage/?entwurf={key}").content.decode()
    assert 'value="Aula"' in html
    assert 'value="morgen"' in html


def test_a_page_that_was_sent_begins_anew_when_it_is_opened_again(house: House) -> None:
    client, values = signed_in(requester(house)), form(house)
    client.post("/gt/anfrage/", values)
    html = client.get(f"/gt/anfrage/?entwurf={values['key']}").content.decode()
    assert 'name="key" value="' + values["key"] not in html
    assert "Arabisch" not in html.split("</datalist>")[1]


def test_what_the_database_cannot_hold_is_left_out(house: House) -> None:
    client, key = signed_in(house.person("dispatcher")), uuid.uuid4()
    assert client.post(f"/gt/anfragen/entwurf/{key}/", {"field": "room", "room": "A\0ula"}).status_code == 200
    assert client.post(f"/gt/anfragen/entwurf/{key}/", {"field": "a\0b", "a\0b": "x"}).status_code == 200
    assert Draft.objects.get().fields == {"room": "Aula", "ab": "x"}
    client.post(NEW, staff_form(house, room="A\0ula", key=str(key)))
    assert Inquiry.objects.get().room == "Aula"
