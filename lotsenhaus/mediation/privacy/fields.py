"""Personal fields of the mediation with purpose and end, and what erasing blanks.

Read by centers.privacy and by the house test. "Erasure" below is actions.erasure.erase_mediator.
"""

from typing import Any

from django.db.models import Model

from lotsenhaus.mediation.models import LanguageSkill, PlanEntry, PlanWish
from lotsenhaus.mediation.models.mediators import FACTS

_POOL = "Vermittlung; gelöscht auf Wunsch oder 2 Jahre nach dem Ausscheiden (Löschen einer Person)"
_TIMES = "wann jemand gefragt wird; wird mit der Person gelöscht, Vergangenes nach 1 Jahr"
_TALK = "Ablauf eines Gesprächs; geleert 1 Jahr nach dem Abschluss der Anfrage"
_PROOF = "Nachweis der Aufwandsentschädigung; 10 Jahre (§ 147 AO), danach geleert"
_SUM = "Nachweis und Zahlen; 10 Jahre (§ 147 AO), bleibt danach ohne die Namen in Bestätigung und Rückfragen"
_PLAN = "Vorschlag für einige Tage; gelöscht 1 Jahr danach oder mit der Person"
_CALL = "Rückruf und nächster Schritt; Notiz geleert nach 3 Monaten"

PERSONAL_FIELDS: dict[str, dict[str, str]] = {
    "mediation.Mediator": {
        **dict.fromkeys(("first_name", "last_name", "name_hint", "address_form", "gender"), _POOL),
        **dict.fromkeys(("phone", "phone_digits", "second_phone", "second_phone_digits", "email"), _POOL),
        **dict.fromkeys(("town", "transport", "max_travel_minutes", "year_limit", "search_text", "user"), _POOL),
        "phone_is_wrong": _POOL,
        "invited_at": _POOL,
        "paused_until": _TIMES,
    },
    "mediation.LanguageSkill": {"code": _POOL, "variant": _POOL, "script": _POOL, "level": _POOL},
    "mediation.WeeklyTime": dict.fromkeys(("weekday", "starts", "ends", "never"), _TIMES),
    "mediation.ShiftPattern": dict.fromkeys(("first_monday", "weeks"), _TIMES),
    "mediation.WeekStatement": dict.fromkeys(("monday", "answer", "note"), _TIMES),
    "mediation.Absence": dict.fromkeys(("first_day", "last_day"), _TIMES),
    "mediation.Credential": {
        **dict.fromkeys(("kind", "seen_on", "valid_until"), "Eignung (§ 72a Abs. 5 SGB VIII); mit der Person gelöscht"),
        "seen_by": "wer den Nachweis gesehen hat; mit der Person gelöscht",
    },
    "mediation.Training": dict.fromkeys(("name", "hours", "finished_on"), _POOL),
    "mediation.Block": {
        "organization": "wohin jemand nicht geschickt wird; mit der Person gelöscht",
        "case_reference": "wohin jemand nicht geschickt wird; mit der Person gelöscht",
    },
    "mediation.MediatorImport": {
        "file_name": "Einlesen einer Liste; geleert 30 Tage danach",
        "rows": "Zeilen der Liste; geleert beim Übernehmen, sonst nach 7 Tagen",
        "problems": "wie oben",
        "remarks": "Bemerkungen, die nicht übernommen werden; geleert nach der Entscheidung, spätestens nach 7 Tagen",
        "made_ids": "Rückgängig; geleert 30 Tage nach dem Einlesen",
    },
    "mediation.Inquiry": {
        **dict.fromkeys(("contact", "contact_name", "callback_phone", "contact_email", "requested_by"), _TALK),
        **dict.fromkeys(("onsite_name", "onsite_phone", "onsite_email", "room", "street"), _TALK),
        "case_reference": "Zeichen der Einrichtung ohne Namen; geleert 1 Jahr nach dem Abschluss",
        "remark": "Hinweis, auf Namen geprüft; geleert 1 Jahr nach dem Abschluss",
        "date_wish": _TALK,
        "lead_time_override": _TALK,
        "gender_wish": _TALK,
    },
    "mediation.Talk": {"code": "Kürzel der Einrichtung, kein Name; geleert 1 Jahr nach dem Gespräch", "room": _TALK},
    "mediation.Handover": {"note": _TALK, "return_reason": _TALK},
    "mediation.Offer": {
        "explanation": "warum diese Person; gelöscht 1 Jahr nach dem Gespräch",
        "decline_reason": _TALK,
    },
    "mediation.PlanEntry": dict.fromkeys(("mediator", "certain", "minutes", "explanation"), _PLAN),
    "mediation.WeekPlan": {"asked_by": _PLAN},
    "mediation.PlanWish": dict.fromkeys(("mediator", "kind"), _PLAN),
    "mediation.Assignment": {"travel_minutes": _SUM, "travel_km": _SUM, "cancel_reason": _TALK},
    "mediation.AssignmentProof": {"confirmed_by": _PROOF, "started_at": _SUM, "ended_at": _SUM, "ticket": _SUM},
    "mediation.Allowance": {"amount": _SUM, "steps": _SUM, "question": _SUM},
    "mediation.AllowanceCorrection": {"reason": _SUM},
    "mediation.ClaimNote": {
        "text": "Rückfragen zur Aufwandsentschädigung; geleert mit der Person, sonst nach 10 Jahren (§ 147 AO)",
        "by": "wer gefragt oder geantwortet hat; wie oben",
    },
    "mediation.Call": {"note": _CALL, "until": _CALL, "result": _CALL},
    "mediation.Draft": {
        "fields": "geparkte Anfrage; gelöscht nach dem Absenden oder nach 30 Tagen",
        "label": "wie oben",
    },
}

BLANK_ON_ERASURE: dict[str, Any] = {
    **dict.fromkeys(("first_name", "name_hint", "address_form", "gender", "phone", "phone_digits"), ""),
    **dict.fromkeys(("second_phone", "second_phone_digits", "email", "transport", "search_text"), ""),
    **dict.fromkeys(("user", "town", "max_travel_minutes", "max_per_day", "max_per_week", "year_limit"), None),
    **dict.fromkeys(("paused_until", "last_confirmed_on", "invited_at"), None),
    **dict.fromkeys(("phone_is_wrong", "accepts_sms", "offers_phone", "offers_video", "times_known"), False),
    "last_name": "gelöscht",
}
DELETED_ON_ERASURE: tuple[type[Model], ...] = (LanguageSkill, *FACTS, PlanEntry, PlanWish)
"""Each has a field `mediator`."""
