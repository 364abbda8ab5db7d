"""Wochenplan (Vorschlag): ask for one, read it as a picture and a table, change it by hand, ask the people in it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require, today
from lotsenhaus.centers.choices import Role
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation import tasks
from lotsenhaus.mediation.actions import plans as actions
from lotsenhaus.mediation.choices.plans import PHASES, PlanState, PlanWay, WishKind
from lotsenhaus.mediation.forms.plans import DaysForm
from lotsenhaus.mediation.models import Mediator, PlanSlot, PlanWish, Slot, WeekPlan
from lotsenhaus.mediation.permissions import DISPATCH, RULES_CHANGE
from lotsenhaus.mediation.planning.alternatives import choices_for, swaps_for
from lotsenhaus.mediation.planning.proposals import Contradiction
from lotsenhaus.mediation.planning.week import LIMIT, days_for, slots_to_plan
from lotsenhaus.mediation.planning.weights import weights_of
from lotsenhaus.mediation.planning.words import reason_tally, stored_sentence
from lotsenhaus.mediation.queries import plans as queries
from lotsenhaus.mediation.queries.names import tell_apart
from lotsenhaus.mediation.views.board import desk_in_view
from lotsenhaus.mediation.views.loading import own_inquiry
from lotsenhaus.mediation.views.plan_pictures import picture_of

SECONDS_BETWEEN_LOOKS = "1"
SECONDS_BETWEEN_LATE_LOOKS = "10"
UNUSUAL = timedelta(minutes=1)  # the solver ends after half of that; so long waits only who has no worker
CHANGES = (*WishKind.values, "free", "swap")


@require(DISPATCH)
def plans(request: CenterRequest) -> HttpResponse:
    """GET: which weeks have open talks, and the earlier plans. POST asks for a plan."""
    desk, now = desk_in_view(request), timezone.now()
    weeks = queries.open_by_week(desk, now)
    form = DaysForm(request.POST or None, today=today(), initial=_fullest_week(weeks))
    if request.method == "POST" and form.is_valid():
        first, last = form.span
        return _begin(request, first=first, last=last)
    context = {"form": form, "weeks": weeks, "earlier": queries.earlier(desk), "desk": desk}
    context["may_weigh"] = request.access.has(RULES_CHANGE)
    return render(request, "mediation/plans.html", context)


def _fullest_week(weeks: list[tuple[Any, int]]) -> dict[str, object]:
    monday = max(weeks, key=lambda week: week[1])[0] if weeks else today()
    return {"first": max(monday, today()), "days": 7}


def _begin(request: CenterRequest, **days: Any) -> HttpResponse:
    plan = actions.begin_plan(center=request.center, desk=desk_in_view(request), by=request.user, **days)
    tasks.make_plan.defer(center_id=request.center.pk, plan_id=plan.pk)
    return redirect("mediation:plan", request.center.slug, plan.pk)


@require_POST
@require(DISPATCH)
def plan_inquiry(request: CenterRequest, pk: int) -> HttpResponse:
    """A parents' day: all languages of one inquiry with as few people as possible."""
    inquiry = own_inquiry(request, pk)
    if inquiry.starts_at is None or inquiry.ends_at is None:
        raise Http404
    first, last = timezone.localdate(inquiry.starts_at), timezone.localdate(inquiry.ends_at)
    return _begin(request, first=first, last=last, inquiry=inquiry)


def visible(request: CenterRequest, pk: int) -> WeekPlan:
    """A desk sees its own plans, the coordination all."""
    rows = WeekPlan.objects.select_related("previous", "weighting", "inquiry", "desk", "asked_by", "center")
    plan = get_object_or_404(rows, pk=pk)
    if request.access.role != Role.COORDINATOR and plan.desk != request.access.desk:
        raise Http404
    return plan


