"""Einladungen in Wellen: who is next, how many a day, start and stop."""

from math import ceil

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.actions.people import invitation_text
from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.actions import waves as actions
from lotsenhaus.mediation.forms.waves import WavesForm
from lotsenhaus.mediation.permissions import MEDIATOR_IMPORT
from lotsenhaus.mediation.queries.waves import never_invited, running_waves

SHOWN = 100


@require(MEDIATOR_IMPORT)
def waves(request: CenterRequest) -> HttpResponse:
    """GET shows who is next and the text; POST starts, or goes on."""
    running = running_waves()
    form = WavesForm(request.POST or None, initial={"per_day": running.per_day if running else 10})
    if request.method == "POST" and form.is_valid():
        actions.start(center=request.center, per_day=form.cleaned_data["per_day"], by=request.user)
        messages.success(
            request, _("Am nächsten Arbeitstag um 8:40 oder 9:40 Uhr gehen die ersten Einladungen hinaus.")
        )
        return redirect("mediation:invitation-waves", request.center.slug)
    people = list(never_invited()[: SHOWN + 1])
    count = never_invited().count() if len(people) > SHOWN else len(people)
    context = {
        "form": form,
        "running": running,
        "people": people[:SHOWN],
        "count": count,
        "more": max(0, count - SHOWN),
        "days": ceil(count / running.per_day) if running else 0,
        "text": invitation_text(
            request.center, by=request.user, name=_("(Name)"), link=_("(Link)"), role=Role.MEDIATOR, until=_("(Tag)")
        ),
    }
    return render(request, "mediation/invitation_waves.html", context)


@require_POST
@require(MEDIATOR_IMPORT)
def pause(request: CenterRequest) -> HttpResponse:
    actions.pause(center=request.center, by=request.user)
    messages.success(request, _("Angehalten. Es geht keine Einladung mehr hinaus, bis Sie weitermachen."))
    return redirect("mediation:invitation-waves", request.center.slug)
