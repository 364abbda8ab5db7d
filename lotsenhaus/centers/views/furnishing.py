"""The first hour: Erste Schritte, and what the center says about itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers import seams
from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.actions import center as actions
from lotsenhaus.centers.forms.center import CenterForm
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.permissions import CENTER_CHANGE, FIRST_STEPS


@require(CENTER_CHANGE)
def center(request: CenterRequest) -> HttpResponse:
    # A form writes into the row it is given; the audit wants to know what was there before.
    form = CenterForm(request.POST or None, instance=Center.objects.get(pk=request.center.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_center(center=request.center, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Gespeichert."))
        return redirect("centers:center", request.center.slug)
    return render(request, "centers/center.html", {"form": form})


@require(FIRST_STEPS)
def first_steps(request: CenterRequest) -> HttpResponse:
    states = seams.step_states(request.center, request.access.role)
    context = {"states": states, "done": sum(one["state"] == "done" for one in states)}
    return render(request, "centers/first_steps.html", context)


@require_POST
@require(FIRST_STEPS)
def postpone(request: CenterRequest, code: str) -> HttpResponse:
    """ "Später" and back again."""
    if code not in [step.code for step in seams.first_steps]:
        raise Http404
    change = actions.resume_step if code in request.center.first_steps_later else actions.postpone_step
    change(center=request.center, code=code)
    return redirect("centers:first-steps", request.center.slug)
