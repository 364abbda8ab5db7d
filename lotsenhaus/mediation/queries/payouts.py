"""What was and what will be paid to somebody in a year: one sum for ranking, "Mein Geld" and the page of a person."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from lotsenhaus.kit.calendar import at_local
from lotsenhaus.mediation.choices.states import AllowanceState, RunState
from lotsenhaus.mediation.models import Allowance, AllowanceCorrection, Mediator
from lotsenhaus.mediation.models.assignments import CLOSED
from lotsenhaus.mediation.rules.runs import talks_paid_in

NOTHING = Decimal("0.00")
UNPAID = (AllowanceState.CONFIRMED, AllowanceState.QUESTION)
OPEN = Q(run=None) | Q(run__state=RunState.DRAFT)


def waiting() -> QuerySet[Allowance]:
    """Confirmed and in no closed run."""
    return Allowance.objects.filter(state__in=UNPAID).filter(OPEN)


def waiting_corrections() -> QuerySet[AllowanceCorrection]:
    """Differences of talks already paid that are in no closed run."""
    return AllowanceCorrection.objects.exclude(due=0).filter(OPEN)


def paid_in(year: int, *states: RunState) -> Combinable:
    """Euros per mediator paid with runs of that state whose day of payment lies in the year (§ 11 EStG)."""
    run = Q(run__state__in=states, run__paid_on__year=year)
    own = AllowanceCorrection.objects.filter(allowance__run__state__in=states, allowance__run__paid_on__year=year)
    return (
        _sum(Allowance.objects.filter(run), "assignment__mediator", "amount")
        - _sum(own, "allowance__assignment__mediator", "due")
        + _sum(AllowanceCorrection.objects.filter(run), "allowance__assignment__mediator", "due")
    )


def paid_or_owed_in(year: int, today: date) -> Combinable:
    """The same with what is confirmed and will be paid in that year, as far as can be told today."""
    first, last = talks_paid_in(year, today)
    talks = waiting().filter(assignment__starts_at__lt=at_local(last, time()))
    if first is not None:
        talks = talks.filter(assignment__starts_at__gte=at_local(first, time()))
    owed: Combinable = _sum(talks, "assignment__mediator", "amount")
    if year == today.year:
        owed += _sum(waiting_corrections(), "allowance__assignment__mediator", "due")
    return paid_in(year, *CLOSED) + owed


def payments_of_year(mediator: Mediator, year: int) -> list[tuple[date, date, int, Decimal]]:
    """Day of payment, month of the run, talks and euros of each ordered run; a correction counts with its own run."""
    run = {"run__state": RunState.ORDERED, "run__paid_on__year": year}
    talks = Allowance.objects.filter(assignment__mediator=mediator, **run).select_related("run")
    moved = AllowanceCorrection.objects.filter(allowance__assignment__mediator=mediator, **run).exclude(due=0)
    found: dict[tuple[date, date], tuple[int, Decimal]] = {}
    rows = [(one.run, 1, one.amount_in_run) for one in talks.prefetch_related("corrections")]
    for paid, count, euros in rows + [(one.run, 0, one.due) for one in moved.select_related("run")]:
        assert paid is not None
        assert paid.paid_on is not None
        number, total = found.get((paid.paid_on, paid.month), (0, NOTHING))
        found[paid.paid_on, paid.month] = (number + count, total + euros)
    return [(*key, *found[key]) for key in sorted(found)]


def sum_of(mediator: Mediator, euros: Combinable) -> Decimal:
    """One of the sums above for one person."""
    found = Mediator.objects.filter(pk=mediator.pk).annotate(euros=euros).values_list("euros", flat=True).first()
    return found or NOTHING


def _sum(rows: QuerySet[Any], owner: str, field: str) -> Coalesce:
    of_one = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(of_one.annotate(euros=Sum(field)).values("euros")), NOTHING)
