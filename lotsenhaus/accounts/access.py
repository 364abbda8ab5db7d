"""Pages about oneself and pages for everybody, and whether this session was opened with a second factor."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

View = Callable[..., HttpResponse]
LONGEST_FORM = 200_000  # characters of a form that are held until its writer is back
ONCE = "kept-once"  # the field by which a form that was held is known when it is sent on

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


def keep_what_was_sent(request: HttpRequest, person: int) -> bool:
    """Holds a form that came too late in the browser's new session, for this person alone; False if it is not held.

    The first one stays: who sends another after her on the same device does not take its place.
    """
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", ONCE) and "password" not in name
        for value in values
    ]
    size = sum(len(name) + len(str(value)) for name, value in fields)
    if "kept" in request.session or not 0 < size <= LONGEST_FORM:
        return False
    page = urlsplit(request.headers.get("Referer", ""))
    request.session["kept"] = {
        "person": person,
        "once": secrets.token_urlsafe(16),
        "path": request.get_full_path(),
        "page": page.path if page.netloc == request.get_host() else "",
        "fields": fields,
    }
    return True


def take_what_was_kept(request: HttpRequest) -> bool:
    """True for the one request that sends it on; False for every later one, also for two that come at once."""
    form, once = request.session.pop("kept", {}), request.POST.get(ONCE)
    return bool(once) and form.get("once") == once and cache.add(f"sent-on-{once}", True, settings.SESSION_COOKIE_AGE)


def drop_what_others_left(request: HttpRequest) -> None:
    """Somebody has signed in: what was kept for another person in this browser goes."""
    if "left" in request.session:
        del request.session["left"]
    if request.session.get("kept", {}).get("person", request.user.pk) != request.user.pk:
        del request.session["kept"]


def second_factor_is_missing(request: HttpRequest) -> bool:
    """True unless this session was opened with a passkey, a code of an authenticator, or a printed code."""
    methods = request.session.get("account_authentication_methods", [])
    return not any(method.get("method") == "mfa" or method.get("demo") for method in methods)


def ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """To the page that proves the second step, or to the one that sets it up."""
    name = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "accounts:second-factor"
    back = request.get_full_path() if request.method == "GET" else resolve_url("start")
    return redirect_to_login(back, login_url=resolve_url(name))
