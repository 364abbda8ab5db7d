"""Tariff rules as plain dictionaries: TOML templates in mediation/data/tariffs, JSON in the database."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Any

from .rule import Late, Rate, TariffRule, Travel

CHOICES = {
    "unit": ("flat", "hour", "half_hour", "quarter_hour"),
    "counting": ("started", "exact"),
    "time": ("none", "with_talk", "separate"),
    "purpose": ("allowance", "fee"),
}
MONEY = {"amount", "first_amount", "minimum", "cap", "km_rate", "cost_cap", "max_amount", "from_km"}
MINUTES = {"first_minutes", "max_minutes", "paid_minutes", "travel_minutes", "hours_before"}
DATES = {"valid_from", "valid_to"}
FLAGS = {"example", "ticket", "up_to_planned"}
PARTS: dict[str, type] = {"talk": Rate, "remote": Rate, "rate": Rate, "travel": Travel, "late": Late}


class TariffInvalid(ValueError):
    """Every problem of a rule at once, as (path, code): missing, unknown, not_money, not_minutes, not_a_choice …"""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path}: {code}" for path, code in problems))
        self.problems = problems


def from_dict(data: Mapping[str, Any]) -> TariffRule:
    """A checked rule; money as text ("7.50"), dates as date or ISO text. Raises TariffInvalid with all problems."""
    problems: list[tuple[str, str]] = []
    rule = built(TariffRule, data, "", problems)
    if not problems:
        problems += contradictions(rule)
    if problems:
        raise TariffInvalid(problems)
    assert isinstance(rule, TariffRule)
    return rule


def to_dict(rule: TariffRule) -> dict[str, Any]:
    """The rule for JSON or TOML; `from_dict(to_dict(rule)) == rule`."""
    return {name: value for name, value in plain(rule).items() if value is not None}


def load(key: str) -> TariffRule:
    """A template shipped with the product, by file name. Raises FileNotFoundError for an unknown one."""
    text = files("lotsenhaus.mediation").joinpath("data", "tariffs", f"{key}.toml").read_text(encoding="utf-8")
    return from_dict({"key": key, **tomllib.loads(text)})


def templates() -> list[str]:
    """Keys of all shipped templates in the order of the alphabet."""
    folder = files("lotsenhaus.mediation").joinpath("data", "tariffs")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def built(kind: type, data: object, path: str, problems: list[tuple[str, str]]) -> Any:
    if not isinstance(data, Mapping):
        problems.append((path.rstrip("."), "not_a_table"))
        return None
    known = {entry.name: entry for entry in fields(kind)}
    problems += [(f"{path}{name}", "unknown") for name in data if name not in known]
    values = {}
    for name, entry in known.items():
        if data.get(name) is not None:
            values[name] = value_of(name, data[name], path, problems)
        elif entry.default is MISSING and entry.default_factory is MISSING:
            problems.append((f"{path}{name}", "missing"))
    return None if problems else kind(**values)


def value_of(name: str, raw: object, path: str, problems: list[tuple[str, str]]) -> Any:
    if name in PARTS:
        return built(PARTS[name], raw, f"{path}{name}.", problems)
    try:
        return converted(name, raw)
    except (ValueError, InvalidOperation) as reason:
        problems.append((f"{path}{name}", str(reason) if isinstance(reason, ValueError) else "not_money"))
        return None


def converted(name: str, raw: object) -> Any:
    """One plain value in its type; a ValueError names the problem."""
    if name in MONEY:
        return money(raw)
    if name in MINUTES:
        return checked(raw, isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 24 * 60, "not_minutes")
    if name in DATES:
        return day(raw)
    if name in FLAGS:
        return checked(raw, isinstance(raw, bool), "not_yes_or_no")
    if name in CHOICES:
        return checked(raw, raw in CHOICES[name], "not_a_choice")
    return checked(raw, isinstance(raw, str), "not_text")


def money(raw: object) -> Decimal:
    """Two places for euro; kilometers and rates per kilometer may have their own. Never from float."""
    checked(raw, isinstance(raw, (str, Decimal)), "not_money")
    amount = Decimal(str(raw))
    checked(raw, amount.is_finite() and 0 <= amount < 100_000, "not_money")
    checked(raw, amount == amount.quantize(Decimal("0.01")), "more_than_cents")
    return amount.quantize(Decimal("0.01"))


def day(raw: object) -> date:
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise ValueError("not_a_date") from None


def checked(raw: object, fine: bool, problem: str) -> object:
    if not fine:
        raise ValueError(problem)
    return raw


def contradictions(rule: TariffRule) -> list[tuple[str, str]]:
    """What is well-formed but means nothing."""
    rates = {"talk": rule.talk, "remote": rule.remote, "travel.rate": rule.travel.rate}
    problems = [
        (path, "first_block_in_flat")
        for path, rate in rates.items()
        if rate and rate.unit == "flat" and rate.first_minutes
    ]
    if rule.valid_to and rule.valid_to < rule.valid_from:
        problems.append(("valid_to", "before_valid_from"))
    if (rule.travel.time == "separate") != (rule.travel.rate is not None):
        problems.append(("travel.rate", "only_and_always_with_separate"))
    if rule.late and rule.late.travel_minutes and rule.travel.rate is None:
        problems.append(("late.travel_minutes", "needs_travel_rate"))
    return problems


def plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        parts = {entry.name: plain(getattr(value, entry.name)) for entry in fields(value)}
        return {name: part for name, part in parts.items() if part is not None}
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
