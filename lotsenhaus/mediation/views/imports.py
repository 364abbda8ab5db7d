"""Liste einlesen: a file, its columns, open questions, the preview, and the result with its way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit import sheets
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.kit.sheets.limits import MOST_BYTES
from lotsenhaus.mediation.actions import imports as actions
from lotsenhaus.mediation.forms.imports import AnswersForm, ColumnsForm, FileForm, which_choices
from lotsenhaus.mediation.models import Mediator, MediatorImport
from lotsenhaus.mediation.permissions import MEDIATOR_IMPORT, MEDIATOR_READ
from lotsenhaus.mediation.rules.imports.rows import column_name
from lotsenhaus.mediation.views.import_questions import (
    Questions,
    answers,
    questions,
    reading,
    same_for_all,
    sentences,
    shown_items,
)

SAMPLE = 3


@require(MEDIATOR_IMPORT)
def begin(request: CenterRequest) -> HttpResponse:
    """Choose a file; below it, what was read before."""
    actions.forget_old()
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MOST_BYTES:
                raise sheets.NotReadable("too_big")
            made = actions.begin(
                center=request.center,
                by=request.user,
                file_name=file.name,
                data=file.read(),
                desk=form.cleaned_data["desk"],
            )
        except sheets.NotReadable as problem:
            form.add_error("file", str(problem.sentence))
        except actions.TooManyRows:
            form.add_error("file", _("Die Liste hat zu viele Zeilen: höchstens 1.000. Bitte teilen Sie sie auf."))
        else:
            return redirect("mediation:import-columns", request.center.slug, made.pk)
    lists = MediatorImport.objects.exclude(file_name="").select_related("created_by").order_by("-created_at")[:10]
    return render(request, "mediation/import_begin.html", {"form": form, "lists": lists}, status=_status(form))


@require(MEDIATOR_IMPORT)
def columns(request: CenterRequest, pk: int) -> HttpResponse:
    """What each column is: guessed, to be corrected."""
    list_ = _open(pk)
    targets, header = list_.columns["targets"], list_.columns["header"]
    initial = {"header": header, "desk": list_.columns["desk"]}
    form = ColumnsForm(request.POST or None, rows=list_.rows, targets=targets, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_columns(
            list_=list_,
            targets=form.targets(),
            header=form.cleaned_data["header"],
            desk=form.cleaned_data["desk"],
            by=request.user,
        )
        return redirect("mediation:import-check", request.center.slug, pk)
    context = {"list": list_, "form": form, "columns": _columns(list_, form), "notes": _notes(list_)}
    return render(request, "mediation/import_columns.html", context, status=_status(form))


@require(MEDIATOR_IMPORT)
def check(request: CenterRequest, pk: int) -> HttpResponse:
    """Open questions; without any the preview follows at once."""
    list_ = _open(pk)
    everything = "alle" in request.GET
    asked = questions(actions.prepare(list_), list_.decisions, everything=everything)
    if not asked.number and not everything:
        return redirect("mediation:import-preview", request.center.slug, pk)
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        for name, value in same_for_all(asked, request.POST).items():
            data[name] = value
    form = AnswersForm(data, words=asked.words, whiches=asked.whiches, doubles=asked.doubles)
    if data is not None and form.is_valid():
        actions.decide(list_=list_, decisions=answers(asked, form.cleaned_data, list_.decisions), by=request.user)
        return redirect("mediation:import-preview", request.center.slug, pk)
    _bind(asked, form)
    context = {"list": list_, "form": form, "asked": asked, "groups": _groups(asked), "everything": everything}
    return render(request, "mediation/import_check.html", context, status=_status(form))


@require(MEDIATOR_IMPORT)
def preview(request: CenterRequest, pk: int) -> HttpResponse:
    """What will be made, row by row; a POST makes exactly that."""
    list_ = _open(pk)
    if request.method == "POST":
        try:
            actions.take_over(list_=list_, fingerprint=request.POST.get("shown", ""), by=request.user)
        except actions.HasChanged:
            messages.warning(
                request, _("Inzwischen hat sich etwas geändert. Bitte sehen Sie noch einmal auf die Liste.")
            )
            return redirect("mediation:import-preview", request.center.slug, pk)
        return redirect("mediation:import-done", request.center.slug, pk)
    prepared = actions.prepare(list_)
    context = {
        "list": list_,
        "items": shown_items(prepared, list_.decisions.get("left_out", [])),
        "new": len(prepared.plan.made("new")),
        "filled": len(prepared.plan.made("fill")),
        "problems": sentences(prepared.reading.problems),
        "words": reading(prepared, list_.decisions),
        "remarks": len(prepared.reading.remarks),
        "asked": questions(prepared, list_.decisions).number,
        "fingerprint": prepared.plan.fingerprint,
    }
    return render(request, "mediation/import_preview.html", context)


@require_POST
@require(MEDIATOR_IMPORT)
def leave_out(request: CenterRequest, pk: int) -> HttpResponse:
    """One row out, or in again."""
    list_ = _open(pk)
    line = whole_number(request.POST.get("line"))
    if line is not None:
        left_out = set(list_.decisions.get("left_out", [])) ^ {line}
        actions.decide(list_=list_, decisions={"left_out": sorted(left_out)}, by=request.user)
    response = redirect("mediation:import-preview", request.center.slug, pk)
    response["Location"] += f"#zeile-{line}"
    return response


@require(MEDIATOR_IMPORT)
def done(request: CenterRequest, pk: int) -> HttpResponse:
    """How many, what is still open, remarks for a decision, and the way back."""
    list_ = get_object_or_404(MediatorImport.objects.exclude(applied_at=None), pk=pk)
    names = {one.pk: one.name for one in Mediator.objects.filter(pk__in=[made["id"] for made in list_.made_ids])}
    context = {
        "list": list_,
        "new": sum(made["new"] for made in list_.made_ids),
        "filled": sum(not made["new"] for made in list_.made_ids),
        "unclear": [(names.get(one["mediator"], ""), one) for one in list_.problems if one["mediator"] in names],
        "may_open": request.access.has(MEDIATOR_READ),
        "can_undo": actions.can_undo(list_),
        "kept": sorted(names.items(), key=lambda row: row[1]) if list_.undone_at else [],
    }
    return render(request, "mediation/import_done.html", context)


@require_POST
@require(MEDIATOR_IMPORT)
def undo(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Import rückgängig"."""
    list_ = get_object_or_404(MediatorImport, pk=pk)
    try:
        taken, kept = actions.undo(list_=list_, by=request.user)
    except actions.AlreadyDone:
        messages.warning(request, _("Das geht nicht mehr: Der Import ist schon zurückgenommen oder älter als 30 Tage."))
    else:
        text = ngettext("%d Person ist zurückgenommen.", "%d Personen sind zurückgenommen.", taken) % taken
        if kept:
            stay = ngettext("%d bleibt", "%d bleiben", len(kept)) % len(kept)
            text += " " + _("%(stay)s, weil inzwischen damit gearbeitet wurde.") % {"stay": stay}
        messages.success(request, text)
    return redirect("mediation:import-done", request.center.slug, pk)


