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
    INVITE_BY_MAIL = "mailed", _("Einladung, mit der E-Mail gesendet")


AUDIT_WORDS = {
    "center.changed": _("Angaben des Zentrums geändert"),
    "center.created": _("Zentrum angelegt"),
    "person.invited": _("eingeladen"),
    "person.invited_again": _("Einladung noch einmal gesendet"),
    "person.invitation_withdrawn": _("Einladung zurückgezogen"),
    "link.revoked": _("Link gilt nicht mehr"),
    "person.account_taken_back": _("Konto mit dem Link aus der E-Mail neu eingerichtet"),
    "person.joined": _("Einladung angenommen"),
    "person.role_given": _("Aufgabe gegeben"),
    "person.desk_changed": _("Vermittlungsstelle gewechselt"),
    "person.role_ended": _("Aufgabe beendet"),
    "person.second_factor_reset": _("zweiten Schritt zurückgesetzt"),
    "centers.Center": _("Zentrum"),
    "centers.Invitation": _("Einladung"),
    "centers.Membership": _("Zugehörigkeit"),
    "accounts.User": _("Konto"),
    "detail.role": _("Aufgabe"),
    "detail.desk": _("Stelle"),
    "detail.fields": _("Angaben"),
}

TASK_WORDS = {
    "lotsenhaus.centers.tasks.retain": _("Löschen, was zu löschen ist"),
    "lotsenhaus.centers.tasks.anchor_audit": _("Anker des Protokolls"),
    "lotsenhaus.centers.tasks.look_at_mail_server": _("Mailserver prüfen"),
    "lotsenhaus.kit.tasks.retry_stalled": _("Abgebrochene Aufträge wieder aufnehmen"),
    "lotsenhaus.kit.tasks.clear_away": _("Erledigte Aufträge wegräumen"),
}
