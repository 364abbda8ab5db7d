"""Budget lines and postings. The ledger knows none of those who post to it."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.finance.choices import FundSource


class BudgetLine(CenterModel):
    """An amount of one purse for one year ("Landesmittel 2026"); never overdrawn without a decision."""

    year = models.PositiveSmallIntegerField(_("Jahr"))
    fund_source = models.CharField(_("Mittelherkunft"), max_length=12, choices=FundSource.choices)
    name = models.CharField(_("Bezeichnung"), max_length=80)
    amount = models.DecimalField(_("Betrag"), max_digits=12, decimal_places=2)
    # Spent in this order within a year; "Ab wann Kreismittel?" moves the day the next one begins.
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)
    starts_on = models.DateField(_("gilt ab"), null=True, blank=True)
    ends_on = models.DateField(_("gilt bis"), null=True, blank=True)
    source_note = models.CharField(_("Quelle, Beschluss"), max_length=200, blank=True)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("year", "order")
        constraints = (
            models.UniqueConstraint(fields=("center", "year", "name"), name="one_line_per_name_and_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_budget_is_not_negative"),
        )

    def __str__(self) -> str:
        return self.name


class PostingQuerySet(models.QuerySet["Posting"]):
    def total(self) -> Decimal:
        return self.aggregate(total=Sum("amount"))["total"] or Decimal("0.00")


class Posting(CenterModel):
    """One entry of the ledger. Never changed or deleted (trigger); a mistake is reversed by a second entry."""

    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="postings")
    day = models.DateField(_("Tag"))  # the day of the talk decides the purse (DOMAIN 1.4)
    amount = models.DecimalField(_("Betrag"), max_digits=10, decimal_places=2)
    text = models.CharField(_("Text"), max_length=160)  # no names
    about = models.CharField(max_length=80)  # "mediation.Allowance:17"
    key = models.CharField(max_length=120)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal")
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = CenterManager.from_queryset(PostingQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-posted_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("center", "key"), name="a_thing_is_posted_once"),)
        indexes = (models.Index(fields=("center", "about")),)

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"
