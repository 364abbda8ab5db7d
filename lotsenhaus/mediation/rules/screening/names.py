"""Does this look like a person's name? For cells and columns; when in doubt, yes: what is not stored cannot leak."""

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


@cache
def given_names() -> frozenset[str]:
    text = files("lotsenhaus.mediation").joinpath("data", "given_names.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(folded(name) for line in lines for name in line.split())


def is_given_name(word: str) -> bool:
    """Whether the word is a common given name; capital or not."""
    return folded(word) in given_names()


def holds_given_name(text: str) -> bool:
    return any(is_given_name(word) for word in _WORD.findall(text))


def looks_like_name(cell: str) -> bool:
    """One cell: a given name, "Nachname, Vorname", or only capitalized words that name no room and no language."""
    if any(sign.isdecimal() for sign in cell):
        return holds_given_name(cell)
    words = [word for word in _WORD.findall(cell) if folded(word) not in _NO_NAMES]
    return bool(words) and all(word[0].isupper() for word in words)


def looks_like_names(cells: Iterable[str]) -> bool:
    """A column of names: at least half of its filled cells look like one, or two hold a given name."""
    filled = [cell for cell in cells if cell.strip()]
    given = sum(holds_given_name(cell) for cell in filled)
    return bool(filled) and (given >= 2 or 2 * sum(looks_like_name(cell) for cell in filled) >= len(filled))
