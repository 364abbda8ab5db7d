"""Who is wanted: languages that are asked back, several persons, and the many short talks of a parents' day."""

import pytest
from django.utils import timezone

from lotsenhaus.mediation.choices.states import InquiryState
from lotsenhaus.mediation.models import Draft, Inquiry, Slot, Talk
from tests.house import House
from tests.mediation.inquiry_pages import errors, form, good_day, requester, signed_in, staff_form

ASK = "/gt/anfrage/"
LIST = (
    "Uhrzeit\tRaum\tSprache\tName\tZeichen\n"
    "15:00\t12\tAlbanisch\tArta Krasniqi\t4b-07\n"
    "15:15\t12\tAlbanisch\tBesnik Hoxha\t4b-08\n"
    "15:00\t14\tAlbanisch\tDrita Berisha\t4b-09\n"
    "15:30\t14\tKurdisch\tDilan Demir\t4b-10\n"
    "15:45\t14\tDeutsch\tMax Muster\t4b-11\n"
)


def asked(house: House, **changed: str) -> list[Slot]:
    html = signed_in(requester(house)).post(ASK, form(house, **changed), follow=True).content.decode()
    assert errors(html) == []
    return list(Slot.objects.all())


def test_two_persons_are_two_slots(house: House) -> None:
    assert [slot.languages for slot in asked(house, s0_count="2")] == [["arb"], ["arb"]]


@pytest.mark.parametrize(
    ("together", "languages", "needs_all"),
    [
        ("each", [["arb"], ["pol"]], False),
        ("all", [["arb", "pol"]], True),
        ("any", [["arb", "pol"]], False),
    ],
)
def test_one_family_with_two_languages(
    house: House, together: str, languages: list[list[str]], needs_all: bool
) -> None:
    slots = asked(house, s0_language="Arabisch und Polnisch", s0_together=together)
    assert [slot.languages for slot in slots] == languages
    assert {slot.needs_all for slot in slots} == {needs_all}


def test_kurdish_from_syria_is_first_looked_for_as_kurmandschi(house: House) -> None:
    (slot,) = asked(house, s0_language="Kurdisch", s0_which="unknown", s0_country="SY")
    assert (slot.languages, slot.variant) == (["kmr"], "„Kurdisch“, Herkunft Syrien, Sprache nicht sicher")


def test_kurdish_can_be_told(house: House) -> None:
    (slot,) = asked(house, s0_language="Kurdisch", s0_which="ckb")
    assert (slot.languages, slot.variant) == (["ckb"], "")


@pytest.mark.parametrize(
    ("values", "languages", "note"),
    [
        ({"s0_unknown": "on"}, ["und"], "Sprache nicht sicher"),
        ({"s0_unknown": "on", "s0_country": "AF"}, ["prs"], "Herkunft Afghanistan, Sprache nicht sicher"),
        ({"s0_language": "weiß ich nicht", "s0_country": "ER"}, ["tir"], "Herkunft Eritrea, Sprache nicht sicher"),
    ],
)
def test_weiss_ich_nicht_is_an_answer(house: House, values: dict[str, str], languages: list[str], note: str) -> None:
    (slot,) = asked(house, **{"s0_language": "", **values})
    assert (slot.languages, slot.variant) == (languages, note)


def test_a_slot_may_have_its_own_times(house: House) -> None:
    slots = asked(
        house, rows="2", length="18:00", s1_language="Polnisch", s1_start="16", s1_length="17:30", s1_talks="5"
    )
    times = [(f"{timezone.localtime(s.starts_at):%H:%M}", f"{timezone.localtime(s.ends_at):%H:%M}") for s in slots]
    assert times == [("15:00", "18:00"), ("16:00", "17:30")]
    assert [slot.talks for slot in slots] == [1, 5]


