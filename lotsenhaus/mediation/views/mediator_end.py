"""Sign-in for a mediator, what is stored about her, and the end: invitation, Auskunft, erasure."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers import audit
from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation import pdf
from lotsenhaus.mediation.actions import erasure
from lotsenhaus.mediation.forms.records import EraseForm
from lotsenhaus.mediation.models import Mediator
from lotsenhaus.mediation.permissions import MEDIATOR_CHANGE, MEDIATOR_DISCLOSE, is_own_mediator
from lotsenhaus.mediation.privacy import disclosure
from lotsenhaus.mediation.queries.waves import ABOUT
from lotsenhaus.mediation.views.sheets import as_pdf


@require(MEDIATOR_DISCLOSE)
def disclose(request: CenterRequest, pk: int) -> HttpResponse:
    """Auskunft to read and to print (Art. 15 DSGVO)."""
    mediator = _own(request, pk)
    data = disclosure(mediator, request.center, readable=True)
    _record(request, mediator, "page")
    context = {"mediator": mediator, "data": data, "titles": _titles(data["records"])}
    response = render(request, "mediation/mediator_disclosure.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require(MEDIATOR_DISCLOSE)
@said_in_german
def disclose_pdf(request: CenterRequest, pk: int) -> HttpResponse:
    """The same on paper, to hand over or to send."""
    mediator = _own(request, pk)
    data = disclosure(mediator, request.center, readable=True)
    content = pdf.disclosure(mediator, data=data, parts=_titles(data["records"]), day=timezone.localdate())
    _record(request, mediator, "pdf")
    return as_pdf(content, f"auskunft-{pk}")


@require(MEDIATOR_DISCLOSE)
def disclose_json(request: CenterRequest, pk: int) -> HttpResponse:
    """The same, for machines (Art. 20 DSGVO)."""
    mediator = _own(request, pk)
    _record(request, mediator, "json")
    return JsonResponse(
        disclosure(mediator, request.center),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="auskunft-{pk}.json"', "Cache-Control": "no-store"},
    )


@require_POST
@require(MEDIATOR_CHANGE)
def invite(request: CenterRequest, pk: int) -> HttpResponse:
    """To her address; neither is a condition for helping."""
    mediator = _own(request, pk)
    if not mediator.email or mediator.user_id:
        messages.warning(request, _("Für eine Einladung braucht es eine E-Mail-Adresse. Ohne geht es auch."))
    else:
        people.invite(
            center=request.center,
            by=request.user,
            email=mediator.email,
            name=mediator.name,
            role=Role.MEDIATOR,
            about=f"{ABOUT}{mediator.pk}",
        )
        messages.success(request, _("Die Einladung ist unterwegs an %(email)s.") % {"email": mediator.email})
    return redirect("mediation:mediator-detail", request.center.slug, pk)


@require(MEDIATOR_CHANGE)
def erase(request: CenterRequest, pk: int) -> HttpResponse:
    """Asked before acting: this is one of the three things that cannot be undone."""
    mediator = _own(request, pk)
    form = EraseForm(request.POST or None)
    reasons = erasure.why_not_yet(mediator)
    if request.method == "POST" and form.is_valid() and not reasons:
        try:
            erasure.erase_mediator(mediator=mediator, by=request.user)
        except erasure.StillNeeded as needed:
            reasons = needed.reasons
        else:
            messages.success(request, _("Gelöscht. Die Zahlen der Gespräche bleiben ohne Namen erhalten."))
            return redirect("mediation:mediators", request.center.slug)
    return render(request, "mediation/mediator_erase.html", _erase_context(mediator, form, reasons))


def _erase_context(mediator: Mediator, form: forms.Form, reasons: list[str]) -> dict[str, Any]:
    words = {
        "appointments": _("Es gibt noch Termine. Bitte sagen Sie sie zuerst ab oder geben Sie sie weiter."),
        "offers": _("Die Person ist gerade noch gefragt. Bitte ziehen Sie die Frage zuerst zurück."),
        "money": _("Es ist noch Aufwandsentschädigung offen. Bitte rechnen Sie sie zuerst ab."),
    }
    return {"mediator": mediator, "form": form, "reasons": [words[reason] for reason in reasons]}


def _titles(records: dict[str, Any]) -> list[tuple[str, Any]]:
    names = {
        "mediation.LanguageSkill": _("Sprachen"),
        "mediation.WeeklyTime": _("Übliche Zeiten"),
        "mediation.ShiftPattern": _("Schichten"),
        "mediation.WeekStatement": _("Angaben zu einzelnen Wochen"),
        "mediation.Absence": _("Abwesenheiten"),
        "mediation.Credential": _("Nachweise"),
        "mediation.Training": _("Schulungen"),
        "mediation.Block": _("Sperren"),
        "mediation.PlanEntry": _("Vorschläge im Wochenplan"),
        "mediation.PlanWish": _("Festlegungen im Wochenplan"),
        "mediation.Call": _("Telefonate"),
        "mediation.Offer": _("Anfragen an die Person"),
        "mediation.Assignment": _("Einsätze"),
        "mediation.AssignmentProof": _("Einsatzbestätigungen"),
        "mediation.Allowance": _("Aufwandsentschädigungen"),
        "mediation.AllowanceCorrection": _("Berichtigungen"),
        "mediation.ClaimNote": _("Rückfragen zur Aufwandsentschädigung"),
        "centers.Invitation": _("Einladungen"),
        "accounts.User": _("Konto"),
        "outbox.Message": _("Nachrichten an die Person"),
    }
    return [(names[label], rows) for label, rows in records.items() if rows]


def _record(request: CenterRequest, mediator: Mediator, form: str) -> None:
    audit.record(center=request.center, action="mediator.disclosed", by=request.user, on=mediator, form=form)


def _own(request: CenterRequest, pk: int) -> Mediator:
    mediator = get_object_or_404(Mediator.objects.select_related("center", "home_desk", "town"), pk=pk, erased_at=None)
    if not is_own_mediator(request.access, mediator):
        raise PermissionDenied
    return mediator
