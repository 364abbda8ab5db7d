"""Meine Einrichtung: what a requester may correct herself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.network.actions import organizations as actions
from lotsenhaus.network.forms.organizations import OwnOrganizationForm
from lotsenhaus.network.models import Contact, Organization
from lotsenhaus.network.permissions import OWN_ORGANIZATION


@require(OWN_ORGANIZATION)
def my_organization(request: CenterRequest) -> HttpResponse:
    own = Contact.objects.filter(user=request.user, left_on=None).select_related("organization__town").first()
    if own is None:
        return render(request, "network/no_organization.html")
    organization = own.organization
    form = OwnOrganizationForm(request.POST or None, instance=Organization.objects.get(pk=organization.pk))
    if request.method == "POST" and form.is_valid():
        actions.change(organization=organization, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Gespeichert. Danke."))
        return redirect("network:my-organization", request.center.slug)
    colleagues = organization.contacts.filter(left_on=None)
    return render(
        request, "network/my_organization.html", {"organization": organization, "form": form, "colleagues": colleagues}
    )
