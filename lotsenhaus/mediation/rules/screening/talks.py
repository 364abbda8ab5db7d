"""A parents' day pasted from a sheet: time, room, language, code. Columns of names are dropped before they are seen."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time

from lotsenhaus.kit.folding import folded
from lotsenhaus.kit.spoken import NotUnderstood, parse_duration, parse_span, parse_time
from lotsenhaus.mediation.choices import languages
from lotsenhaus.screening.rules import case_reference, holds_given_name, looks_like_names

MOST_ROWS = 300
MOST_SIGNS = 60_000
LONGEST_LANGUAGE = 80
LOOKED_AT = 40
"""Rows that decide what a column is."""
MINUTES = 15
"""A talk of a parents' day, when the sheet does not say."""

HEADERS = {
    "time": "uhrzeit zeit beginn von start anfang ab termin wann",
    "end": "bis ende schluss",
    "minutes": "dauer minuten min laenge",
    "room": "raum zimmer ort klassenraum raumnr raumnummer wo",
    "language": "sprache sprachen language muttersprache herkunftssprache familiensprache",
    "code": "code zeichen kuerzel nr nummer kennung lfd schluessel id",
    "names": "name namen vorname nachname schueler schuelerin kind familie eltern mutter vater familienname",
    "personal": "telefon tel mobil handy mail email geburtsdatum geb adresse strasse bemerkung bemerkungen notiz",
    "other": "klasse lehrer lehrerin lehrkraft fach datum tag",
}
_KIND_OF = {word: kind for kind, words in HEADERS.items() for word in words.split() if len(word) > 1}
_CODE = re.compile(r"(?=.*\d)[A-Z0-9-]{1,20}")
_ROOM = re.compile(r"(?i)^(?:r|raum|zi|zimmer)\b\.?\s*\S+|^[a-z]?\s?\d{1,3}(?:[.]\d{1,2})?[a-z]?$")
_PRIVATE = re.compile(r"@|(?:\+|\b0)\d[\d\s/-]{5,}|\b\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}\b")


