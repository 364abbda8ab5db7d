"""What changes about an inquiry that is there: one more language, withdrawn at the telephone; and its plan on paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.mediation.actions.assignments import NotPossible, withdraw_inquiry
from lotsenhaus.mediation.actions.inquiries import NotOpen, add_slots
from lotsenhaus.mediation.choices.languages import choices as language_choices
from lotsenhaus.mediation.choices.states import CancelSide
from lotsenhaus.mediation.forms.slots import SlotForm
from lotsenhaus.mediation.models import Inquiry
from lotsenhaus.mediation.permissions import DISPATCH, INQUIRY_CREATE, may_see_inquiry, may_work_on
from lotsenhaus.mediation.queries.inquiries import with_people
from lotsenhaus.mediation.views.inquiry_status import plan


@require(INQUIRY_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_slot(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Gesucht hinzufügen", done while talking."""
    inquiry = get_object_or_404(Inquiry.objects.select_related("organization", "center", "desk"), pk=pk)
    works = may_work_on(request.access, inquiry)
    if not (works or (not request.access.is_staff and may_see_inquiry(request.access, inquiry))):
        raise Http404
    form = SlotForm(request.POST or None, prefix="s0")
    if request.method == "POST" and form.is_valid():
        if form.is_blank:
            form.add_error("language", _("Welche Sprache? Sonst kreuzen Sie bitte „Weiß ich nicht“ an."))
        day = timezone.localdate(inquiry.starts_at) if inquiry.starts_at else None
        form.place_in(day, (inquiry.starts_at, inquiry.ends_at))
        if form.is_valid():
            return _added(request, inquiry, form)
    context = {"row": form, "inquiry": inquiry, "languages": language_choices(), "back": _back(request, inquiry)}
    return render(request, "mediation/inquiry_add_slot.html", context)


def _added(request: CenterRequest, inquiry: Inquiry, form: SlotForm) -> HttpResponse:
    try:
        add_slots(inquiry=inquiry, wishes=form.wishes(), by=request.user)
    except NotOpen:
        messages.error(request, _("Diese Anfrage ist beendet. Bitte stellen Sie eine neue."))
    else:
        messages.success(request, _("Hinzugefügt. Wir suchen jetzt auch dafür."))
    return redirect(_back(request, inquiry))


def _back(request: CenterRequest, inquiry: Inquiry) -> str:
    if request.access.is_staff:
        return reverse("mediation:inquiry", args=[request.center.slug, inquiry.pk])
    return reverse("mediation:my-inquiry", args=[request.center.slug, inquiry.pk])


def _visible(request: CenterRequest, pk: int) -> Inquiry:
    found = Inquiry.objects.select_related("organization__town", "desk", "town", "center")
    inquiry = get_object_or_404(found.prefetch_related("proposed_dates", with_people()), pk=pk)
    if not may_see_inquiry(request.access, inquiry):
        raise Http404
    return inquiry


@require(DISPATCH)
@require_safe
def staff_plan(request: CenterRequest, pk: int) -> HttpResponse:
    return plan(request, _visible(request, pk))


@require(DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: CenterRequest, pk: int) -> HttpResponse:
    """The institution phones: nobody is needed any more."""
    inquiry = _visible(request, pk)
    if not may_work_on(request.access, inquiry):
        raise Http404
    if request.method != "POST":
        return render(request, "mediation/inquiry_withdraw.html", {"inquiry": inquiry})
    try:
        withdraw_inquiry(inquiry=inquiry, by=request.user, side=CancelSide.REQUESTER)
    except NotPossible:
        messages.error(request, _("Das Gespräch hat schon stattgefunden."))
    else:
        messages.success(request, _("Zurückgezogen. Alle, die es betrifft, erfahren es."))
    return redirect("mediation:inquiry", request.center.slug, pk)
