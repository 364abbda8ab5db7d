"""What the schema of a problem cannot read from the dataclasses: single values, and the shape of the ways."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lotsenhaus.dispatch.clock import Span
from lotsenhaus.dispatch.files import Json
from lotsenhaus.dispatch.travel import Haversine, TravelTimes

TRAVEL_SCHEMA: Json = {
    "description": "Places (latitude, longitude; paces: km per hour, overhead) or legs (means, from, to, minutes, km).",
    "type": "object",
    "properties": {
        "places": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "number"}}},
        "detour": {"type": "number", "default": Haversine.detour},
        "paces": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}}},
        "legs": {"type": "array", "items": {"type": "array", "minItems": 5, "maxItems": 5}},
    },
    "minProperties": 1,
}
SCALARS: Mapping[Any, Json] = {
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Span: {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
    TravelTimes: {"$ref": "#/$defs/TravelTimes"},
}
