"""One talk of the Abrechnung: how its amount came about, its question, its correction."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.mediation.actions import runs
from lotsenhaus.mediation.choices.sentences import step_sentence
from lotsenhaus.mediation.choices.states import AllowanceState
from lotsenhaus.mediation.forms.claims import AnswerForm, AskForm, CorrectForm
from lotsenhaus.mediation.models import Allowance, ClaimNote
from lotsenhaus.mediation.permissions import CLAIMS_READ, CLAIMS_RELEASE
from lotsenhaus.mediation.queries import claims as queries
from lotsenhaus.mediation.rules.tariffs import ClaimInvalid


def steps_in_words(allowance: Allowance) -> list[tuple[str, Decimal]]:
    """Each step of the computation as a sentence with its euros."""
    return [(step_sentence(step["code"], step["params"]), Decimal(step["amount"])) for step in allowance.steps]


@require(CLAIMS_READ)
def detail(request: CenterRequest, pk: int) -> HttpResponse:
    return _page(request, _load(pk))


@require(CLAIMS_RELEASE)
def answer(request: CenterRequest, pk: int) -> HttpResponse:
    """The question is settled, with a note."""
    allowance, form = _load(pk), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            runs.answer(allowance=allowance, note=form.cleaned_data["note"], by=request.user)
            messages.success(request, _("Geklärt. Das Gespräch ist bereit für den Lauf."))
            return _back(request, allowance)
        except runs.NoQuestion:
            messages.info(request, _("Diese Frage ist schon beantwortet."))
            return _back(request, allowance)
        except runs.NoPurse:
            form.add_error(
                None, _("Für diesen Tag reicht keine Mittelherkunft. Bitte legen Sie unter „Mittel“ fest, wer zahlt.")
            )
    return _page(request, allowance, answer_form=form)


@require(CLAIMS_RELEASE)
def ask(request: CenterRequest, pk: int) -> HttpResponse:
    """Something is unclear: the talk waits for an answer."""
    allowance, form = _load(pk), AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            runs.ask(allowance=allowance, question=form.cleaned_data["question"], by=request.user)
            messages.success(request, _("Notiert. Das Gespräch wird erst nach der Antwort ausgezahlt."))
            return _back(request, allowance)
        except runs.NotOpen:
            form.add_error(None, _("Dieses Gespräch ist schon freigegeben. Bitte den Lauf zuerst zurückgeben."))
    return _page(request, allowance, ask_form=form)


@require(CLAIMS_RELEASE)
def correct(request: CenterRequest, pk: int) -> HttpResponse:
    """Other times with a reason: reversed, computed anew, booked again."""
    allowance = _load(pk)
    if getattr(allowance.assignment, "proof", None) is None:  # a late cancellation: there are no times to correct
        raise Http404
    form = _correct_form(request.POST or None, allowance)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            done = runs.correct(
                allowance=allowance,
                started_at=values["started_at"],
                ended_at=values["ended_at"],
                ticket=values["ticket"],
                reason=values["reason"],
                by=request.user,
            )
            messages.success(
                request,
                _("Berichtigt: neu berechnet mit %(amount)s €.") % {"amount": f"{done.amount:.2f}".replace(".", ",")},
            )
            return redirect("mediation:claim-detail", request.center.slug, allowance.pk)
        except runs.NotOpen:
            form.add_error(
                None, _("Der Lauf ist freigegeben und wartet auf die zweite Person. Bitte zuerst zurückgeben.")
            )
        except runs.NoPurse:
            form.add_error(
                None, _("Für diesen Tag reicht keine Mittelherkunft. Bitte legen Sie unter „Mittel“ fest, wer zahlt.")
            )
        except ClaimInvalid:
            form.add_error(
                "ends", _("Mit diesen Zeiten lässt sich nichts berechnen. Bitte prüfen Sie Beginn und Ende.")
            )
    return _page(request, allowance, correct_form=form)


def _load(pk: int) -> Allowance:
    rows = Allowance.objects.select_related(
        "assignment__mediator__home_desk",
        "assignment__slot__inquiry__organization",
        "assignment__slot__inquiry__town",
        "assignment__proof__entered_by",
        "assignment__desk",
        "tariff",
        "budget_line",
        "posting__posted_by",
        "run__released_by",
        "run__ordered_by",
    )
    return get_object_or_404(rows, pk=pk)


def _correct_form(data: Any, allowance: Allowance) -> CorrectForm:
    proof = getattr(allowance.assignment, "proof", None)
    assert allowance.assignment.starts_at is not None
    begin = proof.started_at if proof else allowance.assignment.starts_at
    initial = {}
    if proof:
        initial = {
            "starts": timezone.localtime(proof.started_at).time(),
            "ends": timezone.localtime(proof.ended_at).time(),
            "ticket": proof.ticket,
        }
    return CorrectForm(data, day=timezone.localdate(begin), initial=initial)


def _back(request: CenterRequest, allowance: Allowance) -> HttpResponse:
    month = queries.current_month(timezone.localdate())
    return redirect("mediation:claim-run", request.center.slug, f"{month:%Y-%m}")


def _page(request: CenterRequest, allowance: Allowance, **forms: Any) -> HttpResponse:
    may = request.access.has(CLAIMS_RELEASE)
    closed = allowance.run is not None and allowance.run.is_closed
    proof = getattr(allowance.assignment, "proof", None)
    return render(
        request,
        "mediation/claim_detail.html",
        {
            "one": allowance,
            "proof": proof,
            "steps": steps_in_words(allowance),
            "closed": closed,
            "month": allowance.run.month if closed and allowance.run else queries.current_month(timezone.localdate()),
            "may_answer": may and allowance.state == AllowanceState.QUESTION,
            "may_ask": may and allowance.state == AllowanceState.CONFIRMED and not closed,
            "may_correct": may and proof is not None,
            "corrections": allowance.corrections.select_related("made_by", "run"),
            "notes": ClaimNote.objects.filter(allowance=allowance).exclude(text="").select_related("by"),
            "answer_form": AnswerForm(),
            "ask_form": AskForm(),
            "correct_form": _correct_form(None, allowance) if proof else None,
            **forms,
        },
    )
