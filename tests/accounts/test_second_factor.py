"""Staff work only behind a second factor, and printed codes are one."""

import re
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from lotsenhaus.accounts.access import WITHOUT_SECOND_FACTOR
from lotsenhaus.centers.choices import STAFF_ROLES, Role
from tests.centers.people import a_center, a_member, a_user, sign_in

pytestmark = pytest.mark.django_db
SETUP = "/konto/zweiter-schritt/"


Route = tuple[str, dict[str, object], object]
EXAMPLES = {"center": "guetersloh", "key": "x-x", "uidb36": "1"}


def example(word: str, converter: object = None) -> object:
    """Something that fits a placeholder of a route."""
    by_kind = {IntConverter: 1, UUIDConverter: UUID(int=1), SlugConverter: "x", StringConverter: "ABCDEFGHJKMN"}
    return (
        EXAMPLES.get(word)
        if word in EXAMPLES and not isinstance(converter, UUIDConverter)
        else by_kind.get(type(converter), "1")
    )


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str = "", outer: dict[str, object] | None = None
) -> list[Route]:
    """Name, example arguments and view of each route of the house."""
    found: list[Route] = []
    for one in patterns:
        words = {**(outer or {}), **{word: example(word, kind) for word, kind in one.pattern.converters.items()}}
        words |= {
            word: example(word)
            for word in getattr(one.pattern, "regex", re.compile("")).groupindex
            if word not in words
        }
        if isinstance(one, URLResolver):
            found += routes(one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix, words)
        elif one.name:
            found.append((prefix + one.name, words, one.callback))
    return found


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_without_second_factor_reach_only_the_pages_that_set_it_up(role: str) -> None:
    client = sign_in(a_member(a_center(), role), second_factor=False)
    open_to_all = 0
    for name, arguments, view in routes(get_resolver().url_patterns):
        if name in WITHOUT_SECOND_FACTOR or getattr(view, "is_public", False):
            open_to_all += 1
            continue
        response = client.get(reverse(name, kwargs=arguments))
        assert (response.status_code, response.get("Location", "").split("?")[0]) == (302, SETUP), name
    assert open_to_all > 10


def test_the_operator_needs_a_second_factor_too() -> None:
    client = sign_in(a_user(is_operator=True), second_factor=False)
    assert client.get("/konto/profil/").headers["Location"] == f"{SETUP}?next=/konto/profil/"


def test_mediators_and_requesters_need_none() -> None:
    center = a_center()
    for role in (Role.MEDIATOR, Role.REQUESTER):
        assert sign_in(a_member(center, role), second_factor=False).get("/konto/profil/").status_code == 200


def test_a_printed_list_alone_opens_the_house_and_each_code_works_once() -> None:
    user = a_member(a_center(), Role.DISPATCHER)
    client = sign_in(user, second_factor=False)
    page = client.post("/konto/zweiter-schritt/gedruckte-codes/").content.decode()
    codes = re.findall(r'<code dir="ltr">(\d{8})</code>', page)
    assert len(codes) == 10
    refused = client.post("/konto/zweiter-schritt/gedruckte-codes/probe/", {"code": "00000000"})
    assert refused.status_code == 422
    assert "Dieser Code steht nicht auf Ihrer neuesten Liste" in refused.content.decode()
    assert client.get("/konto/profil/").status_code == 302
    accepted = client.post("/konto/zweiter-schritt/gedruckte-codes/probe/", {"code": codes[0]})
    assert accepted.headers["Location"] == "/start/"
    assert client.get("/konto/profil/").status_code == 200
    assert client.post("/konto/zweiter-schritt/gedruckte-codes/probe/", {"code": codes[0]}).status_code == 422


def test_signing_in_by_code_asks_for_a_printed_code_next() -> None:
    user = a_member(a_center(), Role.DISPATCHER)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    first = sign_in(user, second_factor=False)
    page = first.post("/konto/zweiter-schritt/gedruckte-codes/").content.decode()
    codes = re.findall(r'<code dir="ltr">(\d{8})</code>', page)
    mail.outbox.clear()
    client = Client()
    client.post("/konto/login/code/", {"email": user.email})
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", mail.outbox[0].body, re.MULTILINE)
    assert code is not None, mail.outbox[0].body
    entered = client.post("/konto/login/code/confirm/", {"code": code.group(1)})
    assert entered.headers["Location"].split("?")[0] == reverse("mfa_authenticate")
    done = client.post(reverse("mfa_authenticate"), {"code": codes[1]})
    assert done.headers["Location"] == "/start/"
    assert client.get("/konto/profil/").status_code == 200


def totp_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.django_db(transaction=True)
def test_who_has_just_set_up_an_app_is_not_asked_again() -> None:
    client = sign_in(a_member(a_center(), Role.FINANCE), second_factor=False)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    assert client.get("/konto/profil/").status_code == 200


def test_who_has_one_but_did_not_use_it_in_this_session_is_asked_for_it() -> None:
    user = a_member(a_center(), Role.FINANCE)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client = sign_in(user, second_factor=False)
    asked = client.get("/konto/profil/")
    assert asked.headers["Location"] == "/konto/2fa/reauthenticate/?next=/konto/profil/"
    proved = client.post(asked.headers["Location"], {"code": totp_code("JBSWY3DPEHPK3PXP")})
    assert proved.headers["Location"] == "/konto/profil/"
    assert client.get("/konto/profil/").status_code == 200


def test_a_new_list_needs_a_fresh_proof() -> None:
    user = a_user(password="eine lange Losung 7")
    client = sign_in(user, second_factor=False)
    response = client.get("/konto/zweiter-schritt/gedruckte-codes/")
    assert response.headers["Location"].split("?")[0] == "/konto/reauthenticate/"
    assert Authenticator.objects.count() == 0


def test_the_list_of_devices_shows_this_one() -> None:
    client = sign_in(a_user())
    client.get("/konto/profil/")
    assert client.get("/konto/sessions/").status_code == 200
