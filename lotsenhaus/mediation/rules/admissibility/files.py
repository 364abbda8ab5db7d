"""Policies as templates in mediation/data/policies: "wie Borken", "wie Heinsberg", "wie Gütersloh", "leer"."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Any

from .policy import Declaration, Policy, Refusal

LISTS: dict[str, type] = {"refusals": Refusal, "declarations": Declaration}
NUMBERS = {
    "lead_working_days": 60,
    "max_minutes": 1440,
    "answer_hours": 240,
    "urgent_answer_minutes": 1440,
    "version": 999,
}
"""The largest number that makes sense; the smallest is 0."""
TYPES: dict[str, type] = {
    "valid_from": date,
    "valid_to": date,
    "example": bool,
    "offers_phone": bool,
    "offers_video": bool,
    "only_own_district": bool,
    "pledge_required": bool,
    "clearance_required": bool,
}


class PolicyInvalid(ValueError):
    """Every problem at once, as (path, code): missing, unknown, not_a_number, not_text, not_a_date …"""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path}: {code}" for path, code in problems))
        self.problems = problems


def from_dict(data: Mapping[str, Any]) -> Policy:
    """A checked policy; parts without dates and source inherit them. Raises PolicyInvalid with all problems."""
    problems: list[tuple[str, str]] = []
    policy = _built(Policy, data, {}, "", problems)
    if problems:
        raise PolicyInvalid(problems)
    assert isinstance(policy, Policy)
    return policy


def load(key: str) -> Policy:
    """A template shipped with the product. Raises FileNotFoundError for an unknown one."""
    text = files("lotsenhaus.mediation").joinpath("data", "policies", f"{key}.toml").read_text(encoding="utf-8")
    return from_dict({"key": key, **tomllib.loads(text)})


def templates() -> list[str]:
    """Keys of all shipped templates in the order of the alphabet."""
    folder = files("lotsenhaus.mediation").joinpath("data", "policies")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def _built(
    kind: type, data: Mapping[str, Any], inherited: Mapping[str, Any], path: str, problems: list[tuple[str, str]]
) -> Any:
    known = {entry.name: entry for entry in fields(kind)}
    problems += [(f"{path}{name}", "unknown") for name in data if name not in known]
    given = {**{name: value for name, value in inherited.items() if name in known}, **data}
    values = {}
    for name, entry in known.items():
        if name in given:
            values[name] = _value(name, given[name], given, path, problems)
        elif entry.default is MISSING and entry.default_factory is MISSING:
            problems.append((f"{path}{name}", "missing"))
    return None if problems else kind(**values)


def _value(name: str, raw: object, given: Mapping[str, Any], path: str, problems: list[tuple[str, str]]) -> Any:
    if name in LISTS and isinstance(raw, list) and all(isinstance(part, Mapping) for part in raw):
        inherited = {key: given[key] for key in ("valid_from", "valid_to", "source") if key in given}
        return tuple(
            _built(LISTS[name], part, inherited, f"{path}{name}.{row}.", problems) for row, part in enumerate(raw)
        )
    problem = _problem(name, raw)
    if problem:
        problems.append((f"{path}{name}", problem))
        return None
    if name == "may_ask":
        return tuple(raw) if isinstance(raw, list) else ()
    return Decimal(str(raw)) if name == "year_limit" else raw


def _problem(name: str, raw: object) -> str:
    if name in NUMBERS:
        fine = isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= NUMBERS[name]
        return "" if fine else "not_a_number"
    if name in TYPES:
        return "" if type(raw) is TYPES[name] else f"not_a_{TYPES[name].__name__}"
    if name == "may_ask":
        return "" if isinstance(raw, list) and all(isinstance(part, str) for part in raw) else "not_a_list"
    if name == "year_limit":
        return _money_problem(raw)
    return "" if isinstance(raw, str) else "not_text"


def _money_problem(raw: object) -> str:
    try:
        fine = isinstance(raw, str) and Decimal(raw) >= 0 and Decimal(raw) == Decimal(raw).quantize(Decimal("0.01"))
    except InvalidOperation:
        fine = False
    return "" if fine else "not_money"
