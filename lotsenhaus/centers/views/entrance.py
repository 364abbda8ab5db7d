"""Pages before and between centers: the public home, the way to one's start page, and what the law wants to be said."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import queries
from lotsenhaus.centers.access import CenterRequest, access_of, public, require, signed_in
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.permissions import MEMBER


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "centers/home.html", {"centers": queries.open_centers()})


@signed_in
def start(request: HttpRequest, pages: dict[str, str]) -> HttpResponse:
    """To the start page of one's role; `pages` names it for each role. Who works in several centers chooses one."""
    user = cast(User, request.user)
    mine = queries.centers_of(user)
    if not mine and user.is_operator:
        return redirect("operator")
    wanted = [center for center in mine if center.slug == request.GET.get("zentrum")]
    if wanted or len(mine) == 1:
        return redirect(_start_page(request, (wanted or mine)[0], pages))
    choices = [(center, _start_page(request, center, pages)) for center in mine]
    return render(request, "centers/start.html", {"choices": choices, "is_operator": user.is_operator})


def _start_page(request: HttpRequest, center: Center, pages: dict[str, str]) -> str:
    access = access_of(request, center)
    if access is None:
        raise Http404
    return reverse(pages[access.role], args=[center.slug])


@require_POST
@require(MEMBER)
def work_as(request: CenterRequest) -> HttpResponse:
    """ "Arbeiten als …": another role of the same person, and a fresh session key (RELIABILITY part 5)."""
    roles = [role for role, _label in request.access.other_roles]
    wanted = request.POST.get("role", "")
    if wanted not in roles and wanted != request.access.role:
        raise Http404
    request.session[f"role:{request.center.pk}"] = wanted
    request.session.cycle_key()
    return redirect(f"{reverse('start')}?zentrum={request.center.slug}")


@public
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "centers/help.html", {"centers": queries.open_centers()})


@public
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "centers/imprint.html", {"centers": queries.open_centers()})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    centers = list(queries.open_centers())
    authorities: dict[str, list[str]] = {}
    for center in centers:
        authorities.setdefault(center.data_protection_authority, []).append(center.name)
    return render(request, "centers/privacy_public.html", {"centers": centers, "authorities": authorities.items()})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "centers/accessibility.html", {"centers": queries.open_centers()})
