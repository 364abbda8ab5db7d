from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.network import privacy
from lotsenhaus.network.choices import OrganizationState
from lotsenhaus.network.models import Contact, Organization
from tests.centers.people import a_browser, a_center, a_member, sign_in
from tests.network.things import a_contact, a_town, an_organization

pytestmark = pytest.mark.django_db


def test_a_known_institution_is_taken_up_at_once_and_found_by_town_or_person() -> None:
    center = a_center()
    client, town = a_browser(center, Role.DISPATCHER), a_town(center, "Verl")
    values = {"name": "Kita Ölbach", "kind": "daycare", "town": town.pk, "phone": "05246 / 12 34 56", "email": ""}
    made = client.post("/guetersloh/einrichtungen/neu/", values)
    with center_scope(center):
        organization = Organization.objects.get()
    assert made.headers["Location"] == f"/guetersloh/einrichtungen/{organization.pk}/"
    assert (organization.state, organization.phone) == (OrganizationState.APPROVED, "05246 123456")
    client.post(
        f"/guetersloh/einrichtungen/{organization.pk}/menschen/neu/", {"name": "Gisela Probesand", "role": "Leitung"}
    )
    for words in ("oelbach", "verl", "probesand"):
        assert "Kita Ölbach" in client.get(f"/guetersloh/einrichtungen/?q={words}").content.decode()
    assert "Dazu passt keine Einrichtung" in client.get("/guetersloh/einrichtungen/?q=xyz").content.decode()


def test_wrong_values_stand_at_their_fields_and_nothing_is_stored() -> None:
    center = a_center()
    client, town = a_browser(center, Role.DISPATCHER), a_town(center)
    values = {"name": "Kita Ölbach", "kind": "daycare", "town": town.pk, "phone": "x", "postal_code": "33"}
    page = client.post("/guetersloh/einrichtungen/neu/", values).content.decode()
    assert "Bitte prüfen Sie die Rufnummer" in page
    assert "Eine Postleitzahl hat 5 Ziffern." in page
    assert 'value="Kita Ölbach"' in page
    with center_scope(center):
        assert Organization.objects.count() == 0


def test_a_first_time_institution_waits_for_a_call_back_and_is_decided_once() -> None:
    center = a_center()
    organization = an_organization(center, "Verein Neu", state=OrganizationState.WAITING)
    client = a_browser(center, Role.DISPATCHER)
    assert "Warten auf Rückruf" in client.get("/guetersloh/einrichtungen/").content.decode()
    path = f"/guetersloh/einrichtungen/{organization.pk}/entscheiden/"
    assert client.post(path, {"note": "", "decision": "approve"}).status_code == 422
    client.post(path, {"note": "Zentrale angerufen, Frau P. bestätigt", "decision": "approve"})
    with center_scope(center):
        organization.refresh_from_db()
    assert organization.state == OrganizationState.APPROVED
    again = client.post(path, {"note": "noch einmal", "decision": "refuse"}, follow=True).content.decode()
    assert "Das hat schon jemand entschieden." in again


def test_who_leaves_is_gone_from_the_page_at_once_and_nameless_after_thirty_days() -> None:
    center = a_center()
    contact = a_contact(an_organization(center), user=a_member(center, Role.REQUESTER))
    client = a_browser(center, Role.DISPATCHER)
    page = f"/guetersloh/einrichtungen/{contact.organization_id}/"
    client.post(f"{page}menschen/{contact.pk}/weg/")
    assert "Gisela Probesand" not in client.get(page).content.decode()
    today = timezone.localdate()
    with center_scope(center):
        assert privacy.retain(today + timedelta(days=30)) == 0
        assert privacy.retain(today + timedelta(days=31)) == 1
        contact.refresh_from_db()
    assert (contact.name, contact.user) == ("", None)


def test_doubles_are_shown_and_become_one() -> None:
    center = a_center()
    stays, double = (
        an_organization(center, "Grundschule am Emsbogen"),
        an_organization(center, "Grundschule am Emsbogen"),
    )
    contact = a_contact(double)
    client = a_browser(center, Role.COORDINATOR)
    assert "Vielleicht doppelt" in client.get(f"/guetersloh/einrichtungen/{double.pk}/").content.decode()
    moved = client.post(f"/guetersloh/einrichtungen/{double.pk}/zusammenlegen/", {"into": stays.pk})
    assert moved.headers["Location"] == f"/guetersloh/einrichtungen/{stays.pk}/"
    with center_scope(center):
        assert Contact.objects.get(pk=contact.pk).organization_id == stays.pk
        assert not Organization.objects.filter(pk=double.pk).exists()
        assert AuditRecord.objects.latest("position").action == "organization.merged"


def test_an_institution_corrects_its_own_address_but_not_its_name_or_another_one() -> None:
    center = a_center()
    own, other = an_organization(center, "Meine Schule"), an_organization(center, "Andere Schule")
    user = a_member(center, Role.REQUESTER)
    a_contact(own, user=user)
    client = sign_in(user)
    client.post(
        "/guetersloh/meine-einrichtung/",
        {"name": "Umbenannt", "town": own.town_id, "street": "Neuer Weg 3", "phone": "0000 4712", "pk": other.pk},
    )
    with center_scope(center):
        own.refresh_from_db()
        other.refresh_from_db()
    assert (own.name, own.street, other.street) == ("Meine Schule", "Neuer Weg 3", "")


def test_an_account_without_institution_reads_whom_to_call() -> None:
    page = a_browser(a_center(), Role.REQUESTER).get("/guetersloh/meine-einrichtung/").content.decode()
    assert "Bitte rufen Sie uns an" in page


def test_one_institution_and_many_ask_the_same_number_of_questions() -> None:
    center = a_center()
    an_organization(center)
    client = a_browser(center, Role.DISPATCHER)
    client.get("/guetersloh/einrichtungen/")
    with CaptureQueriesContext(connection) as few:
        client.get("/guetersloh/einrichtungen/")
    for _ in range(3):
        an_organization(center)
    with CaptureQueriesContext(connection) as many:
        client.get("/guetersloh/einrichtungen/")
    assert len(few) == len(many)
