"""What a council decided, dated: who may ask, for what, how early, what must be declared, what is paid."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.network.choices import OrganizationKind

Rule = TypeVar("Rule", bound=models.Model)


class DatedQuerySet(models.QuerySet[Rule]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class DatedRule(CenterModel):
    """Abstract: a rule with its time and its source."""

    valid_from = models.DateField(_("gilt ab"))
    valid_to = models.DateField(_("gilt bis"), null=True, blank=True)
    source = models.CharField(_("Quelle"), max_length=200)
    note = models.CharField(_("Anmerkung"), max_length=300, blank=True)

    objects: ClassVar = CenterManager.from_queryset(DatedQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = True


class Policy(DatedRule):
    """The frame of a center: lead time, maximum, who may ask, how long an answer may take."""

    lead_working_days = models.PositiveSmallIntegerField(_("Vorlauf in Arbeitstagen"))
    max_minutes = models.PositiveSmallIntegerField(_("höchstens (Minuten)"), null=True, blank=True)
    may_ask = ArrayField(
        models.CharField(max_length=24, choices=OrganizationKind.choices),
        verbose_name=_("wer anfragen darf"),
    )
    offers_phone = models.BooleanField(_("Telefon erlaubt"), default=True)
    offers_video = models.BooleanField(_("Video erlaubt"), default=True)
    answer_hours = models.PositiveSmallIntegerField(_("Wachstunden bis zur Antwort"), default=24)
    urgent_answer_minutes = models.PositiveSmallIntegerField(_("Minuten bis zur Antwort, wenn es eilt"), default=60)
    pledge_required = models.BooleanField(_("Schweigepflichterklärung nötig"), default=True)
    clearance_required = models.BooleanField(_("Führungszeugnis nötig"), default=True)
    year_limit = models.DecimalField(
        _("Ehrenamtspauschale im Jahr"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
    )

    def __str__(self) -> str:
        return f"{self.valid_from}"


class OccasionRule(DatedRule):
    """One occasion that is refused, with the reason and where to turn (EXPERIENCE part 7)."""

    occasion = models.CharField(_("Anlass"), max_length=40)
    reason = models.CharField(_("Begründung"), max_length=300)
    way_out = models.CharField(_("Wohin stattdessen"), max_length=300)

    def __str__(self) -> str:
        return self.occasion


class Declaration(DatedRule):
    """A sentence the requester declares; its wording and version are stored with each inquiry."""

    code = models.CharField(max_length=40)
    wording = models.CharField(_("Satz"), max_length=300)
    explanation = models.CharField(_("Warum wir das fragen"), max_length=400, blank=True)
    wording_en = models.CharField(_("Satz auf Englisch"), max_length=300, blank=True)
    explanation_en = models.CharField(_("Warum wir das fragen, auf Englisch"), max_length=400, blank=True)
    version = models.PositiveSmallIntegerField(_("Fassung"), default=1)

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Tariff(DatedRule):
    """An allowance rule; `rule` is mediation.rules.tariffs.TariffRule as JSON."""

    name = models.CharField(_("Bezeichnung"), max_length=120)
    rule = models.JSONField()
    is_example = models.BooleanField(_("Beispiel"), default=False)

    def __str__(self) -> str:
        return self.name
