"""The rows that a list makes, and taking exactly these back."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from lotsenhaus.centers.models import Center
from lotsenhaus.kit import phones
from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.actions.mediators import index, search_words
from lotsenhaus.mediation.choices.states import MediatorState
from lotsenhaus.mediation.models import Assignment, Call, LanguageSkill, Mediator, Offer
from lotsenhaus.mediation.models.mediators import FACTS
from lotsenhaus.mediation.rules.imports import Item, Plan
from lotsenhaus.network.models import Desk, Town

BUILT_ON: tuple[type[Model], ...] = (Offer, Assignment, Call, *FACTS)
"""One row here, and somebody has worked with the person."""


def make(center: Center, plan: Plan) -> list[dict[str, Any]]:
    """Writes the plan; for each person the row and what is needed to take it back."""
    towns = {town.name: town for town in Town.objects.all()}
    desks = {desk.name: desk for desk in Desk.objects.all()}
    new = [(item, _mediator(center, item, towns, desks)) for item in plan.made("new")]
    Mediator.objects.bulk_create([mediator for _item, mediator in new])
    LanguageSkill.objects.bulk_create([skill for item, mediator in new for skill in _skills(mediator, item)])
    prints = _prints(mediator.pk for _item, mediator in new)
    made = [{"line": item.line, "id": mediator.pk, "new": True, "print": prints[mediator.pk]} for item, mediator in new]
    return made + [_fill(item, towns) for item in plan.made("fill")]


def take_back(made: list[dict[str, Any]]) -> tuple[int, list[int]]:
    """How many people are as before, and the ids of those that were worked with or changed since."""
    ids = [one["id"] for one in made]
    people = {mediator.pk: mediator for mediator in Mediator.objects.select_for_update(no_key=True).filter(pk__in=ids)}
    prints = _prints(ids)
    used = {pk for model in BUILT_ON for pk in _rows_of(model, ids)}
    kept, away = [], []
    for one in made:
        mediator = people.get(one["id"])
        if mediator is None:
            continue
        if not one["new"]:
            _empty_again(mediator, one)
        elif mediator.pk in used or mediator.user_id or prints[mediator.pk] != one["print"]:
            kept.append(mediator.pk)
        else:
            away.append(mediator.pk)
    Mediator.objects.filter(pk__in=away).delete()
    return len(people) - len(kept), kept


def _rows_of(model: Any, ids: list[int]) -> Any:
    return model.objects.filter(mediator__in=ids).order_by().values_list("mediator_id", flat=True).distinct()


def _mediator(center: Center, item: Item, towns: dict[str, Town], desks: dict[str, Desk]) -> Mediator:
    values: dict[str, Any] = {**item.values, "town": towns.get(item.values["town"])}
    mediator = Mediator(center=center, home_desk=desks[item.desk], state=MediatorState.ACTIVE, **values)
    mediator.phone_digits, mediator.second_phone_digits = _digits(mediator.phone), _digits(mediator.second_phone)
    mediator.search_text = folded(" ".join(search_words(mediator, [code for code, _level in item.skills])))
    return mediator


def _skills(mediator: Mediator, item: Item) -> list[LanguageSkill]:
    return [
        LanguageSkill(center_id=mediator.center_id, mediator=mediator, code=code, level=level)
        for code, level in item.skills
    ]


def _fill(item: Item, towns: dict[str, Town]) -> dict[str, Any]:
    """Only what was empty; remembered, so that it can be emptied again."""
    mediator = Mediator.objects.select_for_update(no_key=True).get(pk=item.pk)
    for name, value in item.values.items():
        setattr(mediator, name, towns[value] if name == "town" else value)
    mediator.phone_digits, mediator.second_phone_digits = _digits(mediator.phone), _digits(mediator.second_phone)
    mediator.save()
    skills = LanguageSkill.objects.bulk_create(_skills(mediator, item))
    index(mediator)
    return {
        "line": item.line,
        "id": item.pk,
        "new": False,
        "values": dict(item.values),
        "skills": [s.pk for s in skills],
    }


def _empty_again(mediator: Mediator, one: dict[str, Any]) -> None:
    for name, value in one["values"].items():
        now = mediator.town.name if name == "town" and mediator.town else getattr(mediator, name)
        if now == value:
            setattr(mediator, name, None if name == "town" else "")
    mediator.phone_digits, mediator.second_phone_digits = _digits(mediator.phone), _digits(mediator.second_phone)
    mediator.save()
    LanguageSkill.objects.filter(pk__in=one["skills"], mediator=mediator).delete()
    index(mediator)


def _prints(ids: Iterable[int]) -> dict[int, str]:
    """A hash of what a list can set and a desk can change: another one means that somebody has worked on the person."""
    people = Mediator.objects.filter(pk__in=list(ids)).prefetch_related("skills")
    return {mediator.pk: _print(mediator) for mediator in people}


def _print(mediator: Mediator) -> str:
    ignored = {"id", "search_text", "created_at", "center", "user"}
    fields = {f.attname: getattr(mediator, f.attname) for f in mediator._meta.concrete_fields if f.name not in ignored}
    skills = sorted(
        (s.code, s.variant, s.script, s.level, s.speaks, s.writes, s.only_as_substitute) for s in mediator.skills.all()
    )
    text = json.dumps([fields, skills], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _digits(number: str) -> str:
    return phones.stored_digits(number)
