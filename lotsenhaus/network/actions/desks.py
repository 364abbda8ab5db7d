"""Desks: who answers for which towns, when, and who covers."""

from datetime import date
from typing import Any

from django.db import transaction

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.network.models import Desk, DeskAbsence, DeskMember, Town


@transaction.atomic
def save_desk(*, center: Center, desk: Desk | None, values: dict[str, Any], serves: list[Town], by: User) -> Desk:
    is_new = desk is None
    desk = desk or Desk(center=center)
    for name, value in values.items():
        setattr(desk, name, value)
    desk.save()
    _serve(desk, serves)
    audit.record(center=center, action="desk.added" if is_new else "desk.changed", by=by, on=desk)
    return desk


def _serve(desk: Desk, towns: list[Town]) -> None:
    """A town has one desk; taking it over takes it from the other."""
    through = Desk.serves.through
    through.objects.filter(town__in=towns).exclude(desk=desk).delete()
    desk.serves.set(towns)


@transaction.atomic
def note_absence(*, desk: Desk, first_day: date, last_day: date, cover: Desk | None, by: User) -> DeskAbsence:
    """What falls due meanwhile goes to the cover, then to the center (mediation looks every 15 minutes)."""
    absence = DeskAbsence.objects.create(
        center=desk.center, desk=desk, first_day=first_day, last_day=last_day, cover=cover
    )
    audit.record(
        center=desk.center, action="desk.away", by=by, on=desk, first_day=first_day, last_day=last_day,
        cover=cover.pk if cover else None,
    )  # fmt: skip
    return absence


@transaction.atomic
def end_absence(*, absence: DeskAbsence, today: date, by: User) -> None:
    """Back earlier than thought, or never gone."""
    if absence.first_day >= today:
        absence.delete()
    else:
        absence.last_day = date.fromordinal(today.toordinal() - 1)
        absence.save(update_fields=["last_day"])
    audit.record(center=absence.center, action="desk.back", by=by, on=absence.desk)


@transaction.atomic
def close_desk(*, desk: Desk, today: date, by: User) -> None:
    """It dispatches no more; what it did stays. Its towns fall to the center's desk."""
    desk.closed_on = today
    desk.save(update_fields=["closed_on"])
    desk.serves.clear()
    audit.record(center=desk.center, action="desk.closed", by=by, on=desk)


def assign(membership: Membership, desk_id: int | None) -> None:
    """Puts a dispatcher at a desk of the open center, or at none."""
    desk = Desk.objects.filter(pk=desk_id, closed_on=None).first() if desk_id else None
    if desk is None:
        DeskMember.objects.filter(membership=membership).delete()
    else:
        DeskMember.objects.update_or_create(membership=membership, defaults={"center_id": desk.center_id, "desk": desk})
