"""The call-back of a first-time institution lets its inquiry run, or ends it with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord, Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions import asking
from lotsenhaus.mediation.choices.states import CancelReason, CancelSide, InquiryState, OfferState, SlotState
from lotsenhaus.mediation.figures import figures
from lotsenhaus.mediation.models import Inquiry, Mediator, Offer, Slot
from lotsenhaus.mediation.queries.findings import findings
from lotsenhaus.network.choices import OrganizationState
from lotsenhaus.network.models import Organization
from lotsenhaus.outbox.models import Message
from tests.centers.people import a_browser, a_center
from tests.network.things import a_desk, an_organization

pytestmark = pytest.mark.django_db


def a_waiting_inquiry(center: Center, organization: Organization) -> Inquiry:
    start = timezone.now() + timedelta(days=10)
    desk = a_desk(center)
    with center_scope(center):
        fields: dict[str, Any] = {
            "organization": organization, "contact_name": "Gisela Probesand", "callback_phone": "0000 1", "desk": desk,
            "contact_email": "probesand@schule.example", "channel": "web", "occasion": "parent_talk", "town": desk.town,
            "state": InquiryState.SUBMITTED, "date_kind": "fixed", "starts_at": start, "submitted_at": timezone.now(),
            "ends_at": start + timedelta(hours=1), "planned_minutes": 60, "place_kind": "institution",
        }  # fmt: skip
        inquiry = Inquiry.objects.create(center=center, number="GU-2026-0001", **fields)
        Slot.objects.create(
            center=center, inquiry=inquiry, languages=["ar"], starts_at=start, ends_at=start + timedelta(hours=1)
        )
    return inquiry


def decide(center: Center, organization: Organization, decision: str) -> None:
    path = f"/guetersloh/einrichtungen/{organization.pk}/entscheiden/"
    a_browser(center, Role.DISPATCHER).post(path, {"note": "Zentrale erreicht", "decision": decision})


def test_after_a_yes_the_search_begins_and_the_institution_reads_it() -> None:
    center = a_center()
    organization = an_organization(center, state=OrganizationState.WAITING)
    inquiry = a_waiting_inquiry(center, organization)
    decide(center, organization, "approve")
    with center_scope(center):
        inquiry.refresh_from_db()
        assert inquiry.state == InquiryState.OPEN
        assert "Wir suchen jetzt jemanden" in Message.objects.get(key=f"known:{inquiry.pk}").body


def test_after_a_no_it_ends_with_a_way_out() -> None:
    center = a_center()
    organization = an_organization(center, state=OrganizationState.WAITING)
    inquiry = a_waiting_inquiry(center, organization)
    decide(center, organization, "refuse")
    with center_scope(center):
        inquiry.refresh_from_db()
        assert inquiry.state == InquiryState.REFUSED
        assert inquiry.slots.get().state == SlotState.WITHDRAWN
        assert [one["code"] for one in inquiry.refusal] == [CancelReason.NOT_ADMITTED]
        assert AuditRecord.objects.get(action="inquiry.withdrawn").detail["reason"] == CancelReason.NOT_ADMITTED
        today = timezone.localdate()
        assert figures(today, today).refusals == [("Einrichtung nicht freigeschaltet", 1)]
        assert "0000 850" in Message.objects.get(key=f"refused:{inquiry.pk}").body


def test_after_a_no_whoever_was_asked_meanwhile_gets_an_end() -> None:
    center = a_center()
    organization = an_organization(center, state=OrganizationState.WAITING)
    inquiry = a_waiting_inquiry(center, organization)
    with center_scope(center):
        fields = {"first_name": "Bei", "last_name": "Spiel", "email": "m@example.org", "home_desk": inquiry.desk}
        mediator = Mediator.objects.create(center=center, state="active", **fields)
        asking.ask(slot=inquiry.slots.get(), mediators=[mediator], by=None, desk=inquiry.desk)
    decide(center, organization, "refuse")
    with center_scope(center):
        inquiry.refresh_from_db()
        assert (inquiry.state, Offer.objects.get().state) == (InquiryState.REFUSED, OfferState.WITHDRAWN)
        assert AuditRecord.objects.get(action="inquiry.withdrawn").detail["side"] == CancelSide.DESK
    page = a_browser(center, Role.COORDINATOR).get(f"/guetersloh/vermittlung/{inquiry.pk}/").content.decode()
    assert "Die Einrichtung ist nicht freigeschaltet" in page
    with center_scope(center):
        assert list(findings()) == []


def test_inquiries_of_a_double_move_to_the_entry_that_stays() -> None:
    center = a_center()
    double, stays = an_organization(center, "Schule"), an_organization(center, "Schule")
    inquiry = a_waiting_inquiry(center, double)
    path = f"/guetersloh/einrichtungen/{double.pk}/zusammenlegen/"
    a_browser(center, Role.COORDINATOR).post(path, {"into": stays.pk})
    with center_scope(center):
        inquiry.refresh_from_db()
    assert inquiry.organization_id == stays.pk
