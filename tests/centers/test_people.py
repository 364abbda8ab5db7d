import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord, Center, Invitation, Membership
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.network.models import DeskMember
from lotsenhaus.outbox.models import Message
from tests.centers.people import a_browser, a_center, a_member, sign_in
from tests.network.things import a_contact, a_desk, an_organization

pytestmark = pytest.mark.django_db
NEW = {"name": "Jens Probefeld", "email": "Jens@Kreis.Example", "role": "coordinator", "desk": ""}


def link_in_the_mail(center: Center) -> str:
    with center_scope(center):
        body = Message.objects.filter(kind="invitation").latest("pk").body
    found = re.search(r"https?://[^/]+(/m/\w+)", body)
    assert found is not None
    return found.group(1)


def test_an_invitation_becomes_an_account_with_its_role_and_leads_to_the_second_factor() -> None:
    center = a_center()
    a_browser(center).post("/guetersloh/personen/einladen/", NEW)
    browser, link = Client(), link_in_the_mail(center)
    assert "Jens Probefeld" in browser.get(link).content.decode()
    assert not User.objects.filter(email="jens@kreis.example").exists()
    joined = browser.post(link, {"name": "Jens Probefeld", "password": ""})
    assert joined.headers["Location"] == "/start/"
    user = User.objects.get(email="jens@kreis.example")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert list(user.memberships.values_list("role", flat=True)) == ["coordinator"]
    assert browser.get("/start/").headers["Location"].startswith("/konto/zweiter-schritt/")
    assert browser.get(link).status_code == 404


def test_a_dispatcher_sits_at_her_desk_from_the_first_moment() -> None:
    center = a_center()
    desk = a_desk(center)
    admin = a_browser(center)
    without = admin.post("/guetersloh/personen/einladen/", {**NEW, "role": "dispatcher"})
    assert without.status_code == 200
    assert "Bitte wählen Sie die Vermittlungsstelle" in without.content.decode()
    assert 'value="Jens Probefeld"' in without.content.decode()
    admin.post("/guetersloh/personen/einladen/", {**NEW, "role": "dispatcher", "desk": desk.pk})
    Client().post(link_in_the_mail(center), {"name": "Jens", "password": "ein langes Wort 99"})
    with center_scope(center):
        assert DeskMember.objects.get().desk == desk


def test_nobody_is_let_in_as_operator_by_a_form() -> None:
    page = a_browser(a_center()).post("/guetersloh/personen/einladen/", {**NEW, "role": "operator"})
    assert page.status_code == 200
    assert Invitation.__name__ not in page.headers.get("Location", "")


def letter_of(admin: Client, center: Center) -> str:
    """The link as the one who invites sees it."""
    with center_scope(center):
        pk = Invitation.objects.latest("pk").pk
    page = admin.get(f"/guetersloh/personen/einladungen/{pk}/brief/").content.decode()
    found = re.search(r"https?://[^/]+(/e/\w+)", page)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("by_mail", [True, False])
def test_an_account_gets_another_role_only_after_its_own_sign_in(by_mail: bool) -> None:
    center = a_center()
    known = a_member(a_center("borken"), Role.MEDIATOR, email="jens@kreis.example")
    admin = a_browser(center)
    admin.post("/guetersloh/personen/einladen/", NEW)
    link = link_in_the_mail(center) if by_mail else letter_of(admin, center)
    stranger = Client()
    assert "Bitte melden Sie sich an" in stranger.get(link).content.decode()
    for browser in (stranger, admin):
        browser.post(link)
        assert not known.memberships.filter(center=center).exists()
    sign_in(known).post(link)
    assert known.memberships.filter(center=center, role="coordinator").exists()


def test_a_printed_link_proves_no_address() -> None:
    center = a_center()
    admin = a_browser(center)
    admin.post("/guetersloh/personen/einladen/", NEW)
    Client().post(letter_of(admin, center), {"name": "Fremd", "password": "ein langes Wort 99"})
    user = User.objects.get(email="jens@kreis.example")
    assert not user.is_address_proved


def opened_by_somebody_else(center: Center) -> tuple[User, Client]:
    """An admin prints the letter to a stranger's address, follows it herself and sets a password."""
    admin, attacker = a_browser(center), Client()
    admin.post("/guetersloh/personen/einladen/", NEW)
    attacker.post(letter_of(admin, center), {"name": "Fremd", "password": "ein langes Wort 99"})
    user = User.objects.get(email="jens@kreis.example")
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    attacker.get("/konto/profil/")
    return user, attacker


