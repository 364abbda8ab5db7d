"""One person: what is noted about her, how she comes and goes, what she may read, and what erasing leaves."""

import io
import json
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord, Invitation, Membership
from lotsenhaus.mediation.actions import erasure, intake, mediators, runs
from lotsenhaus.mediation.choices.states import AssignmentState, Channel, MediatorState, OfferState
from lotsenhaus.mediation.models import AllowanceCorrection, Assignment, Mediator, Offer
from lotsenhaus.mediation.privacy import BLANK_ON_ERASURE, PERSONAL_FIELDS, disclosure
from lotsenhaus.mediation.rules.intake import Person, Seen, running_out, steps
from lotsenhaus.outbox.models import Message
from tests.centers.people import sign_in
from tests.house import House, in_days
from tests.mediation.money import confirmed, furnish

TODAY = date(2026, 11, 22)


def url(name: str, *args: Any) -> str:
    return reverse(f"mediation:{name}", args=["gt", *args])


@pytest.fixture
def petra(house: House) -> User:
    return house.person(Role.DISPATCHER, name="Petra Mustermeier")


@pytest.fixture
def hers(petra: User) -> Client:
    return sign_in(petra)


@pytest.fixture
def coordination(house: House) -> Client:
    return sign_in(house.person(Role.COORDINATOR))


@pytest.fixture
def dilan(house: House) -> Mediator:
    return house.mediator("kmr", first_name="Dilan", last_name="Beispielfeld")


def held(house: House, mediator: Mediator, *, days: int = -10, state: str = AssignmentState.CONFIRMED) -> Assignment:
    """A talk of the past, or of the future."""
    inquiry = house.inquiry("kmr", start=in_days(days))
    slot = inquiry.slots.get()
    offer = Offer.objects.create(
        center=house.center, slot=slot, mediator=mediator, desk=house.desk,
        state=OfferState.ACCEPTED, channel=Channel.PHONE,
    )  # fmt: skip
    return Assignment.objects.create(
        center=house.center, slot=slot, mediator=mediator, offer=offer, desk=house.desk, state=state,
        starts_at=slot.starts_at, ends_at=slot.ends_at, blocked_from=slot.starts_at, blocked_to=slot.ends_at,
        accepted_at=timezone.now(), accepted_via=Channel.PHONE,
    )  # fmt: skip


# --- the page -----------------------------------------------------------------------------------------------------
def test_the_page_takes_as_many_queries_for_three_rows_as_for_one(
    house: House, hers: Client, petra: User, dilan: Mediator
) -> None:
    def more() -> None:
        today = timezone.localdate()
        held(house, dilan, days=-20 - Assignment.objects.count())
        intake.add_training(mediator=dilan, name="Kurs", hours=None, finished_on=today, by=petra)
        intake.see_credential(mediator=dilan, kind="confidentiality", seen_on=today, valid_until=None, by=petra)
        intake.set_block(mediator=dilan, by=petra, organization=house.school)
        mediators.add_absence(mediator=dilan, first_day=today, last_day=today, by=petra)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert hers.get(url("mediator-detail", dilan.pk)).status_code == 200
        return len(captured)

    more()
    queries()
    one = queries()
    more()
    more()
    assert queries() == one


def test_records_are_added_and_removed_from_the_page(house: House, hers: Client, dilan: Mediator) -> None:
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=9)
    typed: dict[str, dict[str, Any]] = {
        "absence": {"first_day": today, "last_day": later},
        "credential": {"kind": "police_clearance", "seen_on": today, "valid_until": later},
        "training": {"name": "Grundlagen", "hours": "45", "finished_on": today},
        "block": {"organization": house.school.pk, "case_reference": ""},
        "week": {"answer": "partly", "note": "Mo und Do"},
    }
    for what, values in typed.items():
        sent = {f"{what}-{name}": value for name, value in values.items()}
        assert hers.post(url("mediator-add", dilan.pk, what), sent).status_code == 302, what
    paper = dilan.credentials.get()
    assert (paper.seen_by, paper.valid_until) == ("Petra Mustermeier", later)
    assert (dilan.trainings.get().hours, dilan.week_statements.get().note) == (Decimal("45.0"), "Mo und Do")
    for what, row in (("absence", dilan.absences.get()), ("credential", paper), ("training", dilan.trainings.get())):
        hers.post(url("mediator-remove", dilan.pk, what, row.pk))
        assert not type(row).objects.filter(pk=row.pk).exists()
    hers.post(url("mediator-remove", dilan.pk, "block", dilan.blocks.get().pk))
    assert dilan.blocks.get().lifted_at is not None


