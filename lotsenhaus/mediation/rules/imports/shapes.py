"""The things a list consists of."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spoken:
    """One language of a row as it was read; `options` when the word leaves open which one."""

    source: str
    code: str = ""
    options: tuple[str, ...] = ()
    level: str = ""
    guessed: bool = False


@dataclass(frozen=True)
class Person:
    """A row of the list, at `line` of the file (as Excel counts). Empty means: nothing was said."""

    line: int
    first_name: str = ""
    last_name: str = ""
    address_form: str = ""
    gender: str = ""
    phone: str = ""
    second_phone: str = ""
    email: str = ""
    town: str = ""
    desk: str = ""
    languages: tuple[Spoken, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Problem:
    """Code of a sentence (views), with row, heading of the column and the text as it stands there."""

    line: int
    column: str
    code: str
    text: str = ""


@dataclass(frozen=True)
class Places:
    """Names of the center's towns and desks; `served` is town → desk."""

    towns: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    served: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """Everything in a list: people, what is odd, and remarks (line, name, text) that are not taken over."""

    people: tuple[Person, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[tuple[int, str, str], ...]


@dataclass
class Notes:
    problems: list[Problem] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)


Cell = tuple[str, str, str]
"""Target, heading, text."""
