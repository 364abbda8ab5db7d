"""A contact who wants to sign in gets an invitation; nobody must."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.network.models import Contact
from lotsenhaus.network.permissions import ORGANIZATIONS_CHANGE


@require_POST
@require(ORGANIZATIONS_CHANGE)
def invite(request: CenterRequest, pk: int, contact_pk: int) -> HttpResponse:
    """To her own address, or to the shared mailbox of the institution."""
    contact = get_object_or_404(
        Contact.objects.select_related("organization"), pk=contact_pk, organization_id=pk, left_on=None, user=None
    )
    address = contact.email or contact.organization.email
    if address:
        people.invite(
            center=request.center,
            by=request.user,
            email=address,
            name=contact.name,
            role=Role.REQUESTER,
            about=f"network.Contact:{contact.pk}",
        )
        messages.success(request, _("Die Einladung an %(name)s ist unterwegs.") % {"name": contact.name})
    else:
        messages.error(request, _("Es fehlt eine E-Mail-Adresse. Bitte tragen Sie eine ein."))
    return redirect("network:organization-detail", request.center.slug, pk)
