"""One step on one inquiry, each a POST that leads back to its page: ask, take back, pass on, cancel."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lotsenhaus.centers import audit
from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.notices import say_with_undo
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.kit.views import form_again
from lotsenhaus.mediation.actions import asking, assignments, handovers, offers
from lotsenhaus.mediation.choices.states import DeclineReason, SlotState
from lotsenhaus.mediation.forms.board import CancelForm, HandoverForm, ReasonForm, UnfilledForm
from lotsenhaus.mediation.models import Assignment, Handover, Mediator, Offer, Slot
from lotsenhaus.mediation.permissions import DISPATCH
from lotsenhaus.mediation.planning import board_for
from lotsenhaus.mediation.planning.because import reasons_kept
from lotsenhaus.mediation.views.loading import own_inquiry, own_slot, visible_inquiry

_TOO_LATE = gettext_lazy("Das ging inzwischen nicht mehr. Bitte sehen Sie noch einmal auf den Stand.")

_PAST = gettext_lazy("Dieser Termin ist vorbei. Für einen neuen Tag nehmen Sie bitte „Wie letztes Mal“.")


def page_of(request: CenterRequest, slot: Slot) -> str:
    url = reverse("mediation:inquiry", args=[request.center.slug, slot.inquiry_id])
    return f"{url}?gesucht={slot.pk}"


@require_POST
@require(DISPATCH)
def ask(request: CenterRequest, pk: int) -> HttpResponse:
    """Ask the ticked people, in the order of the list; one after the other unless it is urgent."""
    slot = own_slot(request, pk)
    board = board_for(slot)
    ticked = set(request.POST.getlist("mediator"))
    chosen = [one for one in board.ranking.candidates if one.mediator in ticked]
    if not chosen:
        messages.warning(request, _("Bitte kreuzen Sie mindestens eine Person an."))
        return redirect(page_of(request, slot))
    people = [board.mediators[one.mediator] for one in chosen]
    reasons = {int(one.mediator): reasons_kept(one) for one in chosen}
    try:
        asked = asking.ask(
            slot=slot,
            mediators=people,
            by=request.user,
            desk=slot.working_desk,
            explanations=reasons,
            at_once=True if request.POST.get("gleichzeitig") else None,
        )
    except offers.TooLate as late:
        messages.warning(
            request,
            _("Hier ist schon jemand gefunden. Es wurde niemand mehr gefragt.") if late.why == "taken" else _TOO_LATE,
        )
        return redirect(page_of(request, slot))
    undo = reverse("mediation:offers-withdraw", args=[request.center.slug, slot.pk]) if asked else ""
    if written := [person.short_name for person in people if person.message_channel]:
        say_with_undo(request, _("Gefragt: %(names)s.") % {"names": ", ".join(written)}, undo=undo)
    if to_call := [person.short_name for person in people if not person.message_channel]:
        messages.warning(
            request, _("Bitte anrufen: %(names)s (weder E-Mail noch SMS).") % {"names": ", ".join(to_call)}
        )
    return redirect(page_of(request, slot))


@require_POST
@require(DISPATCH)
def withdraw_offers(request: CenterRequest, pk: int) -> HttpResponse:
    """Rückgängig: the questions of this slot, or the one named by `offer`."""
    slot = own_slot(request, pk)
    one = request.POST.get("offer", "")
    if not one:
        asking.withdraw_all(slot=slot, by=request.user)
    else:
        asking.withdraw_offer(offer=get_object_or_404(Offer, pk=whole_number(one), slot=slot), by=request.user)
    messages.success(request, _("Zurückgenommen. Wer die Frage schon hatte, bekommt eine kurze Nachricht."))
    return redirect(page_of(request, slot))


@require_POST
@require(DISPATCH)
def decline_for(request: CenterRequest, pk: int) -> HttpResponse:
    """A no by telephone or on the street, entered for a person who was asked."""
    offer = get_object_or_404(Offer.objects.select_related("slot__inquiry"), pk=pk)
    slot = own_slot(request, offer.slot_id)
    reason = request.POST.get("grund", "")
    reason = reason if reason in DeclineReason.values else ""
    try:
        offers.decline_offer(offer=offer, via="phone", by=request.user, reason=reason)
    except offers.TooLate:
        messages.warning(request, _TOO_LATE)
    else:
        if reason == DeclineReason.NEVER_THIS_WEEKDAY:
            messages.success(request, _("Gemerkt: an diesem Wochentag nie."))
    return redirect(page_of(request, slot))


@require_POST
@require(DISPATCH)
def give_up(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Nicht vermittelt" with its reason."""
    slot = own_slot(request, pk)
    form = UnfilledForm(request.POST)
    if form.is_valid():
        try:
            asking.give_up_slot(slot=slot, reason=form.cleaned_data["reason"], by=request.user)
        except offers.TooLate:
            messages.warning(request, _TOO_LATE)
            return redirect(page_of(request, slot))
        say_with_undo(
            request,
            _("Als „Nicht vermittelt“ eingetragen. Die Einrichtung bekommt Bescheid."),
            undo=reverse("mediation:slot-reopen", args=[request.center.slug, slot.pk]),
        )
    else:
        messages.warning(request, _("Bitte wählen Sie einen Grund."))
    return redirect(page_of(request, slot))


