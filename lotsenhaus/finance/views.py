"""Mittel (purses of a year with their outlook) and Buchungen (the ledger, to read, filter and take along)."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.finance import actions, queries
from lotsenhaus.finance.forms import AmountForm, ExpenseForm, FilterForm, LineForm, ReversalForm
from lotsenhaus.finance.models import BudgetLine, Posting, PostingQuerySet
from lotsenhaus.finance.permissions import BUDGET_CHANGE, LEDGER_POST, LEDGER_READ
from lotsenhaus.kit.money import format_euro
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.kit.sheets import as_csv

PER_PAGE = 50
MANUAL = "finance:manual"


@require(LEDGER_READ)
def budget(request: CenterRequest) -> HttpResponse:
    """All purses of a year in words and as bars."""
    today, years = timezone.localdate(), queries.years()
    wanted = whole_number(request.GET.get("jahr"))
    year = wanted if wanted in years else today.year
    purses = queries.purses(today, year)
    return render(
        request,
        "finance/budget.html",
        {
            "purses": purses,
            "year": year,
            "tabs": [{"label": str(one), "url": f"?jahr={one}", "here": one == year} for one in years],
            "amount": sum(one.line.amount for one in purses),
            "spent": sum(one.spent for one in purses),
            "per_month": queries.per_day(today) * 30,
            "this_year": year == today.year,
            "may_change": request.access.has(BUDGET_CHANGE),
        },
    )


@require(BUDGET_CHANGE)
def add_line(request: CenterRequest) -> HttpResponse:
    """A new purse."""
    form = LineForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        line = actions.add_line(center=request.center, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Eingetragen: %(name)s.") % {"name": line.name})
        return redirect("finance:budget", request.center.slug)
    return render(request, "finance/line.html", {"form": form, "line": None})


@require(BUDGET_CHANGE)
def set_amount(request: CenterRequest, pk: int) -> HttpResponse:
    """More or less money was granted."""
    line = get_object_or_404(BudgetLine, pk=pk)
    initial = {"amount": format_euro(line.amount), "source_note": line.source_note}
    form = AmountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_amount(line=line, by=request.user, **form.cleaned_data)
            messages.success(request, _("Gespeichert."))
            return redirect("finance:budget", request.center.slug)
        except actions.BelowBooked as below:
            form.add_error(
                "amount",
                _("Gebucht sind schon %(booked)s. Weniger geht nicht.") % {"booked": format_euro(below.booked)},
            )
    return render(request, "finance/line.html", {"form": form, "line": line})


def _filtered(request: CenterRequest) -> tuple[FilterForm, PostingQuerySet]:
    form, rows = FilterForm(request.GET), queries.postings()
    form.is_valid()
    values = form.cleaned_data
    if values.get("mittel"):
        rows = rows.filter(budget_line=values["mittel"])
    if values.get("von"):
        rows = rows.filter(day__gte=values["von"])
    if values.get("bis"):
        rows = rows.filter(day__lte=values["bis"])
    if values.get("text"):
        rows = rows.filter(text__icontains=values["text"])
    return form, rows


@require(LEDGER_READ)
def postings(request: CenterRequest) -> HttpResponse:
    """The ledger, the newest entry first; nothing in it can be changed."""
    form, rows = _filtered(request)
    context = {
        "form": form,
        "total": rows.total(),
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("seite")),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "may_post": request.access.has(LEDGER_POST),
        "manual": MANUAL,
    }
    return render(request, "finance/postings.html", context)


@require(LEDGER_READ)
def export(request: CenterRequest) -> HttpResponse:
    """The filtered ledger as CSV for a German Excel; what begins like a formula is written as text."""
    _form, rows = _filtered(request)
    headings = [
        _("Nr."), _("gebucht am"), _("Tag"), _("Mittelherkunft"), _("Text"), _("Betrag in €"), _("storniert Nr."),
        _("gebucht von"),
    ]  # fmt: skip
    content = as_csv(headings, (_line(row) for row in rows.iterator(chunk_size=2000)))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="buchungen.csv"'
    return answer


def _line(row: Posting) -> list[Any]:
    """A sum below zero stands in brackets, as bookkeepers write it: a minus would look like a formula."""
    amount = f"{abs(row.amount):.2f}".replace(".", ",")
    return [
        row.pk,
        f"{timezone.localtime(row.posted_at):%d.%m.%Y %H:%M}",
        f"{row.day:%d.%m.%Y}",
        row.budget_line.name,
        row.text,
        f"({amount})" if row.amount < 0 else amount,
        row.reverses_id or "",
        row.posted_by.name if row.posted_by else "",
    ]


@require(LEDGER_POST)
def expense(request: CenterRequest) -> HttpResponse:
    """Other costs of a purse: a course, an insurance."""
    form = ExpenseForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.post(
                center=request.center, about=MANUAL, key=f"manual:{uuid.uuid4()}", by=request.user, **form.cleaned_data
            )
            messages.success(request, _("Gebucht."))
            return redirect("finance:postings", request.center.slug)
        except actions.BudgetExhausted as empty:
            left = {"left": format_euro(empty.available)}
            form.add_error("amount", _("In dieser Mittelherkunft sind nur noch %(left)s.") % left)
    return render(request, "finance/expense.html", {"form": form})


@require(LEDGER_POST)
def reverse(request: CenterRequest, pk: int) -> HttpResponse:
    """Take back other costs by a second entry; talks are corrected in the Abrechnung."""
    posting = get_object_or_404(queries.postings(), pk=pk, about=MANUAL, reverses=None)
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reverse(center=request.center, posting=posting, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Zurückgebucht. Beide Buchungen bleiben sichtbar."))
        except actions.AlreadyReversed:
            messages.info(request, _("Diese Buchung ist schon zurückgebucht."))
        return redirect("finance:postings", request.center.slug)
    return render(request, "finance/reverse.html", {"form": form, "posting": posting})
