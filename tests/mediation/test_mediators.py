"""The pool on screen and on paper: who sees what, how many queries, what is changed."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions.mediators import store
from lotsenhaus.mediation.choices.states import MediatorState
from lotsenhaus.mediation.models import Mediator
from tests.centers.people import sign_in
from tests.house import House, build, new_center


def url(name: str, *args: Any) -> str:
    return reverse(f"mediation:{name}", args=["gt", *args])


@pytest.fixture
def petra(house: House) -> Client:
    """Dispatcher of the first desk."""
    return sign_in(house.person(Role.DISPATCHER, name="Petra Mustermeier"))


@pytest.fixture
def hanne(house: House) -> Client:
    """Coordinator."""
    return sign_in(house.person(Role.COORDINATOR, name="Hanne Beispielsen"))


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["mediators", "mediator-phone-list", "mediator-export"])
def test_a_list_takes_as_many_queries_for_three_as_for_one(house: House, hanne: Client, name: str) -> None:
    house.mediator("arb")
    hanne.get(url(name))
    one = queries(hanne, url(name))
    house.mediator("kmr", "tur")
    house.mediator("ron")
    assert queries(hanne, url(name)) == one


def test_the_list_begins_with_ones_own_desk(house: House, petra: Client) -> None:
    house.mediator(first_name="Samira", last_name="Musterhain")
    house.mediator(first_name="Ioana", last_name="Probelind", home_desk=house.other_desk)
    own, everybody = petra.get(url("mediators")).content.decode(), petra.get(url("mediators") + "?stellen=alle")
    assert "Musterhain" in own
    assert "Probelind" not in own
    assert "Probelind" in everybody.content.decode()


def test_filters_find_by_language_town_state_and_the_end_of_a_number(house: House, hanne: Client) -> None:
    samira = house.mediator("apc", first_name="Samira", phone="05244 987654")
    dilan = house.mediator("kmr", first_name="Dilan", town=house.towns["Verl"], state=MediatorState.PAUSED)
    for mediator in (samira, dilan):
        store(mediator)

    def found(query: str) -> list[str]:
        return [one.first_name for one in hanne.get(f"{url('mediators')}?{query}").context["page"]]

    assert found("sprache=arb") == ["Samira"]
    assert found("sprache=kmr") == ["Dilan"]
    assert found(f"ort={house.towns['Verl'].pk}") == ["Dilan"]
    assert found("stand=paused") == ["Dilan"]
    assert found("q=7654") == ["Samira"]
    assert found("q=kurmandschi") == ["Dilan"]
    assert found("ort=999&sprache=xx") == [one.first_name for one in Mediator.objects.all()]


def test_numbers_of_another_desk_appear_after_a_click_that_is_logged(house: House, petra: Client) -> None:
    other = house.mediator(phone="05246 123456", email="ioana@example.org", home_desk=house.other_desk)
    pages = [url("mediators") + "?stellen=alle", url("mediator-detail", other.pk), url("mediator-phone-list")]
    for page in pages:
        text = petra.get(page).content.decode()
        assert "123456" not in text
        assert "ioana@example.org" not in text
    assert not AuditRecord.objects.filter(action="mediator.phone_read").exists()
    assert "05246 123456" in petra.post(url("mediator-phone", other.pk)).content.decode()
    record = AuditRecord.objects.get(action="mediator.phone_read")
    assert (record.subject_id, record.detail) == (other.pk, {"desk": house.desk.pk})


def test_a_dispatcher_does_not_change_people_of_another_desk(house: House, petra: Client) -> None:
    other = house.mediator(home_desk=house.other_desk)
    assert petra.get(url("mediator-edit", other.pk, "person")).status_code == 403
    assert petra.post(url("mediator-move", other.pk), {"to": "left"}).status_code == 403
    assert petra.get(url("mediator-disclosure", other.pk)).status_code == 403
    assert petra.post(url("mediator-erase", other.pk), {"sure": "on"}).status_code == 403
    assert Mediator.objects.get(pk=other.pk).state == MediatorState.ACTIVE


def test_a_stranger_from_another_center_finds_nothing(house: House) -> None:
    mediator = house.mediator()
    elsewhere = new_center("bor", "BOR")
    with center_scope(elsewhere):
        stranger = sign_in(build("bor", "BOR").person(Role.COORDINATOR))
    pages: list[tuple[str, list[Any]]] = [
        ("mediators", []), ("mediator-new", []), ("mediator-phone-list", []), ("mediator-export", []),
        ("mediator-detail", [mediator.pk]), ("mediator-edit", [mediator.pk, "person"]),
        ("mediator-disclosure", [mediator.pk]), ("mediator-disclosure-json", [mediator.pk]),
        ("mediator-disclosure-pdf", [mediator.pk]),
        ("mediator-erase", [mediator.pk]),
    ]  # fmt: skip
    for name, args in pages:
        assert stranger.get(url(name, *args)).status_code == 404, name
        own_address = reverse(f"mediation:{name}", args=["bor", *args])
        assert stranger.get(own_address).status_code == (404 if args else 200), name


def test_the_list_for_excel_has_the_old_columns_and_no_foreign_numbers(house: House, petra: Client) -> None:
    house.mediator("arb", first_name="=1+1", last_name="Amadi", phone="05244 123456")
    house.mediator("kmr", first_name="B", last_name="Berg", phone="05246 654321", home_desk=house.other_desk)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(petra.get(url("mediator-export")).content)).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:7] == ["Nachname", "Vorname", "Telefon", "Zweite Nummer", "E-Mail", "Ort", "Sprachen"]
    assert rows[1][:3] == ["Amadi", "=1+1", "05244 123456"]
    assert sheet["B2"].data_type == "s"
    assert rows[2][:7] == ["Berg", "B", "", "", "", "Rietberg", "Kurmandschi (Nordkurdisch)"] or rows[2][2] == ""
    assert AuditRecord.objects.get(action="mediator.list_exported").detail == {"rows": 2}


def test_a_name_and_a_number_suffice(house: House, petra: Client) -> None:
    typed = {"first_name": "Samira", "last_name": "", "phone": "05244/12 34 56", "languages": "", "town": ""}
    petra.post(url("mediator-new"), typed)
    made = Mediator.objects.get()
    assert (made.name, made.phone, made.home_desk, made.times_known) == ("Samira", "+495244123456", house.desk, False)


def test_languages_by_hand_are_read_or_asked_back(house: House, petra: Client) -> None:
    typed = {"last_name": "Musterhain", "phone": "0000 123456", "languages": "Arab. (syr.), Kurd., etw. Türk."}
    page = petra.post(url("mediator-new"), typed).content.decode()
    assert "Welche Sprache ist es?" in page
    assert "Arab. (syr.), Kurd., etw. Türk." in page
    petra.post(url("mediator-new"), {**typed, "languages": "Arab. (syr.), Kurmandschi, etw. Türk."})
    skills = Mediator.objects.get().skills.values_list("code", "level")
    assert list(skills) == [("apc", ""), ("kmr", ""), ("tur", "basic")]


def test_a_wrong_number_is_said_at_the_field_and_nothing_is_stored(house: House, petra: Client) -> None:
    page = petra.post(url("mediator-new"), {"last_name": "Musterhain", "phone": "abc"}).content.decode()
    assert "Das ist keine Telefonnummer." in page
    assert 'value="abc"' in page
    assert not Mediator.objects.exists()


def test_a_word_of_the_search_is_found_in_any_writing(house: House, hanne: Client) -> None:
    store(house.mediator("ron", first_name="Ioana", last_name="Müller"))
    assert "Müller" in hanne.get(url("mediators") + "?q=mueller").content.decode()
    assert "Müller" in hanne.get(url("mediators") + "?q=rumänisch").content.decode()
    assert "Dazu passt niemand" in hanne.get(url("mediators") + "?q=xyz").content.decode()
