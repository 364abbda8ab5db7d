"""Calling: one press begins and opens the strip, one of five results ends it."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.moments import moment_text
from lotsenhaus.kit.notices import say_with_undo
from lotsenhaus.mediation.actions import calls, offers
from lotsenhaus.mediation.choices.states import CallResult, OfferState
from lotsenhaus.mediation.forms.board import CallResultForm
from lotsenhaus.mediation.models import Call, Mediator, Offer
from lotsenhaus.mediation.permissions import DISPATCH, is_own_mediator
from lotsenhaus.mediation.planning.because import reasons_for
from lotsenhaus.mediation.queries.today import call_backs
from lotsenhaus.mediation.rules.deadlines import PHONE_UNDO_MINUTES
from lotsenhaus.mediation.views.loading import own_slot
from lotsenhaus.mediation.views.steps import page_of
from lotsenhaus.network.models import Contact

_TOO_LATE = {
    "taken": gettext_lazy("Hier hat schon jemand zugesagt. Bitte danken Sie und sagen Sie Bescheid."),
    "dated": gettext_lazy("Inzwischen steht ein Termin fest. Bitte fragen Sie noch einmal, ob er passt."),
    "past": gettext_lazy("Dieser Vorschlag ist inzwischen vorbei. Bitte fragen Sie nach einem anderen."),
    "over": gettext_lazy("Hier wird niemand mehr gesucht. Bitte danken Sie und sagen Sie Bescheid."),
}


@require_POST
@require(DISPATCH)
def begin(request: CenterRequest, slot_pk: int, pk: int) -> HttpResponse:
    """Anrufen: the strip opens; the number itself is a tel: link on the page."""
    slot, mediator = own_slot(request, slot_pk), get_object_or_404(Mediator, pk=pk)
    if not is_own_mediator(request.access, mediator) and mediator.pk not in request.session.get("shown_numbers", []):
        raise PermissionDenied
    try:
        calls.begin_call(center=request.center, by=request.user, desk=request.access.desk, mediator=mediator, slot=slot)
    except calls.StillCalling as still:
        who = still.call.mediator.short_name if still.call.mediator else _("jemandem")
        messages.warning(
            request, _("Der Anruf bei %(who)s hat noch kein Ergebnis. Bitte erst unten antippen.") % {"who": who}
        )
    return redirect(page_of(request, slot))


@require_POST
@require(DISPATCH)
def begin_back(request: CenterRequest, pk: int) -> HttpResponse:
    """Phone somebody from the list of call-backs."""
    waiting = get_object_or_404(call_backs(request.access.desk).select_related("slot__inquiry"), pk=pk)
    try:
        calls.begin_call(
            center=request.center,
            by=request.user,
            desk=request.access.desk,
            mediator=waiting.mediator,
            contact=waiting.contact,
            slot=waiting.slot,
            inquiry=waiting.inquiry,
            returning=waiting,
        )
    except calls.StillCalling:
        messages.warning(request, _("Ein anderer Anruf hat noch kein Ergebnis. Bitte erst unten antippen."))
    return redirect(_page(request, waiting))


@require_POST
@require(DISPATCH)
def begin_contact(request: CenterRequest, pk: int) -> HttpResponse:
    """Phone an institution."""
    contact = get_object_or_404(Contact, pk=pk)
    try:
        calls.begin_call(center=request.center, by=request.user, desk=request.access.desk, contact=contact)
    except calls.StillCalling:
        messages.warning(request, _("Ein anderer Anruf hat noch kein Ergebnis. Bitte erst unten antippen."))
    return redirect("mediation:today", request.center.slug)


@require_POST
@require(DISPATCH)
def result(request: CenterRequest, pk: int) -> HttpResponse:
    """One of the five; it moves the inquiry, informs people and shows the next person."""
    call = get_object_or_404(Call.objects.select_related("mediator", "slot__inquiry", "inquiry", "contact"), pk=pk)
    if call.by_id != request.user.pk:
        raise PermissionDenied
    form = CallResultForm(request.POST, slot=call.slot)
    if not form.is_valid():
        messages.warning(request, _("Bitte Tag und Uhrzeit des Rückrufs eintragen."))
        return redirect(_page(request, call))
    try:
        outcome = calls.end_call(
            call=call, by=request.user, desk=request.access.desk, explanation=_why(call, form), **form.cleaned_data
        )
    except offers.AlreadyBusy as busy:
        messages.warning(
            request,
            _("Zu dieser Zeit ist %(who)s schon in einem anderen Einsatz. Der Weg ist mitgerechnet.")
            % {"who": busy.who.short_name},
        )
        return redirect(_page(request, call))
    except offers.TooLate as late:
        page = _page(request, call)
        calls.drop_call(call=call, by=request.user)
        messages.warning(request, _TOO_LATE.get(late.why, _TOO_LATE["over"]))
        return redirect(page)
    _say(request, outcome)
    return redirect(_page(request, call) + _lesson(outcome))


@require_POST
@require(DISPATCH)
def drop(request: CenterRequest, pk: int) -> HttpResponse:
    """Pressed by mistake."""
    call = get_object_or_404(Call.objects.running().select_related("slot__inquiry", "inquiry"), pk=pk, by=request.user)
    page = _page(request, call)
    calls.drop_call(call=call, by=request.user)
    return redirect(page)


@require_POST
@require(DISPATCH)
def back_done(request: CenterRequest, pk: int) -> HttpResponse:
    desk = request.access.desk
    found = get_object_or_404(Call.objects.filter(desk=desk) if desk else Call, pk=pk)
    calls.finish_call_back(call=found, by=request.user)
    return redirect("mediation:today", request.center.slug)


def _why(call: Call, form: CallResultForm) -> dict[str, object]:
    """Why it was this person, as for those who are asked in writing; only an answer becomes a question's end."""
    is_answer = form.cleaned_data["result"] in (CallResult.ACCEPTED, CallResult.DECLINED)
    return reasons_for(call.slot, call.mediator) if is_answer and call.slot and call.mediator else {}


