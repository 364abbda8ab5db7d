"""The audit in words: who did what, when, to which thing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers import seams
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.kit.numbers import whole_number

HOW = {
    "link": _("über einen Link"),
    "task": _("von selbst"),
    "command": _("Befehlszeile"),
    "requester": _("Einrichtung"),
}


@dataclass(frozen=True)
class Filter:
    """What to show; empty means everything. `thing` is "mediation.Inquiry:12"."""

    action: str = ""
    person: int | None = None
    day: date | None = None
    thing: str = ""


def records(wanted: Filter) -> QuerySet[AuditRecord]:
    """Newest first, with the names of those who acted."""
    found = AuditRecord.objects.select_related("actor").order_by("-position")
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.person:
        found = found.filter(actor_id=wanted.person)
    if wanted.day:
        first = timezone.make_aware(datetime.combine(wanted.day, time.min))
        last = timezone.make_aware(datetime.combine(wanted.day + timedelta(days=1), time.min))
        found = found.filter(at__gte=first, at__lt=last)
    if wanted.thing:
        kind, _colon, pk = wanted.thing.partition(":")
        found = found.filter(subject_type=kind, **({"subject_id": number} if (number := whole_number(pk)) else {}))
    return found


def actions_seen() -> list[tuple[str, str]]:
    """Codes and words of every action in this center, the frequent ones first."""
    rows = AuditRecord.objects.order_by().values_list("action").annotate(n=Count("pk")).order_by("-n", "action")
    return [(action, action_words(action)) for action, _n in rows]


def actors_seen() -> list[tuple[int, str]]:
    rows = AuditRecord.objects.exclude(actor=None).order_by("actor__name").values_list("actor_id", "actor__name")
    return [(pk, name) for pk, name in rows.distinct() if pk is not None]


def action_words(action: str) -> str:
    words: str | Promise = seams.audit_words.get(action, action)
    return str(words)


def actor_words(record: AuditRecord) -> str:
    """Name and how; who has no account is named by the way she came."""
    how = HOW.get(record.actor_kind, "")
    if record.actor is None:
        return str(how or record.actor_kind)
    return f"{record.actor.name} ({how})" if how else record.actor.name


def detail_words(record: AuditRecord) -> str:
    """Codes and numbers behind the action; never names (they outlive people)."""
    shown = {key: value for key, value in record.detail.items() if value not in (None, "", [], {})}
    if "role" in shown and shown["role"] in Role.values:
        shown["role"] = Role(shown["role"]).label
    return " · ".join(f"{seams.audit_words.get(f'detail.{key}', key)}: {_value(value)}" for key, value in shown.items())


def _value(value: object) -> str | Promise:
    if isinstance(value, list):
        return ", ".join(str(_value(one)) for one in value)
    return seams.audit_words.get(f"value.{value}", str(value))


def thing_words(record: AuditRecord) -> str:
    if not record.subject_type:
        return ""
    name = seams.audit_words.get(record.subject_type, record.subject_type.split(".")[-1])
    return f"{name} {record.subject_id}"
