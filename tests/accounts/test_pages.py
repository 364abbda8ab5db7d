"""The pages of the sign-in library in our layout and our words: every one opens, none says du."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.centers.people import a_user, sign_in
from tests.ground.browsers import axe
from tests.ground.houses import House

INFORMAL = re.compile(r"\b([Dd]u|[Dd]ir|[Dd]ich|[Dd]ein\w*)\b")
FOR_ANYBODY = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_signup",
]
FOR_A_PERSON = [
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*FOR_ANYBODY, *FOR_A_PERSON])
def test_the_page_opens_in_our_layout_and_says_sie(name: str) -> None:
    user = a_user()
    user.set_password("vier lange Wörter hier")
    user.save()
    client = sign_in(user)
    if name in FOR_ANYBODY:
        client.logout()
    response = client.get(reverse(name))
    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="kit-header"' in page
    assert "kern-btn" in page or "kern-link" in page
    assert INFORMAL.findall(re.sub(r"<[^>]+>", " ", page)) == []


@pytest.mark.django_db
def test_a_wrong_password_is_answered_with_what_to_do() -> None:
    client = sign_in(a_user())
    client.logout()
    page = client.post(reverse("account_login"), {"login": "a@example.org", "password": "falsch"}).content.decode()
    assert "lassen Sie sich einen Code schicken" in page
    assert 'value="a@example.org"' in page


@pytest.mark.django_db
def test_the_code_comes_in_a_mail_that_says_what_it_is_for() -> None:
    client = sign_in(a_user(email="petra@example.org"))
    client.logout()
    response = client.post(reverse("account_request_login_code"), {"email": "petra@example.org"}, follow=True)
    assert "haben wir soeben einen Code geschickt" in response.content.decode()
    [message] = mail.outbox
    assert message.subject == "Ihr Code für Lotsenhaus"
    assert "Er gilt 10 Minuten." in str(message.body)
    assert INFORMAL.findall(str(message.body)) == []


@pytest.mark.parametrize("name", ["account_login", "account_request_login_code", "account_reset_password"])
def test_there_is_no_barrier_before_signing_in(live_house: House, page: Page, name: str) -> None:
    page.goto(live_house.url + reverse(name))
    assert axe(page) == []


def test_a_key_that_does_not_answer_is_explained(live_house: House, page: Page) -> None:
    page.goto(live_house.url + reverse("account_login"))
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": {"protocol": "ctap2", "transport": "usb"}})
    page.get_by_role("button", name="Mit Passkey oder Schlüssel anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte versuchen Sie es noch einmal")
    assert axe(page) == []
