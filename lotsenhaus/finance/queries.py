"""Reads of the ledger: purses with their sums and outlook, postings to look through, and whether it all adds up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lotsenhaus.finance.models import BudgetLine, Posting, PostingQuerySet
from lotsenhaus.finance.rules import PACE_DAYS, Money, Outlook, outlooks
from lotsenhaus.kit.money import euro, format_euro

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Purse:
    """One budget line with what is booked on it."""

    line: BudgetLine
    spent: Decimal
    outlook: Outlook
    next_source: str = ""  # whose money comes next: "Kreismittel"

    @property
    def left(self) -> Decimal:
        return self.line.amount - self.spent

    @property
    def is_empty(self) -> bool:
        return self.left <= 0

    @property
    def kind(self) -> str:
        """How worried the bar looks: nothing left, soon nothing left, fine."""
        if self.is_empty:
            return "danger"
        soon = self.outlook.until is not None and self.outlook.needed_from is not None
        return "warning" if soon and not self.line.ends_on else ""


def booked(year: int) -> QuerySet[Any]:
    """Lines of a year, each with `spent` in euros."""
    spent = Coalesce(Sum("postings__amount"), NOTHING)
    return BudgetLine.objects.filter(year=year).annotate(spent=spent).order_by("order", "pk")


def per_day(today: date) -> Decimal:
    """Euros a day at the pace of the last 90 days, whatever purse paid."""
    first = today - timedelta(days=PACE_DAYS)
    total = Posting.objects.filter(day__gt=first, day__lte=today).total()
    return max(total, NOTHING) / PACE_DAYS


def purses(today: date, year: int | None = None) -> list[Purse]:
    """The purses of a year in their order; the outlook is that of this year only."""
    rows = list(booked(year or today.year))
    money = [Money(row.pk, row.order, row.amount - row.spent, row.starts_on, row.ends_on) for row in rows]
    ahead = outlooks(money, per_day(today), today) if not year or year == today.year else {}
    following = [*(str(row.get_fund_source_display()) for row in rows[1:]), ""][: len(rows)]
    return [
        Purse(row, euro(row.spent), ahead.get(row.pk, Outlook(None, None)), source)
        for row, source in zip(rows, following, strict=True)
    ]


def years() -> list[int]:
    return sorted(set(BudgetLine.objects.values_list("year", flat=True)), reverse=True)


def next_purse(line: BudgetLine) -> BudgetLine | None:
    """The one that pays when this one does not any more."""
    later = BudgetLine.objects.filter(year=line.year).filter(
        Q(order=line.order, pk__gt=line.pk) | Q(order__gt=line.order)
    )
    return later.order_by("order", "pk").first()


def postings() -> PostingQuerySet:
    return Posting.objects.select_related("budget_line", "posted_by", "reverses", "reversal")


def findings() -> Iterator[str]:
    """What does not add up in the ledger of the open center, in plain sentences; nothing when all is well."""
    for line in BudgetLine.objects.annotate(spent=Coalesce(Sum("postings__amount"), NOTHING)).filter(
        spent__gt=F("amount")
    ):
        yield _("Die Mittelherkunft „%(name)s“ ist überzogen: gebucht %(spent)s, bewilligt %(amount)s.") % {
            "name": line.name,
            "spent": format_euro(line.spent),
            "amount": format_euro(line.amount),
        }
    for posting in Posting.objects.exclude(reverses=None).exclude(
        amount=-F("reverses__amount"), budget_line=F("reverses__budget_line"), about=F("reverses__about")
    ):
        yield _("Die Rückbuchung %(number)s passt nicht zu ihrer Buchung %(other)s.") % {
            "number": posting.pk,
            "other": posting.reverses_id,
        }
    for posting in Posting.objects.filter(reverses__reverses__isnull=False):
        yield _("Die Buchung %(number)s bucht eine Rückbuchung zurück.") % {"number": posting.pk}
    for posting in Posting.objects.exclude(budget_line__year=F("day__year")).select_related("budget_line"):
        yield _("Die Buchung %(number)s vom %(day)s steht in der Mittelherkunft „%(name)s“ eines anderen Jahres.") % {
            "number": posting.pk,
            "day": f"{posting.day:%d.%m.%Y}",
            "name": posting.budget_line.name,
        }


def counts() -> dict[str, int]:
    """How much was looked at, for the line that says all is well."""
    return Posting.objects.aggregate(postings=Count("pk"), reversals=Count("reverses"))
