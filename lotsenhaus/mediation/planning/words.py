"""Machine-readable reasons as half-sentences a dispatcher reads; points stay behind "Warum?"."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotsenhaus.dispatch.problem import Weights
from lotsenhaus.dispatch.reasons import Reason
from lotsenhaus.dispatch.score import Item
from lotsenhaus.kit.moments import day_text
from lotsenhaus.mediation.choices.languages import LANGUAGES, full_name
from lotsenhaus.mediation.choices.states import CredentialKind
from lotsenhaus.mediation.planning.languages import code_of


class Sentence(NamedTuple):
    """`kind` is against, unknown or hint (dispatch.reasons)."""

    text: str
    kind: str


def language_name(tagged: str) -> str:
    code = code_of(tagged)
    return full_name(code) if code in LANGUAGES else tagged


def reason_sentence(reason: Reason) -> Sentence:
    """One reason in German; an unknown code falls back to its English."""
    write = REASONS.get(reason.code)
    return Sentence(write(_readable(reason.parameters)) if write else str(reason), reason.kind.value)


def reason_tally(code: str, count: int) -> str:
    """ "2 wohnen zu weit weg": the people against whom exactly this one thing stands."""
    write = TALLIES.get(code)
    return write(count) if write else ngettext("%(n)s passt nicht", "%(n)s passen nicht", count) % {"n": count}


def item_sentence(item: Item) -> str:
    """What was counted, for "Warum?"; the points stand beside it."""
    write = ITEMS.get(item.name)
    return write(item.amount) if write else item.name


def stored_sentence(name: str, amount: int) -> str:
    """The same for an item as it is stored with a question or a plan."""
    return item_sentence(Item(name, amount, 0))


def _load(talks: int) -> str:
    """Counting ends somewhere, and from there on nobody knows how many more they were."""
    if talks >= Weights().load_most:
        return _("%(n)s Einsätze oder mehr in diesem Jahr") % {"n": talks}
    return ngettext("%(n)s Einsatz in diesem Jahr", "%(n)s Einsätze in diesem Jahr", talks) % {"n": talks}


def _pause(weeks: int) -> str:
    """Who was never asked is counted like somebody asked long ago."""
    if weeks >= Weights().pause_most:
        return _("lange nicht gefragt")
    return ngettext("vor %(n)s Woche zuletzt gefragt", "seit %(n)s Wochen nicht gefragt", weeks) % {"n": weeks}


def _readable(parameters: Mapping[str, Any]) -> dict[str, Any]:
    words = dict(parameters)
    for name in ("language", "substitute", "spoken"):
        if name in words:
            words[name] = language_name(words[name])
    if isinstance(words.get("until"), date):
        words["until"] = day_text(words["until"])
    if "credential" in words and words["credential"] in CredentialKind.values:
        words["credential"] = CredentialKind(words["credential"]).label
    if "left" in words:
        words["left"] = f"{max(0, words['left']) / 100:.2f}".replace(".", ",")
    return words


Write = Callable[[dict[str, Any]], str]

REASONS: dict[str, Write] = {
    "language_missing": lambda p: _("spricht kein %(language)s") % p,
    "substitute_not_asked_for": lambda p: _("könnte mit %(substitute)s aushelfen; das ist nicht angefragt") % p,
    "variant_unknown": lambda p: _("spricht %(spoken)s; ob %(language)s, ist nicht bekannt") % p,
    "substitute_language": lambda p: _("hilft mit %(substitute)s aus") % p,
    "level_too_low": lambda p: _("spricht %(language)s nicht gut genug dafür") % p,
    "level_unknown": lambda p: _("wie gut %(language)s, ist nicht bekannt") % p,
    "inactive": lambda p: _("ist zurzeit nicht aktiv"),
    "already_assigned": lambda p: _("ist hier schon eingeteilt"),
    "already_asked": lambda p: _("ist schon gefragt"),
    "declined": lambda p: _("kann nicht"),
    "blocked_party": lambda p: _("soll nicht zu diesem Zeichen"),
    "blocked_institution": lambda p: _("soll nicht in diese Einrichtung"),
    "gender_not_wished": lambda p: _("passt nicht zum Wunsch Frau oder Mann"),
    "gender_unknown": lambda p: _("Frau oder Mann ist nicht eingetragen"),
    "credential_missing": lambda p: _("%(credential)s fehlt") % p,
    "credential_expired": lambda p: _("%(credential)s gilt nur bis %(until)s") % p,
    "mode_not_offered": lambda p: _("nur vor Ort"),
    "travel_too_far": lambda p: _("%(minutes)s Min. Weg, höchstens %(limit)s") % p,
    "travel_unknown": lambda p: _("Weg unbekannt"),
    "absent": lambda p: _("abwesend bis %(until)s") % p,
    "busy": lambda p: _("hat gesagt: da nicht"),
    "outside_times": lambda p: _("nicht in den üblichen Zeiten"),
    "times_unknown": lambda p: _("Zeiten unbekannt, bitte anrufen"),
    "overlap": lambda p: _("ist da schon in einem anderen Einsatz"),
    "way_too_short": lambda p: _("kommt vom Einsatz davor nicht rechtzeitig (%(minutes)s Min. Weg)") % p,
    "day_full": lambda p: _("hat an dem Tag schon %(booked)s Einsätze") % p,
    "week_full": lambda p: _("hat in der Woche schon %(booked)s Einsätze") % p,
    "hours_full": lambda p: _("hat in der Woche schon genug Stunden"),
    "tax_limit": lambda p: _("nur noch %(left)s € bis zur eigenen Jahresgrenze") % p,
    "late": lambda p: _("käme %(minutes)s Min. zu spät") % p,
}

TALLIES: dict[str, Callable[[int], str]] = {
    "travel_too_far": lambda n: ngettext("%(n)s wohnt zu weit weg", "%(n)s wohnen zu weit weg", n) % {"n": n},
    "absent": lambda n: ngettext("%(n)s ist abwesend", "%(n)s sind abwesend", n) % {"n": n},
    "busy": lambda n: ngettext("%(n)s kann da nicht", "%(n)s können da nicht", n) % {"n": n},
    "outside_times": lambda n: ngettext("%(n)s hat da keine Zeit", "%(n)s haben da keine Zeit", n) % {"n": n},
    "overlap": lambda n: ngettext("%(n)s ist schon im Einsatz", "%(n)s sind schon im Einsatz", n) % {"n": n},
    "way_too_short": lambda n: ngettext("%(n)s ist schon im Einsatz", "%(n)s sind schon im Einsatz", n) % {"n": n},
    "declined": lambda n: ngettext("%(n)s hat abgesagt", "%(n)s haben abgesagt", n) % {"n": n},
    "already_asked": lambda n: ngettext("%(n)s ist schon gefragt", "%(n)s sind schon gefragt", n) % {"n": n},
    "inactive": lambda n: ngettext("%(n)s ist nicht aktiv", "%(n)s sind nicht aktiv", n) % {"n": n},
    "credential_missing": lambda n: ngettext("%(n)s fehlt ein Nachweis", "%(n)s fehlt ein Nachweis", n) % {"n": n},
    "credential_expired": lambda n: (
        ngettext("bei %(n)s ist ein Nachweis abgelaufen", "bei %(n)s ist ein Nachweis abgelaufen", n) % {"n": n}
    ),
    "ruled_out": lambda n: (
        ngettext("%(n)s ist von Hand ausgeschlossen", "%(n)s sind von Hand ausgeschlossen", n) % {"n": n}
    ),
    "substitute_not_asked_for": lambda n: (
        ngettext(
            "%(n)s könnte mit einer anderen Sprache aushelfen", "%(n)s könnten mit einer anderen Sprache aushelfen", n
        )
        % {"n": n}
    ),
}

ITEMS: dict[str, Callable[[int], str]] = {
    "own_desk": lambda n: _("gehört zur zuständigen Stelle"),
    "travel_minute": lambda n: ngettext("%(n)s Minute Weg", "%(n)s Minuten Weg", n) % {"n": n},
    "travel_unknown": lambda n: _("Weg unbekannt"),
    "load": _load,
    "pause_week": _pause,
    "continuity": lambda n: _("war bei diesem Zeichen schon dabei"),
    "gender_wish": lambda n: _("passt zum Wunsch Frau oder Mann"),
    "mother_tongue": lambda n: _("Muttersprache"),
    "level": lambda n: _("spricht die Sprache gut"),
    "substitute": lambda n: _("hilft mit einer anderen Sprache aus"),
    "asked_this_week": lambda n: (
        ngettext("in dieser Woche schon einmal gefragt", "in dieser Woche schon %(n)s-mal gefragt", n) % {"n": n}
    ),
    "times_unknown": lambda n: _("Zeiten unbekannt"),
    "tax_limit": lambda n: _("nahe an der eigenen Jahresgrenze"),
}

__all__ = ["Sentence", "item_sentence", "language_name", "reason_sentence", "reason_tally", "stored_sentence"]
