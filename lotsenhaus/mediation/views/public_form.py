"""The form of an institution that asks for the first time, and the Zeigekarte: open to everybody."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lotsenhaus.centers.access import CenterRequest, in_public_center
from lotsenhaus.centers.limits import is_too_often
from lotsenhaus.mediation.actions.inquiries import Requester
from lotsenhaus.mediation.actions.institutions import note_new_institution
from lotsenhaus.mediation.choices.languages import with_sentence
from lotsenhaus.mediation.choices.states import Channel
from lotsenhaus.mediation.forms.requesters import FirstForm
from lotsenhaus.mediation.models import Inquiry
from lotsenhaus.mediation.views import entry_page
from lotsenhaus.network.models import Town

GERMAN = "deu"
PER_HOUR_AND_ADDRESS, PER_HOUR_AND_CENTER = 5, 60
"""Inquiries of strangers; a school that needs more phones, which is the better way then anyway."""


@in_public_center
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CenterRequest) -> HttpResponse:
    """Nothing of it moves before somebody has called the institution back."""
    page = entry_page.Page(
        request=request,
        name="mediation:public-form",
        template="mediation/inquiry_form.html",
        who_form=_who_form,
        requester_of=lambda who: _requester(request, who),
        kind_of=lambda who: str(who.cleaned_data["organization_kind"]),
        done=lambda inquiry: _arrived(request, inquiry),
        keeps_draft=False,
        keeps_refusals=False,
        context={"is_public": True},
    )
    if request.method != "POST":
        return entry_page.show(page)
    if request.POST.get("website"):
        return redirect("mediation:public-form-done", request.center.slug)
    if request.POST.get("do", "send") == "send" and _too_many(request):
        return render(request, "mediation/inquiry_public_full.html", {"center": request.center}, status=429)
    return entry_page.handle(page)


def _who_form(data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> FirstForm:
    return FirstForm(data, initial=dict(initial), towns=Town.objects.all())


def _requester(request: CenterRequest, who: forms.Form) -> Requester:
    data = who.cleaned_data
    organization, contact = note_new_institution(
        center=request.center,
        name=data["organization_name"],
        kind=data["organization_kind"],
        town=data["organization_town"],
        phone=data["callback_phone"],
        email=data["contact_email"],
        contact_name=data["contact_name"],
        by=None,
    )
    name, email = data["contact_name"], data["contact_email"]
    return Requester(organization, data["callback_phone"], Channel.LINK, name, email, contact)


def _too_many(request: CenterRequest) -> bool:
    """Counted by a hash of the address; nothing else about a stranger is kept."""
    address, hour = get_adapter().get_client_ip(request), timedelta(hours=1)
    return is_too_often("ask", request.center.pk, address, limit=PER_HOUR_AND_ADDRESS, period=hour) or is_too_often(
        "ask", request.center.pk, limit=PER_HOUR_AND_CENTER, period=hour
    )


def _arrived(request: CenterRequest, inquiry: Inquiry) -> HttpResponse:
    request.session["asked"] = inquiry.number
    return redirect("mediation:public-form-done", request.center.slug)


@in_public_center
@require_safe
def done(request: CenterRequest) -> HttpResponse:
    """Thanks, the number, and what happens next; programs that filled in the trap read the same without a number."""
    context = {"center": request.center, "number": request.session.get("asked", "")}
    return render(request, "mediation/inquiry_public_done.html", context)


@in_public_center
@require_safe
def pointing_card(request: CenterRequest) -> HttpResponse:
    """ "Ich spreche …" in all languages: parents point at theirs."""
    foreign = [language for language in with_sentence() if language.code != GERMAN]
    return render(request, "mediation/pointing_card.html", {"languages": foreign, "center": request.center})
