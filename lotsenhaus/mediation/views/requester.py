"""Pages of an institution: Neue Anfrage, Meine Anfragen, and one inquiry with who comes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.mediation.actions.assignments import NotPossible, withdraw_inquiry
from lotsenhaus.mediation.actions.inquiries import Requester
from lotsenhaus.mediation.choices.states import Channel
from lotsenhaus.mediation.forms.copies import as_fields
from lotsenhaus.mediation.forms.requesters import OwnForm
from lotsenhaus.mediation.models import Inquiry
from lotsenhaus.mediation.permissions import INQUIRY_READ_OWN
from lotsenhaus.mediation.queries.inquiries import inquiries_of, last_inquiry, organizations_of
from lotsenhaus.mediation.views import entry_page
from lotsenhaus.mediation.views.inquiry_status import calendar_file, plan, status_context
from lotsenhaus.network.models import Contact, Organization


@require(INQUIRY_READ_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CenterRequest) -> HttpResponse:
    """The start page of a requester."""
    own = list(organizations_of(request.user))
    if not own:
        return render(request, "mediation/inquiry_no_institution.html")
    last = last_inquiry(own[0])
    page = entry_page.Page(
        request=request,
        name="mediation:ask",
        template="mediation/inquiry_form.html",
        who_form=lambda data, initial: _who_form(request, data, initial),
        requester_of=lambda who: _requester(request, who),
        kind_of=lambda who: str(who.cleaned_data["organization"].kind),
        done=lambda inquiry: _arrived(request, inquiry),
        park_to="mediation:my-inquiries",
        prefill=lambda copied: _prefill(request, own, copied),
        context={"last": last, "own": own},
    )
    return entry_page.handle(page) if request.method == "POST" else entry_page.show(page)


def _who_form(request: CenterRequest, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> OwnForm:
    return OwnForm(data, initial=dict(initial), organizations=organizations_of(request.user))


def _contact(request: CenterRequest, organization: Organization) -> Contact | None:
    return organization.contacts.filter(user=request.user, left_on=None).first()


def is_shared(contact: Contact | None, organization: Organization) -> bool:
    """A mailbox of the house (sekretariat@…): whoever uses it types her own name."""
    return contact is None or bool(contact.email and contact.email.casefold() == organization.email.casefold())


def _prefill(request: CenterRequest, own: list[Organization], copied: str) -> dict[str, str]:
    organization = own[0]
    contact = _contact(request, organization)
    known = {
        "organization": str(organization.pk),
        "contact_name": "" if is_shared(contact, organization) or contact is None else contact.name,
        "callback_phone": (contact.phone if contact else "") or organization.phone,
        "contact_email": (contact.email if contact else "") or request.user.email,
        "street": organization.street,
    }
    if copied:
        known |= as_fields(get_object_or_404(inquiries_of(request.user), pk=copied))
    return known


def _requester(request: CenterRequest, who: forms.Form) -> Requester:
    data = who.cleaned_data
    organization: Organization = data["organization"]
    return Requester(
        organization,
        data["callback_phone"],
        Channel.WEB,
        data["contact_name"],
        data["contact_email"] or request.user.email,
        _contact(request, organization),
        request.user,
    )


def _arrived(request: CenterRequest, inquiry: Inquiry) -> HttpResponse:
    messages.success(request, _("Ihre Anfrage %(number)s ist bei uns.") % {"number": inquiry.number})
    return redirect("mediation:my-inquiry", request.center.slug, inquiry.pk)


@require(INQUIRY_READ_OWN)
@require_safe
def my_inquiries(request: CenterRequest) -> HttpResponse:
    """All of her institutions, newest first."""
    page = Paginator(inquiries_of(request.user), 20).get_page(request.GET.get("seite"))
    return render(request, "mediation/my_inquiries.html", {"page": page})


def _own(request: CenterRequest, pk: int) -> Inquiry:
    inquiry: Inquiry = get_object_or_404(inquiries_of(request.user), pk=pk)
    return inquiry


@require(INQUIRY_READ_OWN)
@require_safe
def my_inquiry(request: CenterRequest, pk: int) -> HttpResponse:
    inquiry = _own(request, pk)
    return render(request, "mediation/inquiry_status.html", {**status_context(request, inquiry), "is_own": True})


@require(INQUIRY_READ_OWN)
@require_POST
def withdraw(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Anfrage zurückziehen": everybody concerned is told."""
    inquiry = _own(request, pk)
    try:
        withdraw_inquiry(inquiry=inquiry, by=request.user)
    except NotPossible:
        messages.error(request, _("Das Gespräch hat schon stattgefunden. Bitte rufen Sie uns an."))
    else:
        messages.success(request, _("Zurückgezogen. Alle, die es betrifft, erfahren es."))
    return redirect("mediation:my-inquiry", request.center.slug, pk)


@require(INQUIRY_READ_OWN)
@require_safe
def my_calendar(request: CenterRequest, pk: int) -> HttpResponse:
    return calendar_file(request, _own(request, pk))


@require(INQUIRY_READ_OWN)
@require_safe
def my_plan(request: CenterRequest, pk: int) -> HttpResponse:
    return plan(request, _own(request, pk))
