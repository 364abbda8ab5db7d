import re

import pytest
from django.core import mail
from django.test import Client

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Membership
from tests.centers.people import a_browser, a_center, a_member, a_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/hilfe/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/gibt-es-nicht/"]
)
def test_public_pages_name_a_telephone_number(path: str) -> None:
    a_center()
    page = Client().get(path)
    assert page.status_code == (404 if "nicht" in path else 200)
    assert "0000 850" in page.content.decode()


def test_complaints_go_to_the_authority_of_the_land_of_each_center() -> None:
    first, second = a_center("guetersloh"), a_center("fern")
    page = Client().get("/datenschutz/").content.decode()
    ours = "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen"
    assert page.count(ours) == 1
    assert f"{ours} (" not in page
    second.data_protection_authority = "Landesbeauftragte der Ferne"
    second.save()
    page = Client().get("/datenschutz/").content.decode()
    assert f"{ours} ({first.name})" in page
    assert f"Landesbeauftragte der Ferne ({second.name})" in page


def test_an_empty_house_says_how_to_found_a_center() -> None:
    assert "lotsenhaus create-center" in Client().get("/").content.decode()


def test_start_leads_to_the_page_of_the_role() -> None:
    client = a_browser(a_center(), Role.CENTER_ADMIN)
    assert client.get("/start/").headers["Location"] == "/guetersloh/zustand/"


def test_who_works_in_two_centers_chooses() -> None:
    first, second = a_center("guetersloh"), a_center("borken")
    user = a_member(first, Role.CENTER_ADMIN)
    Membership.objects.create(user=user, center=second, role=Role.CENTER_ADMIN)
    page = sign_in(user).get("/start/").content.decode()
    assert re.findall(r'href="(/\w+/zustand/)"', page) == ["/borken/zustand/", "/guetersloh/zustand/"]
    assert sign_in(user).get("/start/?zentrum=borken").headers["Location"] == "/borken/zustand/"


def test_who_belongs_nowhere_reads_whom_to_call() -> None:
    page = sign_in(a_user()).get("/start/")
    assert page.status_code == 200
    assert "Ihr Konto gehört zu keinem Zentrum mehr" in page.content.decode()


def test_an_operator_without_center_sees_the_machine() -> None:
    assert sign_in(a_user(is_operator=True)).get("/start/").headers["Location"] == "/betrieb/"


def test_working_as_another_role_changes_rights_and_session_key() -> None:
    center = a_center()
    user = a_member(center, Role.CENTER_ADMIN)
    Membership.objects.create(user=user, center=center, role=Role.REQUESTER)
    client = sign_in(user)
    key = client.session.session_key
    assert client.get("/guetersloh/zustand/").status_code == 200
    moved = client.post("/guetersloh/arbeiten-als/", {"role": "requester"})
    assert moved.headers["Location"] == "/start/?zentrum=guetersloh"
    assert client.session.session_key != key
    assert client.get("/guetersloh/zustand/").status_code == 403
    client.post("/guetersloh/arbeiten-als/", {"role": "center_admin"})
    assert client.get("/guetersloh/zustand/").status_code == 200


def test_nobody_works_as_a_role_she_does_not_hold() -> None:
    client = a_browser(a_center(), Role.REQUESTER)
    assert client.post("/guetersloh/arbeiten-als/", {"role": "center_admin"}).status_code == 404
    assert client.get("/guetersloh/arbeiten-als/").status_code == 405


def test_a_profile_keeps_what_was_typed_and_says_what_to_do() -> None:
    user = a_user("Petra Mustermeier")
    client = sign_in(user)
    wrong = client.post("/konto/profil/", {"name": "", "language": "tlh"})
    assert wrong.status_code == 200
    user.refresh_from_db()
    assert user.name == "Petra Mustermeier"
    client.post("/konto/profil/", {"name": "P. Mustermeier", "language": "en", "shortcuts_off": "on"})
    user.refresh_from_db()
    assert (user.name, user.language, user.shortcuts_off) == ("P. Mustermeier", "en", True)


def test_an_address_without_account_gets_the_same_answer_as_one_with() -> None:
    known = User.objects.create_user("da@example.org", name="Da")
    answers = []
    for address in (known.email, "fort@example.org"):
        client = Client()
        first = client.post("/konto/login/code/", {"email": address})
        answers.append((first.status_code, first.headers["Location"]))
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 1 or {message.to[0] for message in mail.outbox} == {known.email, "fort@example.org"}


def test_a_form_that_lay_open_too_long_says_what_to_do() -> None:
    a_center()
    client = Client(enforce_csrf_checks=True)
    page = client.post("/konto/login/", {"login": "a@example.org"})
    assert page.status_code == 403
    assert "Bitte noch einmal absenden" in page.content.decode()


def test_while_the_database_is_away_the_page_names_a_number_and_asks_for_patience(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db import OperationalError

    from lotsenhaus.centers import queries

    center = a_center()
    client = Client(raise_request_exception=False)
    client.get("/")

    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(queries, "open_centers", away)
    page = client.get("/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "10")
    assert center.phone in page.content.decode()
    assert "connection refused" not in page.content.decode()
