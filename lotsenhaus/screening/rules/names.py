"""Is this word a name? Compared with our own lists and those made at set-up (tools/given_names.py)."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from lotsenhaus.kit.folding import folded

_WORD = re.compile(r"[^\W\d_]{2,}(?:['’`-][^\W\d_]+)*")
_ROOMS = (
    "raum zimmer klasse klassenraum klassenzimmer aula mensa turnhalle halle buecherei bibliothek lehrerzimmer foyer "
    "sekretariat pausenhalle besprechungsraum besprechungszimmer musikraum werkraum kunstraum gruppenraum container "
    "altbau neubau keller etage stock obergeschoss erdgeschoss eg og ug nebenraum buero flur ogs betreuung kita gruppe "
    "kueche lehrkueche labor physik chemie biologie kunst musik werken atelier container speiseraum leseecke "
    "elternsprechtag gespraech termin pause frei keine keiner kein reserve ja nein offen online telefon video"
)
_NO_NAMES = frozenset(_ROOMS.split())
# Endings of family names: Turkish, South Slavic, Ukrainian, Polish, Romanian, Georgian, Armenian.
_SURNAME = re.compile(r"[a-z]{2,}(?:oglu|ovic|evic|enko|czyk|wicz|escu|shvili|adze|idze|yan|nski|nska|wski|wska)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]{4,}")
_CYRILLIC_ENDINGS = tuple("ою ею ові еві ом ем ой ей ам ів а я у ю е і и ы о".split())  # noqa: SIM905
_ARABIC = re.compile(r"[\u0600-\u06ff]{4,}")
# "and", "with", "to", "then" are written together with the next word in Arabic.
_ARABIC_PREFIXES = "وبلف"
# Also a word or a month when it is written in lower case or with a full stop behind.
_CAPITAL_ONLY = frozenset(["jan", "max", "tim", "till", "kai", "ida", "ben", "finn"])


@cache
def given_names() -> frozenset[str]:
    return _own_names() | _listed("given_names_made.txt")


@cache
def surnames() -> frozenset[str]:
    return (_listed("surnames_made.txt") | _listed("surnames.txt")) - words()


@cache
def words() -> frozenset[str]:
    """Words of our own German texts and of words.txt: none of them is a name when it stands alone."""
    return (small_words() | _listed("words.txt")) - _own_names()


@cache
def small_words() -> frozenset[str]:
    """What may follow "Frau" or "Familie" in small letters."""
    return _listed("small_words.txt") | _listed("words_made.txt")


@cache
def _own_names() -> frozenset[str]:
    return _listed("given_names.txt")


def _listed(file: str) -> frozenset[str]:
    text = files("lotsenhaus.screening").joinpath("data", file).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(folded(name) for line in lines for name in line.split())


def is_given_name(word: str) -> bool:
    """Whether the word is a given name; capital or not, in any script, in Slavic languages with its ending."""
    plain = folded(word)
    return plain not in words() and (plain in given_names() or any(form in given_names() for form in _forms(plain)))


def is_surname(word: str) -> bool:
    """Whether the word is a family name: listed, or with an ending of one ("-oğlu", "-enko"), or "Al-…"."""
    plain = folded(word)
    if plain in words():
        return False
    listed = plain in surnames() or any(form in surnames() for form in _forms(plain))
    return listed or _SURNAME.fullmatch(plain) is not None or re.match(r"(?:al|el|abu) \w{3}", plain) is not None


def may_be_lower_case(word: str) -> bool:
    """Whether a given name still is one when it is written small: "ali", but not "max." or "jan."."""
    return folded(word) not in _CAPITAL_ONLY


def _forms(plain: str) -> list[str]:
    """The name without the ending of its case ("Оленою") or the particle before it ("ومحمد")."""
    if _CYRILLIC.fullmatch(plain):
        stems = [plain[: -len(end)] for end in _CYRILLIC_ENDINGS if plain.endswith(end) and len(plain) - len(end) >= 3]
        return [stem + end for stem in stems for end in ("", "а", "я", "и", "о", "ий")]
    if _ARABIC.fullmatch(plain) and plain[0] in _ARABIC_PREFIXES:
        return [plain[1:]]
    return []


def holds_given_name(text: str) -> bool:
    return any(is_given_name(word) for word in _WORD.findall(text))


def looks_like_name(cell: str) -> bool:
    """One cell: a given name, "Nachname, Vorname", or only capitalized words that name no room and no language."""
    if any(sign.isdecimal() for sign in cell):
        return holds_given_name(cell)
    found = [word for word in _WORD.findall(cell) if folded(word) not in _NO_NAMES]
    return bool(found) and all(word[0].isupper() for word in found)


def looks_like_names(cells: Iterable[str]) -> bool:
    """A column of names: at least half of its filled cells look like one, or two hold a given name."""
    filled = [cell for cell in cells if cell.strip()]
    given = sum(holds_given_name(cell) for cell in filled)
    return bool(filled) and (given >= 2 or 2 * sum(looks_like_name(cell) for cell in filled) >= len(filled))
