"""What was promised to end ends by itself, and no figure changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation import privacy
from lotsenhaus.mediation.figures import figures
from lotsenhaus.mediation.models import AssignmentProof, Call, Inquiry, Offer
from tests.centers.people import sign_in
from tests.house import House
from tests.mediation.money import confirmed, furnish

TODAY = timezone.localdate()


@pytest.fixture
def talk(house: House) -> Inquiry:
    """A confirmed talk a few days ago, with everything that people wrote about it."""
    furnish(house)
    assignment = confirmed(house).assignment
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
