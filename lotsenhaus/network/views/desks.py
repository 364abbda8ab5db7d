"""Stellen & Regeln: the desks; and the absence of one's own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require, today
from lotsenhaus.network import queries
from lotsenhaus.network.actions import desks as actions
from lotsenhaus.network.forms.desks import AbsenceForm, DeskForm
from lotsenhaus.network.models import Desk, DeskAbsence, Town
from lotsenhaus.network.permissions import DESKS_CHANGE, DESKS_READ, OWN_ABSENCE


@require(DESKS_READ)
def desks(request: CenterRequest) -> HttpResponse:
    rows = Desk.objects.filter(closed_on=None).select_related("town", "cover")
    served = Desk.serves.through.objects.filter(desk__closed_on=None, desk__center=request.center)
    context = {
        "desks": rows.prefetch_related("serves", "members__membership__user"),
        "absences": queries.absences_ahead(today()),
        "unserved": Town.objects.exclude(pk__in=served.values("town_id")),
        "may_change": request.access.has(DESKS_CHANGE),
    }
    return render(request, "network/desks.html", context)


@require(DESKS_CHANGE)
def edit(request: CenterRequest, pk: int | None = None) -> HttpResponse:
    """A new desk, or an existing one."""
    desk = get_object_or_404(Desk, pk=pk, closed_on=None) if pk else None
    form = DeskForm(request.POST or None, instance=desk)
    if request.method == "POST" and form.is_valid():
        actions.save_desk(
            center=request.center,
            desk=Desk.objects.get(pk=pk) if pk else None,
            values=form.values(),
            serves=list(form.cleaned_data["serves"]),
            by=request.user,
        )
        messages.success(request, _("Gespeichert."))
        return redirect("network:desks", request.center.slug)
    return render(request, "network/desk_form.html", {"form": form, "desk": desk})


@require_POST
@require(DESKS_CHANGE)
def close(request: CenterRequest, pk: int) -> HttpResponse:
    actions.close_desk(desk=get_object_or_404(Desk, pk=pk, closed_on=None), today=today(), by=request.user)
    messages.success(request, _("Die Stelle vermittelt nicht mehr. Was sie getan hat, bleibt sichtbar."))
    return redirect("network:desks", request.center.slug)


@require(DESKS_CHANGE)
def absence(request: CenterRequest, pk: int) -> HttpResponse:
    """Entered for a desk whose people are ill."""
    desk = get_object_or_404(Desk.objects.select_related("cover"), pk=pk, closed_on=None)
    return _absence(request, desk, "network:desk-absence", pk)


@require(OWN_ABSENCE)
def my_absence(request: CenterRequest) -> HttpResponse:
    """Feierabend and holidays of the desk one works for."""
    desk = request.access.desk
    if desk is None:
        return render(request, "network/no_desk.html")
    return _absence(request, desk, "network:my-absence")


def _absence(request: CenterRequest, desk: Desk, page: str, *pk: int) -> HttpResponse:
    form = AbsenceForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid():
        actions.note_absence(desk=desk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Eingetragen. Einrichtungen sehen, wann Sie zurück sind."))
        return redirect(page, request.center.slug, *pk)
    now = timezone.now()
    back = queries.next_open(desk, now)
    due = [line for lines in queries.falling_due for line in lines(desk, back)] if back else []
    context = {
        "desk": desk,
        "form": form,
        "absences": queries.absences_ahead(today()).filter(desk=desk),
        "back": back,
        "cover": queries.cover_of(desk, today()),
        "due": due,
    }
    return render(request, "network/absence.html", context)


@require_POST
@require(OWN_ABSENCE, DESKS_CHANGE)
def end_absence(request: CenterRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(DeskAbsence.objects.select_related("desk"), pk=pk)
    own = request.access.desk is not None and found.desk_id == request.access.desk.pk
    if not own and not request.access.has(DESKS_CHANGE):
        raise Http404
    actions.end_absence(absence=found, today=today(), by=request.user)
    messages.success(request, _("Die Abwesenheit ist beendet."))
    return redirect(*(("network:my-absence", request.center.slug) if own else ("network:desks", request.center.slug)))