@require(DISPATCH)
def plan(request: CenterRequest, pk: int) -> HttpResponse:
    """The proposal; while it is made, what is being done, looked at again every second."""
    found = visible(request, pk)
    if found.state != PlanState.READY:
        late = timezone.now() - found.created_at > UNUSUAL
        context = {"plan": found, "phase": PHASES.get(found.phase), "newer": queries.newer(found), "late": late}
        response = render(request, "mediation/plan_wait.html", context)
        if found.is_under_way:
            response["Refresh"] = SECONDS_BETWEEN_LATE_LOOKS if late else SECONDS_BETWEEN_LOOKS
        return response
    return render(request, "mediation/plan.html", _context(request, found))


def _context(request: CenterRequest, found: WeekPlan) -> dict[str, Any]:
    rows = queries.rows_of(found)
    entries = [row.entry for row in rows if row.entry]
    telephone = list(queries.entries_of(found, PlanWay.FIRST_COME))
    way = PlanWay.FIRST_COME if request.GET.get("bild") == "telefon" else PlanWay.PLAN
    shown = telephone if way == PlanWay.FIRST_COME else entries
    change = queries.change(found.previous, found) if found.previous else None
    promised, asked = queries.promised(found), queries.being_asked(found)
    tell_apart(one.mediator for some in (entries, telephone, promised, asked) for one in some)
    talks = queries.talks_of(found.inquiry, entries, promised, asked) if found.inquiry else []
    return {
        "plan": found,
        "most": LIMIT,
        "newer": queries.newer(found),
        "rows": [(row, _words(row)) for row in rows],
        "totals": queries.totals(entries),
        "telephone": queries.totals(telephone),
        "talks": talks,
        "talks_covered": sum(bool(people) for _talk, people, _state in talks),
        "open_rows": [row for row in rows if row.entry is None and row.is_open],
        "to_ask": sum(row.entry is not None and row.is_open for row in rows),
        "way": way,
        "picture": picture_of(found, rows, shown, promised, asked),
        "change": change if change and not change.is_empty else None,
        "prices": _prices(found, rows) if request.access.role == Role.COORDINATOR else None,
        "gap_percent": f"{100 * found.gap:.4f}".replace(".", ","),
        "seconds": f"{sum(found.seconds.values()):.2f}".replace(".", ","),
    }


def _words(row: queries.Row) -> list[str]:
    """Why this person, or why nobody; sentences, no points."""
    if row.entry is None:
        return [reason_tally(code, count) for code, count in row.asked.reasons]
    items = row.entry.explanation.get("items", [])
    return [stored_sentence(name, amount) for name, amount, points in items if points > 0 and name != "own_desk"]


def _prices(found: WeekPlan, rows: list[queries.Row]) -> list[tuple[Slot, int]]:
    """What each talk takes away elsewhere, the dearest first: for the coordination, behind one click."""
    priced = [(row.slot, found.prices[str(row.slot.pk)]) for row in rows if str(row.slot.pk) in found.prices]
    return sorted(priced, key=lambda one: -one[1])[:10]


@require_POST
@require(DISPATCH)
def cancel(request: CenterRequest, pk: int) -> HttpResponse:
    actions.cancel_plan(plan=visible(request, pk), by=request.user)
    messages.success(request, _("Abgebrochen. Es wurde nichts gespeichert."))
    return redirect("mediation:plans", request.center.slug)


