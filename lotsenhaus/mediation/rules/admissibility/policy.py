"""The dated rules of one center, and what is known of an inquiry when they are asked. Plain values only."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Refusal:
    """An occasion that volunteers may not accompany: reason and way out as a requester reads them."""

    occasion: str
    reason: str
    way_out: str
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    example: bool = False

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A sentence the requester declares. A new wording is a new version; the old one stays with old inquiries."""

    code: str
    wording: str
    explanation: str = ""
    wording_en: str = ""
    explanation_en: str = ""
    version: int = 1
    valid_from: date = date.min
    valid_to: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Policy:
    """What one center decided (DOMAIN 1.2). `may_ask` holds kinds of network.choices.OrganizationKind."""

    key: str
    title: str
    valid_from: date
    source: str
    lead_working_days: int
    may_ask: tuple[str, ...]
    who_may_ask: str
    """The sentence that tells who may ask."""
    way_out: str
    """Where everybody else turns."""
    valid_to: date | None = None
    note: str = ""
    example: bool = False
    max_minutes: int | None = None
    offers_phone: bool = True
    offers_video: bool = True
    only_own_district: bool = True
    answer_hours: int = 24
    urgent_answer_minutes: int = 60
    pledge_required: bool = True
    clearance_required: bool = True
    year_limit: Decimal | None = None
    refusals: tuple[Refusal, ...] = ()
    declarations: tuple[Declaration, ...] = ()

    def refusal_of(self, occasion: str, day: date) -> Refusal | None:
        return next((one for one in self.refusals if one.occasion == occasion and one.holds_on(day)), None)

    def declarations_on(self, day: date) -> list[Declaration]:
        return [one for one in self.declarations if one.holds_on(day)]


@dataclass(frozen=True, slots=True)
class InquiryFacts:
    """What the rules look at. Times are aware; proposals count like dates; none means "nach Absprache"."""

    occasion: str
    organization_kind: str
    starts: tuple[datetime, ...] = ()
    planned_minutes: int = 0
    place_kind: str = "institution"
    declared: frozenset[str] = field(default_factory=frozenset)
    in_district: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """One reason that speaks against. `params` are the words of its sentence (choices/sentences.py)."""

    code: str
    params: dict[str, str | int]
    blocking: bool = True
    override_allowed: bool = False
    """Staff may go on, with a reason that is written down."""
