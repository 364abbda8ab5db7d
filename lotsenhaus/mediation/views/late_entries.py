"""Nachtragen: what was arranged on paper while the house was down."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.moments import moment_text
from lotsenhaus.mediation.actions import offers, proofs
from lotsenhaus.mediation.actions.late_entries import NoRule, PastTalk, enter_past_talk
from lotsenhaus.mediation.forms.late_entries import LateEntryForm
from lotsenhaus.mediation.models import Tariff
from lotsenhaus.mediation.permissions import DISPATCH


@require(DISPATCH)
def enter(request: CenterRequest) -> HttpResponse:
    form = LateEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (number := _stored(request, form)):
        messages.success(request, _("Nachgetragen: %(number)s.") % {"number": number})
        return redirect("mediation:late-entry", request.center.slug)
    return render(request, "mediation/late_entry.html", {"form": form})


def _stored(request: CenterRequest, form: LateEntryForm) -> str:
    """The number of the new inquiry; empty when the form has an error after all."""
    values = form.cleaned_data
    talk = PastTalk(
        organization=values["organization"],
        mediator=values["mediator"],
        language=values["language"],
        occasion=values["occasion"],
        started_at=values["starts_at"],
        ended_at=values["ends_at"],
        confirmed_by=values["confirmed_by"],
        talks=values["talks"],
        ticket=values["ticket"],
    )
    try:
        proof = enter_past_talk(
            center=request.center, talk=talk, desk=request.access.desk or talk.mediator.home_desk, by=request.user
        )
    except proofs.NotYet:
        form.add_error("day", _("Dieser Tag liegt noch vor uns. Für neue Termine gibt es „Neue Anfrage“."))
    except NoRule:
        first = Tariff.objects.order_by("valid_from").values_list("valid_from", flat=True).first()
        form.add_error(
            "day",
            _("Für diesen Tag gilt keine Regel zur Aufwandsentschädigung (die erste gilt ab %(day)s). Bitte prüfen.")
            % {"day": moment_text(first, "date") if first else "–"},
        )
    except offers.AlreadyBusy:
        form.add_error("starts", _("Zu dieser Zeit steht für die Person schon ein anderer Einsatz im Lotsenhaus."))
    else:
        number: str = proof.assignment.slot.inquiry.number
        return number
    return ""
