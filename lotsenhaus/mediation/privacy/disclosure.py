"""Auskunft (Art. 15 DSGVO): everything that is stored about one mediator, in words."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from lotsenhaus.accounts import privacy as accounts
from lotsenhaus.accounts.models import User
from lotsenhaus.centers import privacy as centers
from lotsenhaus.centers.models import Center, Invitation
from lotsenhaus.kit.moments import moment_text
from lotsenhaus.mediation.choices.languages import full_name
from lotsenhaus.mediation.choices.sentences import step_sentence
from lotsenhaus.mediation.models import (
    Allowance,
    AllowanceCorrection,
    Assignment,
    AssignmentProof,
    Call,
    ClaimNote,
    Mediator,
    Offer,
    Slot,
)
from lotsenhaus.outbox import privacy as outbox
from lotsenhaus.outbox.models import Message

from .fields import DELETED_ON_ERASURE, PERSONAL_FIELDS
from .labels import LABELS

_LEFT_OUT = {
    *("id", "center", "mediator", "user", "search_text", "phone_digits", "second_phone_digits", "erased_at"),
    *("explanation", "position", "offer", "blocked_from", "blocked_to", "reminders_sent"),
    *("about", "key", "message_id", "attempts", "last_error", "seen_at", "attachment", "desk_id_wanted", "sheet"),
    *("posting", "budget_line", "outbox.Message.kind", "outbox.Message.created_by"),
}
"""Keys, copies for the search, and what the house reckons with; nothing that anybody said."""
_ACCOUNT = ("email", "name", "language", "joined_at", "last_login")
_LINK = re.compile(r"https?://\S+")
"""A link opens her answers or her account without a password; whoever prints the Auskunft does not need it."""


def disclosure(mediator: Mediator, center: Center, *, readable: bool = False) -> dict[str, Any]:
    """Everything that is stored about one mediator, by heading (Art. 15 DSGVO); plain values that JSON can hold.

    Days and times are ISO 8601, or as people write them when `readable`.
    """
    words = _in_words if readable else _for_machines
    rows = _everything(mediator)
    return {
        "responsible": {"name": center.name, "address": center.address, "contact": center.data_protection_contact},
        "made_at": timezone.localtime().isoformat(timespec="minutes"),
        "person": _values(mediator, words),
        "records": {label: [_values(row, words) for row in found] for label, found in rows.items()},
        "purposes": list(dict.fromkeys(purpose for label in _concerned(rows) for purpose in label.values())),
    }


def _everything(mediator: Mediator) -> dict[str, Iterable[Any]]:
    """Rows by the label of their model, each by its path to the person."""
    paths: dict[type[Any], str] = {
        **dict.fromkeys((*DELETED_ON_ERASURE, Call, Offer, Assignment), "mediator"),
        **dict.fromkeys((AssignmentProof, Allowance), "assignment__mediator"),
        **dict.fromkeys((AllowanceCorrection, ClaimNote), "allowance__assignment__mediator"),
    }
    found: dict[str, Iterable[Any]] = {
        str(model._meta.label): _rows(model, path, mediator) for model, path in paths.items()
    }
    found["centers.Invitation"] = Invitation.objects.filter(about=f"mediation.Mediator:{mediator.pk}").order_by("pk")
    found["accounts.User"] = [mediator.user] if mediator.user else []
    found["outbox.Message"] = _messages(mediator)
    return found


def _rows(model: type[Any], path: str, mediator: Mediator) -> Any:
    foreign = [field.name for field in model._meta.concrete_fields if field.is_relation and field.name != "mediator"]
    steps = [*path.split("__")[:-1], "slot", "inquiry"] if path != "mediator" else ["slot", "inquiry"]
    inquiry = ["__".join(steps)] if steps[0] in foreign else []
    return model.objects.filter(**{path: mediator}).select_related(*foreign, *inquiry).order_by("pk")


def _messages(mediator: Mediator) -> Iterable[Message]:
    """What went to her address; where two people share a mailbox, only what bears her name."""
    if not mediator.email:
        return []
    sent: QuerySet[Message] = Message.objects.filter(recipient__iexact=mediator.email).order_by("pk")
    shared = Mediator.objects.filter(email__iexact=mediator.email).exclude(pk=mediator.pk).exists()
    return sent.filter(recipient_name=mediator.name) if shared else sent


def _concerned(rows: dict[str, Iterable[Any]]) -> list[dict[str, str]]:
    listed = PERSONAL_FIELDS | centers.PERSONAL_FIELDS | accounts.PERSONAL_FIELDS | outbox.PERSONAL_FIELDS
    return [listed[label] for label in ("mediation.Mediator", *rows)]


def _values(row: Model, words: Callable[[Any], str]) -> dict[str, str]:
    """Label → value of the fields that hold something."""
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        if not _told(row, field.name) or value in (None, "", [], {}):
            continue
        display = getattr(row, f"get_{field.name}_display", None)
        label = LABELS.get(field.name, str(field.verbose_name))
        found[label] = str(display()) if display else words(value)
        if field.name == "code":
            found[label] = full_name(value)
        if field.name == "steps":
            found[label] = "; ".join(f"{step_sentence(one['code'], one['params'])}: {one['amount']} €" for one in value)
        if field.name == "body":
            found[label] = _LINK.sub("(Link)", value)
    return found


def _told(row: Model, name: str) -> bool:
    """Of an account only what is hers: no password, no switches of the machine."""
    if isinstance(row, User):
        return name in _ACCOUNT
    return name not in _LEFT_OUT and f"{row._meta.label}.{name}" not in _LEFT_OUT


def _for_machines(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Allowance):
        value = value.assignment
    if isinstance(value, Assignment):
        value = value.slot
    if isinstance(value, Slot):
        return value.inquiry.number
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{moment_text(value, 'date')}, {moment_text(value, 'time')}"
    if isinstance(value, date):
        return moment_text(value, "date")
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return moment_text(value, "time") if isinstance(value, time) else _for_machines(value)
