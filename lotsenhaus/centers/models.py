"""Centers as tenants, who works in them, and what was done there."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.scoping import CenterManager, CenterModel


class Center(models.Model):
    """A Kommunales Integrationszentrum. Its words and its sender are its own."""

    slug = models.SlugField(_("Kürzel in der Adresse"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    number_prefix = models.CharField(_("Buchstaben vor der Nummer"), max_length=4)  # GT in GT-2026-0612
    phone = models.CharField(_("Telefon"), max_length=40)
    email = models.EmailField(_("E-Mail-Adresse"))
    address = models.CharField(_("Anschrift"), max_length=200, blank=True)
    district = models.CharField(_("Kreis oder Stadt"), max_length=80)
    mediator_one = models.CharField(_("eine Person heißt"), max_length=60, default="Sprachlotsin/Sprachlotse")
    mediator_many = models.CharField(_("mehrere heißen"), max_length=80, default="Sprachlotsinnen und Sprachlotsen")
    # Borken never hands out numbers, Steinfurt prints them on the sheet (DOMAIN 1.6): a switch per center.
    shares_mediator_phone = models.BooleanField(_("Einrichtungen sehen die Rufnummer nach der Zusage"), default=False)
    data_protection_contact = models.CharField(_("Datenschutz, Kontakt"), max_length=200, blank=True)
    # Art. 77 DSGVO: who hears complaints depends on the Land. The centers are in North Rhine-Westphalia (§ 25 DSG NRW).
    data_protection_authority = models.CharField(
        _("Datenschutz, Aufsichtsbehörde"),
        max_length=200,
        default="Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
    )
    first_steps_done = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    first_steps_later = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_example = models.BooleanField(_("Beispielzentrum"), default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one center; two roles are two rows and one account.

    Read before a center is known, so it has no wall (STACK.md).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "center", "role"),
                condition=Q(ended_at=None),
                name="a_role_is_held_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Invitation(CenterModel):
    """An address that may become an account; the link goes by mail or is read out."""

    email = models.EmailField(_("E-Mail-Adresse"))
    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices)
    desk_id_wanted = models.BigIntegerField(null=True, blank=True)  # a desk lives on a higher floor
    # Who she is here already, if anybody: "network.Contact:3", "mediation.Mediator:17".
    about = models.CharField(max_length=80, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # None: by the command line
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class RateLimit(models.Model):
    """How often something happened within a period that has begun (centers.limits); holds a hash and a number."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class ShortLink(models.Model):
    """Leads from a short secret code to a center and one of its rows; holds nothing personal and not the code itself.

    The code is derived from the secret key (centers.links), only its hash is stored: a stolen dump opens nothing.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    serial = models.BigIntegerField()
    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=LinkPurpose.choices)
    target_id = models.BigIntegerField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("center", "purpose", "target_id")),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.target_id}"


class AuditHead(models.Model):
    """The highest position of a center's chain, sealed with the secret key: a cut tail does not fit it."""

    center = models.OneToOneField(Center, on_delete=models.CASCADE, related_name="+")
    position = models.BigIntegerField()
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.position)


class AuditRecord(CenterModel):
    """What was done, when, by whom, to which thing. Append-only by a trigger, chained by hash per center.

    `detail` holds codes, numbers and ids, never names: it outlives the people in it (RELIABILITY part 4).
    """

    position = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_kind = models.CharField(max_length=20)  # a role, or "link", "task", "command"
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar = CenterManager()

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("center", "position"), name="one_link_per_position"),)
        indexes = (
            models.Index(fields=("center", "subject_type", "subject_id")),
            models.Index(fields=("center", "action", "at")),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.action}"
