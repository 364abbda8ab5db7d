"""Regeln: what a requester will read, what is declared and what is paid, each with its day and source."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require, today
from lotsenhaus.mediation.actions import dated_rules as actions
from lotsenhaus.mediation.actions import policies
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.choices.sentences import minutes_text
from lotsenhaus.mediation.forms.rules import DeclarationForm, PolicyForm, RefusalForm, TemplateForm
from lotsenhaus.mediation.models import Declaration, OccasionRule, Policy, Tariff
from lotsenhaus.mediation.permissions import RULES_CHANGE
from lotsenhaus.network.choices import OrganizationKind
from lotsenhaus.network.permissions import DESKS_READ


@require(RULES_CHANGE, DESKS_READ)
def rules(request: CenterRequest) -> HttpResponse:
    """Everything that holds today or will hold, as sentences."""
    day = today()
    ahead = Q(valid_to=None) | Q(valid_to__gte=day)
    refusals = OccasionRule.objects.filter(ahead).order_by("valid_from", "pk")
    context = {
        "policies": [(row, _sentences(row)) for row in Policy.objects.filter(ahead).order_by("valid_from")],
        "refusals": [(row, Occasion(row.occasion).label) for row in refusals],
        "declarations": Declaration.objects.filter(ahead).order_by("valid_from", "pk"),
        "tariffs": Tariff.objects.filter(ahead).order_by("valid_from"),
        "today": day,
        "may_change": request.access.has(RULES_CHANGE),
    }
    return render(request, "mediation/rules.html", context)


def _sentences(row: Policy) -> list[str]:
    kinds = ", ".join(str(OrganizationKind(kind).label) for kind in row.may_ask if kind in OrganizationKind.values)
    lead = ngettext(
        "Ohne Rückfrage möglich ab %(n)s Arbeitstag im Voraus.",
        "Ohne Rückfrage möglich ab %(n)s Arbeitstagen im Voraus.",
        row.lead_working_days,
    )
    said = [lead % {"n": row.lead_working_days}, _("Anfragen dürfen: %(kinds)s.") % {"kinds": kinds}]
    if row.max_minutes:
        said.append(_("Ein Gespräch darf höchstens %(max)s dauern.") % {"max": minutes_text(row.max_minutes)})
    if not row.offers_phone:
        said.append(_("Gespräche am Telefon vermitteln wir nicht."))
    if not row.offers_video:
        said.append(_("Videogespräche vermitteln wir nicht."))
    words = _("Wer gefragt wird, hat %(hours)s Wachstunden Zeit zu antworten, wenn es eilt %(minutes)s Minuten.")
    said.append(words % {"hours": row.answer_hours, "minutes": row.urgent_answer_minutes})
    return said


@require(RULES_CHANGE)
def adopt(request: CenterRequest) -> HttpResponse:
    """Start from a template: wie Borken, wie Heinsberg, leer."""
    form = TemplateForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid():
        policies.adopt_template(center=request.center, by=request.user, **form.cleaned_data)
        messages.success(request, _("Übernommen. Prüfen Sie jeden Satz: So liest ihn die Einrichtung."))
        return redirect("mediation:rules", request.center.slug)
    return render(request, "mediation/rules_template.html", {"form": form})


@require(RULES_CHANGE)
def policy(request: CenterRequest) -> HttpResponse:
    old = Policy.objects.on(today()).order_by("-valid_from").first()
    shown = [name for name in PolicyForm.base_fields if name != "valid_from"]
    initial = {name: getattr(old, name) for name in shown} if old else {"answer_hours": 24, "urgent_answer_minutes": 60}
    form = PolicyForm(request.POST or None, initial=initial, today=today())
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["valid_from"]
        actions.change_policy(center=request.center, values=form.values(), valid_from=day, by=request.user)
        return _saved(request)
    return _form(request, form, _("Rahmen"))


@require(RULES_CHANGE)
def refusal(request: CenterRequest, pk: int | None = None) -> HttpResponse:
    old = get_object_or_404(OccasionRule, pk=pk) if pk else None
    form = RefusalForm(request.POST or None, initial=_initial(old, "occasion", "reason", "way_out"), today=today())
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["valid_from"]
        actions.change_refusal(center=request.center, old=old, values=form.values(), valid_from=day, by=request.user)
        return _saved(request)
    return _form(request, form, _("Was Ehrenamtliche nicht begleiten"), "mediation:rule-refusal-end", old)


@require(RULES_CHANGE)
def declaration(request: CenterRequest, pk: int | None = None) -> HttpResponse:
    old = get_object_or_404(Declaration, pk=pk) if pk else None
    form = DeclarationForm(
        request.POST or None,
        initial=_initial(old, "wording", "explanation", "wording_en", "explanation_en"),
        today=today(),
    )
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["valid_from"]
        actions.change_declaration(
            center=request.center, old=old, values=form.values(), valid_from=day, by=request.user
        )
        return _saved(request)
    return _form(request, form, _("Was die Einrichtung erklärt"), "mediation:rule-declaration-end", old)


def _initial(old: OccasionRule | Declaration | None, *names: str) -> dict[str, Any]:
    return {name: getattr(old, name) for name in (*names, "source")} if old else {}


def _form(
    request: CenterRequest, form: Any, title: str, end: str = "", old: OccasionRule | Declaration | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "end": end if old else "", "old": old}
    return render(request, "mediation/rule_form.html", context)


def _saved(request: CenterRequest) -> HttpResponse:
    messages.success(
        request, _("Gespeichert. Die alte Fassung bleibt im Protokoll und an den Anfragen, für die sie galt.")
    )
    return redirect("mediation:rules", request.center.slug)


@require_POST
@require(RULES_CHANGE)
def end_refusal(request: CenterRequest, pk: int) -> HttpResponse:
    return _end(request, get_object_or_404(OccasionRule, pk=pk))


@require_POST
@require(RULES_CHANGE)
def end_declaration(request: CenterRequest, pk: int) -> HttpResponse:
    return _end(request, get_object_or_404(Declaration, pk=pk))


def _end(request: CenterRequest, rule: OccasionRule | Declaration) -> HttpResponse:
    actions.end_rule(rule=rule, last_day=today() - timedelta(days=1), by=request.user)
    messages.success(request, _("Die Regel gilt ab heute nicht mehr."))
    return redirect("mediation:rules", request.center.slug)
