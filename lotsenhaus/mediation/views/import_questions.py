"""What a list leaves open, as questions; what is odd in it, as sentences with row and column."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from lotsenhaus.kit import phones
from lotsenhaus.mediation.actions.imports import Prepared
from lotsenhaus.mediation.choices.languages import full_name
from lotsenhaus.mediation.rules.imports import Known, Person, Problem
from lotsenhaus.mediation.rules.imports.plan import LATER, NONE, default_for, is_open, key_of
from lotsenhaus.mediation.rules.pool import spoken


@dataclass
class Word:
    """A written word for a language, once for the whole list; `is_open` when it is unknown or looks misspelled."""

    source: str
    key: str
    understood: str
    initial: str
    is_open: bool = True
    people: list[str] = field(default_factory=list)
    field: Any = None


@dataclass
class Which:
    """ "Kurdisch" of one person: which?"""

    place: str
    line: int
    name: str
    source: str
    options: tuple[str, ...]
    initial: str
    field: Any = None


@dataclass
class Double:
    """Two that may be one, side by side: rows of (label, in the list, over there, alike)."""

    line: int
    name: str
    pk: int
    other_line: int
    sure: bool
    initial: str
    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)
    field: Any = None


@dataclass
class Questions:
    words: list[Word]
    whiches: list[Which]
    doubles: list[Double]

    @property
    def number(self) -> int:
        """How many need an answer."""
        return sum(word.is_open for word in self.words) + len(self.whiches) + len(self.doubles)


def questions(prepared: Prepared, stored: dict[str, Any], *, everything: bool = False) -> Questions:
    """With the answers given so far; `everything` asks for words as well that were understood."""
    words: dict[str, Word] = {}
    whiches = []
    for person in prepared.reading.people:
        for position, one in enumerate(person.languages):
            if one.options:
                place = f"{person.line}:{position}"
                given = stored.get("which", {}).get(place)
                initial = LATER if given is None else ",".join(given) or NONE
                whiches.append(Which(place, person.line, person.name, one.source, one.options, initial))
            elif is_open(one) or everything:
                key, understood = key_of(one), one.code or LATER
                given = stored.get("languages", {}).get(key)
                initial = understood if given is None else ",".join(given) or NONE
                word = words.setdefault(key, Word(one.source, key, understood, initial, is_open(one)))
                word.people.append(person.name)
    return Questions(list(words.values()), whiches, _doubles(prepared, stored.get("doubles", {})))


def answers(asked: Questions, data: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """Cleaned form values as they are stored; "later", and what was understood anyway, is stored as no answer."""

    def codes(name: str) -> list[str]:
        return [code for code in data[name].split(",") if code != NONE]

    languages = dict(stored.get("languages", {}))
    for n, word in enumerate(asked.words):
        languages.pop(word.key, None)
        if data[f"word_{n}"] != (LATER if word.is_open else word.understood):
            languages[word.key] = codes(f"word_{n}")
    return {
        "languages": languages,
        "which": {
            which.place: codes(f"which_{n}") for n, which in enumerate(asked.whiches) if data[f"which_{n}"] != LATER
        },
        "doubles": {str(double.line): data[f"double_{double.line}"] for double in asked.doubles},
    }


def same_for_all(asked: Questions, data: QueryDict) -> dict[str, str]:
    """ "Kurdisch: für alle Kurmandschi" fills the open ones of that word."""
    filled = {}
    for n, which in enumerate(asked.whiches):
        chosen = data.get(f"all_{','.join(which.options)}", "")
        if chosen and data.get(f"which_{n}", LATER) == LATER:
            filled[f"which_{n}"] = chosen
    return filled


def _doubles(prepared: Prepared, given: dict[str, str]) -> list[Double]:
    people = {person.line: person for person in prepared.reading.people}
    found = []
    for match in prepared.doubles:
        own, initial = people[match.line], given.get(str(match.line), default_for(match))
        double = Double(match.line, own.name, match.pk, match.other_line, match.sure, initial)
        there = prepared.pool[match.pk] if match.pk else people[match.other_line]
        double.rows = [
            (label, mine, theirs, bool(mine) and mine == theirs)
            for label, mine, theirs in zip(_labels(), _facts(own), _facts(there), strict=True)
            if mine or theirs
        ]
        found.append(double)
    return found


def _labels() -> list[str]:
    return [_("Name"), _("Telefon"), _("Zweite Nummer"), _("E-Mail"), _("Ort"), _("Sprachen")]


def _facts(one: Person | Known) -> list[str]:
    if isinstance(one, Known):
        values, codes = one.values, sorted(one.codes)
        languages = ", ".join(full_name(code) for code in codes)
        numbers = [phones.shown(values["phone"]), phones.shown(values["second_phone"])]
        name = f"{one.first_name} {one.last_name}".strip()
        return [name, *numbers, one.email, values["town"], languages]
    languages = ", ".join(full_name(s.code) if s.code else s.source for s in one.languages)
    return [one.name, phones.shown(one.phone), phones.shown(one.second_phone), one.email, one.town, languages]


def sentences(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """ "Zeile 14, Spalte „Tel“: …", those that keep a row out first."""
    rows = [{"where": _where(one), "what": _what(one), "out": one.code in KEPT_OUT} for one in problems]
    return sorted(rows, key=lambda row: not row["out"])


KEPT_OUT = {"no_name", "formula", "no_person", "long_name"}


def _where(one: Problem) -> str:
    if not one.column:
        return _("Zeile %d") % one.line
    return _("Zeile %(line)d, Spalte „%(column)s“") % {"line": one.line, "column": one.column}


def _what(one: Problem) -> str:
    texts = {
        "no_name": _("Hier steht kein Name. Die Zeile wird nicht übernommen."),
        "no_last_name": _("„%s“: Hier fehlt der Nachname. Die Person kommt trotzdem in die Liste."),
        "no_first_name": _("„%s“: Hier fehlt der Vorname. Die Person kommt trotzdem in die Liste."),
        "formula": _("„%s“ sieht aus wie eine Formel. Die Zeile wird nicht übernommen."),
        "no_person": _("„%s“ ist keine Person. Die Zeile wird nicht übernommen."),
        "long_name": _("Der Name ist zu lang. Bitte teilen Sie die Zelle in Vorname und Nachname."),
        "phone_odd": _("„%s“ sieht nicht wie eine vollständige Nummer aus. Sie steht so in der Liste, bitte prüfen."),
        "phone_repaired": _("„%s“ haben wir zu einer Nummer ergänzt. Bitte prüfen."),
        "phone_not_taken": _("„%s“ ist keine Nummer und wird nicht übernommen."),
        "more_phones": _("Mehr als zwei Nummern. Nicht übernommen: %s"),
        "email": _("„%s“ ist keine E-Mail-Adresse und wird nicht übernommen."),
        "town": _("„%s“ ist kein Ort Ihres Kreises. Der Wohnort bleibt leer."),
        "desk": _("„%s“ ist keine Ihrer Vermittlungsstellen. Es gilt die Stammstelle von oben."),
        "many_languages": _("%s Sprachen sind zu viele. Übernommen werden die ersten zwölf."),
    }
    text = texts[one.code]
    return text % one.text if "%s" in text else text


def shown_items(prepared: Prepared, left_out: Iterable[int]) -> list[dict[str, Any]]:
    """The preview: exactly the values that will be stored, as people read them."""
    out, rows = set(left_out), []
    for item in prepared.plan.items:
        known = prepared.pool.get(item.pk)
        values = item.values
        name = f"{known.first_name} {known.last_name}" if known else f"{values['first_name']} {values['last_name']}"
        rows.append(
            {
                "line": item.line,
                "what": item.what,
                "left_out": item.line in out,
                "name": name.strip(),
                "form": values.get("address_form", ""),
                "phones": [phones.shown(values[key]) for key in ("phone", "second_phone") if values.get(key)],
                "email": values.get("email", ""),
                "town": values.get("town", ""),
                "languages": ", ".join(spoken(code, level) for code, level in item.skills),
                "unclear": ", ".join(item.unclear),
                "desk": item.desk,
            }
        )
    return rows


def reading(prepared: Prepared, stored: dict[str, Any]) -> list[tuple[str, str]]:
    """Every written word for a language with what we take it for."""
    found = []
    for word in questions(prepared, stored, everything=True).words:
        names = [full_name(code) for code in word.initial.split(",") if code not in (LATER, NONE)]
        found.append(
            (word.source, ", ".join(names) or (_("weggelassen") if word.initial == NONE else _("später klären")))
        )
    return sorted(found, key=lambda row: row[0].casefold())
