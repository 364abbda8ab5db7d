"""A list from Excel: read, put in order, taken over as a whole, and taken back. Nobody gets a message by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.kit import sheets
from lotsenhaus.mediation.actions import import_rows
from lotsenhaus.mediation.models import Mediator, MediatorImport
from lotsenhaus.mediation.rules import imports as rules
from lotsenhaus.network.models import Desk, Town

MOST_ROWS = 1_000
UNDO_DAYS = 30
FORGET_DAYS = 7


class TooManyRows(Exception):
    """More than MOST_ROWS people: this is no list of a pool."""


class HasChanged(Exception):
    """What would be made is not what was shown: somebody has worked on the pool since."""


class AlreadyDone(Exception):
    """Taken over, taken back or thrown away before."""


@dataclass(frozen=True)
class Prepared:
    """What a list says, who is there twice, and what will be made of it."""

    reading: rules.Reading
    doubles: list[rules.Match]
    pool: dict[int, rules.Known]
    plan: rules.Plan


@transaction.atomic
def begin(*, center: Center, by: User, file_name: str, data: bytes, desk: Desk) -> MediatorImport:
    """Reads a file; nobody is in the pool by that. Raises sheets.NotReadable or TooManyRows."""
    table = sheets.read(data)
    chosen = table.sheets[rules.best_sheet([sheet.rows for sheet in table.sheets])]
    if len(chosen.rows) > MOST_ROWS:
        raise TooManyRows
    guessed = rules.guess(chosen.rows)
    columns = {
        "header": guessed.header,
        "targets": list(guessed.targets),
        "desk": desk.pk,
        "sheet": chosen.name,
        "sheets": len(table.sheets),
        "notes": table.notes,
        "confirmed": False,
    }
    made = MediatorImport.objects.create(
        center=center, file_name=file_name[-160:], columns=columns, rows=chosen.rows, created_by=by
    )
    audit.record(center=center, action="import.begun", by=by, on=made, rows=len(chosen.rows))
    return made


@transaction.atomic
def set_columns(*, list_: MediatorImport, targets: Sequence[str], header: int, desk: Desk, by: User) -> None:
    """What each column is; what is not taken over is not kept any longer, except remarks until the decision."""
    list_ = _open(list_)
    list_.columns = {**list_.columns, "targets": list(targets), "header": header, "desk": desk.pk, "confirmed": True}
    list_.rows = [
        [cell if (n < len(targets) and targets[n] != "ignore") or line == header else "" for n, cell in enumerate(row)]
        for line, row in enumerate(list_.rows)
    ]
    list_.decisions = {}
    list_.save(update_fields=["columns", "rows", "decisions"])
    audit.record(center=list_.center, action="import.columns_set", by=by, on=list_)


@transaction.atomic
def decide(*, list_: MediatorImport, decisions: dict[str, Any], by: User) -> None:
    """Answers to the questions, merged with earlier ones; keys: languages, which, doubles, left_out."""
    list_ = _open(list_)
    list_.decisions = {**list_.decisions, **decisions}
    list_.save(update_fields=["decisions"])
    audit.record(center=list_.center, action="import.decided", by=by, on=list_, about=sorted(decisions))


def prepare(list_: MediatorImport) -> Prepared:
    """The plan as of now: preview and taking over both ask here."""
    desks = {desk.name: desk for desk in Desk.objects.filter(closed_on=None).prefetch_related("serves")}
    default = next((desk for desk in desks.values() if desk.pk == list_.columns["desk"]), None)
    places = rules.Places(
        towns=tuple(Town.objects.values_list("name", flat=True)),
        desks=tuple(desks),
        served={town.name: desk.name for desk in desks.values() for town in desk.serves.all()},
    )
    guess = rules.Guess(list_.columns["header"], tuple(list_.columns["targets"]))
    reading = rules.interpret(list_.rows, guess, places)
    pool = [_known(mediator) for mediator in _present()]
    doubles = rules.matches(reading.people, pool)
    plan = rules.make_plan(
        reading.people, doubles, pool, _decisions(list_), default.name if default else next(iter(desks))
    )
    return Prepared(reading, doubles, {one.pk: one for one in pool}, plan)


@transaction.atomic
def take_over(*, list_: MediatorImport, fingerprint: str, by: User) -> MediatorImport:
    """Everything or nothing. Raises HasChanged when the plan is not the one that was shown, AlreadyDone."""
    list_ = _open(list_)
    prepared = prepare(list_)
    if prepared.plan.fingerprint != fingerprint:
        raise HasChanged
    made = import_rows.make(list_.center, prepared.plan)
    by_line = {one["line"]: one["id"] for one in made}
    list_.made_ids = made
    list_.problems = [
        {"line": item.line, "mediator": by_line[item.line], "words": list(item.unclear)}
        for item in prepared.plan.made()
        if item.unclear
    ]
    list_.remarks = [
        {"line": line, "name": name, "text": text, "mediator": by_line[line]}
        for line, name, text in prepared.reading.remarks
        if line in by_line
    ]
    list_.rows, list_.decisions, list_.applied_at = [], {}, timezone.now()
    list_.save()
    audit.record(center=list_.center, action="import.applied", by=by, on=list_, made=len(made))
    return list_


@transaction.atomic
def undo(*, list_: MediatorImport, by: User) -> tuple[int, list[int]]:
    """Takes back whoever nobody has worked with since: how many, and the ids of those who stay. Raises AlreadyDone."""
    list_ = MediatorImport.objects.select_for_update(no_key=True).get(pk=list_.pk)
    if not can_undo(list_):
        raise AlreadyDone
    taken, kept = import_rows.take_back(list_.made_ids)
    list_.made_ids = [one for one in list_.made_ids if one["id"] in kept]
    list_.remarks = [one for one in list_.remarks if one["mediator"] in kept]
    list_.problems = [one for one in list_.problems if one["mediator"] in kept]
    list_.undone_at = timezone.now()
    list_.save()
    audit.record(center=list_.center, action="import.undone", by=by, on=list_, taken=taken, kept=len(kept))
    return taken, kept


def can_undo(list_: MediatorImport) -> bool:
    """For 30 days, once."""
    applied = list_.applied_at
    return bool(applied and not list_.undone_at and applied > timezone.now() - timedelta(days=UNDO_DAYS))


@transaction.atomic
def forget_remarks(*, list_: MediatorImport, by: User) -> None:
    """Read and decided: the remarks are gone."""
    number = len(list_.remarks)
    list_.remarks = []
    list_.save(update_fields=["remarks"])
    audit.record(center=list_.center, action="import.remarks_forgotten", by=by, on=list_, remarks=number)


@transaction.atomic
def discard(*, list_: MediatorImport, by: User) -> None:
    """Away with a list that nobody took over."""
    list_ = _open(list_)
    audit.record(center=list_.center, action="import.discarded", by=by, on=list_)
    list_.delete()


@transaction.atomic
def forget_old() -> int:
    """Lists that nobody took over go after 7 days, remarks too; what undo needs goes after 30. Idempotent, daily."""
    now = timezone.now()
    week, month = now - timedelta(days=FORGET_DAYS), now - timedelta(days=UNDO_DAYS)
    gone = MediatorImport.objects.filter(applied_at=None, created_at__lt=week).delete()[0]
    gone += MediatorImport.objects.filter(applied_at__lt=week).exclude(remarks=[]).update(remarks=[])
    old = MediatorImport.objects.filter(applied_at__lt=month).exclude(made_ids=[], problems=[], file_name="")
    return gone + old.update(made_ids=[], problems=[], file_name="")


def _open(list_: MediatorImport) -> MediatorImport:
    found = MediatorImport.objects.select_for_update(no_key=True).filter(pk=list_.pk, applied_at=None).first()
    if found is None:
        raise AlreadyDone
    return found


def _present() -> Any:
    return Mediator.objects.filter(erased_at=None).select_related("town").prefetch_related("skills").order_by("pk")


def _known(mediator: Mediator) -> rules.Known:
    names = ("first_name", "last_name", "address_form", "gender", "phone", "second_phone", "email")
    values = {name: getattr(mediator, name) for name in names}
    return rules.Known(
        pk=mediator.pk,
        first_name=mediator.first_name,
        last_name=mediator.last_name,
        phones=(mediator.phone, mediator.second_phone),
        email=mediator.email,
        values={**values, "town": mediator.town.name if mediator.town else ""},
        codes=frozenset(skill.code for skill in mediator.skills.all()),
    )


def _decisions(list_: MediatorImport) -> rules.Decisions:
    stored = list_.decisions
    return rules.Decisions(
        languages={word: tuple(codes) for word, codes in stored.get("languages", {}).items()},
        which={place: tuple(codes) for place, codes in stored.get("which", {}).items()},
        doubles={int(line): what for line, what in stored.get("doubles", {}).items()},
        left_out=frozenset(stored.get("left_out", [])),
    )
