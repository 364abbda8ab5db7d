"""What stands in one cell: numbers, addresses, places, languages. Odd ones are listed, none is dropped silently."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from lotsenhaus.kit import phones
from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.languages import Parsed, level_of, split_prose

from .columns import LANGUAGE, MARKS
from .shapes import Cell, Notes, Problem, Spoken

MOST_LANGUAGES = 12
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[A-Za-z]{2,}")
_NUMBER = re.compile(r"\+?\(?\d[\d\s/().\-–]{4,}\d")


# --- numbers, addresses, places -----------------------------------------------------------------------------------
def read_numbers(cell: Cell, line: int, area_code: str, notes: Notes) -> Iterator[str]:
    """Stored numbers of a cell; what is odd stays as written and is listed."""
    _target, heading, text = cell
    for number in phones.read_all(text, area_code):
        if number.problem:
            number = _second_look(number, area_code)
        if number.problem == "not_a_number" and not any(map(str.isdigit, number.typed)):
            notes.problems.append(Problem(line, heading, "phone_not_taken", number.typed))
            continue
        if number.problem:
            notes.problems.append(Problem(line, heading, "phone_odd", number.typed))
        elif re.sub(r"\D", "", number.typed) and _was_repaired(number):
            notes.problems.append(Problem(line, heading, "phone_repaired", number.typed))
        yield number.stored or number.typed[:40]


def _second_look(number: phones.Phone, area_code: str) -> phones.Phone:
    """Excel takes the 0 in front away; people write "(nur abends)" behind."""
    digits = re.sub(r"\D", "", number.typed)
    tries = [hit.group() for hit in _NUMBER.finditer(number.typed)]
    if not number.typed.lstrip().startswith(("0", "+", "(")) and 8 <= len(digits) <= 13:
        tries += [f"+{digits}" if digits.startswith("49") else f"0{digits}"]
    found = (phones.read(text, area_code) for text in tries)
    return next((replace(one, typed=number.typed) for one in found if not one.problem), number)


def _was_repaired(number: phones.Phone) -> bool:
    plain = re.sub(r"\(0\)", "", number.typed)
    digits = re.sub(r"\D", "", plain)
    direct = digits.startswith("0") or plain.lstrip().startswith("+")
    return not direct or bool(re.search(r"[^\W\d_]{3,}", re.sub(r"(?i)tel|handy|mobil|priv|dienst", "", plain)))


def read_email(cells: Mapping[str, list[Cell]], line: int, notes: Notes) -> str:
    found = ""
    for _target, heading, text in cells.get("email", []):
        hits = _EMAIL.findall(text.replace("mailto:", ""))
        if not hits or len(hits[0]) > 254:
            notes.problems.append(Problem(line, heading, "email", text[:60]))
        elif not found:
            found = hits[0].rstrip(".").lower()
    return found


def read_place(cells: Mapping[str, list[Cell]], target: str, names: Sequence[str], line: int, notes: Notes) -> str:
    """The town or desk meant by "33397 Rietberg", "Rietberg-Mastholte" or "Rheda"."""
    for _target, heading, text in cells.get(target, []):
        key = re.sub(r"^(d )?\d{4,5} ", "", folded(text))
        key = key.removeprefix("vermittlungsstelle ").removeprefix("familienzentrum ")
        exact = [name for name in names if folded(name) == key]
        close = [name for name in names if key and (key.startswith(f"{folded(name)} ") or folded(name).startswith(key))]
        if exact or len(close) == 1:
            return (exact or close)[0]
        notes.problems.append(Problem(line, heading, target, text[:60]))
    return ""


# --- languages ----------------------------------------------------------------------------------------------------
def read_languages(cells: list[Cell], line: int, notes: Notes) -> tuple[Spoken, ...]:
    found: list[Spoken] = []
    for target, heading, text in cells:
        if target == "languages":
            found += spoken_in(text, "")
        elif target == "mother_tongue":
            found += spoken_in(text, "mother_tongue")
        elif target.startswith(LANGUAGE) and (folded(text) in MARKS or text in "✓✔+" or level_of(text)):
            found.append(Spoken(heading, target.removeprefix(LANGUAGE), level=level_of(text)))
    different = once(tuple(found))
    if len(different) > MOST_LANGUAGES:
        notes.problems.append(Problem(line, "", "many_languages", str(len(different))))
    return different[:MOST_LANGUAGES]


@lru_cache(maxsize=2_000)
def spoken_in(text: str, level: str) -> tuple[Spoken, ...]:
    return tuple(_one(parsed, level) for parsed in split_prose(text))


def _one(parsed: Parsed, level: str) -> Spoken:
    code = parsed.variant or parsed.code
    return Spoken(parsed.source[:80], code, parsed.ambiguous, parsed.level or level, parsed.guessed)


def once(languages: tuple[Spoken, ...]) -> tuple[Spoken, ...]:
    """German is what everybody here speaks beside; each other language once."""
    found: dict[str, Spoken] = {}
    for one in languages:
        if one.code != "deu":
            found.setdefault(one.code or folded(one.source), one)
    return tuple(found.values())
