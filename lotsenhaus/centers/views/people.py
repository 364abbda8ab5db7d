"""Personen & Rechte: who works here, as what; invite, change, let go."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import queries, seams
from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.actions import people as actions
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.forms.people import InvitationForm, RoleForm
from lotsenhaus.centers.models import Invitation, Membership
from lotsenhaus.centers.permissions import PEOPLE_CHANGE, PEOPLE_READ


@require(PEOPLE_READ)
def people(request: CenterRequest) -> HttpResponse:
    context = {
        "people": queries.people_of(request.center),
        "invitations": actions.open_invitations(request.center).order_by("name"),
        "now": timezone.now(),
        "may_change": request.access.has(PEOPLE_CHANGE),
    }
    return render(request, "centers/people.html", context)


@require(PEOPLE_CHANGE)
def invite(request: CenterRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None, desks=seams.desks())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.invite(
            center=request.center,
            by=request.user,
            email=values["email"],
            name=values["name"],
            role=values["role"],
            desk_id=values["desk"],
        )
        messages.success(request, _("Die Einladung an %(name)s ist unterwegs.") % {"name": values["name"]})
        return redirect("centers:people", request.center.slug)
    return render(request, "centers/invite.html", {"form": form})


def _invitation(request: CenterRequest, pk: int) -> Invitation:
    return get_object_or_404(actions.open_invitations(request.center), pk=pk)


@require(PEOPLE_CHANGE)
def letter(request: CenterRequest, pk: int) -> HttpResponse:
    """The invitation on paper, for those who read no mail."""
    invitation = _invitation(request, pk)
    link = actions.link_of(center=request.center, invitation=invitation)
    context = {
        "invitation": invitation,
        "link": link,
        "role": Role(invitation.role).label,
        "picture": segno.make(link, error="m").svg_data_uri(scale=4, border=2),
    }
    return render(request, "centers/invitation_letter.html", context)


@require_POST
@require(PEOPLE_CHANGE)
def send_again(request: CenterRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    actions.send_again(center=request.center, invitation=invitation, by=request.user)
    messages.success(request, _("Die Einladung an %(name)s ist noch einmal unterwegs.") % {"name": invitation.name})
    return redirect("centers:people", request.center.slug)


@require_POST
@require(PEOPLE_CHANGE)
def withdraw(request: CenterRequest, pk: int) -> HttpResponse:
    actions.withdraw(center=request.center, invitation=_invitation(request, pk), by=request.user)
    messages.success(request, _("Die Einladung gilt nicht mehr."))
    return redirect("centers:people", request.center.slug)


def _person(request: CenterRequest, pk: int) -> User:
    """Somebody who works in this center today."""
    return get_object_or_404(
        User.objects.filter(memberships__center=request.center, memberships__ended_at=None).distinct(), pk=pk
    )


@require(PEOPLE_CHANGE)
def person(request: CenterRequest, pk: int) -> HttpResponse:
    """One person: her roles, one more role, the end of one."""
    user = _person(request, pk)
    form = RoleForm(request.POST or None, desks=seams.desks())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.grant(center=request.center, user=user, role=values["role"], desk_id=values["desk"], by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("centers:person", request.center.slug, user.pk)
    context = {
        "person": next(one for one in queries.people_of(request.center) if one.user == user),
        "is_only_here": actions.is_only_here(center=request.center, user=user),
        "form": form,
    }
    return render(request, "centers/person.html", context)


@require_POST
@require(PEOPLE_CHANGE)
def end_role(request: CenterRequest, pk: int) -> HttpResponse:
    """`pk` is the membership's."""
    rows = Membership.objects.filter(center=request.center, ended_at=None).select_related("user")
    membership = get_object_or_404(rows, pk=pk)
    try:
        actions.end_membership(center=request.center, membership=membership, by=request.user)
    except actions.LastAdmin:
        messages.error(
            request,
            _("Das ist die letzte Person, die hier verwalten darf. Geben Sie erst jemand anderem diese Aufgabe."),
        )
    else:
        words = _("%(name)s: „%(role)s“ ist beendet. Alle Anmeldungen sind abgelaufen.")
        messages.success(request, words % {"name": membership.user.name, "role": membership.get_role_display()})
    return redirect("centers:people", request.center.slug)


@require_POST
@require(PEOPLE_CHANGE)
def reset_second_factor(request: CenterRequest, pk: int) -> HttpResponse:
    user = _person(request, pk)
    if actions.is_only_here(center=request.center, user=user):
        actions.reset_second_factor(center=request.center, user=user, by=request.user)
        messages.success(
            request, _("%(name)s richtet den zweiten Schritt beim nächsten Anmelden neu ein.") % {"name": user.name}
        )
    else:
        messages.error(
            request, _("Diese Person arbeitet auch in einem anderen Zentrum. Bitte fragen Sie den Systembetrieb.")
        )
    return redirect("centers:person", request.center.slug, user.pk)
