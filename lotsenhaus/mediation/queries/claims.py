"""The Abrechnung: runs by month, their talks, what is paid to whom, and where somebody's money is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from lotsenhaus.kit.calendar import at_local
from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.states import AllowanceState, AssignmentState, ClaimNoteKind, RunState
from lotsenhaus.mediation.models import Allowance, AllowanceCorrection, Assignment, ClaimNote, ClaimRun, Mediator
from lotsenhaus.mediation.models.assignments import CLOSED
from lotsenhaus.mediation.queries.payouts import NOTHING, waiting, waiting_corrections
from lotsenhaus.mediation.rules.runs import next_month, open_month, payment_day

MOST_FOUND = 20


@dataclass(frozen=True)
class Month:
    """One line of the list: a run, or the month whose run is being put together."""

    month: date
    state: str
    state_text: str
    run: ClaimRun | None
    talks: int
    people: int
    questions: int
    total: Decimal
    paid_on: date
    corrections: int = 0
    """Of earlier runs, waiting to be settled; counted in the open month only."""

    @property
    def ready(self) -> int:
        return self.talks - self.questions

    @property
    def may_be_released(self) -> bool:
        return self.state == RunState.DRAFT and (self.ready > 0 or self.corrections > 0)


@dataclass(frozen=True)
class Payment:
    """What one person gets with one run: talks, corrections of earlier ones, euros."""

    mediator: Mediator
    talks: int
    amount: Decimal
    corrected: Decimal

    @property
    def total(self) -> Decimal:
        return self.amount + self.corrected


def current_month(today: date) -> date:
    """The month whose run is open."""
    closed = ClaimRun.objects.filter(state__in=CLOSED).values_list("month", flat=True)
    talk = waiting().filter(state=AllowanceState.CONFIRMED).aggregate(first=Min("assignment__starts_at"))["first"]
    correction = waiting_corrections().aggregate(first=Min("made_at"))["first"]
    return open_month(closed, [timezone.localdate(day) for day in (talk, correction) if day], today)


def members(month: date) -> QuerySet[Allowance]:
    """The talks of a run: of a closed one what was taken into it, of the open one what waits up to its end."""
    run = ClaimRun.objects.filter(month=month, state__in=CLOSED).first()
    rows = Allowance.objects.filter(run=run) if run else waiting().filter(assignment__starts_at__lt=_end(month))
    return (
        rows.prefetch_related("corrections")
        .select_related(
            "assignment__mediator__home_desk",
            "assignment__slot__inquiry__town",
            "assignment__slot__inquiry__organization",
            "assignment__proof",
            "assignment__desk",
            "budget_line",
            "posting",
            "tariff",
            "run",
        )
        .order_by("assignment__starts_at", "pk")
    )


def corrections(month: date) -> QuerySet[AllowanceCorrection]:
    """Differences of talks already paid that are settled with this run (open run: all that wait)."""
    run = ClaimRun.objects.filter(month=month, state__in=CLOSED).first()
    rows = AllowanceCorrection.objects.exclude(due=0).filter(run=run) if run else waiting_corrections()
    return rows.select_related("allowance__assignment__mediator", "allowance__assignment__slot__inquiry")


def months(today: date) -> list[Month]:
    """All runs and the open month, the newest first; a fixed number of queries."""
    runs = {run.month: run for run in ClaimRun.objects.all()}
    now = current_month(today)
    sums: dict[int | None, Mapping[str, Any]] = {
        row["run_id"]: row
        for row in Allowance.objects.filter(run__state__in=CLOSED)
        .values("run_id")
        .annotate(talks=Count("pk"), people=Count("assignment__mediator", distinct=True), total=Sum("amount"))
        .order_by()
    }
    moved = _moved()
    found = [
        _closed(run, sums.get(run.pk, {}), moved.get(run.pk, NOTHING)) for run in runs.values() if run.state in CLOSED
    ]
    return sorted([*found, _open(now, runs.get(now))], key=lambda one: one.month, reverse=True)


def _moved() -> dict[int, Decimal]:
    """By run: euros settled with it for earlier talks, less what corrections later added to its own."""
    rows = AllowanceCorrection.objects.exclude(due=0).values_list("run_id", "allowance__run_id", "due")
    found: dict[int, Decimal] = {}
    for run, origin, due in rows:
        if run:
            found[run] = found.get(run, NOTHING) + due
        if origin:
            found[origin] = found.get(origin, NOTHING) - due
    return found


def _closed(run: ClaimRun, sums: Mapping[str, Any], moved: Decimal) -> Month:
    return Month(
        month=run.month,
        state=run.state,
        state_text=run.get_state_display(),
        run=run,
        talks=int(sums.get("talks", 0)),
        people=int(sums.get("people", 0)),
        questions=0,
        total=Decimal(sums.get("total", NOTHING)) + moved,
        paid_on=run.paid_on or payment_day(run.month),
    )


def _open(month: date, run: ClaimRun | None) -> Month:
    rows = list(
        waiting().filter(assignment__starts_at__lt=_end(month)).values_list("state", "amount", "assignment__mediator")
    )
    due = waiting_corrections().aggregate(total=Sum("due"), number=Count("pk"))
    ready = [amount for state, amount, _mediator in rows if state == AllowanceState.CONFIRMED]
    return Month(
        month=month,
        state=RunState.DRAFT,
        state_text=str(RunState.DRAFT.label),
        run=run,
        talks=len(rows),
        people=len({mediator for _state, _amount, mediator in rows}),
        questions=len(rows) - len(ready),
        total=sum(ready, NOTHING) + (due["total"] or NOTHING),
        paid_on=payment_day(month),
        corrections=due["number"],
    )


def month_of(month: date, today: date) -> Month | None:
    """One month as in the list; None for a month without a run that is not the open one."""
    return next((one for one in months(today) if one.month == month), None)


def payments(rows: list[Allowance], settled: list[AllowanceCorrection]) -> list[Payment]:
    """By person in the order of names; what has a question is not paid yet."""
    people: dict[int, Mediator] = {}
    talks: dict[int, list[Decimal]] = {}
    moved: dict[int, Decimal] = {}
    for row in rows:
        if row.state == AllowanceState.QUESTION:
            continue
        mediator = row.assignment.mediator
        people[mediator.pk] = mediator
        talks.setdefault(mediator.pk, []).append(row.amount_in_run)
    for one in settled:
        mediator = one.allowance.assignment.mediator
        people[mediator.pk] = mediator
        moved[mediator.pk] = moved.get(mediator.pk, NOTHING) + one.due
    found = [
        Payment(people[key], len(talks.get(key, [])), sum(talks.get(key, []), NOTHING), moved.get(key, NOTHING))
        for key in people
    ]
    return sorted(found, key=lambda one: (folded(one.mediator.last_name), folded(one.mediator.first_name)))


def money_of(text: str) -> QuerySet[Allowance]:
    """ "Wo ist mein Geld?": the last talks of the people called so."""
    named = Mediator.objects.filter(erased_at=None)
    for word in text.split():
        named = named.filter(
            Q(search_text__contains=folded(word)) | Q(last_name__icontains=word) | Q(first_name__icontains=word)
        )
    return (
        Allowance.objects.filter(assignment__mediator__in=named)
        .prefetch_related("corrections")
        .select_related("assignment__mediator", "assignment__slot__inquiry__town", "assignment__proof", "run")
        .order_by("-assignment__starts_at", "-pk")[:MOST_FOUND]
    )


def unconfirmed_of(text: str) -> QuerySet[Assignment]:
    """Talks of these people that nobody has confirmed yet."""
    named = Mediator.objects.filter(erased_at=None)
    for word in text.split():
        named = named.filter(
            Q(search_text__contains=folded(word)) | Q(last_name__icontains=word) | Q(first_name__icontains=word)
        )
    held = (AssignmentState.HELD, AssignmentState.PLANNED)
    return (
        Assignment.objects.filter(mediator__in=named, state__in=held, ends_at__lt=timezone.now())
        .select_related("mediator", "slot__inquiry__town", "slot__inquiry__organization", "desk")
        .order_by("-starts_at")[:MOST_FOUND]
    )


def sent_back(run: ClaimRun | None) -> ClaimNote | None:
    """Why a run that is open again came back; None once it was released anew."""
    if run is None or run.state != RunState.DRAFT:
        return None
    notes = ClaimNote.objects.filter(run=run, kind=ClaimNoteKind.SENT_BACK).exclude(text="")
    return notes.select_related("by").last()


def questions() -> QuerySet[Allowance]:
    return Allowance.objects.filter(state=AllowanceState.QUESTION)


def _end(month: date) -> object:
    return at_local(next_month(month), time())
