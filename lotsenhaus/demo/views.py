"""The start page of the demo, the sign-in by one click, and what has left the house. Everything is 404 without DEMO."""

import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.access import public
from lotsenhaus.demo import queries
from lotsenhaus.kit.numbers import whole_number

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PER_PAGE = 30


def only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @public
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return guarded


@only_in_demo
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of a demo is the story."""
    return redirect("demo:start")


@only_in_demo
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The story in five steps, and a click for every role."""
    return render(request, "demo/start.html", {"steps": queries.steps(), "centers": queries.centers()})


@only_in_demo
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Without a password, right to the page of the step (or to the person's own start page)."""
    user = get_object_or_404(User, email=request.POST.get("person", ""), is_active=True)
    login(request, user, backend=BACKEND)
    request.session["account_authentication_methods"] = [{"method": "demo", "demo": True, "at": time.time()}]
    center, role = request.POST.get("center", ""), request.POST.get("role", "")
    if whole_number(center) and role:
        request.session[f"role:{center}"] = role
    return redirect(queries.page_of(request.POST.get("page", "")))


@only_in_demo
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Mail and SMS of all centers as their readers see them, newest first; sign-in codes too."""
    page = Paginator(queries.outgoing(), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "demo/outbox.html", {"page": page})
