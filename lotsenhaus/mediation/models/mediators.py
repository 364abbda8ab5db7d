"""The pool: who helps, in which languages, when and from where. Unknown is never "no"."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.mediation.choices.states import (
    BlockKind,
    Channel,
    CredentialKind,
    Gender,
    Level,
    MediatorState,
    Transport,
    WeekAnswer,
    Weekday,
)
from lotsenhaus.network.models import Desk, Organization, Town


class MediatorQuerySet(models.QuerySet["Mediator"]):
    def active(self) -> "MediatorQuerySet":
        return self.filter(state=MediatorState.ACTIVE)

    def of_desk(self, desk: Desk) -> "MediatorQuerySet":
        return self.filter(home_desk=desk)


class Mediator(CenterModel):
    """A volunteer. Neither e-mail nor sign-in is a condition: Petra phones, enters and prints."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mediators",
    )
    first_name = models.CharField(_("Vorname"), max_length=60)
    last_name = models.CharField(_("Nachname"), max_length=60)
    name_hint = models.CharField(_("So spricht man den Namen"), max_length=80, blank=True)
    address_form = models.CharField(_("Anrede"), max_length=40, blank=True)  # "Frau", "Herr" or none, as chosen
    gender = models.CharField(_("Geschlecht"), max_length=8, choices=Gender.choices, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    phone_digits = models.CharField(max_length=20, blank=True, editable=False)
    phone_is_wrong = models.BooleanField(_("Nummer stimmt nicht"), default=False)
    second_phone = models.CharField(_("Zweite Nummer"), max_length=40, blank=True)
    second_phone_digits = models.CharField(max_length=20, blank=True, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    accepts_sms = models.BooleanField(_("möchte SMS"), default=True)
    home_desk = models.ForeignKey(
        Desk,
        on_delete=models.PROTECT,
        related_name="mediators",
        verbose_name=_("Stammstelle"),
    )
    # Never shown to requesters, nor to mediators among each other.
    town = models.ForeignKey(
        Town,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Wohnort"),
    )
    transport = models.CharField(_("unterwegs mit"), max_length=8, choices=Transport.choices, blank=True)
    max_travel_minutes = models.PositiveSmallIntegerField(_("Weg höchstens (Minuten)"), null=True, blank=True)
    offers_phone = models.BooleanField(_("auch am Telefon"), default=False)
    offers_video = models.BooleanField(_("auch per Video"), default=False)
    max_per_day = models.PositiveSmallIntegerField(_("höchstens am Tag"), null=True, blank=True)
    max_per_week = models.PositiveSmallIntegerField(_("höchstens in der Woche"), null=True, blank=True)
    # The sum the person does not want to exceed in a year; she knows her other activities, the center does not.
    year_limit = models.DecimalField(_("Jahresgrenze in €"), max_digits=8, decimal_places=2, null=True, blank=True)
    state = models.CharField(
        _("Stand"),
        max_length=10,
        choices=MediatorState.choices,
        default=MediatorState.APPLICANT,
    )
    paused_until = models.DateField(_("Pause bis"), null=True, blank=True)
    # Stays when the invitation itself is forgotten: nobody is invited a second time by the waves.
    invited_at = models.DateTimeField(_("eingeladen am"), null=True, blank=True, editable=False)
    joined_on = models.DateField(_("dabei seit"), null=True, blank=True)
    left_on = models.DateField(_("ausgeschieden am"), null=True, blank=True)
    # Name and numbers are gone, the figures stay.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_confirmed_on = models.DateField(_("Angaben bestätigt am"), null=True, blank=True)
    times_known = models.BooleanField(_("Zeiten bekannt"), default=False)
    search_text = models.TextField(editable=False, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # What tells a row from somebody of the same short name on the same page (queries.names); not stored.
    apart = ""

    objects: ClassVar = CenterManager.from_queryset(MediatorQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("last_name", "first_name", "pk")
        indexes = (models.Index(fields=("center", "state", "home_desk")),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def message_channel(self) -> str:
        """The way a question takes to her: mail, else SMS; empty when she has to be called."""
        if self.email:
            return Channel.EMAIL
        return Channel.SMS if self.accepts_sms and self.phone and not self.phone_is_wrong else ""

    @property
    def short_name(self) -> str:
        """As dispatchers read it in lists: Samira M.; where two of them meet, as queries.names tells them apart."""
        if self.apart:
            return self.apart
        return f"{self.first_name} {self.last_name[:1]}." if self.last_name else self.first_name


class LanguageSkill(CenterModel):
    """One language of one person; `code` is ISO 639-3 (mediation.choices.languages)."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="skills")
    code = models.CharField(_("Sprache"), max_length=3)
    variant = models.CharField(_("Dialekt, Herkunft"), max_length=60, blank=True)
    script = models.CharField(_("Schrift"), max_length=4, blank=True)  # ISO 15924, where a language has several
    # Empty means that nobody said it: a list from Excel names languages, not levels.
    level = models.CharField(_("Niveau"), max_length=14, choices=Level.choices, default=Level.GOOD, blank=True)
    speaks = models.BooleanField(_("mündlich"), default=True)
    writes = models.BooleanField(_("schriftlich"), default=False)
    # Helps out in this language only when somebody agrees to it; never silently (DOMAIN 1.5).
    only_as_substitute = models.BooleanField(_("nur als Ersatz"), default=False)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("mediator", "code"), name="a_language_once_per_person"),)
        indexes = (models.Index(fields=("center", "code")),)

    def __str__(self) -> str:
        return self.code


class WeeklyTime(CenterModel):
    """Usually free on this weekday between these clock times (local time)."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="weekly_times")
    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=Weekday.choices)
    starts = models.TimeField(_("von"))
    ends = models.TimeField(_("bis"))
    never = models.BooleanField(_("an diesem Tag nie"), default=False)  # "dienstags nie", learnt from a call

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("weekday", "starts")
        constraints = (models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="a_time_ends_after_it_begins"),)

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class ShiftPattern(CenterModel):
    """Three-shift work: a cycle of weeks, each with the hours in which the person works (so is not free)."""

    mediator = models.OneToOneField(Mediator, on_delete=models.CASCADE, related_name="shift_pattern")
    first_monday = models.DateField(_("erste Woche beginnt am"))
    # One of early/late/night/off per week of the cycle, e.g. ["early", "late", "night"].
    weeks = models.JSONField(default=list)

    def __str__(self) -> str:
        return " – ".join(self.weeks)


class WeekStatement(CenterModel):
    """ "Diese Woche kann ich / teilweise / nicht"; counts for that week only."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="week_statements")
    monday = models.DateField()
    answer = models.CharField(max_length=8, choices=WeekAnswer.choices)
    note = models.CharField(_("welche Tage?"), max_length=80, blank=True)

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("mediator", "monday"), name="one_answer_per_week"),)

    def __str__(self) -> str:
        return f"{self.monday}: {self.get_answer_display()}"


class Absence(CenterModel):
    """Away from–to; no reason is asked or kept."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField(_("von"))
    last_day = models.DateField(_("bis"))

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("first_day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="away_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"


class Credential(CenterModel):
    """A pledge or police clearance: seen on / by / valid until, never the paper itself."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(_("Nachweis"), max_length=20, choices=CredentialKind.choices)
    seen_on = models.DateField(_("gesehen am"))
    seen_by = models.CharField(_("gesehen von"), max_length=120)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("kind", "-seen_on")

    def __str__(self) -> str:
        return self.get_kind_display()


class Training(CenterModel):
    """A course somebody took part in."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="trainings")
    name = models.CharField(_("Schulung"), max_length=120)
    hours = models.DecimalField(_("Stunden"), max_digits=5, decimal_places=1, null=True, blank=True)
    finished_on = models.DateField(_("abgeschlossen am"))

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-finished_on",)

    def __str__(self) -> str:
        return self.name


class Block(CenterModel):
    """This person is not sent there: a conflict of interest or a wish of either side; liftable, never erased."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=12, choices=BlockKind.choices)
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    case_reference = models.CharField(_("Zeichen"), max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.get_kind_display()


FACTS: tuple[type[CenterModel], ...] = (
    WeeklyTime, ShiftPattern, WeekStatement, Absence, Credential, Training, Block,
)  # fmt: skip
"""What is kept about a person beside her languages; each has a field `mediator` and goes with her."""
