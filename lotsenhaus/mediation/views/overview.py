"""Übersicht of the pool's coordination, and "Ab wann Kreismittel?"."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.finance import actions as finance
from lotsenhaus.finance import queries as ledger
from lotsenhaus.finance.models import BudgetLine, Posting
from lotsenhaus.mediation.forms.claims import ChangeOverForm
from lotsenhaus.mediation.permissions import OVERVIEW
from lotsenhaus.mediation.queries import claims, today
from lotsenhaus.mediation.queries import overview as queries
from lotsenhaus.mediation.queries.plans import worth_a_plan

SHOWN = 6


@require(OVERVIEW)
def overview(request: CenterRequest) -> HttpResponse:
    """Does every desk run, does the money last, what waits for me?"""
    now = timezone.now()
    day = timezone.localdate(now)
    return render(
        request,
        "mediation/overview.html",
        {
            "now": now,
            "purses": ledger.purses(day),
            "desks": queries.desks(day),
            "run": claims.months(day)[0],
            "questions": claims.questions().select_related("assignment__slot__inquiry")[:SHOWN],
            "missing": list(queries.missing(now)),
            "expiring": list(queries.expiring(day)),
            "institutions": today.institutions_to_call(None).count(),
            "unmet": queries.unmet(day.replace(day=1), day),
            "live": queries.live_count(),
            "to_plan": worth_a_plan(None, now),
            "shown": SHOWN,
        },
    )


@require(OVERVIEW)
def change_over(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Ab wann Kreismittel?": first the effect, then the decision."""
    day = timezone.localdate()
    line = get_object_or_404(BudgetLine, pk=pk)
    following = ledger.next_purse(line)
    if following is None:
        raise Http404
    form = ChangeOverForm(request.POST or None, year=line.year, initial={"on": following.starts_on})
    preview: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["on"]
        if "save" in request.POST:
            finance.change_over(line=line, following=following, on=chosen, by=request.user)
            messages.success(request, _("Gespeichert. Neue Abrechnungen richten sich danach, Gebuchtes bleibt."))
            return redirect("mediation:overview", request.center.slug)
        preview = _effect(line, following, chosen, day)
    purses = {one.line.pk: one for one in ledger.purses(day, line.year)}
    context = {"line": line, "following": following, "form": form, "preview": preview, "purse": purses[line.pk]}
    return render(request, "mediation/change_over.html", context)


def _effect(line: BudgetLine, following: BudgetLine, on: date | None, today: date) -> dict[str, Any]:
    """What would change, with the pace of the last 90 days."""
    per_day = ledger.per_day(today)
    purses = {one.line.pk: one for one in ledger.purses(today, line.year)}
    first, second = purses[line.pk], purses[following.pk]
    start = on or first.outlook.until
    days_first = ((start - today).days) if start else (date(line.year, 12, 31) - today).days
    need_first = per_day * max(days_first, 0)
    days_second = (date(line.year, 12, 31) - start).days + 1 if start else 0
    need_second = per_day * max(days_second, 0)
    return {
        "on": on,
        "stays": Posting.objects.filter(budget_line=line, day__gte=on).count() if on else 0,
        "planned": queries.planned_after(on) if on else 0,
        "first_left": max(first.left - need_first, Decimal(0)),
        "first_short": need_first > first.left,
        "second_need": need_second,
        "second_short": need_second > second.left,
        "second_left": second.left,
    }
