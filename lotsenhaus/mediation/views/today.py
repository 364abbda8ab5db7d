"""Heute: what is on fire, who calls back, what happens today. Empty blocks vanish."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.choices.states import CallResult
from lotsenhaus.mediation.permissions import DISPATCH
from lotsenhaus.mediation.queries import board
from lotsenhaus.mediation.queries import today as queries
from lotsenhaus.mediation.queries.plans import worth_a_plan
from lotsenhaus.mediation.views.board import desk_in_view, running_call


@require(DISPATCH)
def today(request: CenterRequest) -> HttpResponse:
    now, desk = timezone.now(), desk_in_view(request)
    return render(
        request,
        "mediation/today.html",
        _blocks(request, now, desk)
        | {
            "desk": desk,
            "now": now,
            "seen": board.version(),
            "running_call": running_call(request),
            "call_results": CallResult.choices,
        },
    )


@require(DISPATCH)
def day_sheet(request: CenterRequest) -> HttpResponse:
    """Tagesblatt: one A4 with who, where, when and numbers, for two days or (`?tage=14`) as emergency list."""
    days = request.GET.get("tage", "2")
    last = timezone.localdate() + timedelta(days=min(whole_number(days) or 2, 28) - 1)
    desk = desk_in_view(request)
    talks = queries.takes_place(desk, timezone.localdate(), last)
    return render(
        request,
        "mediation/day_sheet.html",
        {
            "talks": talks,
            "desk": desk,
            "last": last,
            "call_backs": queries.call_backs(desk),
            "now": timezone.now(),
        },
    )


def _blocks(request: CenterRequest, now: Any, desk: Any) -> dict[str, Any]:
    rows, day = board.rows(desk, now), timezone.localdate(now)
    people, talks = queries.talks_of_month(desk, day)
    return {
        "to_plan": worth_a_plan(desk, now),
        "burning": [row for row in rows if row.burns],
        "fresh": [row for row in rows if row.is_new and not row.burns],
        "handovers": queries.handovers_to_answer(desk),
        "institutions": queries.institutions_to_call(desk),
        "undeliverable": queries.undeliverable(),
        "call_backs": queries.call_backs(desk),
        "waiting": queries.pending_offers(desk),
        "talks": queries.takes_place(desk, day, day + timedelta(days=1)),
        "without_date": queries.without_date(desk, now),
        "unconfirmed": queries.without_confirmation(desk, now),
        "thanks": {"people": people, "talks": talks, "month": day},
    }
