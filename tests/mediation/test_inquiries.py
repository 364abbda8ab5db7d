"""Asking: one page, a number at once, every bad input at its field and nothing stored."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions.policies import adopt_template
from lotsenhaus.mediation.choices.states import InquiryState, SlotState
from lotsenhaus.mediation.models import Inquiry, Slot
from lotsenhaus.network.models import DeskAbsence, Organization
from lotsenhaus.outbox.models import Message
from tests.house import House, build, new_center
from tests.mediation.inquiry_pages import errors, form, good_day, requester, signed_in, staff_form

ASK, NEW = "/gt/anfrage/", "/gt/anfragen/neu/"
DECLARED = {
    f"declared_{code}": "on"
    for code in ("professional_present", "no_other_payer", "no_legal_effect", "oral_only", "single_talk")
}


def with_rules(house: House) -> None:
    adopt_template(center=house.center, template="guetersloh", by=None, valid_from=date(2020, 1, 1))


def test_a_school_asks_and_has_its_number_at_once(house: House) -> None:
    client = signed_in(requester(house))
    assert client.get(ASK).status_code == 200
    html = client.post(ASK, form(house), follow=True).content.decode()
    assert errors(html) == []
    inquiry = Inquiry.objects.get()
    assert inquiry.number == f"GT-{timezone.localdate().year}-0001"
    assert inquiry.number in html
    assert (inquiry.planned_minutes, inquiry.state, inquiry.desk) == (90, InquiryState.OPEN, house.desk)
    assert timezone.localtime(inquiry.starts_at).strftime("%H:%M") == "15:00"
    assert [slot.languages for slot in inquiry.slots.all()] == [["arb"]]
    assert AuditRecord.objects.get(action="inquiry.submitted").detail["number"] == inquiry.number


def test_the_acknowledgement_names_number_desk_and_what_happens_next(house: House) -> None:
    signed_in(requester(house)).post(ASK, form(house))
    mail = Message.objects.get()
    assert mail.recipient == "gisela@example.org"
    assert mail.subject == f"{Inquiry.objects.get().number}: Wir haben Ihre Anfrage"
    assert "1 × Arabisch" in mail.body
    assert "Sie müssen nichts tun." in mail.body
    assert house.desk.phone in mail.body
    assert "/s/" in mail.body


def test_staff_needs_only_institution_number_language_and_a_rough_date(house: House) -> None:
    client = signed_in(house.person("dispatcher"))
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, staff_form(house))
    assert errors(answer.content.decode()) == []
    inquiry = Inquiry.objects.get()
    assert (inquiry.date_wish, inquiry.organization, inquiry.channel) == ("nächste Woche", house.school, "phone")
    assert inquiry.submitted_by_staff is not None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("callback_phone", "12", "Diese Nummer ist zu kurz. Bitte mit Vorwahl, zum Beispiel 05244 9860."),
        ("contact_name", "", "Dieses Feld ist zwingend erforderlich."),
        ("day", "31.2.2027", "Diesen Tag gibt es nicht. Bitte prüfen Sie das Datum."),
        ("day", "irgendwann", "Diesen Tag verstehen wir nicht. Bitte so: 2.12. oder Mi 2.12."),
        ("day", "", "Welcher Tag? Wenn er offen ist, wählen Sie „Nach Absprache“."),
        ("day", "1.1.2020", "Der Termin liegt in der Vergangenheit. Bitte prüfen Sie Tag und Uhrzeit."),
        ("start", "später", "Diese Uhrzeit verstehen wir nicht. Bitte so: 15:30 oder 15 Uhr."),
        ("start", "", "Wann beginnt es? Zum Beispiel 15:30 oder 15 Uhr."),
        ("length", "", "Wie lange etwa? Zum Beispiel 1,5 Std, 90 oder 16:30."),
        ("length", "14:00", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Zeiten."),
        ("s0_language", "", "Welche Sprache? Sonst kreuzen Sie bitte „Weiß ich nicht“ an."),
        ("s0_language", "Xyzzisch", "„Xyzzisch“ kennen wir nicht. Bitte prüfen, oder „Weiß ich nicht“."),
        ("s0_language", "Kurdisch", "„Kurdisch“ kann mehreres heißen. Bitte wählen Sie aus."),
        ("s0_language", "Arabisch, Polnisch", "Sie nennen mehrere Sprachen. Wie viele Personen brauchen Sie?"),
        ("onsite_email", "keine", "Bitte eine gültige E-Mail-Adresse eingeben."),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_keeps_what_was_typed_and_stores_nothing(
    house: House, name: str, value: str, sentence: str
) -> None:
    values = form(house, **{name: value}) if value else form(house, **{name: ""})
    html = signed_in(requester(house)).post(ASK, values).content.decode()
    found = errors(html)
    assert len(found) == 1, found
    if name not in ("contact_name", "onsite_email"):  # Django's own sentences, in the words of its translation
        assert found == [sentence]
    if value:
        assert f'value="{value}"' in html
    assert 'value="gisela@example.org"' in html
    assert Inquiry.objects.count() == Message.objects.count() == 0


@pytest.mark.parametrize(
    ("length", "minutes"), [("1,5 Std", 90), ("90", 90), ("16:30", 90), ("bis 17 Uhr", 120), ("2", 120), ("45 min", 45)]
)
def test_duration_and_end_are_both_understood(house: House, length: str, minutes: int) -> None:
    signed_in(requester(house)).post(ASK, form(house, length=length))
    assert Inquiry.objects.get().planned_minutes == minutes


def test_up_to_three_proposals_wait_for_a_choice(house: House) -> None:
    days = {"day_2": f"{good_day(9):%d.%m.%Y}", "start_2": "9", "day_3": f"{good_day(10):%d.%m.%Y}", "start_3": "10:15"}
    signed_in(requester(house)).post(ASK, form(house, date_kind="proposals", **days))
    inquiry = Inquiry.objects.get()
    assert inquiry.starts_at is None
    assert [f"{timezone.localtime(one.starts_at):%H:%M}" for one in inquiry.proposed_dates.all()] == [
        "15:00", "09:00", "10:15",
    ]  # fmt: skip
    assert Slot.objects.get().starts_at is None


@time_machine.travel(datetime(2026, 10, 1, 10, tzinfo=timezone.get_default_timezone()))
def test_the_hour_that_exists_twice_is_asked_back_and_answered(house: House) -> None:
    client = signed_in(requester(house))
    values = form(house, day="25.10.2026", start="2:30", length="60")
    html = client.post(ASK, values).content.decode()
    assert errors(html) == ["Bitte wählen Sie: vor oder nach der Zeitumstellung."]
    client.post(ASK, {**values, "second_hour": "1"})
    assert f"{Inquiry.objects.get().starts_at:%H:%M}" == "01:30"


@time_machine.travel(datetime(2027, 3, 1, 10, tzinfo=timezone.get_default_timezone()))
def test_the_hour_that_does_not_exist_is_refused(house: House) -> None:
    html = signed_in(requester(house)).post(ASK, form(house, day="28.3.2027", start="2:30", length="60"))
    assert errors(html.content.decode()) == ["Diese Uhrzeit gibt es am 28.3. nicht: Die Uhr wird vorgestellt."]


def test_a_refused_occasion_says_why_and_where_to_turn_and_the_need_is_kept(house: House) -> None:
    with_rules(house)
    client = signed_in(requester(house))
    values = form(house, occasion="police", **DECLARED)
    for _press in range(2):
        html = client.post(ASK, values).content.decode()
        assert errors(html) == [
            "Gespräche bei der Polizei dürfen Ehrenamtliche nicht begleiten. Bitte beauftragen Sie vereidigte"
            " Dolmetschende: justiz-dolmetscher.de (Verzeichnis der Gerichte)."
        ]
        assert "Das können wir leider nicht vermitteln" in html
    refused = Inquiry.objects.get()
    assert (refused.state, Slot.objects.get().unfilled_reason) == (InquiryState.REFUSED, "not_admissible")
    assert Message.objects.count() == 0
    client.post(ASK, {**values, "occasion": "parent_talk"})
    inquiry = Inquiry.objects.get()
    assert (inquiry.number, inquiry.state, inquiry.refusal) == (refused.number, InquiryState.OPEN, None)
    assert Slot.objects.get().state == SlotState.OPEN


def test_what_was_declared_is_stored_in_the_words_of_that_day(house: House) -> None:
    with_rules(house)
    client = signed_in(requester(house))
    missing = {name: value for name, value in DECLARED.items() if name != "declared_oral_only"}
    values = form(house, **missing)
    html = client.post(ASK, values).content.decode()
    assert errors(html) == ["Bitte bestätigen Sie das, sonst dürfen wir nicht vermitteln."]
    assert Inquiry.objects.count() == 0
    client.post(ASK, {**values, **DECLARED})
    declared = Inquiry.objects.get().declared
    assert len(declared) == 5
    assert declared[3] == {"code": "oral_only", "wording": "Es wird nur mündlich übersetzt.", "version": 1}


def test_lead_time_binds_requesters_and_staff_says_why(house: House) -> None:
    with_rules(house)
    soon = f"{good_day(1):%d.%m.%Y}"
    html = signed_in(requester(house)).post(ASK, form(house, day=soon, **DECLARED)).content.decode()
    assert "5 Arbeitstage Vorlauf" in errors(html)[0]
    staff = signed_in(house.person("dispatcher"))
    values = staff_form(house, date_kind="fixed", day=soon, start="9", length="60")
    html = staff.post(NEW, values).content.decode()
    assert errors(html)[0].endswith("Soll es trotzdem sein? Dann bitte kurz, warum.")
    assert Inquiry.objects.count() == 0
    staff.post(NEW, {**values, "lead_time_override": "Kind wird morgen entlassen"})
    assert Inquiry.objects.get().lead_time_override == "Kind wird morgen entlassen"


def test_a_remark_with_a_name_is_asked_about_and_only_staff_may_keep_it(house: House) -> None:
    remark = "Bitte Frau Krasniqi anrufen"
    html = signed_in(requester(house)).post(ASK, form(house, remark=remark, remark_reason="x")).content.decode()
    assert errors(html)[0].startswith("Hier steht vielleicht ein Name")
    staff = signed_in(house.person("dispatcher"))
    values = staff_form(house, remark=remark)
    assert errors(staff.post(NEW, values).content.decode()) == errors(html)
    staff.post(NEW, {**values, "remark_reason": "Frau Krasniqi ist die Schulleiterin"})
    assert Inquiry.objects.get().remark == remark
    assert AuditRecord.objects.get(action="inquiry.submitted").detail["remark_kept"] is True


def test_a_double_is_noticed_before_a_second_number_exists(house: House) -> None:
    client = signed_in(requester(house))
    client.post(ASK, form(house))
    second = form(house, s0_language="Polnisch", start="17")
    html = client.post(ASK, second).content.decode()
    assert "Ist es diese Anfrage?" in html
    assert Inquiry.objects.count() == 1
    client.post(ASK, {**second, "not_double": "1"})
    assert [one.number[-4:] for one in Inquiry.objects.order_by("number")] == ["0001", "0002"]


def test_the_same_form_sent_twice_is_the_same_inquiry(house: House) -> None:
    client = signed_in(requester(house))
    values = form(house)
    first, second = client.post(ASK, values), client.post(ASK, values)
    assert first["Location"] == second["Location"]
    assert Inquiry.objects.count() == Message.objects.count() == 1


def test_an_absent_desk_is_covered(house: House) -> None:
    today = timezone.localdate()
    DeskAbsence.objects.create(
        center=house.center, desk=house.desk, first_day=today, last_day=today, cover=house.other_desk
    )
    signed_in(requester(house)).post(ASK, form(house))
    assert Inquiry.objects.get().desk == house.other_desk


def test_staff_finds_an_institution_by_three_letters_and_takes_a_new_one_on(house: House) -> None:
    staff = signed_in(house.person("dispatcher"))
    staff.post(NEW, staff_form(house, organization_name="grund"))
    assert Inquiry.objects.get().organization == house.school
    values = staff_form(house, organization_name="Kita Neuland")
    assert len(errors(staff.post(NEW, values).content.decode())) == 1
    town = str(house.towns["Verl"].pk)
    staff.post(NEW, {**values, "organization_kind": "daycare", "organization_town": town})
    kita = Organization.objects.get(name="Kita Neuland")
    assert (kita.state, kita.inquiries.get().state, kita.inquiries.get().desk) == (
        "waiting", InquiryState.SUBMITTED, house.other_desk,
    )  # fmt: skip


def test_a_shared_mailbox_types_its_name_each_time(house: House) -> None:
    user = requester(house, email=house.school.email)
    html = signed_in(user).get(ASK).content.decode()
    assert 'name="contact_name"' in html
    assert 'value="Gisela Probesand"' not in html


def test_wie_letztes_mal_copies_everything_but_the_day(house: House) -> None:
    client = signed_in(requester(house))
    client.post(ASK, form(house, s0_language="Albanisch, Polnisch", s0_together="each", room="12", start="14:30"))
    html = client.get(f"{ASK}?wie={Inquiry.objects.get().pk}").content.decode()
    for value in ("Albanisch", "Polnisch", "12", "14:30", "16:00"):
        assert f'value="{value}"' in html
    assert 'name="day" value=' not in html


def test_a_stranger_and_another_institution_read_nothing(house: House) -> None:
    inquiry = house.inquiry()
    other = Organization.objects.create(center=house.center, name="Kita", kind="daycare", state="approved")
    house.school = other
    outsider = signed_in(requester(house))
    pages = ["", "plan/", "termin.ics"]
    for page in pages:
        assert outsider.get(f"/gt/meine-anfragen/{inquiry.pk}/{page}").status_code == 404
    assert outsider.post(f"/gt/meine-anfragen/{inquiry.pk}/zurueckziehen/").status_code == 404
    assert outsider.get(f"/gt/anfragen/{inquiry.pk}/gesucht/").status_code == 404
    assert outsider.get(f"{ASK}?wie={inquiry.pk}").status_code == 404


def test_people_of_another_center_find_no_page(house: House) -> None:
    center = new_center("bor", "BOR")
    with center_scope(center):
        foreign = build("bor", "BOR")
        clients = [signed_in(foreign.person("dispatcher")), signed_in(requester(foreign))]
    inquiry = house.inquiry()
    for client in clients:
        for url in (ASK, NEW, "/gt/meine-anfragen/", "/gt/anfragen/geparkt/", f"/gt/anfragen/{inquiry.pk}/gesucht/"):
            assert client.get(url).status_code == 404


def test_who_may_not_ask_reads_who_may(house: House) -> None:
    with_rules(house)
    Organization.objects.filter(pk=house.school.pk).update(kind="company")
    found = errors(signed_in(requester(house)).post(ASK, form(house, **DECLARED)).content.decode())
    assert len(found) == 1
    assert found[0].startswith("Anfragen dürfen: Schule, Kita,")
    assert "Bitte rufen Sie uns an" in found[0]
    assert Inquiry.objects.get().state == InquiryState.REFUSED


def test_a_talk_longer_than_the_rules_admit_is_refused_in_words(house: House) -> None:
    with_rules(house)
    found = errors(signed_in(requester(house)).post(ASK, form(house, length="4,5 Std", **DECLARED)).content.decode())
    assert len(found) == 1
    assert "4 Std." in found[0]
    assert "4:30 Std." in found[0]
    assert Inquiry.objects.count() == 0


def test_an_inquiry_by_phone_goes_without_a_street(house: House) -> None:
    signed_in(requester(house)).post(ASK, form(house, place_kind="phone", street="Beispielweg 4"))
    assert (Inquiry.objects.get().place_kind, Inquiry.objects.get().street) == ("phone", "")
