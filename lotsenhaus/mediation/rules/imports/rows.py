"""What a row says: one person, with everything odd listed by row and column. Nothing is guessed silently."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.languages import find

from .cells import once, read_email, read_languages, read_numbers, read_place, spoken_in
from .columns import IGNORE, REMARK, Guess
from .shapes import Cell, Notes, Person, Places, Problem, Reading

FORMULA = ("=", "+", "-", "@", "|", "%")
PARTICLES = {
    "el",
    "al",
    "del",
    "della",
    "ter",
    "ten",
    "zu",
    "vom",
    "zur",
    "von",
    "van",
    "de",
    "da",
    "di",
    "abu",
    "ben",
    "bin",
    "ibn",
    "le",
    "la",
    "dos",
    "der",
    "den",
}
SALUTATIONS = {
    **dict.fromkeys(("frau", "fr", "w", "weiblich", "f"), "female"),
    **dict.fromkeys(("herr", "hr", "m", "maennlich", "herrn"), "male"),
    **dict.fromkeys(("d", "divers"), "diverse"),
}
FORMS = {"female": "Frau", "male": "Herr"}
NO_PERSON = {"summe", "gesamt", "anzahl", "total", "stand", "insgesamt", "seite", "frei"}
MORE_THAN_ONE = re.compile(r"[/&+]|\s(?:und|u\.?|oder)\s", re.IGNORECASE)
LONGEST_NAME = 60


def interpret(rows: Sequence[Sequence[str]], columns: Guess, places: Places, area_code: str = "") -> Reading:
    """All people of a list."""
    notes, people, group = Notes(), list[Person](), ""
    headings = rows[columns.header] if columns.header >= 0 else ()
    for index in range(columns.header + 1, len(rows)):
        row, line = rows[index], index + 1
        cells = _cells(row, headings, columns.targets)
        filled = [cell for cell in row if cell]
        if not filled or list(row) == list(headings):
            continue
        if len(filled) == 1 and (heading := find(filled[0].rstrip(":"))).found and not heading.guessed:
            group = filled[0].rstrip(":")
            continue
        if _continues(cells) and people:
            more = read_languages(cells, line, notes)
            people[-1] = replace(people[-1], languages=once((*people[-1].languages, *more)))
            continue
        person = _person(line, cells, frozenset(columns.targets), places, area_code, notes)
        if person is not None:
            if group and not person.languages:
                person = replace(person, languages=spoken_in(group, ""))
            people.append(person)
    return Reading(tuple(people), tuple(notes.problems), tuple(notes.remarks))


def _cells(row: Sequence[str], headings: Sequence[str], targets: Sequence[str]) -> list[Cell]:
    found = []
    for column, text in enumerate(row):
        target = targets[column] if column < len(targets) else IGNORE
        if text and target != IGNORE:
            heading = headings[column] if column < len(headings) else ""
            found.append((target, heading or column_name(column), text))
    return found


def column_name(index: int) -> str:
    """As Excel names it: 0 is A, 26 is AA."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(65 + rest) + name, index - 1
    return name


def _continues(cells: list[Cell]) -> bool:
    """A row below a merged cell: nothing but one more language."""
    return bool(cells) and all(target in ("languages", "mother_tongue") for target, _heading, _text in cells)


def _person(
    line: int, cells: list[Cell], headed: frozenset[str], places: Places, area_code: str, notes: Notes
) -> Person | None:
    by_target: dict[str, list[Cell]] = {}
    for cell in cells:
        by_target.setdefault(cell[0], []).append(cell)
    named = _name(by_target)
    wrong = _wrong_name(named, by_target)
    if wrong:
        notes.problems.append(Problem(line, _heading(by_target, "name", "last_name", "first_name"), *wrong))
        return None
    if {"first_name", "last_name"} <= headed and not (named["first_name"] and named["last_name"]):
        missing = "last_name" if named["first_name"] else "first_name"
        notes.problems.append(Problem(line, "", f"no_{missing}", f"{named['first_name']}{named['last_name']}"))
    numbers = [number for cell in by_target.get("phone", []) for number in read_numbers(cell, line, area_code, notes)]
    numbers = list(dict.fromkeys(numbers))
    if len(numbers) > 2:
        notes.problems.append(Problem(line, _heading(by_target, "phone"), "more_phones", ", ".join(numbers[2:])))
    town = read_place(by_target, "town", places.towns, line, notes)
    desk = read_place(by_target, "desk", places.desks, line, notes) or places.served.get(town, "")
    person = Person(
        line=line,
        **named,
        phone=(numbers or [""])[0],
        second_phone=numbers[1] if len(numbers) > 1 else "",
        email=read_email(by_target, line, notes),
        town=town,
        desk=desk,
        languages=once(read_languages(cells, line, notes)),
    )
    notes.remarks.extend((line, person.name, text) for _target, _heading_, text in by_target.get(REMARK, []))
    return person


