"""What an institution needs: one event, one or more language slots. No client name anywhere."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.mediation.choices.languages import short_name
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.choices.states import (
    Channel,
    DateKind,
    Gender,
    InquiryState,
    PlaceKind,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.network.models import Contact, Desk, Organization, Town

LIVE = (InquiryState.SUBMITTED, InquiryState.OPEN, InquiryState.ARRANGED)


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def live(self) -> "InquiryQuerySet":
        return self.filter(state__in=LIVE)

    def of_desk(self, desk: Desk) -> "InquiryQuerySet":
        return self.filter(desk=desk)


class Inquiry(CenterModel):
    """An Anfrage with its number. `starts_at`/`ends_at` span the event; null while "nach Absprache"."""

    number = models.CharField(max_length=20)  # GT-2026-0612
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="inquiries")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    contact_name = models.CharField(_("Ihr Name"), max_length=120)
    callback_phone = models.CharField(_("Rückrufnummer"), max_length=40)
    contact_email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    channel = models.CharField(_("Eingang"), max_length=10, choices=Channel.choices)
    occasion = models.CharField(_("Anlass"), max_length=40)
    state = models.CharField(max_length=10, choices=InquiryState.choices, default=InquiryState.SUBMITTED)
    date_kind = models.CharField(_("Termin"), max_length=14, choices=DateKind.choices)
    starts_at = models.DateTimeField(_("Beginn"), null=True, blank=True)
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    planned_minutes = models.PositiveSmallIntegerField(_("Dauer in Minuten"))
    date_wish = models.CharField(_("ungefährer Wunsch"), max_length=120, blank=True)
    place_kind = models.CharField(_("Ort"), max_length=12, choices=PlaceKind.choices)
    town = models.ForeignKey(Town, null=True, on_delete=models.PROTECT, related_name="+")
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    room = models.CharField(_("Raum"), max_length=80, blank=True)
    onsite_name = models.CharField(_("Ansprechperson vor Ort"), max_length=120, blank=True)
    onsite_phone = models.CharField(_("Telefon vor Ort"), max_length=40, blank=True)
    onsite_email = models.EmailField(_("E-Mail vor Ort (für die Bestätigung)"), blank=True)
    gender_wish = models.CharField(_("Wunsch"), max_length=8, choices=Gender.choices, blank=True)
    gender_wish_is_must = models.BooleanField(_("unbedingt"), default=False)
    case_reference = models.CharField(_("Ihr Zeichen"), max_length=20, blank=True)
    remark = models.CharField(_("Hinweis"), max_length=300, blank=True)
    # [{"code", "wording", "version"}]: what was declared, in the words of that day.
    declared = models.JSONField(default=list)
    lead_time_override = models.CharField(_("Warum kurzfristig"), max_length=200, blank=True)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="inquiries")
    submitted_at = models.DateTimeField()
    submitted_by_staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    refusal = models.JSONField(null=True, blank=True)  # verdicts of mediation.rules.admissibility
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = CenterManager.from_queryset(InquiryQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-submitted_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("center", "number"), name="a_number_is_given_once"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="an_inquiry_ends_after_it_begins",
            ),
        )
        indexes = (
            models.Index(fields=("center", "state", "starts_at")),
            models.Index(fields=("center", "organization", "starts_at")),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def occasion_text(self) -> str:
        return str(Occasion(self.occasion).label) if self.occasion in Occasion.values else self.occasion


class ProposedDate(CenterModel):
    """One of up to three proposals; the one that was taken becomes the inquiry's date."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="proposed_dates")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    chosen = models.BooleanField(default=False)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("starts_at",)

    def __str__(self) -> str:
        return f"{self.starts_at}"


class SlotQuerySet(models.QuerySet["Slot"]):
    def wanted(self) -> "SlotQuerySet":
        return self.filter(state__in=(SlotState.OPEN, SlotState.ASKED))

    def of_desk(self, desk: Desk) -> "SlotQuerySet":
        return self.filter(Q(desk=desk) | Q(desk=None, inquiry__desk=desk))

    def upcoming(self, now: datetime) -> "SlotQuerySet":
        return self.filter(Q(starts_at=None) | Q(starts_at__gte=now))

    def to_plan(self, now: datetime) -> "SlotQuerySet":
        """What a Wochenplan is for: a date ahead, a language, nobody being asked, no call back to come first."""
        ready = self.filter(state=SlotState.OPEN, starts_at__gt=now).exclude(languages=[])
        return ready.exclude(inquiry__state=InquiryState.SUBMITTED)


class Slot(CenterModel):
    """ "Gesucht: 1 × Arabisch, 15:00–18:00". Two persons wanted are two slots: each is filled exactly once."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="slots")
    # ISO 639-3; with several codes `needs_all` tells "one person for all" from "one of these will do".
    languages = ArrayField(models.CharField(max_length=3))
    needs_all = models.BooleanField(default=False)
    accepts_substitute = models.BooleanField(_("Ersatzsprache ist recht"), default=False)
    variant = models.CharField(_("Dialekt, Herkunft"), max_length=60, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    talks = models.PositiveSmallIntegerField(_("Gespräche"), default=1)
    state = models.CharField(max_length=10, choices=SlotState.choices, default=SlotState.OPEN)
    unfilled_reason = models.CharField(max_length=20, choices=UnfilledReason.choices, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    # Handed over alone ("Rumänisch sucht Verl"); empty: the desk of the inquiry looks for somebody.
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = CenterManager.from_queryset(SlotQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="a_slot_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=(Q(state=SlotState.UNFILLED) & ~Q(unfilled_reason=""))
                | (~Q(state=SlotState.UNFILLED) & Q(unfilled_reason="")),
                name="an_unfilled_slot_has_its_reason",
            ),
        )
        indexes = (models.Index(fields=("center", "state", "starts_at")),)

    def __str__(self) -> str:
        return "/".join(self.languages)

    @property
    def language_text(self) -> str:
        """ "Arabisch (syrisch)", "Dari oder Farsi", "Türkisch und Kurmandschi"; in brackets what is open or added."""
        names = [short_name(code) for code in self.languages]
        text = str(_(" und ") if self.needs_all else _(" oder ")).join(names) or str(_("Sprache noch unklar"))
        return f"{text} ({self.variant})" if self.variant else text

    @property
    def working_desk(self) -> Desk:
        return self.desk or self.inquiry.desk


class Talk(CenterModel):
    """One of many short talks of a parents' day: time, room, code; never a name."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="talk_rows")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=15)
    room = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=20, blank=True)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("starts_at", "room")

    def __str__(self) -> str:
        return self.code


class Handover(CenterModel):
    """An inquiry passed on to another desk, with a note; taken or given back with a reason."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="handovers")
    slot = models.ForeignKey(Slot, null=True, blank=True, on_delete=models.CASCADE, related_name="handovers")
    from_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    to_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("Notiz"), max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(_("Grund"), max_length=300, blank=True)
    is_cover = models.BooleanField(default=False)  # went there by itself, because the desk is away

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-given_at",)

    def __str__(self) -> str:
        return f"{self.from_desk} → {self.to_desk}"
