"""The steps of an inquiry as its history tells them (codes of the audit records)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: dict[str, Promise | str] = {
    "inquiry.submitted": _("Anfrage eingegangen"),
    "inquiry.entered_late": _("vom Papier nachgetragen"),
    "inquiry.changed": _("Anfrage geändert"),
    "inquiry.withdrawn": _("Anfrage zurückgezogen"),
    "inquiry.refused": _("nach den Regeln nicht möglich"),
    "inquiry.handed_over": _("weitergegeben"),
    "inquiry.taken_over": _("übernommen"),
    "inquiry.given_back": _("zurückgegeben"),
    "slot.added": _("Sprache hinzugefügt"),
    "slot.unfilled": _("als „Nicht vermittelt“ eingetragen"),
    "slot.reopened": _("wird wieder gesucht"),
    "offer.queued": _("zum Fragen vorgemerkt"),
    "offer.asked": _("gefragt"),
    "offer.accepted": _("zugesagt"),
    "offer.declined": _("kann nicht"),
    "offer.sms_sent": _("SMS gesendet"),
    "offer.expired": _("nicht rechtzeitig geantwortet"),
    "offer.withdrawn": _("Frage zurückgenommen"),
    "offer.acceptance_undone": _("Zusage zurückgenommen"),
    "call.begun": _("angerufen"),
    "call.ended": _("Anruf beendet"),
    "call.back_noted": _("Rückruf eingetragen"),
    "call.back_done": _("Rückruf erledigt"),
    "assignment.cancelled": _("Einsatz abgesagt"),
    "assignment.dated": _("Termin eingetragen"),
    "proof.confirmed": _("Einsatz bestätigt"),
    "mediator.phone_read": _("Rufnummer angesehen"),
}
# Too fine for a person who wants to know how things stand.
UNTOLD = ("call.begun", "offer.queued")
