"""Canaries: a unique word in every personal text field, found again in whatever a page, file or mail gives away."""

import importlib.util
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pypdf
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.http.response import HttpResponseBase

WORD = re.compile(r"zq[oxf]\d{4}")
NUMBER = re.compile(r"0?0009[123]\d{4}")
BETWEEN_DIGITS = re.compile(r"(?<=\d)(?:[\s /()-]|&nbsp;)+(?=\d)")
DIGIT = {"o": "1", "x": "2", "f": "3"}  # own, other desk or organization, foreign center
PHONES = ("phone", "second_phone", "callback_phone", "onsite_phone")

# Listed as personal, but no word can be written into them: a code, a number, a day, a reference.
NO_PLACE_FOR_A_WORD = (
    models.BooleanField, models.DateField, models.TimeField, models.IntegerField, models.DecimalField,
    models.ForeignKey, models.BinaryField,
)  # fmt: skip
CODES = {
    "accounts.User.language",
    "mediation.LanguageSkill.code",
    "mediation.LanguageSkill.script",
    "mediation.Allowance.steps",  # numbers and codes of the computation
    "mediation.Offer.explanation",  # codes and points
    "mediation.ShiftPattern.weeks",
    "mediation.MediatorImport.problems",
    "mediation.MediatorImport.made_ids",
}


@dataclass(frozen=True)
class Canary:
    """Where a word was put."""

    owner: str
    """o: own; x: other desk, other institution, other person of the same center; f: foreign center."""
    label: str
    """mediation.Mediator.phone"""
    pk: int


Canaries = dict[str, Canary]


def personal_fields() -> dict[str, list[str]]:
    """From every privacy.py."""
    found: dict[str, list[str]] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("lotsenhaus.") and importlib.util.find_spec(f"{config.name}.privacy"):
            listed = importlib.import_module(f"{config.name}.privacy").PERSONAL_FIELDS
            found |= {label: list(names) for label, names in listed.items()}
    return found


def primary_keys() -> dict[str, set[int]]:
    """Which rows there are of each model with personal fields, in the open center."""
    return {label: set(apps.get_model(label).objects.values_list("pk", flat=True)) for label in personal_fields()}


def mark(owner: str, before: dict[str, set[int]]) -> Canaries:
    """Writes a word into every personal text of the rows made since `before`."""
    canaries: Canaries = {}
    for label, names in personal_fields().items():
        model = apps.get_model(label)
        for row in model.objects.exclude(pk__in=before[label]).order_by("pk"):
            changes = {name: value for name in names for value in _marked(owner, row, name, canaries)}
            if changes:
                model.objects.filter(pk=row.pk).update(**changes)
    return canaries


def _marked(owner: str, row: Any, name: str, canaries: Canaries) -> list[Any]:
    label = f"{row._meta.label}.{name}"
    field = row._meta.get_field(name)
    if isinstance(field, NO_PLACE_FOR_A_WORD) or field.choices or label in CODES:
        return []
    serial = f"{len(canaries):04}"
    word = f"zq{owner}{serial}"
    if name in PHONES:
        word = f"00009{DIGIT[owner]}{serial}"
        canaries[word] = Canary(owner, label, row.pk)
        return [f"0000 9{DIGIT[owner]}{serial}"]
    if name.endswith("_digits"):
        return [""]
    canaries[word] = Canary(owner, label, row.pk)
    if isinstance(field, models.JSONField):
        return [_in_json(getattr(row, name), word)]
    return [f"{word}@example.org" if "email" in name or name in ("recipient", "reply_to") else word]


def _in_json(value: Any, word: str) -> Any:
    """Every text MARK becomes the word."""
    if isinstance(value, dict):
        return {key: _in_json(part, word) for key, part in value.items()}
    if isinstance(value, list):
        return [_in_json(part, word) for part in value]
    return word if value == "MARK" else value


def found_in(texts: Iterable[str], canaries: Canaries) -> dict[str, Canary]:
    """Which canaries sing in these texts."""
    heard: dict[str, Canary] = {}
    for text in texts:
        lower = text.lower()
        words = set(WORD.findall(lower))
        if "9" in lower:
            numbers = NUMBER.findall(BETWEEN_DIGITS.sub("", lower))
            words |= {number[-10:].rjust(10, "0") for number in numbers}
        heard |= {word: canaries[word] for word in words if word in canaries}
    return heard


def texts_of(response: HttpResponseBase) -> list[str]:
    """Headers and what a person reads in the body, files opened."""
    headers = [f"{name}: {value}" for name, value in response.items()]
    headers += [cookie.OutputString() for cookie in response.cookies.values()]
    body = response.content if isinstance(response, HttpResponse) else b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return [*headers, *opened(body)]


def opened(body: bytes) -> list[str]:
    """A page as it is; a table or a letter as its text."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return [archive.read(name).decode(errors="replace") for name in archive.namelist()]
    if body.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(body)).pages
        return [page.extract_text() for page in pages]
    # A calendar file folds its lines.
    return [body.decode(errors="replace").replace("\r\n ", "")]
