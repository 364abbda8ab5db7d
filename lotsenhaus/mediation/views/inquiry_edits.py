""" "Anfrage ändern", for the desk that has it and for the institution; whoever comes second sees both versions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.calendar import minutes_between
from lotsenhaus.mediation.actions.inquiries import NotOpen
from lotsenhaus.mediation.actions.inquiry_changes import ChangedMeanwhile, change_inquiry
from lotsenhaus.mediation.forms.changes import ChangeForm
from lotsenhaus.mediation.models import Inquiry
from lotsenhaus.mediation.permissions import DISPATCH, INQUIRY_READ_OWN, may_work_on
from lotsenhaus.mediation.queries.changes import CHANGEABLE, can_move, promises
from lotsenhaus.mediation.queries.inquiries import inquiries_of
from lotsenhaus.mediation.queries.policies import policy_on
from lotsenhaus.mediation.rules.admissibility import InquiryFacts, Verdict, check

ABOUT_THE_DATE = ("in_the_past", "too_soon", "too_long")


@require(DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: CenterRequest, pk: int) -> HttpResponse:
    """The desk that has it, and the coordination; for others there is no such page."""
    inquiry = get_object_or_404(Inquiry.objects.select_related("organization", "center", "desk"), pk=pk)
    if not may_work_on(request.access, inquiry):
        raise Http404
    back = reverse("mediation:inquiry", args=[request.center.slug, pk])
    return _edit(request, inquiry, back, is_staff=True)


@require(INQUIRY_READ_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def my_edit(request: CenterRequest, pk: int) -> HttpResponse:
    inquiry = get_object_or_404(inquiries_of(request.user).select_related("organization", "center", "desk"), pk=pk)
    return _edit(request, inquiry, reverse("mediation:my-inquiry", args=[request.center.slug, pk]), is_staff=False)


def _edit(request: CenterRequest, inquiry: Inquiry, back: str, *, is_staff: bool) -> HttpResponse:
    if inquiry.state not in CHANGEABLE:
        messages.error(request, _("Diese Anfrage ist beendet. Bitte stellen Sie eine neue."))
        return redirect(back)
    form = _form(request, inquiry, is_staff=is_staff)
    if request.method != "POST":
        return _page(request, inquiry, form, back)
    typed = request.POST.get("version", "")
    if typed != str(inquiry.version):
        return _both_versions(request, inquiry, back, is_staff=is_staff)
    if not form.is_valid() or form.show(_verdicts(request, inquiry, form)):
        return _page(request, inquiry, form, back)
    try:
        change_inquiry(inquiry=inquiry, version=int(typed), wish=form.wish(), by=request.user, is_staff=is_staff)
    except ChangedMeanwhile:
        inquiry.refresh_from_db()
        return _both_versions(request, inquiry, back, is_staff=is_staff)
    except NotOpen:
        messages.error(request, _("Das Gespräch hat schon begonnen. Der Termin lässt sich nicht mehr verschieben."))
        return redirect(back)
    if form.moved_to:
        messages.success(request, _("Verschoben. Alle, die es betrifft, erfahren es. Wir suchen für den neuen Termin."))
    else:
        messages.success(request, _("Geändert. Wer zugesagt hat, erfährt, was wichtig ist."))
    return redirect(back)


def _form(request: CenterRequest, inquiry: Inquiry, *, is_staff: bool, forget_tick: bool = False) -> ChangeForm:
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and forget_tick:  # how many promises there are may have changed, too
        data.pop("cancel_promises", None)
    return ChangeForm(
        data,
        inquiry=inquiry,
        slots=list(inquiry.slots.prefetch_related("talk_rows")),
        promised=len(promises(inquiry)),
        can_move=can_move(inquiry, timezone.now()),
        is_staff=is_staff,
        today=timezone.localdate(),
    )


def _verdicts(request: CenterRequest, inquiry: Inquiry, form: ChangeForm) -> list[Verdict]:
    """What the rules of today say to the new date; without one there is nothing to say."""
    if form.moved_to is None:
        return []
    facts = InquiryFacts(
        occasion=inquiry.occasion,
        organization_kind=inquiry.organization.kind,
        starts=(form.moved_to[0],),
        planned_minutes=inquiry.planned_minutes if form.has_list else minutes_between(*form.moved_to),
        place_kind=inquiry.place_kind,
    )
    found = check(facts, policy_on(request.center, timezone.localdate()), timezone.now())
    return [one for one in found if one.code in ABOUT_THE_DATE]


def _both_versions(request: CenterRequest, inquiry: Inquiry, back: str, *, is_staff: bool) -> HttpResponse:
    """Nothing was stored: what is stored by now stands beside what was typed, and what was typed stays in the form."""
    form = _form(request, inquiry, is_staff=is_staff, forget_tick=True)
    return _page(request, inquiry, form, back, status=409)


def _page(request: CenterRequest, inquiry: Inquiry, form: ChangeForm, back: str, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "inquiry": inquiry,
        "back": back,
        "people": promises(inquiry),
        "is_conflict": status == 409,
    }
    return render(request, "mediation/inquiry_edit.html", context, status=status)