@require_POST
@require(MEDIATOR_IMPORT)
def forget_remarks(request: CenterRequest, pk: int) -> HttpResponse:
    """Read and decided."""
    list_ = get_object_or_404(MediatorImport, pk=pk)
    actions.forget_remarks(list_=list_, by=request.user)
    messages.success(request, _("Die Bemerkungen sind gelöscht."))
    return redirect("mediation:import-done", request.center.slug, pk)


@require_POST
@require(MEDIATOR_IMPORT)
def discard(request: CenterRequest, pk: int) -> HttpResponse:
    """Not this list after all."""
    actions.discard(list_=_open(pk), by=request.user)
    messages.success(request, _("Die Liste ist verworfen. Es wurde niemand aufgenommen."))
    return redirect("mediation:import", request.center.slug)


def _open(pk: int) -> MediatorImport:
    return get_object_or_404(MediatorImport, pk=pk, applied_at=None)


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def _bind(asked: Questions, form: AnswersForm) -> None:
    """Each question with its field, for the template."""
    for n, word in enumerate(asked.words):
        word.field = form[f"word_{n}"]
    for n, which in enumerate(asked.whiches):
        which.field = form[f"which_{n}"]
    for double in asked.doubles:
        double.field = form[f"double_{double.line}"]


def _groups(asked: Questions) -> list[dict[str, Any]]:
    """Words that several rows leave open, each with one choice for all."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for which in asked.whiches:
        key = ",".join(which.options)
        group = groups.setdefault(
            which.options,
            {"name": f"all_{key}", "source": which.source, "choices": which_choices(which.options)[1:], "rows": []},
        )
        group["rows"].append(which)
    return list(groups.values())


def _columns(list_: MediatorImport, form: ColumnsForm) -> list[dict[str, Any]]:
    """Heading, three samples and the choice for each column."""
    header, targets = list_.columns["header"], list_.columns["targets"]
    rows = list_.rows
    headings = rows[header] if header >= 0 else []
    found = []
    for n in range(len(targets)):
        cells = [row[n] for row in rows[header + 1 :] if n < len(row) and row[n]]
        heading = headings[n] if n < len(headings) and headings[n] else _("Spalte %s") % column_name(n)
        if cells or (n < len(headings) and headings[n]):
            found.append({"heading": heading, "cells": cells[:SAMPLE], "field": form[f"column_{n}"], "number": n})
    return found


def _notes(list_: MediatorImport) -> list[str]:
    texts = {
        "macros": _("Die Datei enthält Makros. Sie wurden nicht ausgeführt."),
        "hidden_sheet": _("Ausgeblendete Blätter haben wir nicht gelesen."),
        "windows": _("Die Datei hat eine ältere Schreibweise für Umlaute. Bitte sehen Sie auf ä, ö, ü und ß."),
        "signs": _("Unsichtbare Zeichen haben wir entfernt."),
        "cut": _("Sehr lange Zellen haben wir gekürzt."),
    }
    notes = [texts[note] for note in list_.columns["notes"] if note in texts]
    if list_.columns["sheets"] > 1:
        notes.append(_("Gelesen haben wir das Blatt „%s“.") % list_.columns["sheet"])
    return notes
