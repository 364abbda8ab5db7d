"""Post and reverse: the only way into the ledger."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.finance.models import BudgetLine, Posting


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
def reverse(
    *, center: Center, posting: Posting, reason: str, by: User | None
) -> Posting:
    """Books the opposite amount; the pair adds up to 0.00."""
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
