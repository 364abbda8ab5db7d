"""The JSON Schemas of a problem and of a plan, made from the dataclasses and kept in `docs/dispatch-*.schema.json`."""

from collections.abc import Mapping
from dataclasses import Field, fields
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin

from lotsenhaus.dispatch.files import Json, default_of, hints_of, is_required, write
from lotsenhaus.dispatch.problem import Problem
from lotsenhaus.dispatch.schema_parts import SCALARS, TRAVEL_SCHEMA


def schema() -> Json:
    """Of a problem; JSON Schema, draft 2020-12."""
    whole = schema_of(Problem, "Dispatch problem")
    return {**whole, "$defs": {**whole["$defs"], "TravelTimes": TRAVEL_SCHEMA}}


def schema_of(record: Any, title: str) -> Json:
    definitions: dict[str, Json] = {}
    root = _describe(record, definitions)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**head, **root, "$defs": dict(sorted(definitions.items()))}


def _describe(hint: Any, definitions: dict[str, Json]) -> Json:
    """An object with its fields; nested records go to the definitions."""
    hints = hints_of(hint)
    return {
        "description": " ".join((hint.__doc__ or "").split()),
        "type": "object",
        "properties": {field.name: _property(field, hints[field.name], definitions) for field in fields(hint)},
        "required": [field.name for field in fields(hint) if is_required(field)],
        "additionalProperties": False,
    }


def _property(field: Field[Any], hint: Any, definitions: dict[str, Json]) -> Json:
    described = _refer(hint, definitions)
    return described if is_required(field) else {**described, "default": write(default_of(field))}


def _refer(hint: Any, definitions: dict[str, Json]) -> Json:
    if isinstance(hint, UnionType):
        return {"anyOf": [_refer(get_args(hint)[0], definitions), {"type": "null"}]}
    if get_origin(hint) in (tuple, frozenset):
        return {"type": "array", "items": _refer(get_args(hint)[0], definitions)}
    if get_origin(hint) is Mapping:
        return {"type": "object", "additionalProperties": _refer(get_args(hint)[1], definitions)}
    if hint in SCALARS:
        return SCALARS[hint]
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}
        definitions[hint.__name__] = _describe(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}