def test_a_column_of_names_is_never_stored_and_what_is_open_is_asked_back(house: House) -> None:
    client = signed_in(requester(house))
    values = form(house, many_talks="on", talk_rows=LIST, start="", length="", s0_language="", occasion="parents_day")
    html = client.post(ASK, values).content.decode()
    assert "Bitte keine Namen. Wir haben die Spalte „Name“ nicht gespeichert." in html
    assert errors(html) == ["Bitte wählen Sie aus. Wenn Sie es nicht wissen, hilft das Land."]
    stored = str(Draft.objects.get().fields)
    assert not any(name in stored or name in html for name in ("Krasniqi", "Besnik", "Dilan", "Max Muster"))
    client.post(ASK, {**values, "country-kmr-ckb": "SY"})
    slots = list(Slot.objects.all())
    assert [(slot.languages, slot.talks) for slot in slots] == [(["sqi"], 2), (["sqi"], 1), (["kmr"], 1)]
    assert list(Talk.objects.values_list("code", flat=True)) == ["4B-07", "4B-09", "4B-08", "4B-10"]
    inquiry = Inquiry.objects.get()
    assert (inquiry.planned_minutes, timezone.localdate(inquiry.starts_at)) == (45, good_day())


def test_a_cell_that_cannot_be_read_is_named_with_row_and_column(house: House) -> None:
    values = form(house, many_talks="on", talk_rows="15:00;12;Albanisch;4b-07\nspät;12;Polnisch;4b-08", s0_language="")
    found = errors(signed_in(requester(house)).post(ASK, values).content.decode())
    assert found == ["Zeile 2, Spalte 1: Die Uhrzeit „spät“ verstehen wir nicht. Beispiel: 15:30."]
    assert Inquiry.objects.count() == 0


def test_a_list_needs_a_fixed_day(house: House) -> None:
    values = form(house, many_talks="on", talk_rows=LIST, date_kind="by_agreement", date_wish="im Mai", s0_language="")
    found = errors(signed_in(requester(house)).post(ASK, values).content.decode())
    assert "Eine Liste mit Uhrzeiten braucht einen festen Tag." in found


def test_the_plan_lists_rooms_and_languages(house: House) -> None:
    client = signed_in(requester(house))
    values = form(house, many_talks="on", talk_rows=LIST, s0_language="", **{"which-kmr-ckb": "kmr"})
    client.post(ASK, values)
    html = client.get(f"/gt/meine-anfragen/{Inquiry.objects.get().pk}/plan/").content.decode()
    for words in ("Raum 12", "Raum 14", "Albanisch", "Kurmandschi", "4B-10"):
        assert words in html


def test_one_more_language_without_script(house: House) -> None:
    client = signed_in(requester(house))
    answer = client.post(ASK, form(house, do="add_slot"))
    assert answer["Location"].endswith("#s1")
    html = client.get(answer["Location"]).content.decode()
    assert 'name="s1-language"' in html
    assert 'value="Arabisch"' in html
    more = form(house, do="remove-0", rows="2", s1_language="Polnisch", key=str(Draft.objects.get().key))
    html = client.get(client.post(ASK, more)["Location"]).content.decode()
    assert 'value="Polnisch"' in html
    assert "s1-language" not in html


def test_gesucht_is_added_to_an_open_inquiry_by_its_desk_only(house: House) -> None:
    inquiry = house.inquiry(state=InquiryState.ARRANGED)
    url = f"/gt/anfragen/{inquiry.pk}/gesucht/"
    assert signed_in(house.person("dispatcher", desk=house.other_desk)).get(url).status_code == 404
    client = signed_in(house.person("dispatcher"))
    assert client.get(url).status_code == 200
    assert len(errors(client.post(url, {"s0-language": ""}).content.decode())) == 1
    client.post(url, {"s0-language": "Polnisch", "s0-count": "2"})
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.OPEN
    assert [slot.languages for slot in inquiry.slots.all()] == [["arb"], ["pol"], ["pol"]]


def test_an_inquiry_that_is_over_takes_nothing_more(house: House) -> None:
    inquiry = house.inquiry(state=InquiryState.CLOSED)
    client = signed_in(house.person("dispatcher"))
    client.post(f"/gt/anfragen/{inquiry.pk}/gesucht/", {"s0-language": "Polnisch", "s0-count": "1"})
    assert inquiry.slots.count() == 1


def test_staff_may_say_weiss_ich_nicht(house: House) -> None:
    values = staff_form(house, s0_language="", s0_unknown="on")
    signed_in(house.person("dispatcher")).post("/gt/anfragen/neu/", values)
    assert Slot.objects.get().languages == ["und"]
