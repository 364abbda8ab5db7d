"""A Wochenplan is a proposal: who could go where. Nothing in it is promised, nothing of it is sent by itself."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterModel
from lotsenhaus.mediation.choices.plans import PlanState, PlanWay, WishKind
from lotsenhaus.mediation.models.inquiries import Inquiry, Slot
from lotsenhaus.mediation.models.mediators import Mediator
from lotsenhaus.network.models import Desk


class Weighting(CenterModel):
    """What counts how much in a center; a version is never changed, only followed by the next one."""

    name = models.CharField(_("Name"), max_length=60)
    version = models.PositiveSmallIntegerField(_("Fassung"))
    # {field of dispatch.problem.Weights: points}; what is not named keeps its default.
    points = models.JSONField(default=dict)
    note = models.CharField(_("Warum"), max_length=300)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=("center", "version"), name="a_weighting_has_one_version"),)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class WeekPlan(CenterModel):
    """One computation for some days of a desk (None: of the center), or for one event with several languages.

    Figures are those of the solver: `covered` of `demand` slots, `first_come` what the telephone would have covered;
    `objective`, `bound` and `prices` are points (dispatch.plan.Plan).
    """

    desk = models.ForeignKey(Desk, null=True, on_delete=models.PROTECT, related_name="+")
    inquiry = models.ForeignKey(Inquiry, null=True, on_delete=models.CASCADE, related_name="plans")
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.QUEUED)
    phase = models.CharField(max_length=12, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    weighting = models.ForeignKey(Weighting, null=True, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    method = models.CharField(max_length=10, blank=True)
    demand = models.PositiveSmallIntegerField(default=0)
    covered = models.PositiveSmallIntegerField(default=0)
    first_come = models.PositiveSmallIntegerField(default=0)
    unknown_times = models.PositiveSmallIntegerField(default=0)  # people who speak a wanted language and said nothing
    objective = models.BigIntegerField(default=0)
    bound = models.FloatField(default=0)
    gap = models.FloatField(default=0)
    coverage_proven = models.BooleanField(default=False)
    prices = models.JSONField(default=dict)  # {slot: points}
    seconds = models.JSONField(default=dict)  # {phase: seconds}
    failure = models.CharField(max_length=200, blank=True)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_plan_ends_after_it_begins"),
        )
        indexes = (models.Index(fields=("center", "first_day")),)

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (PlanState.QUEUED, PlanState.RUNNING)


class PlanSlot(CenterModel):
    """A slot that the plan was asked for; without an entry nobody is proposed for it."""

    plan = models.ForeignKey(WeekPlan, on_delete=models.CASCADE, related_name="slots")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="+")
    # Why nobody: [[reason code, people]], and other times as [[start, end, people]] in minutes since 1970.
    reasons = models.JSONField(default=list)
    alternatives = models.JSONField(default=list)

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("plan", "slot"), name="a_plan_names_a_slot_once"),)

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.slot_id}"


class PlanEntry(CenterModel):
    """One person proposed for one slot, with the reasons; `certain` unless her times are unknown."""

    plan = models.ForeignKey(WeekPlan, on_delete=models.CASCADE, related_name="entries")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="+")
    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=PlanWay.choices, default=PlanWay.PLAN)
    certain = models.BooleanField(default=True)
    is_new = models.BooleanField(default=False)  # not so in the plan before
    minutes = models.PositiveSmallIntegerField(null=True)  # one way from home; None: unknown
    explanation = models.JSONField(default=dict)  # as in Offer

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("plan", "way", "slot"), name="a_plan_proposes_one_per_slot"),)

    def __str__(self) -> str:
        return f"{self.slot_id} → {self.mediator_id}"


class PlanWish(CenterModel):
    """What a person decided by hand: this one surely, or surely not."""

    plan = models.ForeignKey(WeekPlan, on_delete=models.CASCADE, related_name="wishes")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="+")
    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=WishKind.choices)

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("plan", "slot", "mediator"), name="a_plan_has_one_wish_a_pair"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.slot_id}, {self.mediator_id}"
