"""Which column is what: by its heading, else by what stands in it. A proposal that a person corrects."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.languages import find, level_of, split_prose

IGNORE, REMARK, LANGUAGE = "ignore", "remark", "language:"
TARGETS = (
    "name", "last_name", "first_name", "salutation", "phone", "email", "town", "languages", "mother_tongue", "desk",
    REMARK, IGNORE,
)  # fmt: skip
HEADINGS = {
    "name": ("vor und nachname", "vorname nachname", "nachname vorname", "name vorname", "vorname name", "voller name",
             "vollstaendiger name", "sprachlotse", "sprachlotsin", "sprachmittler", "sprachmittlerin", "person",
             "dolmetscher", "dolmetscherin", "mitglied", "ehrenamtliche", "ehrenamtlicher"),
    "last_name": ("nachname", "name", "familienname", "zuname", "surname", "last name", "nachn"),
    "first_name": ("vorname", "rufname", "first name", "vorn", "vornamen"),
    "salutation": ("anrede", "geschlecht", "m w", "w m", "m w d", "herr frau", "frau herr"),
    "phone": ("telefon", "tel", "telefonnummer", "festnetz", "rufnummer", "tel nr", "fon", "telefonnr", "handy",
              "mobil", "mobiltelefon", "handynummer", "mobilnummer", "handynr", "whatsapp", "nummer", "phone",
              "telefon handy", "tel handy", "tel mobil", "kontakt", "erreichbar unter", "tel privat", "mobile"),
    "email": ("email", "e mail", "mail", "mailadresse", "e mail adresse", "emailadresse", "email adresse"),
    "town": ("ort", "wohnort", "stadt", "gemeinde", "plz ort", "plz wohnort", "kommune", "wohnhaft", "wohnort plz"),
    "mother_tongue": ("muttersprache", "muttersprachen", "erstsprache", "erstsprachen", "herkunftssprache"),
    "languages": ("sprache", "sprachen", "sprachkenntnisse", "weitere sprachen", "weitere sprache", "fremdsprachen",
                  "sprache n", "uebersetzt", "zweitsprache", "drittsprache", "spricht", "language", "languages",
                  "sprachkombination", "dolmetscht"),
    "desk": ("stammstelle", "vermittlungsstelle", "stelle", "zustaendig", "zustaendige stelle", "familienzentrum"),
    REMARK: ("bemerkung", "bemerkungen", "notiz", "notizen", "anmerkung", "anmerkungen", "kommentar", "hinweis",
             "hinweise", "sonstiges", "info", "infos", "besonderheiten", "verfuegbarkeit", "zeiten", "wann",
             "kommentare", "bem", "details", "einschraenkungen", "zeitliche verfuegbarkeit"),
}  # fmt: skip
_TARGET_OF = {heading: target for target, headings in HEADINGS.items() for heading in headings}
MARKS = {"x", "ja", "j", "1", "xx", "xxx", "ok", "yes", "true", "wahr"}
FIRST_ROWS = 20
"""A heading stands within these; above it a title, a date, a logo."""
SAMPLE = 60


@dataclass(frozen=True)
class Guess:
    """`header` is the index of the row with the headings, -1 when there is none; one target per column."""

    header: int
    targets: tuple[str, ...]


def best_sheet(sheets: Sequence[Sequence[Sequence[str]]]) -> int:
    """Index of the sheet with most headings that we know; of equals the longest."""
    return max(range(len(sheets)), key=lambda n: (max(map(_known, sheets[n][:FIRST_ROWS]), default=0), len(sheets[n])))


def guess(rows: Sequence[Sequence[str]]) -> Guess:
    """What each column probably holds."""
    header = _header(rows)
    width = max(map(len, rows), default=0)
    below = rows[header + 1 : header + 1 + SAMPLE]
    headings = rows[header] if header >= 0 else ()
    targets = []
    for column in range(width):
        cells = [row[column] for row in below if column < len(row) and row[column]]
        heading = headings[column] if column < len(headings) else ""
        targets.append(by_heading(heading, cells) or by_content(cells))
    return Guess(header, tuple(_settled(targets)))


def by_heading(heading: str, cells: Sequence[str] = ()) -> str:
    """A target, or an empty text when there is no heading; a heading that we do not know is not taken over."""
    key = re.sub(r"\b\d+\b", " ", folded(heading)).strip()
    key = " ".join(key.split())
    if not key:
        return ""
    if target := _TARGET_OF.get(key):
        return target
    if _is_marks(cells) and (match := find(heading)).found and not match.guessed:
        return f"{LANGUAGE}{match.variant or match.found}"
    first = key.split()[0]
    return _TARGET_OF.get(first, IGNORE) if first not in ("name", "info") else IGNORE


def by_content(cells: Sequence[str]) -> str:
    """For lists without headings."""
    if not cells:
        return IGNORE

    def share(is_one: Callable[[str], bool]) -> float:
        return sum(map(is_one, cells)) / len(cells)

    if share(lambda cell: "@" in cell) > 0.5:
        return "email"
    if share(lambda cell: len(re.sub(r"\D", "", cell)) >= 6 and len(re.sub(r"[\d\s+/().-]", "", cell)) < 6) > 0.5:
        return "phone"
    if share(_names_languages) > 0.6:
        return "languages"
    return "" if share(lambda cell: 1 < len(cell) < 50 and not any(map(str.isdigit, cell))) > 0.8 else IGNORE


def _settled(targets: list[str]) -> list[str]:
    """A "Name" without a "Vorname" beside it is the whole name; texts without heading are names, left ones first."""
    settled = list(targets)
    if "first_name" not in settled and "name" not in settled:
        settled = ["name" if target == "last_name" else target for target in settled]
    unnamed = [n for n, target in enumerate(settled) if not target]
    has_name = {"name", "last_name"} & set(settled)
    for place, column in enumerate(unnamed):
        two = len(unnamed) > 1 and not has_name
        wanted = ("last_name", "first_name") if two else ("name",)
        settled[column] = wanted[place] if place < len(wanted) and not has_name else IGNORE
    return settled


def _header(rows: Sequence[Sequence[str]]) -> int:
    scores = [_known(row) for row in rows[:FIRST_ROWS]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 or (best == 1 and max(map(len, rows)) == 1) else -1


def _known(row: Sequence[str]) -> int:
    keys = {" ".join(re.sub(r"\b\d+\b", " ", folded(cell)).split()) for cell in row if len(cell) < 40}
    return sum(key in _TARGET_OF for key in keys)


def _is_marks(cells: Sequence[str]) -> bool:
    known = [cell for cell in cells if folded(cell) in MARKS or cell in "✓✔+" or len(cell) <= 2 or level_of(cell)]
    return len(known) >= 0.8 * len(cells)


def _names_languages(cell: str) -> bool:
    parsed = split_prose(cell)
    return bool(parsed) and any(one.code and not one.guessed for one in parsed)
