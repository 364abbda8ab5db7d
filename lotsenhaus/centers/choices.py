from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OPERATOR = "operator", _("Systembetrieb")
    CENTER_ADMIN = "center_admin", _("Verwaltung des Zentrums")
    COORDINATOR = "coordinator", _("Koordination des Pools")
    DISPATCHER = "dispatcher", _("Vermittlung")
    FINANCE = "finance", _("Abrechnung")
    AUDITOR = "auditor", _("Rechnungsprüfung")
    MEDIATOR = "mediator", _("Sprachmittlung")
    REQUESTER = "requester", _("Einrichtung")


# They read other people's data: a second factor is forced (RELIABILITY part 5).
STAFF_ROLES = frozenset(
    {
        Role.OPERATOR,
        Role.CENTER_ADMIN,
        Role.COORDINATOR,
        Role.DISPATCHER,
        Role.FINANCE,
        Role.AUDITOR,
    }
)


class LinkPurpose(models.TextChoices):
    ANSWER = "answer", _("Antwort einer Sprachlotsin, eines Sprachlotsen")
    CONFIRM = "confirm", _("Einsatzbestätigung")
    STATUS = "status", _("Stand einer Anfrage")
    FEED = "feed", _("Kalender")
    INVITE = "invite", _("Einladung")
