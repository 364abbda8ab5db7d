"""Our ISO 639-3 codes as the tags of the dispatch package: a variant hangs below its language ("arb-apc")."""

from functools import cache

from lotsenhaus.mediation.choices.languages import LANGUAGES


def tag(code: str) -> str:
    language = LANGUAGES.get(code)
    return f"{language.variant_of}-{code}" if language and language.variant_of else code


def stand_in(code: str) -> str:
    """The tag of a language that somebody speaks as a substitute only: no wish names it, and `code_of` reads it."""
    return f"ersatz-{code}"


def code_of(tagged: str) -> str:
    return tagged.rpartition("-")[2]


@cache
def stands_in_for(code: str) -> tuple[str, ...]:
    """Tags of the languages that somebody who speaks `code` may stand in for, when the requester agrees."""
    return tuple(tag(other) for other, language in LANGUAGES.items() if code in language.may_substitute)


def codes_worth_a_look(wanted: list[str]) -> set[str]:
    """Codes of people to load for a slot: the language, its family of variants, and its substitutes."""
    codes = set(wanted)
    for code in wanted:
        language = LANGUAGES.get(code)
        if language is None:
            continue
        base = language.variant_of or code
        codes |= {base, *language.may_substitute}
        codes |= {other for other, entry in LANGUAGES.items() if entry.variant_of == base}
    return codes
