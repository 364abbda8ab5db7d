"""One rule of a center changes: a new row from a day on, the old one ends the day before. Nothing is overwritten."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import transaction

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.models import Declaration, OccasionRule, Policy

R = TypeVar("R", Policy, OccasionRule, Declaration)


@transaction.atomic
def change_policy(*, center: Center, values: dict[str, Any], valid_from: date, by: User) -> Policy:
    """The frame from that day on; years' limits and waiting times keep what the form does not show."""
    old = Policy.objects.on(valid_from).order_by("-valid_from").first()
    kept = {"source": "", "pledge_required": True, "clearance_required": True, "year_limit": None}
    if old is not None:
        kept = {name: getattr(old, name) for name in kept}
        _end(old, valid_from)
    row = Policy.objects.create(center=center, valid_from=valid_from, **{**kept, **values})
    return _written(row, by)


@transaction.atomic
def change_refusal(
    *, center: Center, old: OccasionRule | None, values: dict[str, Any], valid_from: date, by: User
) -> OccasionRule:
    """An occasion is refused from that day on, or refused in other words."""
    if old is not None:
        _end(old, valid_from)
    return _written(OccasionRule.objects.create(center=center, valid_from=valid_from, **values), by)


@transaction.atomic
def change_declaration(
    *, center: Center, old: Declaration | None, values: dict[str, Any], valid_from: date, by: User
) -> Declaration:
    """New words are a new version: what was declared keeps the words that were shown."""
    values = {"code": "", "version": 1, **values}
    if old is not None:
        values |= {"code": old.code, "version": old.version + 1}
        _end(old, valid_from)
    row = Declaration.objects.create(center=center, valid_from=valid_from, **values)
    if not row.code:
        row.code = f"own_{row.pk}"
        row.save(update_fields=["code"])
    return _written(row, by)


@transaction.atomic
def end_rule(*, rule: OccasionRule | Declaration, last_day: date, by: User) -> None:
    """It holds until that day; one that has not begun goes."""
    if rule.valid_from > last_day:
        audit.record(center=rule.center, action="rule.dropped", by=by, on=rule)
        rule.delete()
        return
    rule.valid_to = last_day
    rule.save(update_fields=["valid_to"])
    audit.record(center=rule.center, action="rule.ended", by=by, on=rule, valid_to=last_day)


def _end(old: R, valid_from: date) -> None:
    if old.valid_from >= valid_from:
        old.delete()
    else:
        old.valid_to = valid_from - timedelta(days=1)
        old.save(update_fields=["valid_to"])


def _written(row: R, by: User) -> R:
    audit.record(center=row.center, action="rule.changed", by=by, on=row, valid_from=row.valid_from)
    return row
