"""Behind the link of an invitation: become a member, with a new account or the one there is."""

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.forms import AccountForm
from lotsenhaus.accounts.models import User
from lotsenhaus.centers.access import CenterRequest
from lotsenhaus.centers.actions import people as actions
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import by_link
from lotsenhaus.centers.models import Invitation


@by_link(LinkPurpose.INVITE)
def invitation(request: CenterRequest, target_id: int) -> HttpResponse:
    """GET shows what it is about; only POST decides."""
    # Locked: two open tabs accept once.
    found = actions.open_invitations(request.center).select_for_update(no_key=True).filter(pk=target_id).first()
    if found is None or found.expires_at < timezone.now():
        return render(request, "centers/invitation_over.html", {"center": request.center}, status=410)
    has_account = User.objects.filter(email__iexact=found.email).exists()
    form = AccountForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and (has_account or form.is_valid()):
        return _join(request, found, has_account, {} if has_account else form.cleaned_data)
    context = {
        "center": request.center,
        "invitation": found,
        "role": Role(found.role).label,
        "has_account": has_account,
        "form": form,
    }
    return render(request, "centers/invitation.html", context)


def _join(request: CenterRequest, found: Invitation, has_account: bool, values: dict[str, str]) -> HttpResponse:
    user = actions.accept(
        center=request.center, invitation=found, name=values.get("name", ""), password=values.get("password", "")
    )
    if has_account:  # the link proves an address, not a second factor: she signs in as always
        messages.success(request, _("Die Aufgabe gehört jetzt zu Ihrem Konto. Bitte melden Sie sich an wie immer."))
        return redirect("start")
    login(cast(HttpRequest, request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "invitation", reauthenticated=True)
    return redirect("start")
