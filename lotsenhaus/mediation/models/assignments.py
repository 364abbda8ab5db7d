"""A talk that somebody promised, what really happened, and the money for it."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateTimeRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.documents.models import Document
from lotsenhaus.finance.models import BudgetLine, Posting
from lotsenhaus.mediation.choices.states import (
    AllowanceState,
    AssignmentState,
    CancelReason,
    CancelSide,
    Channel,
    ProofWay,
    RunState,
)
from lotsenhaus.mediation.models.inquiries import Slot
from lotsenhaus.mediation.models.mediators import Mediator
from lotsenhaus.mediation.models.offers import Offer
from lotsenhaus.mediation.models.policies import Tariff
from lotsenhaus.network.models import Desk

BINDING = (
    AssignmentState.AGREED,
    AssignmentState.PLANNED,
    AssignmentState.HELD,
    AssignmentState.CONFIRMED,
)
BLOCKED = Func(
    F("blocked_from"),
    F("blocked_to"),
    RangeBoundary(),
    function="TSTZRANGE",
    output_field=DateTimeRangeField(),
)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def binding(self) -> "AssignmentQuerySet":
        return self.filter(state__in=BINDING)


class Assignment(CenterModel):
    """An Einsatz. `blocked_from`/`blocked_to` are the talk with the way there and back: nobody is in two places."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="assignments")
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="assignments")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="assignment")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")  # who arranged it
    state = models.CharField(max_length=10, choices=AssignmentState.choices)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    blocked_from = models.DateTimeField(null=True, blank=True)
    blocked_to = models.DateTimeField(null=True, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(default=0)  # one way
    travel_km = models.DecimalField(max_digits=5, decimal_places=1, default=0)  # one way
    accepted_at = models.DateTimeField()
    accepted_via = models.CharField(max_length=10, choices=Channel.choices)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_side = models.CharField(max_length=10, choices=CancelSide.choices, blank=True)
    cancel_reason = models.CharField(max_length=20, choices=CancelReason.choices, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reminders_sent = ArrayField(models.PositiveSmallIntegerField(), default=list)  # days after the talk: 1, 3, 7
    is_late_entry = models.BooleanField(_("nachgetragen"), default=False)

    objects: ClassVar = CenterManager.from_queryset(AssignmentQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("starts_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("slot",),
                condition=Q(state__in=BINDING),
                name="a_slot_is_filled_once",
            ),
            ExclusionConstraint(
                name="nobody_is_in_two_places",
                expressions=(
                    (F("mediator"), RangeOperators.EQUAL),
                    (BLOCKED, RangeOperators.OVERLAPS),
                ),
                condition=Q(state__in=BINDING, blocked_from__isnull=False),
                violation_error_message=_("Zu dieser Zeit ist die Person schon bei einem anderen Einsatz."),
            ),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=AssignmentState.CANCELLED) & Q(cancelled_at=None)),
                name="a_cancelled_assignment_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(AssignmentState.AGREED, AssignmentState.CANCELLED))
                | Q(
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    blocked_from__isnull=False,
                ),
                name="only_an_agreed_assignment_has_no_date",
            ),
        )
        indexes = (
            models.Index(fields=("center", "state", "starts_at")),
            models.Index(fields=("center", "mediator", "starts_at")),
        )

    def __str__(self) -> str:
        return f"{self.slot_id} {self.starts_at}"


CLOSED = (RunState.RELEASED, RunState.ORDERED)


class AssignmentProof(CenterModel):
    """The Einsatzbestätigung: the real times, by whom and how confirmed."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="proof")
    started_at = models.DateTimeField(_("Beginn"))
    ended_at = models.DateTimeField(_("Ende"))
    talks_held = models.PositiveSmallIntegerField(_("Gespräche"), default=1)
    way = models.CharField(max_length=8, choices=ProofWay.choices)
    confirmed_by = models.CharField(_("bestätigt von"), max_length=120)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField()
    family_came = models.BooleanField(_("Die Familie war da"), default=True)
    # What bus or train cost there and back, in euro; None: nobody named a ticket, the way counts in kilometers.
    ticket = models.DecimalField(_("Fahrkarte in €"), max_digits=5, decimal_places=2, null=True, blank=True)
    # The letter as it was; it goes after its ten years, the proof stays.
    sheet = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sheet_due = models.BooleanField(default=True)  # the letter is to be made, or made anew after a correction

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")),
                name="a_proof_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(ticket=None) | Q(ticket__gt=0), name="a_ticket_costs_something"),
        )
        indexes = (models.Index(fields=("confirmed_at",), condition=Q(sheet_due=True), name="proofs_without_sheet"),)

    def __str__(self) -> str:
        return f"{self.assignment_id}"


class ClaimRun(CenterModel):
    """The allowances of one month: one person releases, a second person orders the payment."""

    month = models.DateField()  # its first day
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.DRAFT)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(_("Überweisung bis"), null=True, blank=True)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-month", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("center", "month"), name="one_run_per_month"),
            models.CheckConstraint(
                condition=Q(ordered_by=None) | ~Q(ordered_by=F("released_by")),
                name="two_persons_for_a_payment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def is_closed(self) -> bool:
        """Released or ordered: what it holds is fixed."""
        return self.state in CLOSED


class Allowance(CenterModel):
    """The Aufwandsentschädigung of one Einsatz: computed by a dated rule, each step kept, booked with its purse."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="allowance")
    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("Betrag"), max_digits=8, decimal_places=2)
    steps = models.JSONField(default=list)  # mediation.rules.tariffs.Step, as computed on that day
    state = models.CharField(max_length=10, choices=AllowanceState.choices)
    question = models.CharField(_("Frage"), max_length=300, blank=True)
    budget_line = models.ForeignKey(BudgetLine, null=True, on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, null=True, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(
        ClaimRun,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="allowances",
    )
    computed_at = models.DateTimeField()

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (models.CheckConstraint(condition=Q(amount__gte=0), name="an_allowance_is_not_negative"),)

    def __str__(self) -> str:
        return f"{self.amount}"

    @property
    def amount_in_run(self) -> Decimal:
        """Euros paid with its own run; what a later correction moved is settled with another. Prefetch corrections."""
        return self.amount - sum((one.due for one in self.corrections.all()), Decimal("0.00"))


class AllowanceCorrection(CenterModel):
    """What was computed anew: the first booking is reversed, a second one stands beside it.

    `due` is what a talk that was already paid still gets (or gave too much); it is settled with `run`.
    """

    allowance = models.ForeignKey(Allowance, on_delete=models.PROTECT, related_name="corrections")
    amount_before = models.DecimalField(max_digits=8, decimal_places=2)
    amount_after = models.DecimalField(max_digits=8, decimal_places=2)
    due = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    reason = models.CharField(_("Grund"), max_length=200)
    run = models.ForeignKey(ClaimRun, null=True, on_delete=models.PROTECT, related_name="corrections")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return f"{self.amount_before} → {self.amount_after}"