def invited_elsewhere(center: Center, email: str) -> str:
    with center_scope(center):
        people.invite(center=center, by=None, email=email, name="Jens", role=Role.COORDINATOR)
    return link_in_the_mail(center)


def test_an_account_that_somebody_else_opened_gives_nothing_in_another_center() -> None:
    user, attacker = opened_by_somebody_else(a_center())
    borken = a_center("borken")
    invited_elsewhere(borken, user.email)
    with center_scope(borken):
        printed = people.link_of(center=borken, invitation=Invitation.objects.get())
    attacker.post("/e/" + printed.rpartition("/")[2])
    assert not user.memberships.filter(center=borken).exists()


def test_the_link_in_the_mail_takes_the_account_back_without_password_factors_and_sessions() -> None:
    user, attacker = opened_by_somebody_else(a_center())
    borken = a_center("borken")
    owner = Client()
    owner.post(invited_elsewhere(borken, user.email), {"name": "Jens", "password": "mein eigenes Wort 77"})
    user.refresh_from_db()
    assert user.is_address_proved
    assert user.check_password("mein eigenes Wort 77")
    assert not Authenticator.objects.filter(user=user).exists()
    assert attacker.get("/konto/profil/").headers["Location"].startswith("/konto/login/")
    assert user.memberships.filter(center=borken, role="coordinator").exists()


def test_a_code_by_mail_takes_the_account_back_too() -> None:
    user, attacker = opened_by_somebody_else(a_center())
    owner = Client()
    owner.post("/konto/login/code/", {"email": user.email})
    code = re.search(r"\b([A-Z0-9]{4,}-?[A-Z0-9]{2,})\b", mail.outbox[-1].body)
    assert code is not None
    owner.post("/konto/login/code/confirm/", {"code": code.group(1)})
    user.refresh_from_db()
    assert user.is_address_proved
    assert not user.has_usable_password()
    assert not Authenticator.objects.filter(user=user).exists()
    assert attacker.get("/konto/profil/").headers["Location"].startswith("/konto/login/")


