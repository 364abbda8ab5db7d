"""Languages from prose, as they stand in Excel lists: "Arab. (syr.), Kurd., etw. Türk." → three rows to approve."""

import re
from dataclasses import dataclass, replace
from functools import cache

from lotsenhaus.kit.folding import folded

from .table import LANGUAGES, Match, _names, find, variants

LONGEST = 2000
"""Characters of one cell that are read; nobody speaks more."""

LEVELS = {
    "mother_tongue": ("muttersprache", "muttersprachler", "muttersprachlerin", "muttersprachlich", "mutterspr", "ms",
                      "erstsprache", "native", "c2"),
    "fluent": ("fliessend", "fl", "fliess", "sehr gut", "perfekt", "verhandlungssicher", "c1", "zweitsprache"),
    "good": ("gut", "gute kenntnisse", "b1", "b2", "mittel", "alltag"),
    "basic": ("etwas", "etw", "ein wenig", "wenig", "ein bisschen", "bisschen", "grundkenntnisse", "gk", "basis",
              "kaum", "geringe kenntnisse", "schlecht", "a1", "a2", "versteht", "nur verstehen", "anfaenger"),
}  # fmt: skip
_LEVEL_OF = {word: level for level, words in LEVELS.items() for word in words}
_WORDS = "|".join(sorted((re.escape(word) for word in _LEVEL_OF), key=len, reverse=True))
_LEVEL = re.compile(rf"\b(?:{_WORDS})\b")
_NEGATION = re.compile(
    r"\b(?:kein|keine|keinen|keinerlei|nicht|nichts|ohne|ausser|weder|nie|weiss|unbekannt|unklar|ahnung)\b"
)
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_BETWEEN = re.compile(r"[,;/\n|+&•·]|\s+und\s+|\s+u\.\s+|\s+sowie\s+|\s+oder\s+|\s+[–-]\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One language of a cell. Exactly one of code, ambiguous, or neither (then `source` is to be read by a person)."""

    source: str
    code: str = ""
    ambiguous: tuple[str, ...] = ()
    variant: str = ""
    level: str = ""
    """A value of Level, or empty when nothing was said."""
    guessed: bool = False


def split_prose(text: str) -> list[Parsed]:
    """Every language named in a cell, in its order, doubles once; nothing that was written is dropped silently."""
    found: dict[tuple[str, ...], Parsed] = {}
    level = ""
    for line in re.split(r"[;\n]", text[:LONGEST]):
        heading, colon, rest = line.partition(":")
        level = level_of(heading) if colon else ""
        for piece in _pieces(rest if colon and level else line.replace(":", " ")):
            for parsed in _parsed(piece):
                key = (parsed.code or parsed.source.casefold(), parsed.variant, *parsed.ambiguous)
                found.setdefault(key, parsed if parsed.level else replace(parsed, level=level))
    return list(found.values())


def level_of(text: str) -> str:
    """The level a phrase names ("etw.", "fließend", "B2"), or an empty string."""
    hit = _LEVEL.search(folded(text))
    return _LEVEL_OF[hit.group()] if hit else ""


def _pieces(text: str) -> list[str]:
    """Split at commas, slashes and "und", but not within brackets; "Dari/Farsi" stays for the table of double names."""
    hidden = _BRACKETS.sub(lambda hit: re.sub(r"\S", "\0", hit.group()).replace(" ", "\0"), text)
    pieces, start = [], 0
    for hit in _BETWEEN.finditer(hidden):
        pieces.append(text[start : hit.start()])
        start = hit.end()
    return [
        piece.strip(" .:-–\t") + "." * piece.rstrip().endswith(".")
        for piece in [*pieces, text[start:]]
        if folded(piece)
    ]


def _parsed(piece: str) -> list[Parsed]:
    """What is certain only when every word of the piece was understood; all else is `guessed` and asked about."""
    if _NEGATION.search(folded(_BRACKETS.sub(" ", piece))):
        return [Parsed(piece)]
    inside = " ".join(_BRACKETS.findall(piece))
    if _NEGATION.search(folded(inside)):  # "Farsi (kein Dari)"
        return [replace(one, source=piece, guessed=True) for one in _read(_BRACKETS.sub(" ", piece).strip())]
    found = _read(piece)
    return (
        found
        if "?" not in piece and _all_understood(piece)
        else [replace(one, guessed=True) if one.code else one for one in found]
    )


def _all_understood(piece: str) -> bool:
    """Every word is a language, a level, a filler, or a hint to a spoken variant or a script."""
    if folded(piece) in _names():
        return True
    plain = _LEVEL.sub(" ", folded(piece))
    typed = {folded(word): word for word in re.split(r"[\s()\[\],;/+&–-]+", piece)}
    return all(
        word in _FILLERS or word in _HINTS or any(word.startswith(hint) for hint in _hints() if len(hint) > 3)
        or not find(typed.get(word, word)).unknown or any(word in name.split() for name in _names())
        for word in plain.split()
    )  # fmt: skip


@cache
def _hints() -> frozenset[str]:
    """Words that say which spoken variant of a language is meant ("syrisch")."""
    return frozenset(folded(hint) for language in LANGUAGES.values() for hint in language.hints)


def _read(piece: str) -> list[Parsed]:
    inner = " ".join(_BRACKETS.findall(piece))
    outer = _BRACKETS.sub(" ", piece).strip()
    level = level_of(inner) or level_of(outer)
    match, rest = _best(_without_level(outer) or _without_level(inner))
    hints = f"{inner} {rest}".strip()
    if match.unknown:
        return [Parsed(piece, level=level)]
    if match.ambiguous:
        return _refined(piece, match, hints, level)
    variant = match.variant or _variant(match.found, hints)
    named = [] if variant else [other for other in _named(hints) if other != match.found]
    codes = named if named and folded(outer) in _GENERIC else [match.found, *named]
    return [Parsed(piece, code, variant=variant, level=level, guessed=match.guessed) for code in codes]


def _best(text: str) -> tuple[Match, str]:
    """The whole text, else its first or last word with the rest as a hint ("Arabisch syrisch", "nur Arabisch")."""
    match, words = find(text), text.split()
    if not match.unknown or len(words) < 2:
        return match, ""
    for word, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        if not (first := find(word)).unknown and not first.guessed:
            return first, " ".join(rest)
    return match, ""


def _refined(piece: str, match: Match, hints: str, level: str) -> list[Parsed]:
    """ "Kurdisch (Sorani)" says which; "Kurdisch (beide)" and "Kurdisch" do not."""
    named = [code for code in _named(hints) if code in match.ambiguous]
    if named:
        return [Parsed(piece, code, level=level) for code in named]
    return [Parsed(piece, ambiguous=match.ambiguous, level=level, guessed=match.guessed)]


def _named(hints: str) -> list[str]:
    words = [word for word in re.split(r"[,;/+&\s]+|\bund\b", _without_level(hints)) if len(word) > 3]
    found = [find(word) for word in words]
    return list(dict.fromkeys(match.found for match in found if match.found and not match.guessed))


def _variant(code: str, hints: str) -> str:
    words = folded(hints).split()
    for variant in variants(code):
        if any(word == hint or (len(hint) > 4 and word.startswith(hint)) for word in words for hint in variant.hints):
            return variant.code
    return ""


def _without_level(text: str) -> str:
    """The text without words of level; the dot of an abbreviation stays."""
    kept = [word for word in text.split() if folded(word) not in _LEVEL_OF and folded(word) not in _FILLERS]
    return " ".join(kept)


# Words beside a language that change nothing about which one it is.
_HINTS = frozenset(
    word
    for line in (
        "dialekt dialekte hocharabisch beide beides alle mehrere wort schrift muendlich schriftlich lesen schreiben",
        "sprechen sprachen aus dem der und u mit von native c2 c1 b2 b1 a2 a1 nord sued ost west zentral sie er",
        "central northern southern eastern western standard",
    )
    for word in line.split()
)
# "Persisch (Dari)" is Dari, "Dari (Farsi)" is both.
_GENERIC = {"persisch", "pers", "chinesisch", "chin"}
_FILLERS = {
    "ein",
    "eine",
    "sehr",
    "nur",
    "kenntnisse",
    "sprache",
    "auch",
    "spricht",
    "in",
    "als",
    "geringe",
    "gute",
    "kann",
}
