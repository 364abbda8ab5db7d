"""Who leaves her desk is signed out, and comes back to where she was."""

import math
import time
from typing import Any, cast

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from lotsenhaus.accounts.access import ONCE, drop_what_others_left, keep_what_was_sent, take_what_was_kept
from lotsenhaus.accounts.models import User
from lotsenhaus.centers.queries import is_staff_anywhere

from .shapes import Next

NOTED_EVERY = 60  # seconds: so often at most is written down that somebody is there
BACKGROUND = "Lotsenhaus-Background"  # sent by what a page asks by itself (kit/components/poll.html): nobody is there


def idle(get_response: Next) -> Next:
    """Who leaves her desk is signed out; what she sends afterwards waits for her (RELIABILITY part 5, sessions)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.user.is_anonymous:
            is_ours = any(hasattr(view, mark) for mark in ("permissions", "is_operators", "is_personal"))
            person = _who_just_left(request) if request.method == "POST" and is_ours else None
            return _ask_to_come_back(request, person, _("Sie sind nicht mehr angemeldet.")) if person else None
        drop_what_others_left(request)
        over = _why_over(request)
        if not over:
            if BACKGROUND not in request.headers:
                _note_presence(request)
            is_again = request.method == "POST" and ONCE in request.POST and not take_what_was_kept(request)
            return _say_it_was_sent(request) if is_again else None
        person = request.user.pk
        logout(request)
        if _needs_nobody(view):  # a link in a message works for whoever holds it, signed in or not
            return None
        request.session["left"] = {"person": person, "until": int(time.time()) + 60 * settings.IDLE_MINUTES_STAFF}
        return _ask_to_come_back(request, person, over)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _needs_nobody(view: Any) -> bool:
    return getattr(view, "is_public", False) or getattr(view, "view_class", None) is LogoutView


def _why_over(request: HttpRequest) -> str:
    """Why she has to sign in again, in words; empty while all is well. Asks the database only late."""
    away = time.time() - _last_seen(request)
    if time.time() > request.session.get("ends", math.inf):
        return _("Eine Anmeldung gilt 8 Stunden.")
    if away <= 60 * settings.IDLE_MINUTES_STAFF:
        return ""
    minutes = (
        settings.IDLE_MINUTES_STAFF if is_staff_anywhere(cast(User, request.user)) else settings.IDLE_MINUTES_OTHERS
    )
    sentence = _(
        "Sie waren %(minutes)s Minuten nicht hier. Deshalb haben wir Sie abgemeldet, damit niemand sonst an Ihrem"
        " Gerät weiterarbeitet."
    )
    return sentence % {"minutes": minutes} if away > 60 * minutes else ""


def _last_seen(request: HttpRequest) -> float:
    """In this browser: on another device she may have signed in since."""
    signed_in = max(
        (way.get("at", 0) for way in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])), default=0
    )
    return float(request.session.get("seen", signed_in) or time.time())


def _note_presence(request: HttpRequest) -> None:
    """Saving a session lengthens it; it still ends when it would have ended."""
    seen = _last_seen(request)
    if "seen" not in request.session or time.time() - seen > NOTED_EVERY:
        request.session.setdefault("ends", int(seen) + settings.SESSION_COOKIE_AGE)
        request.session["seen"] = int(time.time())


def _who_just_left(request: HttpRequest) -> int | None:
    """Whose page this still is: a draft may have noticed the sign-out while she was typing. Not for long."""
    left = request.session.get("left") or {}
    return left["person"] if left.get("until", 0) > time.time() else None


def _ask_to_come_back(request: HttpRequest, person: int, over: str) -> HttpResponse:
    """To the sign-in page and from there back: to the page, or to what was sent from it. Promises what is true."""
    back, then = request.get_full_path(), _("Nach dem Anmelden sind Sie wieder auf Ihrer Seite.")
    if request.method == "POST":
        is_form = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        if is_form and keep_what_was_sent(request, person):
            then = _("Was Sie abgeschickt haben, ist aufgehoben. Nach dem Anmelden finden Sie es wieder.")
        elif is_form:
            then = _("Was Sie jetzt abgeschickt haben, ist nicht gespeichert.")
        back = resolve_url("accounts:kept" if is_form and "kept" in request.session else "start")
    messages.info(request, f"{over} {then}")
    if getattr(request, "htmx", False):
        page = cast(Any, request).htmx.current_url_abs_path or resolve_url("start")
        return HttpResponseClientRedirect(redirect_to_login(page).url)
    return redirect_to_login(back)


def _say_it_was_sent(request: HttpRequest) -> HttpResponse:
    """She went back in the browser and sent it once more."""
    messages.info(request, _("Das haben Sie schon abgeschickt. Es ist nicht noch einmal gesendet worden."))
    return redirect("start")
