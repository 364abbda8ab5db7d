"""Short words for small problems. The reference week is Monday 30 November to Sunday 6 December 2026."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lotsenhaus.dispatch.clock import Span, minute
from lotsenhaus.dispatch.eligibility import Pair
from lotsenhaus.dispatch.problem import Mediator, Problem, Request, Skill
from lotsenhaus.dispatch.travel import Leg, Matrix, Means

ZONE = "Europe/Berlin"


def at(text: str) -> int:
    """`at("2026-12-02 15:00")` in local time."""
    return minute(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)))


def span(day: str, start: str, end: str) -> Span:
    return Span(at(f"{day} {start}"), at(f"{day} {end}"))


WEDNESDAY = "2026-12-02"
WEEK = Span(at("2026-11-30 00:00"), at("2026-12-07 00:00"))
NOW = at("2026-11-23 09:00")
TRAVEL = Matrix(
    {
        Means.CAR: {
            ("verl", "school"): Leg(20, 12),
            ("rietberg", "school"): Leg(10, 3),
            ("halle", "school"): Leg(45, 30),
            ("school", "office"): Leg(15, 8),
        },
        Means.BICYCLE: {("verl", "school"): Leg(50, 12)},
    }
)


def mediator(id: str = "m", language: str = "ar", **fields: Any) -> Mediator:
    """Speaks Arabic, lives in Verl, free the whole reference week."""
    skills = fields.pop("skills", (Skill(language=language, level=5),))
    usual: dict[str, Any] = {"home": "verl", "free": (WEEK,)}
    return Mediator(id=id, skills=skills, **(usual | fields))


def request(id: str = "r", **fields: Any) -> Request:
    """Arabic at the school on Wednesday from 15 to 16 o'clock."""
    start, end = span(WEDNESDAY, "15:00", "16:00")
    usual: dict[str, Any] = {"languages": ("ar",), "start": start, "end": end, "place": "school"}
    return Request(id=id, **(usual | fields))


def problem(*mediators: Mediator, **fields: Any) -> Problem:
    usual: dict[str, Any] = {"mediators": mediators, "requests": (request(),), "travel": TRAVEL, "now": NOW}
    return Problem(**(usual | fields))


def pair(who: Mediator, what: Request, **fields: Any) -> Pair:
    whole = problem(who, requests=(what,), **fields)
    return Pair(who, what, whole, whole.booked.get(who.id, ()))
