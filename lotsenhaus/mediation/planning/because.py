"""Why she is asked: kept at the moment of asking, and said to herself in short sentences about this pairing only.

No points, nobody else, and nothing that could sound like a reproach: what spoke against asking is left out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotsenhaus.dispatch.problem import Weights
from lotsenhaus.dispatch.rank import Candidate
from lotsenhaus.mediation.models import Mediator, Offer, Slot
from lotsenhaus.mediation.planning.candidates import board_for
from lotsenhaus.mediation.planning.words import language_name

GOOD = 3  # levels above the lowest: B2 and better


def reasons_kept(one: Candidate) -> dict[str, object]:
    """What `Offer.explanation` keeps: points and items (dispatch.score), and the languages that were found."""
    skills = [match.skill for match in one.verdict.pair.matches if match.skill]
    return {
        "points": one.points,
        "items": [[item.name, item.amount, item.points] for item in one.items],
        "languages": [skill.language for skill in skills],
        "free": one.is_free and one.verdict.pair.request.start is not None,
    }


def reasons_for(slot: Slot, mediator: Mediator) -> dict[str, object]:
    """The same for one person who is phoned; empty when the list would not have proposed her. Four queries."""
    wanted = str(mediator.pk)
    found = (reasons_kept(one) for one in board_for(slot).ranking.candidates if one.mediator == wanted)
    return next(found, {})


def why_you(offer: Offer) -> list[str]:
    """ "Sie sprechen Arabisch." and what else spoke for asking; empty when nothing was kept."""
    kept: Mapping[str, Any] = offer.explanation
    amounts = {name: amount for name, amount, _points in kept.get("items", ())}
    said = [_languages(kept.get("languages", ()), helps_out="substitute" in amounts)]
    said += [write(amounts[name]) for name, write in SENTENCES.items() if name in amounts]
    if kept.get("free"):
        said.insert(1, _("Die Zeit passt zu Ihren Angaben."))
    return [sentence for sentence in said if sentence]


def _languages(tagged: list[str], *, helps_out: bool) -> str:
    if not tagged:
        return ""
    names = _(" und ").join(dict.fromkeys(language_name(one) for one in tagged))
    said = _("Sie können mit %(languages)s aushelfen.") if helps_out else _("Sie sprechen %(languages)s.")
    return said % {"languages": names}


def _pause(weeks: int) -> str:
    """The count ends somewhere, and who was never asked has waited longest."""
    if weeks >= Weights().pause_most:
        return _("Wir haben Sie lange nicht gefragt.")
    said = ngettext(
        "Sie wurden seit %(count)s Woche nicht gefragt.", "Sie wurden seit %(count)s Wochen nicht gefragt.", weeks
    )
    return said % {"count": weeks}


SENTENCES: Mapping[str, Callable[[int], str]] = {
    "mother_tongue": lambda n: _("Es ist Ihre Muttersprache."),
    "level": lambda n: _("Sie sprechen die Sprache gut.") if n >= GOOD else "",
    "travel_minute": lambda n: ngettext("%(count)s Minute Weg.", "%(count)s Minuten Weg.", n) % {"count": n},
    "pause_week": _pause,
    "continuity": lambda n: _("Sie haben in dieser Sache schon geholfen."),
    "gender_wish": lambda n: _("Sie passen zum Wunsch nach einer Frau oder einem Mann."),
    "own_desk": lambda n: _("Sie gehören zu dieser Vermittlungsstelle."),
}
