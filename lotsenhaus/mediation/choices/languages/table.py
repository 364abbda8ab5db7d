"""Languages: a table read from data, and finding them in what people write ("Arab. (syr.)", "Farsi", "Kurdisch").

What a word leaves open is asked back, never guessed: Kurmandschi is not Sorani (DOMAIN 1.5).
"""

import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotsenhaus.kit.folding import folded


@dataclass(frozen=True, slots=True)
class Language:
    """One language or spoken variant. `code` is ISO 639-3, `tag` BCP 47, `scripts` ISO 15924."""

    code: str
    tag: str
    name: str
    english: str
    endonym: str
    scripts: tuple[str, ...]
    rtl: bool = False
    aliases: tuple[str, ...] = ()
    macro: str = ""
    """ISO 639-3 macrolanguage; not a promise that its members understand each other."""
    variant_of: str = ""
    """The language this is a spoken variant of; who speaks that one is asked, too."""
    hints: tuple[str, ...] = ()
    may_substitute: tuple[str, ...] = ()
    """May stand in for this language if the requester agrees."""
    sentence: str = ""
    """"Ich spreche …" in the language itself, for the Zeigekarte."""
    checked: bool = False
    """True after a native speaker has read the sentence."""

    @property
    def shown(self) -> str:
        """The name on the page."""
        return full_name(self.code)


@dataclass(frozen=True, slots=True)
class Match:
    """Exactly one of found, ambiguous, unknown says something."""

    found: str = ""
    ambiguous: tuple[str, ...] = ()
    unknown: str = ""
    variant: str = ""
    guessed: bool = False
    """True when only a similar spelling matched: to be approved."""


@dataclass(frozen=True, slots=True)
class Country:
    """Where a family comes from, ISO 3166-1 alpha-2, with the likely languages in order."""

    code: str
    name: str
    languages: tuple[str, ...] = field(default=())
    english: str = ""

    @property
    def shown(self) -> str:
        """The name on the page: English where English is read, else German."""
        return self.english if _reads("en") and self.english else self.name


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("lotsenhaus.mediation").joinpath("data", name).read_text(encoding="utf-8"))


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


LONGEST_NAME = 40
ENDINGS = ("isch", "sch", "esisch", "i", "n")
UNDETERMINED = "und"
"""ISO 639 for "weiß ich nicht": wanted in an inquiry until the desk knows; nobody speaks it, nobody can choose it."""
_TABLE = _data("languages.toml")
LANGUAGES: dict[str, Language] = {code: Language(code=code, **_listed(row)) for code, row in _TABLE["language"].items()}
AMBIGUOUS: dict[str, tuple[str, ...]] = {word: tuple(codes) for word, codes in _TABLE["ambiguous"].items()}


def choices() -> list[tuple[str, str]]:
    """(code, name as the page speaks) of all languages without spoken variants, in the order of the alphabet."""
    return [choice for choice in all_choices() if not LANGUAGES[choice[0]].variant_of and choice[0] != UNDETERMINED]


def all_choices() -> list[tuple[str, str]]:
    """(code, name as the page speaks), spoken variants and "unclear" with them, in the order of the alphabet."""
    return sorted(((code, full_name(code)) for code in LANGUAGES), key=lambda choice: folded(choice[1]) or choice[1])


def full_name(code: str) -> str:
    """German on a German page, English on an English one; elsewhere as its speakers write it.

    The other pages are a mediator's, and the languages on them are her own: she reads "العربية" and "Kurmancî", not a
    third language's word for them. An unknown code stays as it is.
    """
    language = LANGUAGES.get(code)
    if language is None:
        return code
    if code == UNDETERMINED:
        return _("Sprache noch unklar")
    if _reads("de"):
        return language.name
    return language.english if _reads("en") else language.endonym


def short_name(code: str) -> str:
    """ "Kurmandschi" for "Kurmandschi (Nordkurdisch)": for lists; an unknown code stays as it is."""
    is_variant = code in LANGUAGES and LANGUAGES[code].variant_of
    return full_name(code) if is_variant else full_name(code).partition(" (")[0]


def _reads(language: str) -> bool:
    """Whether the page speaks it; without a language chosen it speaks German."""
    return (get_language() or "de").partition("-")[0] == language


def variants(code: str) -> list[Language]:
    """Spoken variants of a language: Arabic has nine of them."""
    return [language for language in LANGUAGES.values() if language.variant_of == code]


def with_sentence() -> list[Language]:
    """All languages for the Zeigekarte."""
    return [language for language in LANGUAGES.values() if language.sentence]


@lru_cache(maxsize=4096)
def find(text: str) -> Match:
    """The language meant by one word or name: exact, abbreviated ("Arab.", "Kurd"), or misspelled (then `guessed`).

    Without its full stop an abbreviation is certain only where "isch" is all that lacks: "weiß" is not "Weißrussisch".
    """
    key = folded(text)
    names = _names()
    if key in names:
        return _match(names[key])
    if len(key) < 3:
        return Match(unknown=text.strip())
    begun = _begun(key)
    if begun and text.strip().endswith("."):
        return _match(begun)
    if len(begun) == 1:
        is_word = any(name.startswith(f"{key} ") for name in names)
        return _match(begun, guessed=not (is_word or any(f"{key}{end}" in names for end in ENDINGS)))
    # Nobody misspells the first letter; without this a hostile sheet costs seconds.
    near = [name for name in names if name[0] == key[0]] if 4 < len(key) <= LONGEST_NAME else []
    close = get_close_matches(key, near, n=1, cutoff=0.85)
    return _match(names[close[0]], guessed=True) if close else Match(unknown=text.strip())


def countries() -> list[Country]:
    """All countries in the order of the page's alphabet."""
    return sorted(_countries().values(), key=lambda country: folded(country.shown))


def suggest_for_country(code: str, among: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Likely languages, most likely first; with `among` ("Kurdisch" from Syria) only those, the others of them after.

    An unknown country suggests nothing beyond `among`.
    """
    country = _countries().get(code.upper())
    likely = country.languages if country else ()
    if not among:
        return likely
    return tuple(one for one in likely if one in among) + tuple(one for one in among if one not in likely)


def _begun(key: str) -> tuple[str, ...]:
    """All languages whose name begins so; "Serb." is Serbian, though "Serbokroatisch" begins so, too."""
    begun = {codes for name, codes in _names().items() if name.startswith(key) and LANGUAGES[codes[0]].scripts}
    single = [codes for codes in begun if len(codes) == 1]
    if len(single) == 1 and all(codes[0] == single[0][0] for codes in begun):
        return single[0]
    return tuple(dict.fromkeys(code for codes in sorted(begun) for code in codes))


@cache
def _countries() -> dict[str, Country]:
    rows = _data("countries.toml").items()
    return {code: Country(code, row["name"], tuple(row["languages"]), row["english"]) for code, row in rows}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Folded spelling → codes; words that mean several languages win over names."""
    names: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES.values():
        if language.code == UNDETERMINED:
            continue
        for name in (language.name, language.english, language.endonym, language.code, language.tag, *language.aliases):
            names.setdefault(folded(name), (language.code,))
    return names | {folded(word): codes for word, codes in AMBIGUOUS.items()}


def _match(codes: tuple[str, ...], *, guessed: bool = False) -> Match:
    if len(codes) > 1:
        return Match(ambiguous=codes, guessed=guessed)
    language = LANGUAGES[codes[0]]
    if language.variant_of:
        return Match(found=language.variant_of, variant=language.code, guessed=guessed)
    return Match(found=language.code, guessed=guessed)
