"""Vermittlung: a list sorted by risk with one open inquiry beside it; each inquiry has its own address."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.choices.states import CallResult, OfferState
from lotsenhaus.mediation.models import Call, Inquiry, Offer
from lotsenhaus.mediation.permissions import DISPATCH
from lotsenhaus.mediation.planning.opened import opened
from lotsenhaus.mediation.queries import board as queries
from lotsenhaus.mediation.queries.plans import worth_a_plan
from lotsenhaus.mediation.views.loading import visible_inquiry
from lotsenhaus.network.models import Desk


def desk_in_view(request: CenterRequest) -> Desk | None:
    """A dispatcher's own desk; the coordination sees all, or one by `?stelle=`."""
    if request.access.desk is not None:
        desk: Desk = request.access.desk
        return desk
    wanted = request.GET.get("stelle", "")
    return Desk.objects.filter(pk=whole_number(wanted) or 0).first()


@require(DISPATCH)
def board(request: CenterRequest) -> HttpResponse:
    """The list; on a wide screen the first inquiry stands beside it already."""
    context = _list_context(request, None)
    if context["rows"]:
        first = visible_inquiry(request, context["rows"][0].inquiry.pk)
        context |= opened(request.access, first, None, now=context["now"], show_all=False) | {"here": first}
    return render(request, "mediation/board.html", context | {"is_list": True})


@require(DISPATCH)
def inquiry(request: CenterRequest, pk: int) -> HttpResponse:
    found = visible_inquiry(request, pk)
    context = _list_context(request, found)
    slot = request.GET.get("gesucht", "")
    context |= opened(
        request.access,
        found,
        whole_number(slot),
        now=timezone.now(),
        show_all=request.GET.get("alle") == "1",
    )
    return render(request, "mediation/board.html", context | {"lesson": _lesson(request, found)})


def _lesson(request: CenterRequest, inquiry: Inquiry) -> Offer | None:
    """The no that was just entered, as long as nobody said whether it holds for every such weekday."""
    number = whole_number(request.GET.get("nie"))
    fresh = Offer.objects.filter(pk=number or 0, slot__inquiry=inquiry, state=OfferState.DECLINED, decline_reason="")
    return fresh.select_related("mediator", "slot").first()


@require(DISPATCH)
def changes(request: CenterRequest) -> HttpResponse:
    """Polled every five seconds: one cheap query and an empty 204 while nothing has changed."""
    text = request.GET.get("seen", "")
    seen = whole_number(text) or 0
    if queries.version() <= seen:
        return HttpResponse(status=204)
    count = queries.changes_since(seen, desk_in_view(request), by_others_than=request.user.pk)
    if not count:
        return HttpResponse(status=204)
    page = request.GET.get("seite", "")
    url = (
        page if page.startswith(f"/{request.center.slug}/") else reverse("mediation:board", args=[request.center.slug])
    )
    return render(request, "kit/news.html", {"count": count, "url": url})


def _list_context(request: CenterRequest, here: Inquiry | None) -> dict[str, Any]:
    now, desk = timezone.now(), desk_in_view(request)
    rows = queries.rows(desk, now)
    tab = request.GET.get("liste") or _first_tab(rows, here)
    shown = queries.in_tab(rows, tab)
    if here and here.pk not in {row.inquiry.pk for row in shown}:
        shown = [row for row in rows if row.inquiry.pk == here.pk] + shown
    return {
        "rows": shown,
        "to_plan": worth_a_plan(desk, now),
        "tabs": _tabs(request, rows, tab),
        "tab": tab,
        "here": here,
        "desk": desk,
        "now": now,
        "seen": queries.version(),
        "running_call": running_call(request),
        "call_results": CallResult.choices,
        "desks": Desk.objects.filter(closed_on=None) if request.access.desk is None else (),
    }


def running_call(request: CenterRequest) -> Call | None:
    """The strip that waits, on whatever page of the mediation."""
    call = (
        Call.objects.running()
        .filter(by=request.user)
        .select_related("mediator", "contact", "slot__inquiry", "inquiry")
        .first()
    )
    if call is not None and call.slot is not None and call.slot.starts_at is None:
        dates = call.slot.inquiry.proposed_dates.filter(ends_at__gt=timezone.now())
        call.open_dates = list(dates)  # type: ignore[attr-defined]
    return call


def _first_tab(rows: list[queries.Row], here: Inquiry | None) -> str:
    """What burns first; an open inquiry stays in the list it belongs to."""
    for tab in ("kuemmern", "neu", "wartet"):
        shown = queries.in_tab(rows, tab)
        if shown and (here is None or here.pk in {row.inquiry.pk for row in shown}):
            return tab
    return "alle"


def _tabs(request: CenterRequest, rows: list[queries.Row], here: str) -> list[dict[str, object]]:
    labels = {
        "kuemmern": _("Jetzt kümmern"),
        "neu": _("Neu"),
        "wartet": _("Wartet"),
        "zugesagt": _("Zugesagt"),
        "alle": _("Alle"),
    }
    page = reverse("mediation:board", args=[request.center.slug])
    return [
        {
            "label": labels[tab],
            "url": f"{page}?liste={tab}",
            "here": tab == here,
            "count": None if tab == "alle" else len(queries.in_tab(rows, tab)),
            "kind": "danger" if tab == "kuemmern" else "",
        }
        for tab in queries.TABS
    ]
