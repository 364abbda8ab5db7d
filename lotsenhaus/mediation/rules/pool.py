"""How languages and levels of a person read in lists: "Arabisch (Syrien) · etwas Türkisch"."""

from collections.abc import Iterable

from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.languages import LANGUAGES, full_name
from lotsenhaus.mediation.choices.states import Level


def spoken(code: str, level: str = "") -> str:
    """One language in a list; only a weak level is worth a word."""
    name = full_name(code)
    return f"{Level.BASIC.label} {name}" if level == Level.BASIC else name


def codes_for(code: str) -> set[str]:
    """Whoever is looked for under this language: its spoken variants count."""
    return {code, *(other for other, language in LANGUAGES.items() if language.variant_of == code)}


def spoken_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name) of the languages in a pool, variants with the language they belong to, in alphabetical order."""
    present = set(codes)
    present |= {LANGUAGES[code].variant_of for code in present if code in LANGUAGES and LANGUAGES[code].variant_of}
    return sorted(((code, full_name(code)) for code in present), key=lambda row: folded(row[1]))