# --- names --------------------------------------------------------------------------------------------------------
def _name(cells: Mapping[str, list[Cell]]) -> dict[str, str]:
    whole, first, last = (_text(cells, target) for target in ("name", "first_name", "last_name"))
    salutation = _text(cells, "salutation")
    words = whole.split()
    if words and folded(words[0]) in ("frau", "herr", "fr", "hr") and len(words) > 1:
        salutation, whole = salutation or words[0], " ".join(words[1:])
    if whole and not last:
        first_part, last = _parted(whole)
        first = first or first_part
    gender = SALUTATIONS.get(folded(salutation), "")
    return {"first_name": first, "last_name": last, "gender": gender, "address_form": FORMS.get(gender, "")}


def one_name(whole: str) -> tuple[str, str] | None:
    """First and last name of a cell that names one person; None for a sum, a note, or more than one person."""
    words = whole.split()
    if words and folded(words[0]) in ("frau", "herr", "fr", "hr") and len(words) > 1:
        whole = " ".join(words[1:])
    plain = folded(whole)
    is_person = plain and plain != "n n" and plain.split()[0] not in NO_PERSON and not whole.startswith(FORMULA)
    if not is_person or any(word.isdigit() for word in plain.split()) or MORE_THAN_ONE.search(whole):
        return None
    return _parted(whole)


def _parted(whole: str) -> tuple[str, str]:
    """First and last name of "Musterhain, Samira", "Samira Musterhain", "Amal El Beispiel", "Beispiel, Amal El"."""
    last, comma, first = whole.partition(",")
    if comma:
        given = first.split()
        begins = len(given)
        while begins > 1 and folded(given[begins - 1]) in PARTICLES:
            begins -= 1
        return " ".join(given[:begins]), " ".join([*given[begins:], last.strip()])
    words = whole.split()
    if len(words) == 1:
        return "", whole
    begins = len(words) - 1
    while begins > 1 and folded(words[begins - 1]) in PARTICLES:
        begins -= 1
    return " ".join(words[:begins]), " ".join(words[begins:])


def _wrong_name(named: Mapping[str, str], cells: Mapping[str, list[Cell]]) -> tuple[str, str] | None:
    """Code and text of what makes this row no person."""
    name = f"{named['first_name']} {named['last_name']}".strip()
    in_name, others = "", list[str]()
    for target, rows in cells.items():
        if target in ("name", "first_name", "last_name"):
            in_name = in_name or rows[0][2]
        elif target != "salutation":
            others += [text for _target, _heading_, text in rows]
    if not name:
        return "no_name", (others or [""])[0][:60]
    if any(part.startswith(FORMULA) for part in (named["first_name"], named["last_name"]) if part):
        return "formula", in_name[:60]
    if len(named["first_name"]) > LONGEST_NAME or len(named["last_name"]) > LONGEST_NAME or "\n" in name:
        return "long_name", in_name[:60]
    return ("no_person", in_name[:60]) if one_name(name) is None else None


def _text(cells: Mapping[str, list[Cell]], target: str) -> str:
    return " ".join(" ".join(text.split()) if len(text) < 200 else text for _t, _h, text in cells.get(target, []))


def _heading(cells: Mapping[str, list[Cell]], *targets: str) -> str:
    return next((rows[0][1] for target in targets if (rows := cells.get(target))), "")
