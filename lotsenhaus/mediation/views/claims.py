"""Abrechnung: the months, one run, one talk step by step, and the steps of the two persons."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers import audit
from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.money import euro
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.kit.sheets import XLSX, as_csv, as_xlsx
from lotsenhaus.kit.views import form_again
from lotsenhaus.mediation.actions import runs
from lotsenhaus.mediation.choices.states import AllowanceState, RunState
from lotsenhaus.mediation.forms.claims import OrderForm, ReasonForm
from lotsenhaus.mediation.models import Allowance, ClaimRun
from lotsenhaus.mediation.permissions import CLAIMS_READ, CLAIMS_RELEASE
from lotsenhaus.mediation.queries import claims as queries
from lotsenhaus.mediation.rules.runs import payment_day

PER_PAGE = 50


def month_of(text: str) -> date:
    """ "2026-11" from the address; 404 for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 -- a month has no zone
    except ValueError:
        raise Http404 from None


def month_text(month: date) -> str:
    return date_format(month, "F Y")


@require(CLAIMS_READ)
def claims(request: CenterRequest) -> HttpResponse:
    """All runs, the newest first; above them the search for somebody's money."""
    text = request.GET.get("person", "").strip()[:80]
    months = queries.months(timezone.localdate())
    context: dict[str, Any] = {"months": months, "person": text, "open": months[0] if months else None}
    if text:
        now = queries.current_month(timezone.localdate())
        context |= {"found": [_whereabouts(one, now) for one in queries.money_of(text)]}
        context |= {"unconfirmed": queries.unconfirmed_of(text)}
    return render(request, "mediation/claims.html", context)


def _whereabouts(allowance: Allowance, open_month: date) -> dict[str, Any]:
    """One line: what, how much, and where it is in words."""
    assert allowance.assignment.starts_at is not None
    day = timezone.localdate(allowance.assignment.starts_at)
    run = allowance.run if allowance.run and allowance.run.is_closed else None
    month = run.month if run else max(open_month, day.replace(day=1))
    return {"allowance": allowance, "month": month, "paid_on": (run and run.paid_on) or payment_day(month), "run": run}


@require(CLAIMS_READ)
def run(request: CenterRequest, month: str) -> HttpResponse:
    """One month: questions first, then all talks."""
    day, today = month_of(month), timezone.localdate()
    found = queries.month_of(day, today)
    if found is None:
        raise Http404
    rows, settled = list(queries.members(day)), list(queries.corrections(day))
    paid_on = found.paid_on if found.paid_on >= today else today
    return render(
        request,
        "mediation/claim_run.html",
        {
            "one": found,
            "month_text": month_text(day),
            "questions": [row for row in rows if row.state == AllowanceState.QUESTION],
            "talks": Paginator([row for row in rows if row.state != AllowanceState.QUESTION], PER_PAGE).get_page(
                request.GET.get("seite")
            ),
            "payments": queries.payments(rows, settled),
            "settled": settled,
            "not_over": today < found.paid_on.replace(day=1),
            "may_release": request.access.has(CLAIMS_RELEASE) and found.may_be_released,
            "may_order": request.access.has(CLAIMS_RELEASE) and found.state == RunState.RELEASED,
            "sent_back": queries.sent_back(found.run),
            "is_releaser": found.run is not None and found.run.released_by_id == request.user.pk,
            "order_form": OrderForm(initial={"paid_on": paid_on}),
            "back_form": ReasonForm(prefix="back"),
        },
    )


@require_POST
@require(CLAIMS_RELEASE)
def release(request: CenterRequest, month: str) -> HttpResponse:
    """First person. What was shown is sent along, so that nothing is released unseen."""
    day = month_of(month)
    try:
        shown = (whole_number(request.POST.get("talks")) or 0, euro(Decimal(request.POST.get("total", "")[:20])))
        runs.release(center=request.center, month=day, shown=shown, by=request.user)
        messages.success(request, _("Freigegeben. Jetzt weist eine zweite Person die Zahlung an."))
    except (runs.SeenOtherwise, ValueError, InvalidOperation):
        messages.warning(
            request, _("Seit Sie die Seite geöffnet haben, hat sich etwas geändert. Bitte prüfen Sie noch einmal.")
        )
    except runs.NotOpen:
        messages.warning(request, _("Dieser Lauf ist nicht mehr offen. Hier sehen Sie seinen Stand."))
    return redirect("mediation:claim-run", request.center.slug, month)


@require_POST
@require(CLAIMS_RELEASE)
def order(request: CenterRequest, month: str) -> HttpResponse:
    """Second person."""
    found = get_object_or_404(ClaimRun, month=month_of(month))
    form = OrderForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(form.errors["paid_on"][0]))
        return redirect("mediation:claim-run", request.center.slug, month)
    try:
        runs.order(run=found, paid_on=form.cleaned_data["paid_on"], by=request.user)
        messages.success(request, _("Angewiesen. Die Zahlungsliste können Sie jetzt herunterladen."))
    except runs.SamePerson:
        messages.warning(
            request,
            _(
                "Sie haben diesen Lauf selbst freigegeben. Anweisen muss ihn eine zweite Person, "
                "zum Beispiel aus der Abrechnung."
            ),
        )
    except runs.NotOpen:
        messages.warning(request, _("Dieser Lauf wartet nicht auf eine Anweisung. Hier sehen Sie seinen Stand."))
    return redirect("mediation:claim-run", request.center.slug, month)


@require_POST
@require(CLAIMS_RELEASE)
def send_back(request: CenterRequest, month: str) -> HttpResponse:
    """The second person gives the run back with a reason."""
    found, form = get_object_or_404(ClaimRun, month=month_of(month)), ReasonForm(request.POST, prefix="back")
    if not form.is_valid():
        back = reverse("mediation:claim-run", args=[request.center.slug, month])
        return form_again(request, form, title=_("Was ist am Lauf noch zu ändern?"), back=back)
    try:
        runs.send_back(run=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Zurückgegeben. Der Lauf ist wieder offen."))
    except runs.NotOpen:
        messages.warning(
            request, _("Dieser Lauf kann nicht mehr zurückgegeben werden. Angewiesenes wird nur berichtigt.")
        )
    return redirect("mediation:claim-run", request.center.slug, month)


@require(CLAIMS_READ)
def payments(request: CenterRequest, month: str, kind: str) -> HttpResponse:
    """Who gets how much: for the treasury, which knows the accounts. No bank data are kept here."""
    day = month_of(month)
    if kind not in ("xlsx", "csv") or queries.month_of(day, timezone.localdate()) is None:
        raise Http404
    purpose = _("Aufwandsentschädigung %(month)s") % {"month": month_text(day)}
    too_much = _("Zu viel gezahlt, bitte zurückfordern: %(purpose)s") % {"purpose": purpose}
    headings = [_("Nachname"), _("Vorname"), _("Gespräche"), _("Betrag in €"), _("Verwendungszweck")]
    rows = [
        [
            one.mediator.last_name,
            one.mediator.first_name,
            one.talks,
            f"{one.total:.2f}".replace(".", ","),
            purpose if one.total >= 0 else too_much,
        ]
        for one in queries.payments(list(queries.members(day)), list(queries.corrections(day)))
    ]
    audit.record(center=request.center, action="run.exported", by=request.user, month=month, rows=len(rows))
    content = as_xlsx(headings, rows, title=purpose) if kind == "xlsx" else as_csv(headings, rows)
    answer = HttpResponse(content, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="zahlungsliste-{month}.{kind}"'
    return answer
