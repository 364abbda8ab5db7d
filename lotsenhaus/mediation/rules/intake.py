"""The way of a person into the pool and out of it: which moves are allowed, what is still missing, what runs out.

Nothing here forbids to work with somebody; it says what to see to. Pure: today is an argument.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lotsenhaus.mediation.choices.states import CredentialKind, MediatorState

WARN_DAYS = 60
"""A certificate of good conduct takes some weeks to arrive."""

MOVES: dict[str, tuple[str, ...]] = {
    MediatorState.APPLICANT: (MediatorState.TRAINED, MediatorState.ACTIVE, MediatorState.LEFT),
    MediatorState.TRAINED: (MediatorState.ACTIVE, MediatorState.LEFT),
    MediatorState.ACTIVE: (MediatorState.PAUSED, MediatorState.LEFT),
    MediatorState.PAUSED: (MediatorState.ACTIVE, MediatorState.LEFT),
    MediatorState.LEFT: (MediatorState.APPLICANT, MediatorState.ACTIVE),
}


@dataclass(frozen=True)
class Seen:
    """A paper that somebody has seen; `until` is its last valid day, None for no end."""

    kind: str
    until: date | None


@dataclass(frozen=True)
class Person:
    """What the steps depend on."""

    state: str
    has_phone: bool
    languages: int
    trainings: int
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True)
class Step:
    """`code`: contact, languages, training, a CredentialKind, or active; `ends` when a paper runs out soon or has."""

    code: str
    done: bool
    ends: date | None = None


def steps(person: Person, *, wanted: Iterable[str], today: date) -> list[Step]:
    """The steps in their order; `wanted` are the papers that the center requires on this day."""
    papers = [_paper(kind, person.seen, today) for kind in CredentialKind.values if kind in set(wanted)]
    return [
        Step("contact", person.has_phone),
        Step("languages", person.languages > 0),
        Step("training", person.trainings > 0),
        *papers,
        Step("active", person.state == MediatorState.ACTIVE),
    ]


def running_out(seen: Iterable[Seen], *, today: date) -> dict[str, date]:
    """Kind → last valid day of those papers that end within WARN_DAYS or have ended, unless a newer one was seen."""
    last: dict[str, date] = {}
    for paper in seen:
        last[paper.kind] = max(last.get(paper.kind, date.min), paper.until or date.max)
    return {kind: until for kind, until in last.items() if until <= today + timedelta(days=WARN_DAYS)}


def _paper(kind: str, seen: tuple[Seen, ...], today: date) -> Step:
    of_kind = [paper for paper in seen if paper.kind == kind]
    valid = any(paper.until is None or paper.until >= today for paper in of_kind)
    return Step(kind, valid, running_out(of_kind, today=today).get(kind))