@pytest.mark.parametrize(
    ("what", "typed", "said"),
    [
        (
            "absence",
            {"first_day": f"{in_days(20):%Y-%m-%d}", "last_day": f"{in_days(19):%Y-%m-%d}"},
            "Der letzte Tag muss nach dem ersten liegen.",
        ),
        (
            "credential",
            {"kind": "confidentiality", "seen_on": f"{in_days(2):%Y-%m-%d}"},
            "Dieser Tag liegt in der Zukunft.",
        ),
        ("training", {"name": "", "finished_on": "2020-01-01"}, "aria-invalid"),
        ("block", {"organization": "", "case_reference": ""}, "entweder eine Einrichtung oder ein Zeichen"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_changes_nothing(
    house: House, hers: Client, dilan: Mediator, what: str, typed: dict[str, str], said: str
) -> None:
    page = hers.post(url("mediator-add", dilan.pk, what), {f"{what}-{name}": text for name, text in typed.items()})
    assert said in page.content.decode()
    assert page.context["open"] == what
    assert [rows.count() for rows in (dilan.absences, dilan.credentials, dilan.trainings, dilan.blocks)] == [0, 0, 0, 0]


def test_a_record_of_somebody_else_cannot_be_removed_by_its_number(
    house: House, hers: Client, petra: User, dilan: Mediator
) -> None:
    other = house.mediator()
    block = intake.set_block(mediator=other, by=petra, case_reference="4b-07")
    assert hers.post(url("mediator-remove", dilan.pk, "block", block.pk)).status_code == 404
    assert other.blocks.get().lifted_at is None


def test_each_section_is_edited_on_its_own(house: House, hers: Client, dilan: Mediator) -> None:
    person = {
        "first_name": "Dilan",
        "last_name": "Beispielfeld",
        "phone": "05244 123456",
        "town": house.towns["Verl"].pk,
    }
    hers.post(url("mediator-edit", dilan.pk, "person"), {**person, "transport": "car", "max_travel_minutes": "30"})
    hers.post(url("mediator-edit", dilan.pk, "limits"), {"max_per_day": "1", "max_per_week": "", "year_limit": "960"})
    rows = {"skills-TOTAL_FORMS": "2", "skills-INITIAL_FORMS": "1"}
    rows |= {
        "skills-0-code": "kmr",
        "skills-0-level": "mother_tongue",
        "skills-1-code": "srp",
        "skills-1-script": "Cyrl",
    }
    hers.post(url("mediator-edit", dilan.pk, "languages"), rows)
    times = {"times-starts_0": "09:00", "times-ends_0": "12:00", "times-never_1": "on", "shifts-week_1": "early"}
    hers.post(url("mediator-edit", dilan.pk, "times"), times)
    dilan.refresh_from_db()
    assert (dilan.phone, dilan.phone_digits, dilan.town, dilan.max_travel_minutes) == (
        "+495244123456", "495244123456", house.towns["Verl"], 30
    )  # fmt: skip
    assert (dilan.max_per_day, dilan.max_per_week, dilan.year_limit) == (1, None, Decimal("960.00"))
    assert list(dilan.skills.values_list("code", "level", "script")) == [
        ("kmr", "mother_tongue", ""),
        ("srp", "", "Cyrl"),
    ]
    assert [(one.weekday, one.starts, one.never) for one in dilan.weekly_times.all()] == [
        (0, time(9), False), (1, time(0), True)
    ]  # fmt: skip
    assert dilan.shift_pattern.weeks == ["early"]
    assert dilan.times_known
    assert "serbisch" in dilan.search_text


def test_a_second_span_of_a_day_survives_the_page_that_shows_one(hers: Client, petra: User, dilan: Mediator) -> None:
    spans = [mediators.Hours(0, time(9), time(12)), mediators.Hours(0, time(14), time(18))]
    mediators.set_weekly_times(mediator=dilan, times=spans, by=petra)
    hers.post(url("mediator-edit", dilan.pk, "times"), {"times-starts_0": "08:00", "times-ends_0": "12:00"})
    assert [(one.starts, one.ends) for one in dilan.weekly_times.all()] == [(time(8), time(12)), (time(14), time(18))]
    hers.post(url("mediator-edit", dilan.pk, "times"), {"times-never_0": "on"})
    assert [one.never for one in dilan.weekly_times.all()] == [True]


def test_a_number_put_right_is_no_longer_wrong(house: House, petra: User, dilan: Mediator) -> None:
    Mediator.objects.filter(pk=dilan.pk).update(phone_is_wrong=True)
    dilan.refresh_from_db()
    mediators.set_details(mediator=dilan, values={"phone": "05244 999999"}, by=petra)
    assert not Mediator.objects.get(pk=dilan.pk).phone_is_wrong


# --- times --------------------------------------------------------------------------------------------------------
def test_never_on_tuesdays_leaves_the_other_days_unknown(petra: User, dilan: Mediator) -> None:
    mediators.learn_never_on(mediator=dilan, weekday=1, by=petra)
    mediators.learn_never_on(mediator=dilan, weekday=1, by=petra)
    assert [(one.weekday, one.never) for one in dilan.weekly_times.all()] == [(1, True)]
    assert not Mediator.objects.get(pk=dilan.pk).times_known


def test_a_week_is_stated_once_and_changed(petra: User, dilan: Mediator) -> None:
    mediators.set_week(mediator=dilan, answer="can", by=petra, monday=date(2026, 11, 26))
    mediators.set_week(mediator=dilan, answer="cannot", by=None, kind="link", monday=date(2026, 11, 23))
    statement = dilan.week_statements.get()
    assert (statement.monday, statement.answer) == (date(2026, 11, 23), "cannot")
    assert [record.actor_kind for record in AuditRecord.objects.filter(action="mediator.week_stated")] == [
        "user",
        "link",
    ]


def test_a_cycle_of_shifts_begins_on_a_monday(petra: User, dilan: Mediator) -> None:
    with pytest.raises(mediators.NotAShiftPattern):
        mediators.set_shift_pattern(mediator=dilan, weeks=["early"], first_monday=date(2026, 11, 24), by=petra)
    with pytest.raises(mediators.NotAShiftPattern):
        mediators.set_shift_pattern(mediator=dilan, weeks=["noon"], first_monday=date(2026, 11, 23), by=petra)
    mediators.set_shift_pattern(mediator=dilan, weeks=["early", "late"], first_monday=date(2026, 11, 23), by=petra)
    mediators.set_shift_pattern(mediator=dilan, weeks=[], first_monday=date(2026, 11, 23), by=petra)
    assert not Mediator.objects.get(pk=dilan.pk).times_known


# --- into the pool and out ----------------------------------------------------------------------------------------
def test_the_steps_say_what_is_missing_and_what_runs_out() -> None:
    soon = TODAY + timedelta(days=30)
    person = Person(
        state=MediatorState.TRAINED, has_phone=True, languages=0, trainings=1, seen=(Seen("police_clearance", soon),)
    )
    found = steps(person, wanted=["police_clearance", "confidentiality"], today=TODAY)
    assert [(step.code, step.done, step.ends) for step in found] == [
        ("contact", True, None),
        ("languages", False, None),
        ("training", True, None),
        ("confidentiality", False, None),
        ("police_clearance", True, soon),
        ("active", False, None),
    ]


def test_a_newer_paper_makes_the_old_one_silent() -> None:
    old, new = Seen("police_clearance", TODAY), Seen("police_clearance", TODAY + timedelta(days=900))
    assert running_out([old], today=TODAY) == {"police_clearance": TODAY}
    assert running_out([old, new], today=TODAY) == {}
    assert running_out([old, Seen("police_clearance", None)], today=TODAY) == {}


def test_a_person_moves_only_along_the_known_ways(hers: Client, petra: User, dilan: Mediator) -> None:
    hers.post(url("mediator-move", dilan.pk), {"to": "paused", "until": timezone.localdate() + timedelta(days=30)})
    dilan.refresh_from_db()
    assert (dilan.state, dilan.paused_until) == ("paused", timezone.localdate() + timedelta(days=30))
    with pytest.raises(intake.NotAllowed):
        intake.move(mediator=dilan, to="trained", by=petra)
    hers.post(url("mediator-move", dilan.pk) + "?to=active")
    dilan.refresh_from_db()
    assert (dilan.state, dilan.paused_until) == ("active", None)


def test_the_first_training_makes_an_applicant_trained(house: House, petra: User) -> None:
    applicant = house.mediator(state=MediatorState.APPLICANT)
    intake.add_training(mediator=applicant, name="Grundlagen", hours=None, finished_on=TODAY, by=petra)
    assert Mediator.objects.get(pk=applicant.pk).state == MediatorState.TRAINED


# --- sign-in, Auskunft, erasure -----------------------------------------------------------------------------------
def test_an_invitation_goes_to_her_address_and_links_her_account(house: House, hers: Client, dilan: Mediator) -> None:
    hers.post(url("mediator-invite", dilan.pk))
    invitation = Invitation.objects.get()
    assert Message.objects.get().recipient == dilan.email
    account = people.open_account(
        center=house.center, invitation=invitation, name="Dilan Beispielfeld", password="", by_mail=True
    )
    assert Mediator.objects.get(pk=dilan.pk).user == account
    assert Membership.objects.get(user=account).role == Role.MEDIATOR


def test_without_an_address_there_is_no_invitation_and_that_is_fine(house: House, hers: Client) -> None:
    nobody = house.mediator(email="")
    page = hers.post(url("mediator-invite", nobody.pk), follow=True).content.decode()
    assert "Ohne geht es auch." in page
    assert not Invitation.objects.exists()


def test_the_auskunft_holds_everything_and_can_be_read_by_machines(
    house: House, coordination: Client, petra: User, dilan: Mediator
) -> None:
    held(house, dilan)
    intake.see_credential(mediator=dilan, kind="confidentiality", seen_on=TODAY, valid_until=None, by=petra)
    data = json.loads(coordination.get(url("mediator-disclosure-json", dilan.pk)).content)
    assert data["person"]["Vorname"] == "Dilan"
    assert data["person"]["Telefon"] == dilan.phone
    assert {label: len(rows) for label, rows in data["records"].items() if rows} == {
        "mediation.LanguageSkill": 1, "mediation.Credential": 1, "mediation.Offer": 1, "mediation.Assignment": 1
    }  # fmt: skip
    page = coordination.get(url("mediator-disclosure", dilan.pk)).content.decode()
    assert "Schweigepflichterklärung" in page
    sheet = coordination.get(url("mediator-disclosure-pdf", dilan.pk))
    assert (sheet["Content-Type"], sheet["Cache-Control"]) == ("application/pdf", "no-store")
    text = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(sheet.content)).pages).split())
    assert all(word in text for word in (dilan.phone, "Schweigepflichterklärung", "Art. 77 DSGVO", "Ihre Rechte"))
    assert [record.detail["form"] for record in AuditRecord.objects.filter(action="mediator.disclosed")] == [
        "json",
        "page",
        "pdf",
    ]


