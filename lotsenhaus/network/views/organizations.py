"""Einrichtungen: who asks us, the people there, and those who wait for a call-back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require, today
from lotsenhaus.kit.folding import folded
from lotsenhaus.network.actions import organizations as actions
from lotsenhaus.network.choices import OrganizationKind, OrganizationState
from lotsenhaus.network.forms.organizations import ContactForm, DecisionForm, MergeForm, OrganizationForm
from lotsenhaus.network.models import Contact, Organization
from lotsenhaus.network.permissions import ORGANIZATIONS_CHANGE, ORGANIZATIONS_MERGE, ORGANIZATIONS_READ

ON_ONE_PAGE = 50


@require(ORGANIZATIONS_READ)
def organizations(request: CenterRequest) -> HttpResponse:
    text, kind = request.GET.get("q", "").strip()[:80], request.GET.get("art", "")
    rows = Organization.objects.exclude(state=OrganizationState.WAITING).select_related("town")
    if text:
        rows = rows.filter(Q(search_text__contains=folded(text)) | Q(name__icontains=text))
    if kind in OrganizationKind.values:
        rows = rows.filter(kind=kind)
    context = {
        "waiting": Organization.objects.waiting().select_related("town").order_by("created_at"),
        "page": Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("seite")),
        "kinds": OrganizationKind.choices,
        "q": text,
        "kind": kind,
        "may_change": request.access.has(ORGANIZATIONS_CHANGE),
    }
    return render(request, "network/organizations.html", context)


def _organization(pk: int) -> Organization:
    return get_object_or_404(Organization.objects.select_related("town", "decided_by"), pk=pk)


@require(ORGANIZATIONS_READ)
def detail(request: CenterRequest, pk: int) -> HttpResponse:
    organization = _organization(pk)
    return _detail(request, organization, DecisionForm())


def _detail(request: CenterRequest, organization: Organization, form: DecisionForm, status: int = 200) -> HttpResponse:
    context = {
        "organization": organization,
        "contacts": organization.contacts.filter(left_on=None).select_related("user"),
        "doubles": _likely_doubles(organization),
        "form": form,
        "may_change": request.access.has(ORGANIZATIONS_CHANGE),
        "may_merge": request.access.has(ORGANIZATIONS_MERGE),
    }
    return render(request, "network/organization_detail.html", context, status=status)


def _likely_doubles(organization: Organization) -> list[Organization]:
    """Same folded name in the same town, or the same mailbox."""
    same = Q(name__iexact=organization.name, town_id=organization.town_id)
    if organization.email:
        same |= Q(email__iexact=organization.email)
    return list(Organization.objects.filter(same).exclude(pk=organization.pk)[:5])


@require(ORGANIZATIONS_CHANGE)
def create(request: CenterRequest) -> HttpResponse:
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organization = actions.take_up(center=request.center, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Aufgenommen. Jetzt noch die Menschen dort?"))
        return redirect("network:organization-detail", request.center.slug, organization.pk)
    return render(request, "network/organization_form.html", {"form": form})


@require(ORGANIZATIONS_CHANGE)
def edit(request: CenterRequest, pk: int) -> HttpResponse:
    organization = _organization(pk)
    form = OrganizationForm(request.POST or None, instance=_organization(pk))
    if request.method == "POST" and form.is_valid():
        actions.change(organization=organization, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("network:organization-detail", request.center.slug, pk)
    return render(request, "network/organization_form.html", {"form": form, "organization": organization})


@require_POST
@require(ORGANIZATIONS_CHANGE)
def decide(request: CenterRequest, pk: int) -> HttpResponse:
    """Freigeben or nicht aufnehmen, after the call-back."""
    organization, form = _organization(pk), DecisionForm(request.POST)
    if not form.is_valid():
        return _detail(request, organization, form, status=422)
    approved = request.POST.get("decision") == "approve"
    try:
        actions.decide(organization=organization, approved=approved, note=form.cleaned_data["note"], by=request.user)
    except actions.AlreadyDecided:
        messages.info(request, _("Das hat schon jemand entschieden."))
    else:
        words = _("Freigegeben. Ihre Anfragen laufen jetzt.") if approved else _("Nicht aufgenommen.")
        messages.success(request, words)
    return redirect("network:organization-detail", request.center.slug, pk)


@require(ORGANIZATIONS_CHANGE)
def contact(request: CenterRequest, pk: int, contact_pk: int | None = None) -> HttpResponse:
    organization = _organization(pk)
    found = get_object_or_404(organization.contacts, pk=contact_pk, left_on=None) if contact_pk else None
    form = ContactForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        actions.save_contact(organization=organization, contact=found, values=values, by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("network:organization-detail", request.center.slug, pk)
    context = {"form": form, "organization": organization, "contact": found}
    return render(request, "network/contact_form.html", context)


@require_POST
@require(ORGANIZATIONS_CHANGE)
def contact_left(request: CenterRequest, pk: int, contact_pk: int) -> HttpResponse:
    found = get_object_or_404(Contact, pk=contact_pk, organization_id=pk, left_on=None)
    actions.contact_left(contact=found, day=today(), by=request.user)
    messages.success(request, _("Eingetragen. Der Name wird in 30 Tagen gelöscht."))
    return redirect("network:organization-detail", request.center.slug, pk)


@require(ORGANIZATIONS_MERGE)
def merge(request: CenterRequest, pk: int) -> HttpResponse:
    double = _organization(pk)
    form = MergeForm(request.POST or None, double=double, initial={"into": request.GET.get("mit")})
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        actions.merge(double=double, into=into, by=request.user)
        messages.success(request, _("Zusammengelegt mit %(name)s.") % {"name": into.name})
        return redirect("network:organization-detail", request.center.slug, into.pk)
    return render(request, "network/organization_merge.html", {"form": form, "organization": double})
