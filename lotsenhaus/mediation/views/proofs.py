"""Confirming a talk: by link or QR without sign-in, or entered by the desk."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import by_link
from lotsenhaus.mediation.actions import proofs
from lotsenhaus.mediation.choices.states import ProofWay
from lotsenhaus.mediation.forms.proofs import DeskProofForm, ProofForm
from lotsenhaus.mediation.models import Assignment, AssignmentProof
from lotsenhaus.mediation.permissions import DISPATCH
from lotsenhaus.mediation.rules.tariffs import ClaimInvalid
from lotsenhaus.mediation.views.loading import own_slot


def _load(pk: int) -> Assignment:
    found = (
        Assignment.objects.select_related(
            "slot__inquiry__organization", "slot__inquiry__town", "slot__inquiry__desk", "mediator", "desk", "center"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None or found.starts_at is None or found.cancelled_at is not None:
        raise Http404
    return found


def _form(kind: type[ProofForm], request: CenterRequest, assignment: Assignment, name: str) -> ProofForm:
    assert assignment.starts_at is not None
    assert assignment.ends_at is not None
    initial = {
        "starts": timezone.localtime(assignment.starts_at).time(),
        "ends": timezone.localtime(assignment.ends_at).time(),
        "talks_held": assignment.slot.talks,
        "confirmed_by": name,
        "family_came": True,
    }
    day = timezone.localdate(assignment.starts_at)
    return kind(request.POST or None, initial=initial, assignment=assignment, day=day)


def _store(form: ProofForm, assignment: Assignment, way: str, by: Any) -> AssignmentProof | None:
    values = form.cleaned_data
    try:
        return proofs.confirm(
            assignment=assignment,
            started_at=values["started_at"],
            ended_at=values["ended_at"],
            way=way,
            by=by,
            confirmed_by=values["confirmed_by"],
            talks_held=values.get("talks_held"),
            family_came=values["family_came"],
            ticket=values.get("ticket"),
        )
    except proofs.NotYet:
        form.add_error(None, _("Das Gespräch hat noch nicht begonnen. Bitte bestätigen Sie danach."))
    except ClaimInvalid:
        form.add_error("ends", _("Mit diesen Zeiten lässt sich nichts berechnen. Bitte prüfen Sie Beginn und Ende."))
    except proofs.TimesInvalid:
        form.add_error("ends", _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Uhrzeiten."))
    return None


@by_link(LinkPurpose.CONFIRM)
def confirm(request: CenterRequest, target_id: int) -> HttpResponse:
    """For the professional on site: her own telephone by link, or the mediator's by QR and name."""
    assignment = _load(target_id)
    inquiry = assignment.slot.inquiry
    form = _form(ProofForm, request, assignment, inquiry.onsite_name)
    way = ProofWay.QR if request.GET.get("qr") else ProofWay.LINK
    if request.method == "POST" and form.is_valid() and _store(form, assignment, way, None):
        return redirect(request.path)
    proof = AssignmentProof.objects.filter(assignment=assignment).first()
    context = {"assignment": assignment, "inquiry": inquiry, "form": form, "proof": proof, "desk": assignment.desk}
    return render(request, "mediation/confirm.html", context)


@require(DISPATCH)
def enter(request: CenterRequest, pk: int) -> HttpResponse:
    """Nachtragen: what stands on the paper sheet or was said on the telephone."""
    assignment = _load(pk)
    own_slot(request, assignment.slot_id)
    form = _form(DeskProofForm, request, assignment, assignment.slot.inquiry.onsite_name)
    way = ProofWay.PAPER if request.POST.get("way") == ProofWay.PAPER else ProofWay.PHONE
    if request.method == "POST" and form.is_valid() and _store(form, assignment, way, request.user):
        messages.success(request, _("Eingetragen. Die Aufwandsentschädigung ist berechnet."))
        return redirect("mediation:today", request.center.slug)
    proof = AssignmentProof.objects.filter(assignment=assignment).first()
    return render(request, "mediation/proof_enter.html", {"assignment": assignment, "form": form, "proof": proof})
