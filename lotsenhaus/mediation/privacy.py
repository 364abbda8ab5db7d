"""Personal fields of the mediation with purpose and end, what one person may read about herself, what erasing blanks.

Read by centers.privacy and by the house test. "Erasure" below is actions.erasure.erase_mediator.
"""

from typing import Any

from django.db.models import Model
from django.utils import timezone

from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.models import (
    Absence,
    Assignment,
    Block,
    Call,
    Credential,
    LanguageSkill,
    Mediator,
    Offer,
    ShiftPattern,
    Training,
    WeeklyTime,
    WeekStatement,
)

_POOL = "Vermittlung; gelöscht auf Wunsch oder 2 Jahre nach dem Ausscheiden (Löschen einer Person)"
_TIMES = "wann jemand gefragt wird; wird mit der Person gelöscht, Vergangenes nach 1 Jahr"
_TALK = "Ablauf eines Gesprächs; geleert 1 Jahr nach dem Abschluss der Anfrage"
_PROOF = "Nachweis der Aufwandsentschädigung; 10 Jahre (§ 147 AO), danach geleert"
_CALL = "Rückruf und nächster Schritt; Notiz geleert nach 3 Monaten"

PERSONAL_FIELDS: dict[str, dict[str, str]] = {
    "mediation.Mediator": {
        **dict.fromkeys(("first_name", "last_name", "name_hint", "address_form", "gender"), _POOL),
        **dict.fromkeys(("phone", "phone_digits", "second_phone", "second_phone_digits", "email"), _POOL),
        **dict.fromkeys(("town", "transport", "max_travel_minutes", "year_limit", "search_text", "user"), _POOL),
        "phone_is_wrong": _POOL,
        "paused_until": _TIMES,
    },
    "mediation.LanguageSkill": {"code": _POOL, "variant": _POOL, "script": _POOL, "level": _POOL},
    "mediation.WeeklyTime": dict.fromkeys(("weekday", "starts", "ends", "never"), _TIMES),
    "mediation.ShiftPattern": dict.fromkeys(("first_monday", "weeks"), _TIMES),
    "mediation.WeekStatement": dict.fromkeys(("monday", "answer", "note"), _TIMES),
    "mediation.Absence": dict.fromkeys(("first_day", "last_day"), _TIMES),
    "mediation.Credential": {
        **dict.fromkeys(("kind", "seen_on", "valid_until"), "Eignung (§ 72a Abs. 5 SGB VIII); mit der Person gelöscht"),
        "seen_by": "wer den Nachweis gesehen hat; wie oben",
    },
    "mediation.Training": dict.fromkeys(("name", "hours", "finished_on"), _POOL),
    "mediation.Block": {
        "organization": "wohin jemand nicht geschickt wird; mit der Person gelöscht",
        "case_reference": "wie oben",
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
    "mediation.Assignment": {"travel_minutes": _PROOF, "travel_km": _PROOF, "cancel_reason": _TALK},
    "mediation.AssignmentProof": {"confirmed_by": _PROOF, "started_at": _PROOF, "ended_at": _PROOF},
    "mediation.Allowance": {"amount": _PROOF, "steps": _PROOF, "question": _PROOF},
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
    **dict.fromkeys(("paused_until", "last_confirmed_on"), None),
    **dict.fromkeys(("phone_is_wrong", "accepts_sms", "offers_phone", "offers_video", "times_known"), False),
    "last_name": "gelöscht",
}
DELETED_ON_ERASURE: tuple[type[Model], ...] = (
    LanguageSkill,
    WeeklyTime,
    ShiftPattern,
    WeekStatement,
    Absence,
    Credential,
    Training,
    Block,
)
"""Each has a field `mediator`."""

_TECHNICAL = {"id", "center", "mediator", "search_text", "phone_digits", "second_phone_digits", "user", "explanation"}


def disclosure(mediator: Mediator, center: Center) -> dict[str, Any]:
    """Everything that is stored about one mediator, by heading (Art. 15 DSGVO); plain values that JSON can hold."""
    related: list[tuple[type[Any], dict[str, Any]]] = [(model, {"mediator": mediator}) for model in DELETED_ON_ERASURE]
    related += [(Call, {"mediator": mediator}), (Offer, {"mediator": mediator}), (Assignment, {"mediator": mediator})]
    return {
        "responsible": {"name": center.name, "address": center.address, "contact": center.data_protection_contact},
        "made_at": timezone.localtime().isoformat(timespec="minutes"),
        "person": _values(mediator),
        "records": {
            str(model._meta.label): [_values(row) for row in model.objects.filter(**key).order_by("pk")]
            for model, key in related
        },
        "purposes": {label: dict(fields) for label, fields in PERSONAL_FIELDS.items() if _concerns(label)},
    }


def _concerns(label: str) -> bool:
    own = {model._meta.label for model in DELETED_ON_ERASURE}
    return label in own | {"mediation.Mediator", "mediation.Call", "mediation.Offer", "mediation.Assignment"}


def _values(row: Model) -> dict[str, str]:
    """Label → readable value of the fields that hold something."""
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        if field.name in _TECHNICAL or value in (None, "", [], {}):
            continue
        display = getattr(row, f"get_{field.name}_display", None)
        found[str(field.verbose_name)] = str(display() if display else _readable(value))
    return found


def _readable(value: Any) -> Any:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return ", ".join(map(str, value)) if isinstance(value, list) else value