def test_a_password_set_anew_by_mail_takes_the_account_back_too() -> None:
    user, attacker = opened_by_somebody_else(a_center())
    owner = Client()
    owner.post("/konto/password/reset/", {"email": user.email})
    found = re.search(r"(/konto/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found is not None
    form = owner.get(found.group(1)).headers["Location"]
    owner.post(form, {"password1": "mein eigenes Wort 77", "password2": "mein eigenes Wort 77"})
    user.refresh_from_db()
    assert user.is_address_proved
    assert user.check_password("mein eigenes Wort 77")
    assert not Authenticator.objects.filter(user=user).exists()
    assert attacker.get("/konto/profil/").headers["Location"].startswith("/konto/login/")


def test_an_invitation_ends_after_two_weeks_and_when_it_is_withdrawn() -> None:
    center = a_center()
    admin = a_browser(center)
    admin.post("/guetersloh/personen/einladen/", NEW)
    link = link_in_the_mail(center)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        late = Client().get(link)
    assert late.status_code == 410
    assert "0000 850" in late.content.decode()
    with center_scope(center):
        pk = Invitation.objects.get().pk
    admin.post(f"/guetersloh/personen/einladungen/{pk}/zurueckziehen/")
    assert Client().get(link).status_code == 404


def test_a_second_invitation_to_the_same_address_replaces_the_first() -> None:
    center = a_center()
    admin = a_browser(center)
    admin.post("/guetersloh/personen/einladen/", NEW)
    first = link_in_the_mail(center)
    admin.post("/guetersloh/personen/einladen/", NEW)
    assert Client().get(first).status_code == 404
    assert Client().get(link_in_the_mail(center)).status_code == 200


def test_a_weak_password_is_refused_in_words_and_nothing_is_made() -> None:
    center = a_center()
    a_browser(center).post("/guetersloh/personen/einladen/", NEW)
    page = Client().post(link_in_the_mail(center), {"name": "Jens", "password": "kurz"})
    assert "12 Zeichen" in page.content.decode()
    assert not User.objects.filter(email="jens@kreis.example").exists()


def test_whoever_invites_never_sees_the_link_of_the_mail() -> None:
    center = a_center()
    admin = a_browser(center)
    admin.post("/guetersloh/personen/einladen/", NEW)
    with center_scope(center):
        pk = Invitation.objects.get().pk
    for page in (f"/guetersloh/personen/einladungen/{pk}/brief/", "/guetersloh/personen/"):
        assert link_in_the_mail(center) not in admin.get(page).content.decode()


def test_leaving_ends_every_session_and_keeps_the_other_role() -> None:
    center = a_center()
    user = a_member(center, Role.FINANCE)
    kept = Membership.objects.create(user=user, center=center, role=Role.AUDITOR)
    theirs = sign_in(user)
    theirs.get("/konto/profil/")
    assert UserSession.objects.filter(user=user).count() == 1
    membership = user.memberships.get(role=Role.FINANCE)
    a_browser(center).post(f"/guetersloh/personen/aufgaben/{membership.pk}/beenden/")
    membership.refresh_from_db()
    assert membership.ended_at is not None
    assert theirs.get("/konto/profil/").headers["Location"].startswith("/konto/login/")
    assert list(user.memberships.filter(ended_at=None)) == [kept]


def test_the_last_admin_cannot_leave() -> None:
    center = a_center()
    admin = a_member(center, Role.CENTER_ADMIN)
    path = f"/guetersloh/personen/aufgaben/{admin.memberships.get().pk}/beenden/"
    page = sign_in(admin).post(path, follow=True)
    assert "Das ist die letzte Person" in page.content.decode()
    assert admin.memberships.get().ended_at is None


def test_a_lost_key_is_reset_only_where_the_person_works_nowhere_else() -> None:
    center = a_center()
    user = a_member(center, Role.FINANCE)
    RecoveryCodes.activate(user)
    admin, path = a_browser(center), f"/guetersloh/personen/{user.pk}/zweiter-schritt/"
    elsewhere = Membership.objects.create(user=user, center=a_center("borken"), role=Role.FINANCE)
    admin.post(path)
    assert user.authenticator_set.count() == 1
    Membership.objects.filter(pk=elsewhere.pk).update(ended_at=timezone.now())
    admin.post(path)
    assert user.authenticator_set.count() == 0


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many() -> None:
    center = a_center()
    admin = a_browser(center)
    a_member(center, Role.FINANCE)
    admin.get("/guetersloh/personen/")
    with CaptureQueriesContext(connection) as few:
        admin.get("/guetersloh/personen/")
    for _ in range(4):
        RecoveryCodes.activate(a_member(center, Role.FINANCE))
    with CaptureQueriesContext(connection) as many:
        admin.get("/guetersloh/personen/")
    assert len(few) == len(many)


def test_an_invited_contact_becomes_the_person_who_asks() -> None:
    center = a_center()
    contact = a_contact(an_organization(center), email="probesand@schule.example")
    path = f"/guetersloh/einrichtungen/{contact.organization_id}/menschen/{contact.pk}/einladen/"
    a_browser(center, Role.DISPATCHER).post(path)
    browser = Client()
    browser.post(link_in_the_mail(center), {"name": "Gisela Probesand", "password": ""})
    page = browser.get("/guetersloh/meine-einrichtung/")
    assert page.status_code == 200
    assert contact.organization.name in page.content.decode()


def test_what_was_done_to_people_stands_in_the_audit_without_their_names() -> None:
    center = a_center()
    a_browser(center).post("/guetersloh/personen/einladen/", NEW)
    Client().post(link_in_the_mail(center), {"name": "Jens", "password": ""})
    with center_scope(center):
        rows = list(
            AuditRecord.objects.filter(action__startswith="person.")
            .order_by("position")
            .values_list("action", "detail")
        )
    assert rows == [("person.invited", {"role": "coordinator"}), ("person.joined", {"role": "coordinator"})]


def test_granting_a_role_twice_keeps_one() -> None:
    center = a_center()
    user = a_member(center, Role.FINANCE)
    with center_scope(center):
        for _ in range(2):
            people.grant(center=center, user=user, role=Role.AUDITOR, by=None)
    assert user.memberships.filter(role=Role.AUDITOR).count() == 1
