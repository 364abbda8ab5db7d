""" "Neue Anfrage" for staff during a call, what is parked, and the small answers the page asks for while one types."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.actions import drafts
from lotsenhaus.mediation.actions.inquiries import Requester
from lotsenhaus.mediation.actions.institutions import note_new_institution
from lotsenhaus.mediation.choices.sentences import verdict_sentence
from lotsenhaus.mediation.forms.copies import as_fields
from lotsenhaus.mediation.forms.requesters import FoundForm, found, shown_name
from lotsenhaus.mediation.forms.slots import SlotForm
from lotsenhaus.mediation.models import Inquiry
from lotsenhaus.mediation.models.inquiries import LIVE
from lotsenhaus.mediation.permissions import DISPATCH, INQUIRY_CREATE, may_see_inquiry
from lotsenhaus.mediation.queries.inquiries import last_inquiry
from lotsenhaus.mediation.queries.policies import policy_on
from lotsenhaus.mediation.views import entry_page
from lotsenhaus.network.choices import OrganizationState
from lotsenhaus.network.models import Organization, Town


@require(DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: CenterRequest) -> HttpResponse:
    """During a call: institution, number, language and a rough date are enough."""
    page = entry_page.Page(
        request=request,
        name="mediation:inquiry-new",
        template="mediation/inquiry_form.html",
        who_form=_who_form,
        requester_of=lambda who: _requester(request, who),
        kind_of=lambda who: _kind(who),
        done=lambda inquiry: _taken(request, inquiry),
        park_to="mediation:today",
        is_staff=True,
        prefill=lambda copied: _copied(request, copied),
    )
    return entry_page.handle(page) if request.method == "POST" else entry_page.show(page)


def _who_form(data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> FoundForm:
    return FoundForm(data, initial=dict(initial), organizations=_institutions(), towns=Town.objects.all())


def _institutions() -> list[Organization]:
    known = Organization.objects.exclude(state=OrganizationState.REFUSED)
    return list(known.select_related("town"))


def _kind(who: forms.Form) -> str:
    assert isinstance(who, FoundForm)
    return who.organization.kind if who.organization else who.cleaned_data["organization_kind"]


def _requester(request: CenterRequest, who: forms.Form) -> Requester:
    assert isinstance(who, FoundForm)
    data, contact = who.cleaned_data, None
    organization = who.organization
    if organization is None:
        organization, contact = note_new_institution(
            center=request.center,
            name=data["organization_name"],
            kind=data["organization_kind"],
            town=data["organization_town"],
            phone=data["callback_phone"],
            email=data["contact_email"],
            contact_name=data["contact_name"],
            by=request.user,
        )
    else:
        contact = organization.contacts.filter(name=data["contact_name"], left_on=None).first()
    return Requester(
        organization, data["callback_phone"], data["channel"], data["contact_name"], data["contact_email"], contact
    )


def _copied(request: CenterRequest, copied: str) -> dict[str, str]:
    """ "Wie letztes Mal": everything but the day; nothing of an inquiry that this desk may not see."""
    known = Inquiry.objects.select_related("organization__town")
    inquiry = known.filter(pk=whole_number(copied) or 0).first()
    if inquiry is None or not may_see_inquiry(request.access, inquiry):
        return {}
    return {
        **as_fields(inquiry),
        "organization_name": shown_name(inquiry.organization),
        "callback_phone": inquiry.callback_phone,
        "contact_name": inquiry.contact_name,
        "contact_email": inquiry.contact_email,
    }


def _taken(request: CenterRequest, inquiry: Inquiry) -> HttpResponse:
    words = {"number": inquiry.number, "desk": inquiry.desk}
    messages.success(request, _("%(number)s ist aufgenommen. Sie liegt bei: %(desk)s.") % words)
    return redirect("mediation:inquiry", request.center.slug, inquiry.pk)


# --- while one types ----------------------------------------------------------------------------------------------
@require(INQUIRY_CREATE)
@require_POST
def store_field(request: CenterRequest, key: uuid.UUID) -> HttpResponse:
    """One field of the page as typed (kit/draft.js)."""
    name, copied = request.POST.get("field", ""), request.GET.get("wie", "")
    fields = {name: request.POST.getlist(name)} | ({"wie": [copied]} if copied else {})
    try:
        drafts.store_fields(center=request.center, key=key, fields=fields, by=request.user)
    except drafts.NotYourDraft:
        raise Http404 from None
    return JsonResponse({"page": f"?entwurf={key}"})


@require(DISPATCH)
@require_safe
def institution(request: CenterRequest) -> HttpResponse:
    """What is known about the institution that was just chosen: numbers, open inquiries, the last one."""
    hits = found(_institutions(), request.GET.get("organization_name", ""))
    one = hits[0] if len(hits) == 1 else None
    values = {name: request.GET.get(name, "") for name in ("callback_phone", "contact_name", "contact_email")}
    context: dict[str, Any] = {"institution": one, "hits": hits[:8] if not one else []}
    if one:
        contact, last = one.contacts.filter(left_on=None).first(), last_inquiry(one)
        values["callback_phone"] = values["callback_phone"] or (contact.phone if contact else "") or one.phone
        context |= {
            "open_inquiries": Inquiry.objects.filter(organization=one, state__in=LIVE).order_by("starts_at")[:3],
            "last": last if last and may_see_inquiry(request.access, last) else None,
        }
    values |= {"channel": request.GET.get("channel", ""), "organization_name": request.GET.get("organization_name", "")}
    context["who"] = _who_form(None, values)
    return render(request, "mediation/inquiry_form.html#who_details", context)


@require(INQUIRY_CREATE)
@require_safe
def question(request: CenterRequest, row: int) -> HttpResponse:
    """Which Kurdish? One person or two? Asked under the field as soon as it is left."""
    values = {
        name: request.GET.get(f"s{row}-{name}", "") for name in ("language", "unknown", "which", "country", "together")
    }
    form = SlotForm(prefix=f"s{row}", initial=values)
    return render(request, "mediation/inquiry_form.html#row_questions", {"row": form})


@require(INQUIRY_CREATE)
@require_safe
def occasion(request: CenterRequest) -> HttpResponse:
    """Refused? Then why and where to turn, before anything else is typed."""
    today = timezone.localdate()
    refusal = policy_on(request.center, today).refusal_of(request.GET.get("occasion", ""), today)
    text = (
        verdict_sentence("occasion_refused", {"reason": refusal.reason, "way_out": refusal.way_out}) if refusal else ""
    )
    return render(request, "mediation/inquiry_form.html#occasion_answer", {"refusal_text": text})