def _page(request: CenterRequest, call: Call) -> str:
    if call.slot is not None:
        return page_of(request, call.slot)
    if call.inquiry_id is not None:
        return reverse("mediation:inquiry", args=[request.center.slug, call.inquiry_id])
    return reverse("mediation:today", args=[request.center.slug])


def _lesson(outcome: calls.Outcome) -> str:
    """After a no the page offers one optional tick: "dienstags nie"."""
    call = outcome.call
    if call.result != CallResult.DECLINED or call.slot is None or call.slot.starts_at is None:
        return ""
    declined = Offer.objects.filter(slot=call.slot, mediator=call.mediator, state=OfferState.DECLINED).last()
    return f"&nie={declined.pk}" if declined else ""


def _say(request: CenterRequest, outcome: calls.Outcome) -> None:
    call = outcome.call
    who = call.mediator.short_name if call.mediator else (call.contact.name if call.contact else "")
    if outcome.assignment:
        say_with_undo(
            request,
            _("%(who)s sagt zu. Alle bekommen Bescheid.") % {"who": who},
            undo=reverse("mediation:acceptance-undo", args=[request.center.slug, outcome.assignment.pk]),
            seconds=int(timedelta(minutes=PHONE_UNDO_MINUTES).total_seconds()),
        )
    elif call.result == CallResult.CALLS_BACK and call.until:
        messages.success(
            request, _("Rückruf eingetragen: %(who)s, %(when)s.") % {"who": who, "when": moment_text(call.until)}
        )
    elif outcome.try_again_at:
        when = moment_text(outcome.try_again_at)
        messages.info(
            request, _("%(who)s zweimal nicht erreicht. Vorschlag: %(when)s wieder.") % {"who": who, "when": when}
        )
    elif call.result == CallResult.WRONG_NUMBER:
        messages.info(
            request,
            _("Die Nummer von %(who)s steht jetzt auf der Liste zum Klären. Es zählt nicht als Nein.") % {"who": who},
        )
    elif call.result == CallResult.DECLINED:
        messages.info(request, _("%(who)s kann nicht. Hier ist die nächste Person.") % {"who": who})
    else:
        messages.info(request, _("%(who)s nicht erreicht.") % {"who": who})