@require_POST
@require(DISPATCH)
def reopen(request: CenterRequest, pk: int) -> HttpResponse:
    slot = own_slot(request, pk)
    try:
        asking.reopen_slot(slot=slot, by=request.user)
    except offers.TooLate as late:
        messages.warning(request, _PAST if late.why == "past" else _TOO_LATE)
    return redirect(page_of(request, slot))


@require_POST
@require(DISPATCH)
def hand_over(request: CenterRequest, pk: int) -> HttpResponse:
    """The whole inquiry, or the slot named by `slot`, to another desk."""
    inquiry = visible_inquiry(request, pk)
    one = request.POST.get("slot", "")
    number = whole_number(one)
    slot = own_slot(request, number) if number else None
    if slot is None:
        inquiry = own_inquiry(request, pk)
    elif slot.inquiry_id != inquiry.pk:  # else the other desk would see an inquiry that nobody passed on to it
        raise Http404
    form = HandoverForm(request.POST, leave_out=(slot.working_desk if slot else inquiry.desk).pk)
    if not form.is_valid():
        back = reverse("mediation:inquiry", args=[request.center.slug, inquiry.pk])
        return form_again(request, form, title=_("Weitergeben an …"), back=back, keep=("slot",))
    handovers.hand_over(
        inquiry=inquiry,
        slot=slot,
        to_desk=form.cleaned_data["desk"],
        note=form.cleaned_data["note"],
        by=request.user,
    )
    messages.success(request, _("Weitergegeben an %(desk)s.") % {"desk": form.cleaned_data["desk"]})
    return redirect("mediation:inquiry", request.center.slug, inquiry.pk)


@require_POST
@require(DISPATCH)
def answer_handover(request: CenterRequest, pk: int) -> HttpResponse:
    """Übernehmen, or Zurückgeben with a reason."""
    handover = get_object_or_404(Handover.objects.select_related("inquiry", "to_desk"), pk=pk)
    visible_inquiry(request, handover.inquiry_id)
    desk = request.access.desk
    if desk is not None and handover.to_desk_id != desk.pk:
        messages.warning(request, _("Diese Anfrage liegt bei einer anderen Stelle."))
        return redirect("mediation:board", request.center.slug)
    try:
        if request.POST.get("answer") == "back":
            form = ReasonForm(request.POST)
            if not form.is_valid():
                back = reverse("mediation:inquiry", args=[request.center.slug, handover.inquiry_id])
                return form_again(request, form, title=_("Zurückgeben"), back=back, keep=("answer",))
            handovers.give_back(handover=handover, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Zurückgegeben an %(desk)s.") % {"desk": handover.from_desk})
            return redirect("mediation:board", request.center.slug)
        handovers.take_over(handover=handover, by=request.user)
    except handovers.NotYours:
        messages.warning(request, _("Das hat schon jemand beantwortet."))
    return redirect("mediation:inquiry", request.center.slug, handover.inquiry_id)


@require_POST
@require(DISPATCH)
def cancel(request: CenterRequest, pk: int) -> HttpResponse:
    """One side cancels, entered by the desk; after a mediator's no the next person is proposed at once."""
    assignment = get_object_or_404(Assignment.objects.select_related("slot__inquiry"), pk=pk)
    slot = own_slot(request, assignment.slot_id)
    form = CancelForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Bitte wählen Sie, wer absagt und warum."))
        return redirect(page_of(request, slot))
    try:
        cancelled = assignments.cancel_assignment(
            assignment=assignment, by=request.user, via="phone", **form.cleaned_data
        )
    except assignments.NotPossible:
        messages.warning(request, _("Dieser Einsatz ist schon bestätigt und kann nicht mehr abgesagt werden."))
    else:
        is_looked_for = cancelled.slot.state == SlotState.OPEN
        messages.success(
            request,
            _("Abgesagt. Die Einrichtung weiß Bescheid. Hier sind die nächsten Personen.")
            if is_looked_for
            else _("Abgesagt. Alle Beteiligten bekommen Bescheid."),
        )
    return redirect(page_of(request, slot))


@require_POST
@require(DISPATCH)
def undo_acceptance(request: CenterRequest, pk: int) -> HttpResponse:
    """A phone acceptance is taken back within ten minutes."""
    assignment = get_object_or_404(Assignment.objects.select_related("slot__inquiry"), pk=pk)
    slot = own_slot(request, assignment.slot_id)
    try:
        offers.undo_acceptance(assignment=assignment, by=request.user)
    except offers.TooLate:
        messages.warning(request, _("Nach zehn Minuten geht das nicht mehr. Bitte tragen Sie eine Absage ein."))
    else:
        messages.success(request, _("Zurückgenommen. Es ist wieder offen."))
    return redirect(page_of(request, slot))


@require_POST
@require(DISPATCH)
def show_number(request: CenterRequest, pk: int, slot_pk: int) -> HttpResponse:
    """The number of another desk's mediator; who looked is written to the read log."""
    slot = own_slot(request, slot_pk)
    mediator = get_object_or_404(Mediator, pk=pk)
    audit.record(
        center=request.center,
        action="mediator.phone_read",
        by=request.user,
        on=mediator,
        inquiry=slot.inquiry_id,
        mediator=mediator.pk,
    )
    request.session["shown_numbers"] = [*request.session.get("shown_numbers", [])[-50:], mediator.pk]
    request.session["shown_at"] = timezone.now().isoformat()
    return redirect(f"{page_of(request, slot)}#kandidat-{mediator.pk}")
