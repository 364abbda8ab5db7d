"""One search field: name, town, language, number of an inquiry, last four digits of a telephone number."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.folding import folded
from lotsenhaus.kit.phones import search_digits
from lotsenhaus.mediation.choices.languages import find
from lotsenhaus.mediation.models import Inquiry, Mediator
from lotsenhaus.mediation.models.inquiries import LIVE
from lotsenhaus.mediation.permissions import DISPATCH
from lotsenhaus.mediation.views.board import desk_in_view
from lotsenhaus.network.models import Contact, Organization

MOST = 12


@require(DISPATCH)
def search(request: CenterRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:80]
    inquiries = _inquiries(request, text)
    if len(inquiries) == 1 and inquiries[0].number.lower() == text.lower():
        return redirect("mediation:inquiry", request.center.slug, inquiries[0].pk)
    context = {
        "text": text,
        "mediators": _mediators(text),
        "contacts": _contacts(text),
        "organizations": _organizations(text),
        "inquiries": inquiries,
    }
    found = any(context[name] for name in ("mediators", "contacts", "organizations", "inquiries"))
    return render(request, "mediation/search.html", context | {"found": found})


def _mediators(text: str) -> list[Mediator]:
    people = Mediator.objects.select_related("home_desk", "town").prefetch_related("skills")
    digits, language = search_digits(text), find(text) if text else None
    if digits:
        people = people.filter(Q(phone_digits__endswith=digits) | Q(second_phone_digits__endswith=digits))
    elif text:
        named = Q(last_name__icontains=text) | Q(first_name__icontains=text)
        named |= Q(search_text__contains=folded(text)) if folded(text) else Q()
        codes = [language.found] if language and language.found else list(language.ambiguous) if language else []
        people = people.filter(named | Q(skills__code__in=codes)).distinct()
    else:
        return []
    return list(people[:MOST])


def _contacts(text: str) -> list[Contact]:
    """ "Wer ruft an?": the person with her institution and its open matters."""
    digits = search_digits(text)
    if not text:
        return []
    rows = Contact.objects.filter(left_on=None).select_related("organization__town")
    rows = rows.filter(phone_digits__endswith=digits) if digits else rows.filter(name__icontains=text)
    contacts = list(rows[:MOST])
    live = Inquiry.objects.filter(organization__in=[c.organization_id for c in contacts], state__in=LIVE).order_by(
        "starts_at"
    )
    for contact in contacts:
        contact.open_matters = []  # type: ignore[attr-defined]
    for inquiry in live:
        for contact in contacts:
            if contact.organization_id == inquiry.organization_id:
                contact.open_matters.append(inquiry)  # type: ignore[attr-defined]
    return contacts


def _organizations(text: str) -> list[Organization]:
    if not text or search_digits(text):
        return []
    rows = Organization.objects.select_related("town")
    return list(
        rows.filter(Q(name__icontains=text) | Q(search_text__contains=folded(text)) | Q(town__name__icontains=text))[
            :MOST
        ]
    )


def _inquiries(request: CenterRequest, text: str) -> list[Inquiry]:
    if not text:
        return []
    desk = desk_in_view(request)
    rows = Inquiry.objects.select_related("organization", "town").filter(
        Q(number__iendswith=text) | Q(number__iexact=text) | Q(case_reference__iexact=text)
    )
    if desk is not None:
        rows = rows.filter(Q(desk=desk) | Q(slots__desk=desk) | Q(handovers__from_desk=desk)).distinct()
    return list(rows[:MOST])