def test_the_auskunft_tells_the_money_the_account_and_the_messages(house: House, coordination: Client) -> None:
    furnish(house)
    allowance = confirmed(house, mediator=house.mediator(first_name="Aylin", email="aylin@example.org"))
    mediator, hanne = allowance.assignment.mediator, house.person(Role.COORDINATOR)
    other = confirmed(house, start=timezone.now() - timedelta(days=9)).assignment.mediator
    runs.ask(allowance=allowance, question="Mit dem Bus?", by=hanne)
    coordination.post(url("mediator-invite", mediator.pk))
    account = house.person(Role.MEDIATOR, name="Aylin Konto")
    Mediator.objects.filter(pk=mediator.pk).update(user=account)
    AllowanceCorrection.objects.create(
        center=house.center, allowance=allowance, amount_before=15, amount_after=20, reason="Uhrzeit verlesen",
        made_at=timezone.now(),
    )  # fmt: skip
    records = json.loads(coordination.get(url("mediator-disclosure-json", mediator.pk)).content)["records"]
    money = ("AssignmentProof", "Allowance", "AllowanceCorrection", "ClaimNote")
    labels = [*(f"mediation.{name}" for name in money), "centers.Invitation", "accounts.User", "outbox.Message"]
    assert {label: len(records[label]) for label in labels} == dict.fromkeys(labels, 1)
    assert records["mediation.Allowance"][0]["Betrag"] == str(allowance.amount)
    assert records["mediation.Allowance"][0]["Anfrage"] == allowance.assignment.slot.inquiry.number
    assert set(records["accounts.User"][0]) == {"E-Mail-Adresse", "Name", "Konto seit"}
    assert "http" not in json.dumps(records)
    page = coordination.get(url("mediator-disclosure", mediator.pk)).content.decode()
    assert all(
        word in page for word in ("Mit dem Bus?", "Uhrzeit verlesen", "Aylin Konto", "Nachrichten an die Person")
    )
    hers_alone = json.loads(coordination.get(url("mediator-disclosure-json", other.pk)).content)["records"]
    assert {label: len(hers_alone[label]) for label in labels[2:]} == dict.fromkeys(labels[2:], 0)