@dataclass(frozen=True, slots=True)
class TalkRow:
    """One talk. `language` is ISO 639-3, or empty and `ambiguous` says which it may be ("Kurdisch", "Dari/Farsi")."""

    row: int
    starts: time
    minutes: int
    room: str
    language: str
    ambiguous: tuple[str, ...]
    variant: str
    code: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Sentence in choices/sentences.py; row and column count from 1, as the sheet shows them."""

    code: str
    row: int
    column: int
    text: str = ""
    meant: str = ""
    """For meant_language: the code of the language with a similar name."""


@dataclass(frozen=True, slots=True)
class DroppedColumn:
    """reason: names, personal or other. The cells are gone; only the heading is told."""

    column: int
    heading: str
    reason: str


@dataclass(frozen=True, slots=True)
class TalkTable:
    """What was understood. `german` counts rows without a language or with German: nobody is needed there."""

    rows: tuple[TalkRow, ...] = ()
    dropped_columns: tuple[DroppedColumn, ...] = ()
    problems: tuple[Problem, ...] = ()
    german: int = 0


def parse_talk_rows(text: str, minutes: int = MINUTES) -> TalkTable:
    """Talks from text pasted out of a sheet (tabs, semicolons; with headings or without). Never raises."""
    cells = _cells(text)
    if not cells:
        return TalkTable(problems=(Problem("missing_columns", 1, 1),))
    if len(cells) > MOST_ROWS or len(text) > MOST_SIGNS:
        return TalkTable(problems=(Problem("too_many_rows", MOST_ROWS + 1, 1),))
    headed = _is_heading(cells[0][1])
    heading, body = (cells[0][1], cells[1:]) if headed else ([], cells)
    kinds = _kinds(heading, [row for _, row in body])
    dropped = tuple(_dropped(kinds, heading))
    if "time" not in kinds or "language" not in kinds or not body:
        return TalkTable(dropped_columns=dropped, problems=(Problem("missing_columns", 1, 1),))
    return _read(body, kinds, dropped, minutes)


def cleaned(text: str) -> str:
    """The pasted text without the columns that are dropped and without cells that hold a name: so it may be stored."""
    rows = _cells(text)
    if not rows or len(rows) > MOST_ROWS or len(text) > MOST_SIGNS:
        return ""
    heading = rows[0][1] if _is_heading(rows[0][1]) else []
    body = [row for _, row in rows[bool(heading) :]]
    kinds = _kinds(heading, body)
    # A list that is not understood is kept as far as it holds no names, so that it can be put right.
    gone = REPEATABLE if {"time", "language"} <= set(kinds) else REPEATABLE - {"other"}
    kept = [index for index, kind in enumerate(kinds) if kind not in gone]
    lines = [[_without_name(kinds[index], row[index]) for index in kept] for row in body]
    return "\n".join("\t".join(line) for line in ([[heading[index] for index in kept]] if heading else []) + lines)


def _without_name(kind: str, cell: str) -> str:
    named = kind in {"room", "code"} and holds_given_name(cell)
    return "" if named else cell


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """Filled rows with their number. A comma separates only where nothing better does ("Arabisch, Kurdisch")."""
    clean = text.replace("\0", "")[: MOST_SIGNS + 1].replace("\r\n", "\n").replace("\r", "\n")
    separator = next((sign for sign in "\t;|," if sign in clean), "\t")
    try:
        rows = list(csv.reader(clean.split("\n"), delimiter=separator))
    except csv.Error:
        rows = [line.split(separator) for line in clean.split("\n")]
    width = max((len(row) for row in rows), default=0)
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    return [(number, [" ".join(cell.split()) for cell in row] + [""] * (width - len(row))) for number, row in filled]


def _is_heading(row: Sequence[str]) -> bool:
    return not any(_is_time(cell) for cell in row) and any(_heading_kind(cell) for cell in row)


def _heading_kind(cell: str) -> str:
    words = folded(cell).split()
    return next((_KIND_OF[word] for word in words if word in _KIND_OF), "")


def _kinds(heading: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """What each column is: by its heading, then by its cells. What looks like names is names, whatever stands above."""
    columns = [[row[index] for row in body] for index in range(len(body[0]) if body else len(heading))]
    kinds = [_heading_kind(heading[index]) if index < len(heading) else "" for index in range(len(columns))]
    for index, column in enumerate(columns):
        kinds[index] = _checked(kinds[index], column)
    for wanted, fits in GUESSES:
        for index, column in enumerate(columns):
            if not kinds[index] and (wanted in REPEATABLE or wanted not in kinds) and fits(column):
                kinds[index] = wanted
    first = {kind: kinds.index(kind) for kind in kinds if kind}
    return [kind if kind in REPEATABLE or first.get(kind) == index else "other" for index, kind in enumerate(kinds)]


def _checked(kind: str, column: Sequence[str]) -> str:
    if kind in {"room", "code", "other", ""}:
        if any(_PRIVATE.search(cell) for cell in column):
            return "personal"
        if not _mostly(_is_language)(column) and looks_like_names(column):
            return "names"
    return kind


def _mostly(question: Callable[[str], bool]) -> Callable[[Sequence[str]], bool]:
    def answer(column: Sequence[str]) -> bool:
        filled = [cell for cell in column if cell][:LOOKED_AT]
        return bool(filled) and 2 * sum(question(cell) for cell in filled) >= len(filled)

    return answer


def _is_time(cell: str) -> bool:
    return bool(re.search(r"[:.]\d{2}\b|\d\s?uhr|^\d{1,2}$", cell.casefold())) and _times(cell) is not None


def _is_language(cell: str) -> bool:
    parsed = _spoken(cell)
    return len(cell) > 2 and bool(parsed) and not any(one.guessed or not _codes(one) for one in parsed)


def _spoken(cell: str) -> list[languages.Parsed]:
    return languages.split_prose(cell[:LONGEST_LANGUAGE])


def _codes(parsed: languages.Parsed) -> tuple[str, ...]:
    return (parsed.code,) if parsed.code else parsed.ambiguous


GUESSES: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    ("time", _mostly(lambda cell: _is_time(cell) and not cell.isdecimal())),
    ("language", _mostly(_is_language)),
    ("end", _mostly(lambda cell: _is_time(cell) and not cell.isdecimal())),
    ("code", _mostly(lambda cell: bool(_CODE.fullmatch(case_reference(cell))) and "-" in cell)),
    ("room", _mostly(lambda cell: bool(_ROOM.match(cell)) or folded(cell).split()[:1] != [])),
)
REPEATABLE = {"names", "personal", "other"}


def _dropped(kinds: Sequence[str], heading: Sequence[str]) -> list[DroppedColumn]:
    return [
        DroppedColumn(index + 1, heading[index] if index < len(heading) else "", kind)
        for index, kind in enumerate(kinds)
        if kind in REPEATABLE
    ]


def _read(
    body: Sequence[tuple[int, list[str]]], kinds: Sequence[str], dropped: tuple[DroppedColumn, ...], minutes: int
) -> TalkTable:
    rows: list[TalkRow] = []
    problems: list[Problem] = []
    german = 0
    for number, cells in body:
        given = {kind: (index + 1, cells[index]) for index, kind in enumerate(kinds) if kind not in REPEATABLE}
        spoken = [one for one in _spoken(given["language"][1]) if one.code != "deu"]
        if not spoken:
            german += 1
            continue
        row = _row(number, given, spoken, minutes, problems)
        rows += [row] if row else []
    return TalkTable(tuple(rows), dropped, tuple(problems), german)


def _row(
    number: int,
    given: dict[str, tuple[int, str]],
    spoken: list[languages.Parsed],
    minutes: int,
    problems: list[Problem],
) -> TalkRow | None:
    before = len(problems)
    starts, length = _time_of(number, given, minutes, problems)
    problems += [_language_problem(number, *given["language"], one) for one in spoken if one.guessed or not _codes(one)]
    code = _code_of(number, given, problems)
    if len(problems) > before or starts is None:
        return None
    room = given.get("room", (0, ""))[1][:40]
    if holds_given_name(room):
        room = ""
    codes = tuple(dict.fromkeys(code for one in spoken for code in _codes(one)))
    language, ambiguous = (codes[0], ()) if len(codes) == 1 else ("", codes)
    return TalkRow(number, starts, length, room, language, ambiguous, spoken[0].variant, code)


def _language_problem(number: int, column: int, text: str, parsed: languages.Parsed) -> Problem:
    if parsed.guessed:
        return Problem("meant_language", number, column, text, _codes(parsed)[0])
    return Problem("no_language", number, column, text)


def _time_of(
    number: int, given: dict[str, tuple[int, str]], minutes: int, problems: list[Problem]
) -> tuple[time | None, int]:
    column, text = given["time"]
    times = _times(text)
    if times is None:
        problems.append(Problem("no_time", number, column, text))
        return None, minutes
    starts, ends = times
    if ends is None and given.get("end", (0, ""))[1]:
        column, text = given["end"]
        ends = (_times(text) or (None, None))[0]
        if ends is None or ends <= starts:
            problems.append(Problem("ends_before_start" if ends else "no_time", number, column, text))
            return None, minutes
    if ends is not None:
        return starts, (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return starts, _length(given.get("minutes", (0, ""))[1], minutes)


def _length(text: str, minutes: int) -> int:
    try:
        return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) <= 600 else parse_duration(text)
    except NotUnderstood:
        return minutes


def _times(text: str) -> tuple[time, time | None] | None:
    try:
        return parse_time(text), None
    except NotUnderstood:
        pass
    try:
        return parse_span(text)
    except NotUnderstood:
        return None


def _code_of(number: int, given: dict[str, tuple[int, str]], problems: list[Problem]) -> str:
    """4b-07 becomes 4B-07; a name is refused without repeating it."""
    column, text = given.get("code", (0, ""))
    code = case_reference(text)
    named = holds_given_name(text)
    if not code or (_CODE.fullmatch(code) and not named):
        return code
    if named or not any(sign.isdecimal() for sign in text):
        problems.append(Problem("looks_like_name", number, column))
    else:
        problems.append(Problem("code_not_allowed", number, column, text))
    return ""
