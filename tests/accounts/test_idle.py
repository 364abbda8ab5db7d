"""Who leaves the desk is signed out; what was typed and where one was is not lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from tests.centers.people import a_center, a_member, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/guetersloh/heute/"


def somebody(role: str = Role.DISPATCHER) -> tuple[Client, User]:
    user = a_member(a_center(), role)
    return sign_in(user), user


def in_minutes(minutes: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def test_after_half_an_hour_the_next_page_says_why_and_leads_back() -> None:
    client, _user = somebody()
    with in_minutes(29):
        assert client.get("/konto/profil/").status_code == 200
    with in_minutes(58):
        assert client.get("/konto/profil/").status_code == 200  # seen half an hour before
    with in_minutes(89):
        response = client.get(PAGE + "?liste=neu")
        assert response["Location"] == "/konto/login/?next=/guetersloh/heute/%3Fliste%3Dneu"
        page = client.get(response["Location"]).content.decode()
    assert "Sie waren 30 Minuten nicht hier." in page
    assert "wieder auf Ihrer Seite" in page
    assert "aufgehoben" not in page  # nothing was sent, nothing is kept


def test_mediators_and_institutions_have_four_hours() -> None:
    client, _user = somebody(Role.MEDIATOR)
    with in_minutes(239):
        assert client.get("/konto/profil/").status_code == 200
    with in_minutes(239 + 241):
        assert client.get("/konto/profil/").status_code == 302


def test_what_a_page_asks_by_itself_is_no_presence() -> None:
    client, _user = somebody()
    with in_minutes(20):
        client.get("/konto/profil/", headers={"lotsenhaus-background": "1"})
    with in_minutes(31):
        answer = client.get(
            "/konto/profil/",
            headers={
                "lotsenhaus-background": "1",
                "hx-request": "true",
                "hx-current-url": "http://testserver/guetersloh/heute/",
            },
        )
    assert answer["HX-Redirect"] == "/konto/login/?next=/guetersloh/heute/"


def test_a_session_still_ends_eight_hours_after_signing_in() -> None:
    client, _user = somebody()
    for minutes in range(25, 8 * 60, 25):
        with in_minutes(minutes):
            assert client.get("/konto/profil/").status_code == 200
    with in_minutes(8 * 60 + 2):
        assert client.get("/konto/profil/").status_code == 302


def test_a_form_sent_too_late_waits_for_its_writer_and_nobody_else() -> None:
    client, user = somebody(Role.MEDIATOR)
    sent = {"name": "Petra Neu", "language": "", "csrfmiddlewaretoken": "x", "password": "geheim"}
    with in_minutes(250):
        answer = client.post("/konto/profil/", sent, headers={"referer": "http://testserver/konto/profil/"})
        assert answer["Location"] == f"/konto/login/?next={reverse('accounts:kept')}"
        user.refresh_from_db()
        assert user.name != "Petra Neu"
        assert client.get(reverse("accounts:kept")).status_code == 302  # not before she is back
        client.force_login(user)
        page = client.get(reverse("accounts:kept")).content.decode()
        assert 'action="/konto/profil/"' in page
        assert '<input type="hidden" name="name" value="Petra Neu">' in page
        assert "geheim" not in page
        assert client.post(reverse("accounts:kept"))["Location"] == "/konto/profil/"
        assert client.get(reverse("accounts:kept"))["Location"] == reverse("start")


def test_what_is_sent_after_a_draft_noticed_the_sign_out_is_kept_too() -> None:
    client, user = somebody(Role.MEDIATOR)
    with in_minutes(250):
        client.post("/konto/profil/", {"field": "name"}, headers={"sec-fetch-dest": "empty"})
        client.post("/konto/profil/", {"name": "Petra Neu"})
        client.force_login(user)
        assert "Petra Neu" in client.get(reverse("accounts:kept")).content.decode()
        stranger = a_member(a_center("borken"), Role.MEDIATOR)
        client.force_login(stranger)
        assert client.get(reverse("accounts:kept"))["Location"] == reverse("start")


def once_of(client: Client) -> str:
    return str(client.session["kept"]["once"])


def test_what_was_kept_is_sent_on_exactly_once() -> None:
    client, user = somebody(Role.MEDIATOR)
    with in_minutes(250):
        client.post("/konto/profil/", {"name": "Petra Neu", "language": ""})
        client.force_login(user)
        assert 'name="kept-once"' in client.get(reverse("accounts:kept")).content.decode()
        sent = {"name": "Petra Neu", "language": "", "kept-once": once_of(client)}
        assert client.post("/konto/profil/", sent)["Location"] == "/konto/profil/"
        assert client.get(reverse("accounts:kept"))["Location"] == reverse("start")
        again = client.post("/konto/profil/", {**sent, "name": "Noch Einmal"})
        user.refresh_from_db()
        assert (again["Location"], user.name) == (reverse("start"), "Petra Neu")
        assert "schon abgeschickt" in client.get("/konto/profil/").content.decode()


def test_a_session_written_back_by_another_tab_sends_nothing_a_second_time() -> None:
    client, user = somebody(Role.MEDIATOR)
    with in_minutes(250):
        client.post("/konto/profil/", {"name": "Petra Neu", "language": ""})
        client.force_login(user)
        kept = client.session["kept"]
        sent = {"name": "Petra Neu", "language": "", "kept-once": kept["once"]}
        client.post("/konto/profil/", sent)
        session = client.session
        session["kept"] = kept
        session.save()
        client.post("/konto/profil/", {**sent, "name": "Noch Einmal"})
        user.refresh_from_db()
        assert user.name == "Petra Neu"


def test_a_stranger_at_the_same_device_neither_replaces_nor_gets_what_was_kept() -> None:
    client, _user = somebody(Role.MEDIATOR)
    stranger = a_member(a_center("borken"), Role.MEDIATOR)
    with in_minutes(250):
        client.post("/konto/profil/", {"name": "Petra Neu"})
        answer = client.post("/konto/profil/", {"name": "Fremd"})
        page = client.get(answer["Location"]).content.decode()
        assert "Was Sie jetzt abgeschickt haben, ist nicht gespeichert." in page
        assert client.session["kept"]["fields"] == [["name", "Petra Neu"]]
        once = once_of(client)
        client.force_login(stranger)
        assert client.post("/konto/profil/", {"name": "Petra Neu", "kept-once": once})["Location"] == reverse("start")
        stranger.refresh_from_db()
        assert stranger.name != "Petra Neu"
        assert {"kept", "left"} & set(client.session.keys()) == set()


def test_half_an_hour_after_the_sign_out_the_page_left_open_is_nobodys() -> None:
    client, user = somebody(Role.MEDIATOR)
    with in_minutes(250):
        client.get("/konto/profil/")
    with in_minutes(281):
        client.post("/konto/profil/", {"name": "Fremd"})
        client.force_login(user)
        assert client.get(reverse("accounts:kept"))["Location"] == reverse("start")


@pytest.mark.parametrize(("name", "promised"), [("Petra Neu", True), ("x" * 200_001, False)], ids=("short", "long"))
def test_what_was_kept_is_promised_only_when_it_was_kept(name: str, *, promised: bool) -> None:
    client, _user = somebody(Role.MEDIATOR)
    with in_minutes(250):
        answer = client.post("/konto/profil/", {"name": name})
        page = client.get(answer["Location"]).content.decode()
    assert ("ist aufgehoben" in page, "ist nicht gespeichert" in page) == (promised, not promised)


def test_a_page_that_needs_no_sign_in_signs_out_quietly_and_answers() -> None:
    client, _user = somebody(Role.MEDIATOR)
    with in_minutes(300):
        assert client.get("/a/NOTHING").status_code == 404  # not the sign-in page
        assert "_auth_user_id" not in client.session
        assert "left" not in client.session


def test_signing_out_too_late_is_just_signing_out() -> None:
    client, user = somebody(Role.MEDIATOR)
    with in_minutes(300):
        client.post("/konto/logout/")
        assert "_auth_user_id" not in client.session
        client.force_login(user)
        assert client.get(reverse("accounts:kept"))["Location"] == reverse("start")


def test_signing_in_elsewhere_is_no_presence_here() -> None:
    client, user = somebody()
    assert client.get("/konto/profil/").status_code == 200
    with in_minutes(40):
        sign_in(user)
        assert client.get("/konto/profil/").status_code == 302
