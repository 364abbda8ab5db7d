"""The dispatch problem in the words of the domain: who can, what is wanted, what is already fixed.

All identifiers and codes are opaque and carry no names. Minutes count from 1970-01-01 00:00 UTC.
What nobody has stated is *unknown*, and unknown never means no.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Self

from lotsenhaus.dispatch.clock import Span, local_day
from lotsenhaus.dispatch.travel import Means, TravelTimes

MOST = 1_000  # heads of a slot and steps of priority: rewards for covering stay whole numbers for the solver


class Mode(StrEnum):
    ON_SITE = "on_site"
    PHONE = "phone"
    VIDEO = "video"


class Needs(StrEnum):
    """Whether one of the languages of a request suffices or one person must speak all of them."""

    ANY = "any"
    ALL = "all"


def primary(tag: str) -> str:
    return tag.partition("-")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A language somebody speaks.

    `language` is a BCP 47 tag without script; a general tag covers its variants (`ar` covers `ar-apc`).
    `level` runs from 1 (A1) to 6 (C2), 0 is unknown. `substitutes_for` lists tags the person agreed to
    stand in for, such as Russian for Ukrainian.
    """

    language: str
    level: int = 0
    native: bool = False
    substitutes_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A pledge, clearance or training that was seen; `until` is its last valid day, None for no end."""

    code: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most a person wants to do: assignments per local day and per week, minutes per week; None is no limit."""

    per_day: int | None = None
    per_week: int | None = None
    minutes_per_week: int | None = None

    def __post_init__(self) -> None:
        if min(self.per_day or 0, self.per_week or 0, self.minutes_per_week or 0) < 0:
            raise ValueError("a limit must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediator:
    """One volunteer.

    Times: `free` and `busy` are what she said. Inside `stated` silence means no (she gave her weekly
    times for that period); everywhere else silence is unknown. `travel_in_times` says that the way
    there and back must also lie in her free times.
    """

    id: str
    skills: tuple[Skill, ...]
    desk: str = ""
    active: bool = True
    gender: str = ""
    credentials: tuple[Credential, ...] = ()
    modes: frozenset[Mode] = frozenset({Mode.ON_SITE})
    home: str | None = None
    means: Means = Means.CAR
    max_minutes: int | None = None  # one way from home
    free: tuple[Span, ...] = ()
    busy: tuple[Span, ...] = ()
    stated: tuple[Span, ...] = ()
    absences: tuple[Span, ...] = ()
    travel_in_times: bool = False
    limits: Limits = Limits()
    blocked_parties: frozenset[str] = frozenset()
    blocked_institutions: frozenset[str] = frozenset()
    known_parties: frozenset[str] = frozenset()
    load: int = 0  # assignments so far this year
    weeks_since_asked: int | None = None  # None: never asked
    asked_this_week: int = 0
    headroom: int | None = None  # cents left below the tax limit she chose, None: none chosen

    def __post_init__(self) -> None:
        if self.max_minutes is not None and self.max_minutes < 0:
            raise ValueError(f"mediator {self.id}: max_minutes must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One slot of an inquiry. Without `start` and `end` its time is still to be agreed.

    `party` is the hash of the requester's own case reference. Slots with the same `together` are only
    useful when all of them are filled. `allowance` is what the talk will probably cost, in cents.
    """

    id: str
    languages: tuple[str, ...]
    needs: Needs = Needs.ANY
    minimum_level: int = 0
    substitutes_allowed: bool = False
    count: int = 1
    start: int | None = None
    end: int | None = None
    mode: Mode = Mode.ON_SITE
    place: str | None = None
    gender: str = ""
    gender_required: bool = False
    credentials: tuple[str, ...] = ()
    party: str = ""
    institution: str = ""
    desk: str = ""
    priority: int = 1
    together: str = ""
    received: int = 0
    allowance: int = 0
    asked: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.languages:
            raise ValueError(f"request {self.id}: at least one language is needed")
        if not (1 <= self.count <= MOST and 0 <= self.priority <= MOST):
            raise ValueError(f"request {self.id}: count must be 1 to {MOST}, priority 0 to {MOST}")
        if (self.start is None) != (self.end is None):
            raise ValueError(f"request {self.id}: start and end belong together")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"request {self.id}: the end must be after the start")

    @property
    def span(self) -> Span | None:
        return None if self.start is None or self.end is None else Span(self.start, self.end)

    @property
    def is_remote(self) -> bool:
        return self.mode is not Mode.ON_SITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One person at one slot: fixed in a problem, proposed in a plan.

    A proposal for somebody whose times are unknown is not `certain`: a question, never a promise.
    """

    mediator: str
    request: str
    start: int | None = None
    end: int | None = None
    place: str | None = None  # None: remote or not known, no way to travel
    certain: bool = True

    @classmethod
    def of(cls, mediator: Mediator, request: Request, *, certain: bool = True) -> Self:
        place = None if request.is_remote else request.place
        return cls(
            mediator=mediator.id, request=request.id, start=request.start, end=request.end, place=place, certain=certain
        )

    @property
    def span(self) -> Span | None:
        return None if self.start is None or self.end is None else Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts how much, in integer points; a stored version is never changed, only followed by the next.

    Items of one pair stay within about ±200 points, so that a planner's reward for covering a request
    (`cover`, per head and priority) dominates them, and so does what a plan counts against a `question`
    to somebody whose times are unknown.
    """

    name: str = "standard"
    version: int = 1
    own_desk: int = 100
    travel_minute: int = -1
    travel_unknown: int = -30
    load: int = -2  # per assignment this year
    load_most: int = 30  # the lead of somebody new is bounded
    pause_week: int = 2  # per week since last asked
    pause_most: int = 12
    continuity: int = 40
    gender_wish: int = 30
    mother_tongue: int = 10
    level: int = 3  # per level above the minimum
    times_unknown: int = -30
    substitute: int = -60
    asked_this_week: int = -10
    asked_most: int = 5
    tax_limit: int = -20
    cover: int = 10_000
    question: int = -1_000
    person: int = -2_000  # per person who travels, where a plan is to need few
    kept: int = 30  # per assignment of the old plan


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything a decision may depend on; equal problems give equal answers in whatever order rows come."""

    mediators: tuple[Mediator, ...]
    requests: tuple[Request, ...]
    travel: TravelTimes
    now: int
    assignments: tuple[Assignment, ...] = ()
    weights: Weights = field(default_factory=Weights)
    zone: str = "Europe/Berlin"

    def __post_init__(self) -> None:
        for kind, ids in (("mediator", [m.id for m in self.mediators]), ("request", [r.id for r in self.requests])):
            doubles = sorted(one for one, times in Counter(ids).items() if times > 1)
            if doubles:
                raise ValueError(f"the {kind} {doubles[0]} appears twice")

    @cached_property
    def booked(self) -> Mapping[str, tuple[Assignment, ...]]:
        """The fixed assignments of each mediator who has any."""
        diary: dict[str, list[Assignment]] = {}
        for assignment in self.assignments:
            diary.setdefault(assignment.mediator, []).append(assignment)
        return {mediator: tuple(entries) for mediator, entries in diary.items()}

    @cached_property
    def mediator(self) -> Mapping[str, Mediator]:
        return {mediator.id: mediator for mediator in self.mediators}

    @cached_property
    def request(self) -> Mapping[str, Request]:
        return {request.id: request for request in self.requests}

    @cached_property
    def by_language(self) -> Mapping[str, tuple[Mediator, ...]]:
        """Who has a skill in, or stands in for, a language, by its primary tag (`ar` of `ar-apc`)."""
        found: dict[str, list[Mediator]] = {}
        for mediator in self.mediators:
            tags = {primary(tag) for skill in mediator.skills for tag in (skill.language, *skill.substitutes_for)}
            for tag in tags:
                found.setdefault(tag, []).append(mediator)
        return {tag: tuple(mediators) for tag, mediators in found.items()}

    def day(self, minute: int) -> date:
        """The local calendar day of a minute."""
        return local_day(minute, self.zone)
