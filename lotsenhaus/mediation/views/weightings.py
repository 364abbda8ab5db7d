"""Gewichtung: what counts how much when people are proposed, tried out on last month before it is saved."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require, today
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.actions import weightings as actions
from lotsenhaus.mediation.choices.weightings import LABELS
from lotsenhaus.mediation.forms.weightings import WeightingForm
from lotsenhaus.mediation.permissions import RULES_CHANGE
from lotsenhaus.mediation.planning.last_month import compare, last_month
from lotsenhaus.mediation.planning.strengths import strengths_from
from lotsenhaus.mediation.planning.weights import Version, points_of, versions, weights_from
from lotsenhaus.mediation.views.weighting_pictures import GROUP, SIZE, lines_of


@require(RULES_CHANGE)
def weighting(request: CenterRequest) -> HttpResponse:
    """GET: what holds and what held. POST: a preview, or with "save" a new version."""
    known = versions()
    held = known[0]
    name = held.name if held.at else ""  # a new one is not called "Standard"
    form = WeightingForm(request.POST or None, points=points_of(held.weights), initial={"name": name})
    context: dict[str, Any] = {"form": form, "based_on": _seen(request) or held.weights.version}
    if request.method == "POST" and "save" in request.POST:
        if form.is_valid():
            try:
                return _save(request, form)
            except actions.Overtaken:
                known = versions()
                context |= {"overtaken": known[0], "based_on": known[0].weights.version}
            except actions.Unchanged:
                messages.info(request, _("Gespeichert ist nichts: Diese Zahlen gelten schon."))
    elif request.method == "POST" and form.is_comparable():
        context |= _preview(held, form)
    return render(request, "mediation/weighting.html", {**context, "versions": _with_words(known)})


def _seen(request: CenterRequest) -> int:
    """Which version held when the person opened the page; 0 when that is not said."""
    return whole_number(request.POST.get("based_on")) or 0


def _save(request: CenterRequest, form: WeightingForm) -> HttpResponse:
    row = actions.change_weighting(
        center=request.center,
        name=form.cleaned_data["name"],
        points=form.points,
        note=form.cleaned_data["note"],
        based_on=_seen(request),
        by=request.user,
    )
    return _saved(request, row.version)


def _saved(request: CenterRequest, version: int) -> HttpResponse:
    words = _("Gespeichert. Ab jetzt gilt Fassung %(n)s für neue Vorschläge. Wer schon gefragt ist, bleibt gefragt.")
    messages.success(request, words % {"n": version})
    return redirect("mediation:weighting", request.center.slug)


def _preview(held: Version, form: WeightingForm) -> dict[str, Any]:
    found = compare(today(), held.weights, weights_from({"name": "preview", "version": 0, "points": form.points}))
    lines = lines_of(found) if found else []
    picture = {**SIZE, "height": len(lines) * GROUP}
    return {"month": last_month(today()), "found": found, "lines": lines, "picture": picture}


def _with_words(known: list[Version]) -> list[tuple[Version, list[tuple[Any, int]]]]:
    return [
        (one, [(LABELS[name], value) for name, value in strengths_from(points_of(one.weights)).items()])
        for one in known
    ]


@require_POST
@require(RULES_CHANGE)
def weighting_again(request: CenterRequest, version: int) -> HttpResponse:
    """ "Wieder so wie Fassung 2": its points as a new version."""
    chosen = next((one for one in versions() if one.weights.version == version), None)
    if chosen is None:
        raise Http404
    try:
        row = actions.go_back(center=request.center, to=chosen, based_on=_seen(request), by=request.user)
    except actions.Overtaken:
        messages.warning(
            request, _("Inzwischen gilt eine neue Fassung. Bitte sehen Sie sie an und entscheiden Sie noch einmal.")
        )
        return redirect("mediation:weighting", request.center.slug)
    except actions.Unchanged:
        messages.info(request, _("Gespeichert ist nichts: Diese Zahlen gelten schon."))
        return redirect("mediation:weighting", request.center.slug)
    return _saved(request, row.version)
