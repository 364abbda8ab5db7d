"""Personal fields of the mediation with purpose and end, what one person may read about herself, what erasing blanks.

Read by centers.privacy and by the house test. "Erasure" below is actions.erasure.erase_mediator.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model
from django.utils import timezone

from lotsenhaus.centers.models import Center
from lotsenhaus.kit.moments import moment_text
from lotsenhaus.mediation.choices.languages import full_name
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
    Slot,
    Training,
    WeeklyTime,
    WeekStatement,
)

_POOL = "Vermittlung; gelöscht auf Wunsch oder 2 Jahre nach dem Ausscheiden (Löschen einer Person)"
_TIMES = "wann jemand gefragt wird; wird mit der Person gelöscht, Vergangenes nach 1 Jahr"
_TALK = "Ablauf eines Gesprächs; geleert 1 Jahr nach dem Abschluss der Anfrage"
_PROOF = "Nachweis der Aufwandsentschädigung; 10 Jahre (§ 147 AO), danach geleert"
_SUM = "Nachweis und Zahlen; 10 Jahre (§ 147 AO), bleibt danach ohne die Namen in Bestätigung und Rückfragen"
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

_LEFT_OUT = {
    *("id", "center", "mediator", "user", "search_text", "phone_digits", "second_phone_digits", "erased_at"),
    *("explanation", "position", "offer", "blocked_from", "blocked_to", "reminders_sent"),
}
"""Keys, copies for the search, and what the house reckons with; nothing that anybody said."""
_LABELS = {
    "created_at": "eingetragen am",
    "created_by": "eingetragen von",
    "weeks": "Folge der Schichten",
    "monday": "Woche ab",
    "answer": "Angabe",
    "kind": "Art",
    "organization": "Einrichtung",
    "lifted_at": "aufgehoben am",
    "slot": "Anfrage",
    "desk": "Vermittlungsstelle",
    "state": "Stand",
    "channel": "gefragt über",
    "asked_by": "gefragt von",
    "asked_at": "gefragt am",
    "expires_at": "Antwort erbeten bis",
    "answered_at": "beantwortet am",
    "answered_via": "beantwortet über",
    "decline_reason": "Grund",
    "starts_at": "Beginn",
    "ends_at": "Ende",
    "travel_minutes": "Weg in Minuten",
    "travel_km": "Weg in km",
    "accepted_at": "zugesagt am",
    "accepted_via": "zugesagt über",
    "cancelled_at": "abgesagt am",
    "cancelled_side": "abgesagt von",
    "cancel_reason": "Grund der Absage",
    "cancelled_by": "eingetragen von",
    "by": "angerufen von",
    "contact": "Ansprechperson",
    "inquiry": "Anfrage",
    "started_at": "angerufen am",
    "result": "Ergebnis",
    "ended_at": "beendet am",
    "done_at": "erledigt am",
}


def disclosure(mediator: Mediator, center: Center, *, readable: bool = False) -> dict[str, Any]:
    """Everything that is stored about one mediator, by heading (Art. 15 DSGVO); plain values that JSON can hold.

    Days and times are ISO 8601, or as people write them when `readable`.
    """
    models: tuple[type[Any], ...] = (*DELETED_ON_ERASURE, Call, Offer, Assignment)
    words = _in_words if readable else _for_machines
    return {
        "responsible": {"name": center.name, "address": center.address, "contact": center.data_protection_contact},
        "made_at": timezone.localtime().isoformat(timespec="minutes"),
        "person": _values(mediator, words),
        "records": {
            str(model._meta.label): [_values(row, words) for row in _rows(model, mediator)] for model in models
        },
        "purposes": list(dict.fromkeys(purpose for label in _concerned(models) for purpose in label.values())),
    }


def _rows(model: type[Any], mediator: Mediator) -> Any:
    foreign = [field.name for field in model._meta.concrete_fields if field.is_relation and field.name != "mediator"]
    slot = ["slot__inquiry"] if "slot" in foreign else []
    return model.objects.filter(mediator=mediator).select_related(*foreign, *slot).order_by("pk")


def _concerned(models: tuple[type[Any], ...]) -> list[dict[str, str]]:
    labels = ["mediation.Mediator", *(model._meta.label for model in models)]
    return [PERSONAL_FIELDS[label] for label in labels]


def _values(row: Model, words: Callable[[Any], str]) -> dict[str, str]:
    """Label → value of the fields that hold something."""
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        if field.name in _LEFT_OUT or value in (None, "", [], {}):
            continue
        display = getattr(row, f"get_{field.name}_display", None)
        label = _LABELS.get(field.name, str(field.verbose_name))
        found[label] = str(display()) if display else words(value)
        if field.name == "code":
            found[label] = full_name(value)
    return found


def _for_machines(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Slot):
        return value.inquiry.number
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{moment_text(value, 'date')}, {moment_text(value, 'time')}"
    if isinstance(value, date):
        return moment_text(value, "date")
    return moment_text(value, "time") if isinstance(value, time) else _for_machines(value)
