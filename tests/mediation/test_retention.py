"""What was promised to end ends by itself, and no figure changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.centers.tasks import retain
from lotsenhaus.documents import privacy as documents
from lotsenhaus.documents.actions import store
from lotsenhaus.documents.models import Document
from lotsenhaus.mediation import privacy, tasks
from lotsenhaus.mediation.choices.states import AllowanceState, MediatorState
from lotsenhaus.mediation.figures import figures
from lotsenhaus.mediation.models import AssignmentProof, Call, Inquiry, Mediator, Offer
from tests.centers.people import sign_in
from tests.house import House
from tests.mediation.money import confirmed, furnish

TODAY = timezone.localdate()


@pytest.fixture
def talk(house: House) -> Inquiry:
    """A confirmed talk a few days ago, with everything that people wrote about it."""
    furnish(house)
    assignment = confirmed(house).assignment
    tasks.keep_sheets(0)
    inquiry = assignment.slot.inquiry
    Inquiry.objects.filter(pk=inquiry.pk).update(
        contact_name="Gisela Probesand", onsite_name="Frau Lehr", room="12", remark="leise", case_reference="4B-07"
    )
    Call.objects.create(
        center=house.center, by=house.person(Role.DISPATCHER), inquiry=inquiry, started_at=timezone.now(),
        result="accepted", ended_at=timezone.now(), note="ruft die Oma an",
    )  # fmt: skip
    return inquiry


def told() -> tuple[object, ...]:
    found = figures(TODAY - timedelta(days=60), TODAY + timedelta(days=60))
    return (found.total, found.languages, found.towns, found.kinds, found.unmet, found.wanted, found.hours, found.load)


def test_nothing_goes_before_its_day(talk: Inquiry) -> None:
    assert privacy.retain(TODAY + timedelta(days=89)) == 0
    assert privacy.retain(TODAY + timedelta(days=95)) == 1
    assert Call.objects.get().note == ""
    assert privacy.retain(TODAY + timedelta(days=330)) == 0
    assert Inquiry.objects.get(pk=talk.pk).contact_name == "Gisela Probesand"


def test_after_a_year_nobody_is_named_in_an_inquiry_and_no_figure_has_changed(talk: Inquiry) -> None:
    before = told()
    assert privacy.retain(TODAY + timedelta(days=400)) > 0
    talk.refresh_from_db()
    assert {getattr(talk, name) for name in ("contact_name", "onsite_name", "room", "remark", "case_reference")} == {""}
    assert talk.contact is None
    assert list(Offer.objects.exclude(explanation={}).exclude(decline_reason="")) == []
    assert AssignmentProof.objects.get().confirmed_by != ""
    assert privacy.retain(TODAY + timedelta(days=400)) == 0
    assert privacy.retain(TODAY.replace(year=TODAY.year + 11, day=1)) > 0
    assert AssignmentProof.objects.get().confirmed_by == ""
    assert told() == before


def test_the_letter_goes_after_its_ten_years_and_the_proof_keeps_its_facts(talk: Inquiry) -> None:
    proof = AssignmentProof.objects.get()
    facts = (proof.started_at, proof.ended_at, proof.talks_held, proof.way, proof.confirmed_at)
    last_day = Document.objects.get().keep_until
    assert last_day is not None
    assert documents.retain(last_day) == 0
    assert documents.upcoming(last_day - timedelta(days=40)) == []
    assert documents.upcoming(last_day) == [("Aufbewahrte Dokumente (Einsatzbestätigungen)", 1)]
    assert documents.retain(last_day + timedelta(days=1)) == 1
    proof.refresh_from_db()
    assert (proof.started_at, proof.ended_at, proof.talks_held, proof.way, proof.confirmed_at) == facts
    assert (proof.sheet, Document.objects.count()) == (None, 0)
    assert AuditRecord.objects.filter(action="document.stored").count() == 1


def test_the_night_deletes_a_document_whose_day_is_over_and_no_other(house: House) -> None:
    today = timezone.localdate()  # not of the beginning of the run, which may be yesterday
    for name, until in (("alt", today - timedelta(days=1)), ("heute", today), ("immer", None)):
        store(
            center=house.center,
            kind="x",
            name=name,
            content=name.encode(),
            media_type="text/plain",
            subject=None,
            keep_until=until,
            by=None,
        )
    retain(0)
    assert sorted(Document.objects.values_list("name", flat=True)) == ["heute", "immer"]


def test_the_administration_sees_what_goes_next(house: House, talk: Inquiry) -> None:
    assert privacy.upcoming(TODAY) == []
    in_time = dict(privacy.upcoming(TODAY + timedelta(days=80)))
    assert in_time == {"Telefonate: Notiz": 1}
    page = sign_in(house.person(Role.CENTER_ADMIN)).get("/gt/datenschutz/").content.decode()
    assert "In dieser Zeit wird nichts fällig." in page
    Call.objects.update(started_at=timezone.now() - timedelta(days=80))
    with center_scope(house.center):
        page = sign_in(house.person(Role.CENTER_ADMIN)).get("/gt/datenschutz/").content.decode()
    assert "Telefonate: Notiz" in page


def test_an_inquiry_that_never_had_a_day_is_blanked_a_year_after_it_came(talk: Inquiry) -> None:
    Inquiry.objects.filter(pk=talk.pk).update(starts_at=None, ends_at=None, closed_at=None)
    privacy.retain(TODAY + timedelta(days=360))
    assert Inquiry.objects.get().contact_name == "Gisela Probesand"
    privacy.retain(TODAY + timedelta(days=370))
    assert Inquiry.objects.get().contact_name == ""


def gone_since(house: House, days: int, **fields: object) -> Mediator:
    left_on = TODAY - timedelta(days=days)
    return house.mediator(state=MediatorState.LEFT, left_on=left_on, email="weg@example.org", **fields)


def test_who_left_more_than_two_years_ago_is_erased_in_the_night(house: House) -> None:
    long, short, here = gone_since(house, 732), gone_since(house, 729), house.mediator()
    assert list(privacy.former(TODAY)) == [long]
    assert ("Ausgeschiedene Personen: Name, Nummern und Angaben", 2) in privacy.upcoming(TODAY)
    tasks.erase_former(0)
    for one in (long, short, here):
        one.refresh_from_db()
    assert (long.last_name, long.email, long.skills.count()) == ("gelöscht", "", 0)
    assert long.erased_at is not None
    assert long.left_on == TODAY - timedelta(days=732)
    assert (short.erased_at, here.erased_at) == (None, None)
    assert AuditRecord.objects.filter(action="mediator.erased", actor=None, actor_kind="task").count() == 1
    assert list(privacy.former(TODAY)) == []


def test_nobody_is_erased_while_money_is_owed(house: House) -> None:
    furnish(house)
    allowance = confirmed(house)
    mediator = allowance.assignment.mediator
    Mediator.objects.filter(pk=mediator.pk).update(state=MediatorState.LEFT, left_on=TODAY - timedelta(days=800))
    tasks.erase_former(0)
    assert Mediator.objects.get(pk=mediator.pk).erased_at is None
    allowance.state = AllowanceState.ORDERED
    allowance.save()
    tasks.erase_former(0)
    assert Mediator.objects.get(pk=mediator.pk).erased_at is not None
