"""Behind the link of an invitation: become a member, with a new account or the one there is.

Only a link that came by mail proves an address. A printed one is seen by whoever invites: it opens an account whose
address is not proved, and gives an existing account nothing without its own sign-in.
"""

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
    """The printed link."""
    return _invitation(request, target_id, by_mail=False)


@by_link(LinkPurpose.INVITE_BY_MAIL)
def invitation_by_mail(request: CenterRequest, target_id: int) -> HttpResponse:
    """The link in the mail."""
    return _invitation(request, target_id, by_mail=True)


def _invitation(request: CenterRequest, target_id: int, *, by_mail: bool) -> HttpResponse:
    """GET shows what it is about; only POST decides."""
    # Locked: two open tabs accept once.
    found = actions.open_invitations(request.center).select_for_update(no_key=True).filter(pk=target_id).first()
    if found is None or found.expires_at < timezone.now():
        return render(request, "centers/invitation_over.html", {"center": request.center}, status=410)
    owner = User.objects.filter(email__iexact=found.email).first()
    form = AccountForm(request.POST or None, email=found.email, initial={"name": found.name})
    is_signed_in = owner is not None and request.user.is_authenticated and request.user.pk == owner.pk
    may_join = is_signed_in and owner is not None and (by_mail or owner.is_address_proved)
    if request.method == "POST" and owner is not None and may_join:
        return _join(request, found, owner)
    may_set_up = owner is None or (by_mail and not is_signed_in)
    if request.method == "POST" and may_set_up and form.is_valid():
        return _set_up(request, found, owner, form, by_mail=by_mail)
    context = {
        "center": request.center,
        "invitation": found,
        "role": Role(found.role).label,
        "has_account": owner is not None,
        "is_signed_in": is_signed_in,
        "may_join": may_join,
        "may_set_up": may_set_up,
        "form": form,
    }
    return render(request, "centers/invitation.html", context)


def _join(request: CenterRequest, found: Invitation, owner: User) -> HttpResponse:
    actions.accept(center=request.center, invitation=found, user=owner)
    messages.success(request, _("Die Aufgabe gehört jetzt zu Ihrem Konto."))
    return redirect("start")


def _set_up(
    request: CenterRequest, found: Invitation, owner: User | None, form: AccountForm, *, by_mail: bool
) -> HttpResponse:
    """A new account, or the own one anew; she is signed in, and sets up her second factor next."""
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    if owner is None:
        user = actions.open_account(
            center=request.center, invitation=found, name=name, password=password, by_mail=by_mail
        )
    else:
        user = actions.take_back_account(center=request.center, invitation=found, user=owner, password=password)
    login(cast(HttpRequest, request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "invitation", reauthenticated=True)
    return redirect("start")
