"""Ask the people of a Wochenplan: everybody who is ticked, once more confirmed when they are many, with a way back."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.notices import say_with_undo
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.actions import plan_questions as actions
from lotsenhaus.mediation.models import PlanEntry
from lotsenhaus.mediation.permissions import DISPATCH
from lotsenhaus.mediation.queries import plans as queries
from lotsenhaus.mediation.queries.names import tell_apart
from lotsenhaus.mediation.views.plans import visible

MANY = 10  # more messages than these are not sent by one press


@require_POST
@require(DISPATCH)
def ask(request: CenterRequest, pk: int) -> HttpResponse:
    """Ask everybody who is ticked, in one go; with more than ten questions after a second look."""
    found = visible(request, pk)
    ticked = {number for one in request.POST.getlist("slot") if (number := whole_number(one))}
    if not ticked:
        messages.warning(request, _("Bitte kreuzen Sie mindestens ein Gespräch an."))
        return redirect("mediation:plan", request.center.slug, pk)
    entries = [row.entry for row in queries.rows_of(found) if row.entry and row.is_open and row.slot.pk in ticked]
    if sum(bool(one.mediator.message_channel) for one in entries) > MANY and "sure" not in request.POST:
        return render(request, "mediation/plan_ask.html", {"plan": found, **_second_look(entries)})
    sent = actions.ask_from_plan(plan=found, slots=ticked, by=request.user)
    request.session[_press(pk)] = [one.pk for one in sent.asked]
    _say(request, pk, sent)
    return redirect("mediation:plan", request.center.slug, pk)


def _second_look(entries: list[PlanEntry]) -> dict[str, Any]:
    """Who gets how many questions, and who has to be phoned."""
    tell_apart(one.mediator for one in entries)
    people = {one.mediator_id: one.mediator for one in entries}
    counts = Counter(one.mediator_id for one in entries)
    by_name = sorted(people.values(), key=lambda one: one.short_name)
    reached = [(one.short_name, counts[one.pk]) for one in by_name if one.message_channel]
    return {
        "slots": [one.slot_id for one in entries],
        "people": reached,
        "questions": sum(count for _name, count in reached),
        "to_call": [one.short_name for one in by_name if not one.message_channel],
    }


def _press(pk: int) -> str:
    """Where the session keeps what the last press asked."""
    return f"asked-from-plan:{pk}"


@require_POST
@require(DISPATCH)
def take_back(request: CenterRequest, pk: int) -> HttpResponse:
    """Rückgängig: what was asked by the last press."""
    asked = request.session.pop(_press(pk), [])
    count = actions.take_back(plan=visible(request, pk), asked=asked, by=request.user)
    words = ngettext("%(n)s Frage ist zurückgenommen.", "%(n)s Fragen sind zurückgenommen.", count)
    if count:
        messages.success(request, words % {"n": count})
    else:
        messages.warning(
            request, _("Zurückzunehmen war nichts mehr. Einzelne Fragen nehmen Sie bei der Anfrage zurück.")
        )
    return redirect("mediation:plan", request.center.slug, pk)


def _say(request: CenterRequest, pk: int, sent: actions.Sent) -> None:
    if sent.asked:
        words = ngettext("%(n)s Frage ist unterwegs.", "%(n)s Fragen sind unterwegs.", len(sent.asked))
        undo = reverse("mediation:plan-take-back", args=[request.center.slug, pk])
        say_with_undo(request, words % {"n": len(sent.asked)}, undo=undo)
    if sent.to_call:
        messages.warning(
            request,
            _("Bitte anrufen: %(names)s (weder E-Mail noch SMS).") % {"names": ", ".join(dict.fromkeys(sent.to_call))},
        )
    if sent.already:
        words = ngettext("%(n)s Person war schon gefragt.", "%(n)s Personen waren schon gefragt.", sent.already)
        messages.info(request, words % {"n": sent.already})
    if sent.too_late:
        words = ngettext(
            "%(n)s Gespräch ließ sich nicht mehr so anfragen und wurde ausgelassen.",
            "%(n)s Gespräche ließen sich nicht mehr so anfragen und wurden ausgelassen.",
            sent.too_late,
        )
        messages.warning(request, words % {"n": sent.too_late})
