"""Who there is: towns, organizations with people in roles, and the desks that dispatch."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.models import Membership
from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.network.choices import OrganizationKind, OrganizationState


class Town(CenterModel):
    """A municipality of the center's district, with the point that travel times are reckoned from."""

    name = models.CharField(_("Ort"), max_length=80)
    ags = models.CharField(_("Gemeindeschlüssel"), max_length=8, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("center", "name"), name="a_town_once_per_center"),)

    def __str__(self) -> str:
        return self.name


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def approved(self) -> "OrganizationQuerySet":
        return self.filter(state=OrganizationState.APPROVED)

    def waiting(self) -> "OrganizationQuerySet":
        return self.filter(state=OrganizationState.WAITING)


class Organization(CenterModel):
    """A school, Kita, office, … One record, whatever it does for the center."""

    name = models.CharField(_("Name der Einrichtung"), max_length=160)
    kind = models.CharField(_("Art der Einrichtung"), max_length=24, choices=OrganizationKind.choices)
    town = models.ForeignKey(
        Town,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Ort"),
    )
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)  # often a shared mailbox: sekretariat@…
    arrival_hint = models.CharField(_("So findet man hin"), max_length=200, blank=True)
    state = models.CharField(
        max_length=10,
        choices=OrganizationState.choices,
        default=OrganizationState.WAITING,
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("Notiz zum Rückruf"), max_length=200, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = CenterManager.from_queryset(OrganizationQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Contact(CenterModel):
    """A person in a role at an organization; with an account only if she wants one."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="contacts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
    )
    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(_("Aufgabe"), max_length=80, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    phone_digits = models.CharField(max_length=20, blank=True, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Desk(CenterModel):
    """A Vermittlungsstelle: who answers the telephone for some towns, on behalf of some carrier."""

    name = models.CharField(_("Vermittlungsstelle"), max_length=80)  # called by its town: "Rietberg"
    carrier = models.CharField(_("Träger"), max_length=120)
    sender_name = models.CharField(_("Absender in Nachrichten"), max_length=120)  # "Familienzentrum Rietberg"
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sitz"))
    serves = models.ManyToManyField(Town, related_name="desks", verbose_name=_("zuständig für"))
    phone = models.CharField(_("Telefon"), max_length=40)
    email = models.EmailField(_("E-Mail-Adresse"))
    # Rows [weekday 0–6, "08:00", "12:00"]: when somebody answers the telephone.
    opening_hours = models.JSONField(_("Sprechzeiten"), default=list)
    # The center's own desk takes over what nobody else does.
    is_center_desk = models.BooleanField(_("Stelle des Zentrums"), default=False)
    cover = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Vertretung"),
    )
    closed_on = models.DateField(null=True, blank=True)

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("center", "name"), name="a_desk_name_once_per_center"),
            models.UniqueConstraint(
                fields=("center",),
                condition=Q(is_center_desk=True),
                name="one_desk_of_the_center_itself",
            ),
        )

    def __str__(self) -> str:
        return f"Vermittlungsstelle {self.name}"


class DeskMember(CenterModel):
    """Which desk a dispatcher works for."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="members")
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="desk_member")

    def __str__(self) -> str:
        return f"{self.membership} – {self.desk}"


class DeskAbsenceQuerySet(models.QuerySet["DeskAbsence"]):
    def on(self, day: date) -> "DeskAbsenceQuerySet":
        return self.filter(first_day__lte=day, last_day__gte=day)


class DeskAbsence(CenterModel):
    """The desk is away; what falls due goes to the cover, then to the center."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField(_("von"))
    last_day = models.DateField(_("bis"))
    cover = models.ForeignKey(
        Desk,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Vertretung"),
    )

    objects: ClassVar = CenterManager.from_queryset(DeskAbsenceQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="an_absence_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.desk} {self.first_day}–{self.last_day}"
