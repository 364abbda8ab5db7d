"""What will be made of a list: one item per row, the same for the preview and for the database."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from lotsenhaus.kit.folding import folded

from .doubles import Known, Match
from .shapes import Person, Spoken

NEW, FILL, SKIP = "new", "fill", "skip"
LATER, NONE = "later", "none"


@dataclass(frozen=True)
class Decisions:
    """What a person decided.

    Languages: written word → codes, or none to leave it out; `which`: "line:position" → codes.
    Doubles: line → new, fill or skip. `left_out` are lines that shall not be taken over.
    """

    languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    which: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubles: Mapping[int, str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Item:
    """One row: a new person, more for a person of the pool (`pk`), or nothing. `skills` are (code, level)."""

    line: int
    what: str
    values: Mapping[str, str]
    skills: tuple[tuple[str, str], ...]
    unclear: tuple[str, ...] = ()
    """Words for languages that nobody has decided on yet; they are not taken over."""
    pk: int = 0
    desk: str = ""


@dataclass(frozen=True)
class Plan:
    items: tuple[Item, ...]

    def made(self, *whats: str) -> list[Item]:
        return [item for item in self.items if item.what in (whats or (NEW, FILL))]

    @property
    def fingerprint(self) -> str:
        """Equal plans, equal prints: what was shown is what is made."""
        text = json.dumps([asdict(item) for item in self.items], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def make_plan(
    people: Sequence[Person],
    doubles: Iterable[Match],
    pool: Iterable[Known],
    decisions: Decisions,
    default_desk: str,
) -> Plan:
    """Items in the order of the list; people without a desk of their own go to `default_desk`."""
    by_line = {match.line: match for match in doubles}
    known = {one.pk: one for one in pool}
    items = (_item(person, by_line.get(person.line), decisions, default_desk) for person in people)
    return Plan(tuple(_only_new(item, known[item.pk]) if item.pk else item for item in items))


def _only_new(item: Item, known: Known) -> Item:
    """What a person of the pool lacks; nothing that stands there is overwritten."""
    values = {name: value for name, value in item.values.items() if value and not known.values.get(name)}
    skills = tuple(skill for skill in item.skills if skill[0] not in known.codes)
    return replace(item, values=values, skills=skills, desk="")


def key_of(spoken: Spoken) -> str:
    """Under which a decision on a written word is kept: once for all rows."""
    return folded(spoken.source)


def is_open(spoken: Spoken) -> bool:
    """Somebody must say which language it is: misspelled, unknown or ambiguous."""
    return not spoken.code or spoken.guessed


def default_for(match: Match | None) -> str:
    """Surely the same: skip; perhaps the same: two people until somebody says otherwise."""
    return SKIP if match and match.sure else NEW


def _item(person: Person, match: Match | None, decisions: Decisions, default_desk: str) -> Item:
    what = decisions.doubles.get(person.line, default_for(match)) if match else NEW
    if what == FILL and not (match and match.pk):
        what = SKIP
    if person.line in decisions.left_out:
        what = SKIP
    skills, unclear = _skills(person, decisions)
    names = ("first_name", "last_name", "address_form", "gender", "phone", "second_phone", "email", "town")
    return Item(
        line=person.line,
        what=what,
        values={name: getattr(person, name) for name in names},
        skills=skills,
        unclear=unclear,
        pk=match.pk if match and what == FILL else 0,
        desk=person.desk or default_desk,
    )


def _skills(person: Person, decisions: Decisions) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    found: dict[str, str] = {}
    unclear: list[str] = []
    for position, spoken in enumerate(person.languages):
        codes = _codes(person.line, position, spoken, decisions)
        if codes == (LATER,):
            unclear.append(spoken.source)
            continue
        for code in codes:
            found.setdefault(code, spoken.level)
    return tuple(found.items()), tuple(unclear)


def _codes(line: int, position: int, spoken: Spoken, decisions: Decisions) -> tuple[str, ...]:
    """(LATER,) when nobody has said yet which language it is; empty when it shall be left out."""
    if spoken.options:
        return decisions.which.get(f"{line}:{position}", (LATER,))
    understood = (LATER,) if is_open(spoken) else (spoken.code,)
    return decisions.languages.get(key_of(spoken), understood)
