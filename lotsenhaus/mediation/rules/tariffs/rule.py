"""The words of a tariff: what it can say (DOMAIN 1.3), what a claim tells, what a computation answers."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

NOTHING = Decimal("0.00")

Unit = Literal["flat", "hour", "half_hour", "quarter_hour"]
UNIT_MINUTES: dict[str, int] = {"hour": 60, "half_hour": 30, "quarter_hour": 15}
Counting = Literal["started", "exact"]
TravelTime = Literal["none", "with_talk", "separate"]
Purpose = Literal["allowance", "fee"]


class ClaimInvalid(ValueError):
    """A claim that cannot be computed: minutes below zero, a held talk without a minute, more than a day."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Amount in euro for minutes: a first block, then steps of one unit, started or exact."""

    unit: Unit
    amount: Decimal
    """Per unit after the first block; for "flat" the whole amount."""
    counting: Counting = "started"
    first_minutes: int = 0
    first_amount: Decimal = NOTHING
    minimum: Decimal = NOTHING
    cap: Decimal | None = None
    """No more than this for the minutes of one talk."""


@dataclass(frozen=True, slots=True)
class Travel:
    """How the way is paid. Kilometers are one way, minutes are both ways together."""

    time: TravelTime = "none"
    from_km: Decimal = Decimal(0)
    """Travel time counts from a route of this length (Borken: 5 km); exactly this length counts."""
    max_minutes: int | None = None
    """At most so much travel time is paid (Bielefeld: 60)."""
    rate: Rate | None = None
    """For "separate": what the travel time costs."""
    km_rate: Decimal = NOTHING
    """Euro per driven kilometer, both ways."""
    ticket: bool = False
    """A ticket is refunded instead of kilometers."""
    cost_cap: Decimal | None = None
    """No more than this for kilometers or ticket."""


@dataclass(frozen=True, slots=True)
class Late:
    """What is paid when a talk is cancelled less than `hours_before` its start (exactly that many hours is in time)."""

    hours_before: int
    paid_minutes: int = 0
    up_to_planned: bool = True
    """Never more minutes than were planned (Bielefeld "up to 2 h"); else the minutes are fixed (Ennepe-Ruhr "1 h")."""
    amount: Decimal = NOTHING
    """A lump sum beside or instead of minutes."""
    travel_minutes: int = 0
    """Paid at the travel rate, never for remote talks."""


@dataclass(frozen=True, slots=True)
class TariffRule:
    """One dated rule of one center. Numbers are data of the center, never constants of the program."""

    key: str
    title: str
    valid_from: date
    source: str
    talk: Rate
    valid_to: date | None = None
    note: str = ""
    purpose: Purpose = "allowance"
    example: bool = False
    """True when the amounts are invented and must be shown with "Beispiel"."""
    remote: Rate | None = None
    """By phone or video; None: as on site, without travel."""
    travel: Travel = field(default_factory=Travel)
    late: Late | None = None
    max_minutes: int | None = None
    """No longer talk is admitted; a talk that still lasted longer is paid and marked with a question."""
    max_amount: Decimal | None = None
    """Upper limit for one talk, travel included."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What happened: minutes (from UTC), one-way kilometers, travel minutes of both ways, ticket in euro."""

    talk_minutes: int = 0
    planned_minutes: int = 0
    remote: bool = False
    route_km: Decimal = Decimal(0)
    travel_minutes: int = 0
    ticket: Decimal = NOTHING
    cancelled_minutes_before: int | None = None
    """Minutes between the cancellation and the start; None: the talk was held; 0 or less: nobody came."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the computation: a code and the numbers of its sentence (choices/sentences.py), and its euro."""

    code: str
    params: dict[str, int | str | Decimal]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Computation:
    """The amount in euro and how it came about; the steps always sum to the amount."""

    amount: Decimal
    steps: tuple[Step, ...]
