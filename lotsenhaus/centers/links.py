"""Short secret links: `/a/7K4P9QWERT12` for an answer. A code opens one thing for one purpose, without sign-in."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.access import CenterRequest, View
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.models import Center, ShortLink
from lotsenhaus.centers.scoping import center_scope

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U: it is read out on the telephone
CODE_LENGTH = 12  # 30^12: about 59 bits


def _code(purpose: str, serial: int) -> str:
    seed = hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{serial}".encode(), hashlib.sha256).digest()
    number, letters = int.from_bytes(seed, "big"), []
    for _position in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def _typed(code: str) -> str:
    """As it was read out or copied: "7K4P-9QWE RT12." is 7K4P9QWERT12."""
    return "".join(sign for sign in code[:60].upper() if sign in ALPHABET)


def _hash(purpose: str, code: str) -> str:
    """However the code was written down: read out in groups with blanks or hyphens, a full stop behind."""
    letters = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"{purpose}:{letters}".encode()).hexdigest()


def code_for(*, center: Center, purpose: LinkPurpose, target_id: int) -> str:
    """The code of this target; the same one until it is revoked or the secret key changes (old ones keep working)."""
    links = ShortLink.objects.filter(center=center, purpose=purpose, target_id=target_id, revoked_at=None)
    link = links.order_by("-pk").first()
    if link is None or link.code_hash != _hash(purpose, _code(purpose, link.serial)):
        serial = secrets.randbits(62)
        link = ShortLink.objects.create(
            code_hash=_hash(purpose, _code(purpose, serial)),
            serial=serial,
            center=center,
            purpose=purpose,
            target_id=target_id,
        )
    return _code(link.purpose, link.serial)


def url_for(*, center: Center, purpose: LinkPurpose, target_id: int) -> str:
    """Absolute address, as it stands in a mail or SMS."""
    code = code_for(center=center, purpose=purpose, target_id=target_id)
    return settings.PUBLIC_URL + reverse(f"link-{purpose}", kwargs={"code": code})


def revoke(*, center: Center, purpose: LinkPurpose, target_id: int, by: User | None) -> None:
    """All codes of this target stop working; the trail says whose and what for, never the code."""
    links = ShortLink.objects.filter(center=center, purpose=purpose, target_id=target_id, revoked_at=None)
    if links.update(revoked_at=timezone.now()):
        audit.record(center=center, action="link.revoked", by=by, purpose=purpose, target=target_id)


def _closed(request: HttpRequest) -> HttpResponse:
    """Nothing of the center is shown any more, its name and telephone neither."""
    response = render(request, "centers/link_closed.html", status=410)
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def by_link(purpose: LinkPurpose) -> Callable[[View], View]:
    """Opens the scope that a code belongs to and hands the view its target: `view(request, target_id, …)`.

    An unknown, foreign or revoked code is the same 404; a center that has closed says so (410).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
            link = (
                ShortLink.objects.filter(code_hash=_hash(purpose, _typed(code)), revoked_at=None)
                .select_related("center")
                .first()
            )
            if link is None:
                raise Http404
            if link.center.closed_at is not None:
                return _closed(request)
            entered = cast(CenterRequest, request)
            entered.center = link.center
            with center_scope(link.center):
                response = view(entered, target_id=link.target_id, **kwargs)
            # Not "no-referrer": the browser would then send "Origin: null" with our own forms, and CSRF would refuse.
            response["Referrer-Policy"] = "same-origin"
            response["Cache-Control"] = "no-store"
            return response

        guarded.is_public = True  # type: ignore[attr-defined]
        guarded.link_purpose = purpose  # type: ignore[attr-defined]
        return guarded

    return decorate
