"""States, kinds and reason codes of the mediation; German labels as in the product brief (parts 2, 3, 8)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class InquiryState(models.TextChoices):
    DRAFT = "draft", _("geparkt")
    SUBMITTED = "submitted", _("eingegangen")
    OPEN = "open", _("in Vermittlung")
    ARRANGED = "arranged", _("vermittelt")
    HELD = "held", _("hat stattgefunden")
    CLOSED = "closed", _("abgeschlossen")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    REFUSED = "refused", _("nicht möglich")
    UNFILLED = "unfilled", _("Nicht vermittelt")


class SlotState(models.TextChoices):
    OPEN = "open", _("Gesucht")
    ASKED = "asked", _("gefragt")
    FILLED = "filled", _("zugesagt")
    UNFILLED = "unfilled", _("Nicht vermittelt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class OfferState(models.TextChoices):
    WAITING = "waiting", _("wird gleich gefragt")
    ASKED = "asked", _("gefragt")
    ACCEPTED = "accepted", _("hat zugesagt")
    DECLINED = "declined", _("kann nicht")
    EXPIRED = "expired", _("nicht geantwortet")
    TAKEN = "taken", _("schon vergeben")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class AssignmentState(models.TextChoices):
    AGREED = "agreed", _("übernommen, Termin offen")
    PLANNED = "planned", _("geplant")
    HELD = "held", _("wartet auf Bestätigung")
    CONFIRMED = "confirmed", _("bestätigt")
    CANCELLED = "cancelled", _("abgesagt")


class AllowanceState(models.TextChoices):
    """What mediator and desk read about the money of one talk."""

    AWAITING = "awaiting", _("wartet auf Bestätigung")
    CONFIRMED = "confirmed", _("bestätigt")
    QUESTION = "question", _("Rückfrage")
    ORDERED = "ordered", _("angewiesen")
    REVERSED = "reversed", _("zurückgebucht")


class CallResult(models.TextChoices):
    """The five results of a call, always in this order."""

    ACCEPTED = "accepted", _("Sagt zu")
    DECLINED = "declined", _("Kann nicht")
    NOT_REACHED = "not_reached", _("Nicht erreicht")
    CALLS_BACK = "calls_back", _("Ruft zurück")
    WRONG_NUMBER = "wrong_number", _("Nummer stimmt nicht")


class DateKind(models.TextChoices):
    FIXED = "fixed", _("Fester Termin")
    PROPOSALS = "proposals", _("Mehrere Vorschläge")
    BY_AGREEMENT = "by_agreement", _("Nach Absprache")


class PlaceKind(models.TextChoices):
    INSTITUTION = "institution", _("In der Einrichtung")
    PHONE = "phone", _("Am Telefon")
    VIDEO = "video", _("Als Videogespräch")


class Channel(models.TextChoices):
    """The way a message or a step took."""

    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("E-Mail")
    SMS = "sms", _("SMS")
    LINK = "link", _("Link")
    WEB = "web", _("Angemeldet im Lotsenhaus")
    PAPER = "paper", _("Papier")
    IN_PERSON = "in_person", _("persönlich")


class MediatorState(models.TextChoices):
    APPLICANT = "applicant", _("interessiert")
    TRAINED = "trained", _("geschult")
    ACTIVE = "active", _("aktiv")
    PAUSED = "paused", _("pausiert")
    LEFT = "left", _("ausgeschieden")


class Transport(models.TextChoices):
    CAR = "car", _("Auto")
    PUBLIC = "public", _("Bus und Bahn")
    BICYCLE = "bicycle", _("Fahrrad")
    FOOT = "foot", _("zu Fuß")


class Weekday(models.IntegerChoices):
    """As date.weekday(): Monday is 0."""

    MONDAY = 0, _("Montag")
    TUESDAY = 1, _("Dienstag")
    WEDNESDAY = 2, _("Mittwoch")
    THURSDAY = 3, _("Donnerstag")
    FRIDAY = 4, _("Freitag")
    SATURDAY = 5, _("Samstag")
    SUNDAY = 6, _("Sonntag")


class Level(models.TextChoices):
    """How well a mediator speaks a language, as she would say it herself."""

    MOTHER_TONGUE = "mother_tongue", _("Muttersprache")
    FLUENT = "fluent", _("fließend")
    GOOD = "good", _("gut")
    BASIC = "basic", _("etwas")


class DeclineReason(models.TextChoices):
    """One tap after "Nein", never asked for."""

    NO_TIME = "no_time", _("keine Zeit")
    TOO_FAR = "too_far", _("zu weit")
    NEVER_THIS_WEEKDAY = "never_this_weekday", _("an diesem Wochentag nie")
    MAY_KNOW_FAMILY = "may_know_family", _("ich kenne die Familie vielleicht")


class CancelSide(models.TextChoices):
    MEDIATOR = "mediator", _("Sprachmittlung")
    REQUESTER = "requester", _("Einrichtung")
    DESK = "desk", _("Vermittlungsstelle")


class CancelReason(models.TextChoices):
    """No reason tells an illness or a story (RELIABILITY part 4)."""

    PREVENTED = "prevented", _("verhindert")
    DATE_MOVED = "date_moved", _("Termin verschoben")
    NOT_NEEDED = "not_needed", _("wird nicht mehr gebraucht")
    NOBODY_CAME = "nobody_came", _("Familie kam nicht")
    BIASED = "biased", _("befangen")
    WEATHER = "weather", _("Wetter oder Verkehr")
    ENTERED_BY_MISTAKE = "entered_by_mistake", _("versehentlich eingetragen")
    NOT_ADMITTED = "not_admitted", _("Einrichtung nicht freigeschaltet")

    @classmethod
    def to_choose(cls) -> list[tuple[str, Any]]:
        """What somebody who calls off may say; that an institution is not admitted follows from a decision alone."""
        return [(value, label) for value, label in cls.choices if value != cls.NOT_ADMITTED]


class UnfilledReason(models.TextChoices):
    """Why "Nicht vermittelt": the figure the committee reads."""

    NOBODY_SPEAKS_IT = "nobody_speaks_it", _("niemand spricht die Sprache")
    NOBODY_FREE = "nobody_free", _("niemand hatte Zeit")
    TOO_FAR = "too_far", _("alle wohnen zu weit weg")
    NO_ANSWER = "no_answer", _("niemand hat rechtzeitig geantwortet")
    TOO_SHORT_NOTICE = "too_short_notice", _("zu kurzfristig")
    CANCELLED_LATE = "cancelled_late", _("Absage, kein Ersatz gefunden")
    NOT_ADMISSIBLE = "not_admissible", _("nach den Regeln nicht möglich")


class ProofWay(models.TextChoices):
    """How the real times of a talk were confirmed."""

    LINK = "link", _("über den Link")
    QR = "qr", _("vor Ort mit QR-Code und Namen")
    PAPER = "paper", _("auf dem Papierblatt")
    PHONE = "phone", _("am Telefon")


class Gender(models.TextChoices):
    FEMALE = "female", _("Frau")
    MALE = "male", _("Mann")
    DIVERSE = "diverse", _("divers")


class WeekAnswer(models.TextChoices):
    """ "Diese Woche": three large switches on the telephone."""

    CAN = "can", _("kann")
    PARTLY = "partly", _("kann teilweise")
    CANNOT = "cannot", _("kann nicht")


class CredentialKind(models.TextChoices):
    """Seen by somebody of the center; the document itself is never kept (§ 72a Abs. 5 SGB VIII)."""

    CONFIDENTIALITY = "confidentiality", _("Schweigepflichterklärung")
    DATA_PROTECTION = "data_protection", _("Datenschutzerklärung")
    POLICE_CLEARANCE = "police_clearance", _("erweitertes Führungszeugnis")


class BlockKind(models.TextChoices):
    ORGANIZATION = "organization", _("nicht in diese Einrichtung")
    CASE = "case", _("nicht zu diesem Zeichen")


class RunState(models.TextChoices):
    DRAFT = "draft", _("in Arbeit")
    RELEASED = "released", _("freigegeben, wartet auf zweite Person")
    ORDERED = "ordered", _("angewiesen")


class ClaimNoteKind(models.TextChoices):
    """What was written to a talk's money, or to the run of a month."""

    ASKED = "asked", _("Rückfrage")
    ANSWERED = "answered", _("Antwort")
    SENT_BACK = "sent_back", _("Zurückgegeben")