@require(DISPATCH)
def plan_slot(request: CenterRequest, pk: int, slot_pk: int) -> HttpResponse:
    """One talk of the plan: why this person, who else could go, with whom she could swap. POST changes the plan."""
    found = visible(request, pk)
    asked = get_object_or_404(PlanSlot.objects.select_related("slot__inquiry"), plan=found, slot=slot_pk)
    if request.method == "POST":
        return _change(request, found, asked.slot)
    now = timezone.now()
    slots = slots_to_plan(found.first_day, found.last_day, desk=found.desk, inquiry=found.inquiry, now=now)
    days = days_for(slots, found.first_day, found.last_day, now=now, weights=weights_of(found.weighting))
    rows = queries.rows_of(found)
    entries = [one.entry for one in rows if one.entry]
    row = next(one for one in rows if one.slot.pk == slot_pk)
    is_open = str(slot_pk) in days.slots
    items = row.entry.explanation.get("items", []) if row.entry else []
    bans: list[PlanWish] = list(
        found.wishes.filter(slot=slot_pk, kind=WishKind.FORBID).select_related("mediator__town")
    )
    choices = choices_for(days, entries, row.slot) if is_open else []
    met = [*(one.mediator for one in entries), *(one.mediator for one in bans)]
    tell_apart([*days.mediators.values(), *met])
    context = {
        "plan": found,
        "newer": queries.newer(found),
        "row": row,
        "words": _words(row),
        "items": [(stored_sentence(name, amount), points) for name, amount, points in items],
        "choices": [one for one in choices if one.mediator.pk not in {ban.mediator_id for ban in bans}],
        "swaps": swaps_for(days, entries, row.slot) if is_open else [],
        "bans": bans,
        "is_open": is_open,
        "times": [
            (timezone.localtime(_moment(start)), timezone.localtime(_moment(end)), people)
            for start, end, people in asked.alternatives
        ],
    }
    return render(request, "mediation/plan_slot.html", context)


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


def _change(request: CenterRequest, found: WeekPlan, slot: Slot) -> HttpResponse:
    """One change by hand; its cost is said at once, and the plan before stays as it was."""
    wish = request.POST.get("was", "")
    if wish not in CHANGES:
        raise Http404
    mediator = get_object_or_404(Mediator, pk=whole_number(request.POST.get("person")))
    wishes = [(slot, mediator, wish)]
    if wish == "swap":
        there = get_object_or_404(
            PlanSlot.objects.select_related("slot"), plan=found, slot=whole_number(request.POST.get("mit"))
        )
        here = get_object_or_404(found.entries, way=PlanWay.PLAN, slot=slot)
        wishes = [(slot, mediator, WishKind.PIN), (there.slot, here.mediator, WishKind.PIN)]
    try:
        changed = actions.change_plan(plan=found, wishes=wishes, by=request.user)
    except Contradiction:
        messages.warning(
            request,
            _("Das geht nicht zusammen mit dem, was schon zugesagt oder festgehalten ist. Der Plan ist unverändert."),
        )
        return redirect("mediation:plan-slot", request.center.slug, found.pk, slot.pk)
    messages.success(request, _("Geändert.") + " " + " ".join(cost_sentences(queries.change(found, changed))))
    for lost in queries.pins_let_go(found, changed, [(one.pk, who.pk) for one, who, _what in wishes]):
        words = _("%(name)s ist nicht mehr festgehalten (%(language)s): Dort hat sich etwas geändert.")
        messages.warning(request, words % {"name": lost.mediator.short_name, "language": lost.slot.language_text})
    return redirect("mediation:plan", request.center.slug, changed.pk)


def cost_sentences(change: queries.Change) -> list[str]:
    """What a change by hand has cost or brought, in words."""
    said = []
    if change.opened:
        names = ", ".join(str(slot.language_text) for slot in change.opened)
        said.append(_("Jetzt ohne Person: %(names)s.") % {"names": names})
    if change.closed:
        names = ", ".join(str(slot.language_text) for slot in change.closed)
        said.append(_("Jetzt mit Person: %(names)s.") % {"names": names})
    if change.questions > 0:
        words = ngettext(
            "Bei %(n)s Gespräch mehr sind die Zeiten unbekannt.",
            "Bei %(n)s Gesprächen mehr sind die Zeiten unbekannt.",
            change.questions,
        )
        said.append(words % {"n": change.questions})
    if change.minutes:
        words = (
            ngettext("%(n)s Minute mehr Weg.", "%(n)s Minuten mehr Weg.", change.minutes)
            if change.minutes > 0
            else ngettext("%(n)s Minute weniger Weg.", "%(n)s Minuten weniger Weg.", -change.minutes)
        )
        said.append(words % {"n": abs(change.minutes)})
    if not said:
        said.append(_("Das kostet nichts: Es fehlt niemand mehr als vorher, und die Wege sind nicht länger."))
    return said