def test_a_desk_gives_no_auskunft_because_it_tells_money_and_account(hers: Client, dilan: Mediator) -> None:
    for name in ("mediator-disclosure", "mediator-disclosure-pdf", "mediator-disclosure-json"):
        assert hers.get(url(name, dilan.pk)).status_code == 403
    assert "/auskunft/" not in hers.get(url("mediator-detail", dilan.pk)).content.decode()


def test_two_people_with_one_mailbox_do_not_read_each_others_messages(house: House) -> None:
    one, two = (house.mediator(first_name=name, email="familie@example.org") for name in ("Eins", "Zwei"))
    for person in (one, two):
        people.invite(
            center=house.center, by=None, email=person.email, name=person.name, role=Role.MEDIATOR,
            about=f"mediation.Mediator:{person.pk}",
        )  # fmt: skip
    for person, stranger in ((one, "Zwei"), (two, "Eins")):
        assert stranger not in json.dumps(disclosure(person, house.center), ensure_ascii=False)


def test_nobody_is_erased_who_has_a_talk_before_her_or_money_to_come(
    house: House, hers: Client, dilan: Mediator
) -> None:
    held(house, dilan, days=3, state=AssignmentState.PLANNED)
    assert erasure.why_not_yet(dilan) == ["appointments"]
    page = hers.post(url("mediator-erase", dilan.pk), {"sure": "on"}).content.decode()
    assert "Es gibt noch Termine." in page
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        assert erasure.why_not_yet(dilan) == ["money"]
    assert Mediator.objects.get(pk=dilan.pk).name == "Dilan Beispielfeld"


