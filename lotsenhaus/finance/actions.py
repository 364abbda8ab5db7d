"""Post and reverse: the only way into the ledger."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.finance.models import BudgetLine, Posting


class AlreadyReversed(Exception):
    """A posting is reversed once; a reversal never."""


class BelowBooked(Exception):
    """A budget cannot be smaller than what is booked on it; `booked` says how much that is."""

    def __init__(self, booked: Decimal) -> None:
        super().__init__(str(booked))
        self.booked = booked


class BudgetExhausted(Exception):
    """The purse does not hold this amount any more; `available` says what is left."""

    def __init__(self, line: BudgetLine, available: Decimal) -> None:
        super().__init__(str(line))
        self.line, self.available = line, available


@transaction.atomic
def post(
    *,
    center: Center,
    line: BudgetLine,
    day: date,
    amount: Decimal,
    text: str,
    about: str,
    key: str,
    by: User | None,
) -> Posting:
    """Books `amount` euros (two places) on a purse. Raises BudgetExhausted when it would be overdrawn."""
    locked = BudgetLine.objects.select_for_update().get(pk=line.pk)
    available = locked.amount - Posting.objects.filter(budget_line=locked).total()
    if amount > available:
        raise BudgetExhausted(locked, available)
    posting = Posting.objects.create(
        center=center,
        budget_line=locked,
        day=day,
        amount=amount,
        text=text,
        about=about,
        key=key,
        posted_by=by,
    )
    audit.record(
        center=center,
        action="finance.posted",
        by=by,
        on=posting,
        amount=str(amount),
        line=locked.pk,
    )
    return posting


@transaction.atomic
def reverse(*, center: Center, posting: Posting, reason: str, by: User | None) -> Posting:
    """Books the opposite amount; the pair adds up to 0.00. Raises AlreadyReversed."""
    BudgetLine.objects.select_for_update().get(pk=posting.budget_line_id)
    if posting.reverses_id or Posting.objects.filter(reverses=posting).exists():
        raise AlreadyReversed
    reversal = Posting.objects.create(
        center=center,
        budget_line=posting.budget_line,
        day=posting.day,
        amount=-posting.amount,
        text=reason,
        about=posting.about,
        key=f"reverse:{posting.pk}",
        reverses=posting,
        posted_by=by,
    )
    audit.record(
        center=center,
        action="finance.reversed",
        by=by,
        on=reversal,
        reverses=posting.pk,
    )
    return reversal


@transaction.atomic
def add_line(*, center: Center, values: dict[str, Any], by: User) -> BudgetLine:
    """A purse for one year, behind those there are."""
    order = 1 + (BudgetLine.objects.filter(year=values["year"]).aggregate(most=Max("order"))["most"] or 0)
    line = BudgetLine.objects.create(center=center, order=order, **values)
    audit.record(center=center, action="finance.line_added", by=by, on=line, amount=str(line.amount), year=line.year)
    return line


@transaction.atomic
def set_amount(*, line: BudgetLine, amount: Decimal, source_note: str, by: User) -> BudgetLine:
    """A new decision on how much there is. Raises BelowBooked."""
    locked = BudgetLine.objects.select_for_update().get(pk=line.pk)
    booked = Posting.objects.filter(budget_line=locked).total()
    if amount < booked:
        raise BelowBooked(booked)
    before, locked.amount, locked.source_note = locked.amount, amount, source_note
    locked.save(update_fields=["amount", "source_note"])
    audit.record(
        center=locked.center, action="finance.amount_set", by=by, on=locked, before=str(before), amount=str(amount)
    )
    return locked


@transaction.atomic
def change_over(*, line: BudgetLine, following: BudgetLine, on: date | None, by: User) -> None:
    """From the day `on` talks are paid by the following purse; None: as soon as the first one is empty.

    What is booked stays where it is.
    """
    pair = {one.pk: one for one in BudgetLine.objects.select_for_update().filter(pk__in=(line.pk, following.pk))}
    first, second = pair[line.pk], pair[following.pk]
    first.ends_on = on - timedelta(days=1) if on else None
    second.starts_on = on
    first.save(update_fields=["ends_on"])
    second.save(update_fields=["starts_on"])
    audit.record(
        center=first.center, action="finance.changed_over", by=by, on=first, to=second.pk, valid_from=on and str(on)
    )
