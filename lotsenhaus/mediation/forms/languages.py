"""What a requester writes about a language, read once: languages, a question to ask back, or words nobody knows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.languages import (
    UNDETERMINED,
    countries,
    full_name,
    split_prose,
    suggest_for_country,
)

UNKNOWN = "unknown"
DONT_KNOW = frozenset({"weiss ich nicht", "weiss nicht", "unbekannt", "keine ahnung", "unklar", "?"})
VARIANT_LENGTH = 60


@dataclass(frozen=True)
class Reading:
    """`options` are asked back: several meanings of one word, or one that was only guessed from its spelling."""

    codes: tuple[tuple[str, str], ...] = ()  # (language or spoken variant, note for the desk)
    options: tuple[str, ...] = ()
    word: str = ""
    not_found: tuple[str, ...] = ()
    dont_know: bool = False


def read(text: str) -> Reading:
    """ "Arabisch, Kurd." → Arabic, and the question which Kurdish."""
    if folded(text) in DONT_KNOW or text.strip() == "?":
        return Reading(dont_know=True)
    parsed = split_prose(text)
    asked = [one for one in parsed if one.ambiguous or one.guessed]
    return Reading(
        codes=tuple((one.variant or one.code, "") for one in parsed if one.code and not one.guessed),
        options=tuple(dict.fromkeys(code for one in asked[:1] for code in (one.ambiguous or (one.code,)))),
        word=asked[0].source if asked else "",
        not_found=tuple(one.source for one in parsed if not one.code and not one.ambiguous)
        + tuple(one.source for one in asked[1:]),
    )


def option_choices(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """The meanings in words, and the way out of the question."""
    return [*((code, full_name(code)) for code in codes), (UNKNOWN, _("Weiß ich nicht"))]


def country_choices() -> list[tuple[str, str]]:
    return [("", _("Land wählen …")), *((one.code, one.shown) for one in countries())]


def suggestion(country: str, among: tuple[str, ...] = (), word: str = "") -> tuple[str, str]:
    """The likeliest language and a note for the desk that it is not certain; "und" when nothing is known."""
    likely = suggest_for_country(country, among) if country else among
    code = likely[0] if likely else UNDETERMINED
    land = next((one.name for one in countries() if one.code == country), "")
    parts = [f"„{word}“" if word else "", _("Herkunft %(land)s") % {"land": land} if land else ""]
    note = ", ".join([*(part for part in parts if part), _("Sprache nicht sicher")])
    return code, note[:VARIANT_LENGTH]