def test_erasing_takes_the_person_and_leaves_the_figures(
    house: House, hers: Client, petra: User, dilan: Mediator
) -> None:
    account = house.person(Role.MEDIATOR, name="Dilan Beispielfeld")
    Mediator.objects.filter(pk=dilan.pk).update(user=account, search_text="dilan", name_hint="Di-lan")
    held(house, dilan, state=AssignmentState.CONFIRMED)
    Assignment.objects.update(state=AssignmentState.CANCELLED, cancelled_at=timezone.now())
    intake.set_block(mediator=dilan, by=petra, case_reference="4b-07")
    mediators.set_week(mediator=dilan, answer="can", by=petra, note="nur Mo")
    assert hers.post(url("mediator-erase", dilan.pk), {}).status_code == 200
    assert Mediator.objects.get(pk=dilan.pk).erased_at is None
    hers.post(url("mediator-erase", dilan.pk), {"sure": "on"})
    erased = Mediator.objects.get(pk=dilan.pk)
    assert {name: getattr(erased, name) for name in BLANK_ON_ERASURE} == BLANK_ON_ERASURE
    assert (erased.state, erased.assignments.count()) == (MediatorState.LEFT, 1)
    assert [rows.count() for rows in (erased.skills, erased.blocks, erased.week_statements)] == [0, 0, 0]
    assert Membership.objects.get(user=account).ended_at is not None
    assert "Beispielfeld" not in json.dumps(disclosure(erased, house.center), ensure_ascii=False)
    assert hers.get(url("mediator-detail", dilan.pk)).status_code == 404
    assert erased not in list(hers.get(url("mediators") + "?stand=left").context["page"])


def test_every_personal_field_of_a_mediator_is_listed_or_blanked() -> None:
    technical = {"id", "center", "home_desk", "state", "joined_on", "left_on", "erased_at", "created_at"}
    listed = set(PERSONAL_FIELDS["mediation.Mediator"]) | set(BLANK_ON_ERASURE) | technical
    assert {field.name for field in Mediator._meta.concrete_fields} - listed == set()
