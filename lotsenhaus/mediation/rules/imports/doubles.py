"""Who is there twice: in the list itself, or in the pool already. A proposal; a person decides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lotsenhaus.kit.folding import folded

from .shapes import Person


@dataclass(frozen=True)
class Known:
    """Somebody of the pool; `values` are the fields that a list could fill, `codes` the languages."""

    pk: int
    first_name: str
    last_name: str
    phones: tuple[str, ...] = ()
    email: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """The row at `line` may be the person at `other_line`, or number `pk` of the pool; `same`: name, phone, email.

    `sure` when the name and a number or address agree; else two people may share a telephone or a name.
    """

    line: int
    same: tuple[str, ...]
    sure: bool
    other_line: int = 0
    pk: int = 0


def matches(people: Sequence[Person], pool: Iterable[Known]) -> list[Match]:
    """The best match of each row, people of the pool before earlier rows of the list."""
    known: list[tuple[Keys, int, int]] = []
    places: dict[tuple[int, str], list[int]] = {}

    def remember(keys: Keys, line: int, pk: int) -> None:
        for entry in _entries(keys):
            places.setdefault(entry, []).append(len(known))
        known.append((keys, line, pk))

    for one in pool:
        remember(_keys(one.first_name, one.last_name, one.phones, one.email), 0, one.pk)
    found = []
    for person in people:
        own = _keys(person.first_name, person.last_name, (person.phone, person.second_phone), person.email)
        alike = {place for entry in _entries(own) for place in places.get(entry, ())}
        hits = [_match(person.line, own, *known[place]) for place in sorted(alike)]
        if hits:
            found.append(max(hits, key=lambda hit: (hit.sure, len(hit.same), hit.pk > 0)))
        remember(own, person.line, 0)
    return found


Keys = tuple[frozenset[str], frozenset[str], frozenset[str]]
KINDS = ("name", "phone", "email")


def _keys(first: str, last: str, numbers: Iterable[str], email: str) -> Keys:
    """The order of first and last name does not matter, nor do numbers in another writing."""
    words = " ".join(sorted(folded(f"{first} {last}").split()))
    digits = {"".join(sign for sign in number if sign.isdecimal())[-10:] for number in numbers}
    return (
        frozenset({words} if len(words.split()) > 1 else ()),
        frozenset(number for number in digits if len(number) > 5),
        frozenset({email.lower()} if email else ()),
    )


def _entries(keys: Keys) -> Iterator[tuple[int, str]]:
    """What to look somebody up by."""
    return ((kind, value) for kind, values in enumerate(keys) for value in values)


def _match(line: int, own: Keys, keys: Keys, other_line: int, pk: int) -> Match:
    same = _same(own, keys)
    return Match(line, same, _is_sure(same), other_line, pk)


def _same(own: Keys, other: Keys) -> tuple[str, ...]:
    return tuple(kind for kind, mine, theirs in zip(KINDS, own, other, strict=True) if mine & theirs)


def _is_sure(same: tuple[str, ...]) -> bool:
    return "name" in same and len(same) > 1
