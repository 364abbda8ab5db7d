"""What the running house says about itself: personal fields with purpose and end, and who holds which right.

Collected from every app's `privacy.py` and `permissions.py`, so that the folder for the data protection officer cannot
say anything else than the code does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from lotsenhaus.centers.access import Permission
from lotsenhaus.centers.choices import Role


@dataclass(frozen=True)
class Entry:
    field: str
    purpose: str
    end: str


@dataclass(frozen=True)
class Processing:
    """One kind of record that holds personal data."""

    label: str
    name: str
    entries: list[Entry]


def our_modules(name: str) -> Iterator[tuple[str, ModuleType]]:
    """The module of that name of each app that has one, with the app's label."""
    for config in apps.get_app_configs():
        if config.name.startswith("lotsenhaus.") and find_spec(f"{config.name}.{name}"):
            yield config.label, import_module(f"{config.name}.{name}")


def processings() -> list[Processing]:
    """Everything that every app's PERSONAL_FIELDS lists."""
    found = []
    for _label, module in our_modules("privacy"):
        for label, fields in getattr(module, "PERSONAL_FIELDS", {}).items():
            model = apps.get_model(label)
            entries = [_entry(model, name, purpose) for name, purpose in fields.items()]
            found.append(Processing(label, str(model._meta.verbose_name), entries))
    return found


def upcoming(today: date) -> list[tuple[str, int]]:
    """What every app will clear away next in the open center: in words, and how many rows."""
    modules = [module for _label, module in our_modules("privacy") if hasattr(module, "upcoming")]
    return [row for module in modules for row in module.upcoming(today)]


def _entry(model: type, name: str, purpose: str) -> Entry:
    try:
        words = str(model._meta.get_field(name).verbose_name)  # type: ignore[attr-defined]
    except (FieldDoesNotExist, AttributeError):
        words = name
    what, _semicolon, end = purpose.partition(";")
    return Entry(words, what.strip(), end.strip())


def permissions() -> list[Permission]:
    """Every named right of the house, by its code."""
    found: dict[str, Permission] = {}
    for _label, module in our_modules("permissions"):
        found |= {one.code: one for one in vars(module).values() if isinstance(one, Permission)}
    return [found[code] for code in sorted(found)]


def rights() -> list[tuple[Permission, list[bool]]]:
    """A row for each right, a mark for each role in the order of Role."""
    return [(one, [role in one.roles for role in Role]) for one in permissions()]
