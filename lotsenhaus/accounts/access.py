"""Pages about oneself and pages for everybody, and whether this session was opened with a second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

View = Callable[..., HttpResponse]
LONGEST_FORM = 200_000  # characters of a form that are held until its writer is back

# What somebody may open who has signed in but still owes the second step: setting it up, proving it, leaving.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "accounts:second-factor",
        "accounts:printed-codes",
        "accounts:printed-codes-check",
        "kit:keys",
        "kit:theme",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "set_language",
    }
)


def public(view: View) -> View:
    """Marks a view that anybody may open; the house test keeps the list of them."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """For pages about oneself that belong to no center (start, profile)."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, AnonymousUser):
            return redirect_to_login(request.get_full_path())
        return view(request, **kwargs)

    guarded.is_personal = True  # type: ignore[attr-defined]
    return guarded


def keep_what_was_sent(request: HttpRequest, person: int) -> str:
    """Holds a form that came too late in the browser's new session, for this person alone; where it waits for her."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) <= LONGEST_FORM:
        page = urlsplit(request.headers.get("Referer", ""))
        request.session["kept"] = {
            "person": person,
            "path": request.get_full_path(),
            "page": page.path if page.netloc == request.get_host() else "",
            "fields": fields,
        }
    return resolve_url("accounts:kept")


def second_factor_is_missing(request: HttpRequest) -> bool:
    """True unless this session was opened with a passkey, a code of an authenticator, or a printed code."""
    methods = request.session.get("account_authentication_methods", [])
    return not any(method.get("method") == "mfa" or method.get("demo") for method in methods)


def ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """To the page that proves the second step, or to the one that sets it up."""
    name = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "accounts:second-factor"
    back = request.get_full_path() if request.method == "GET" else resolve_url("start")
    return redirect_to_login(back, login_url=resolve_url(name))
