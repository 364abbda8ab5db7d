"""Which of a person's languages serves a wish, and how well."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from lotsenhaus.dispatch.problem import Mediator, Needs, Request, Skill

MOTHER_TONGUE = 6


class Fit(IntEnum):
    EXACT = 0
    VARIANT_UNKNOWN = 1  # speaks the language, nobody noted which variant
    SUBSTITUTE = 2  # agreed to stand in with a related language
    NONE = 3


class Match(NamedTuple):
    """How one wanted language is served; without any fitting skill `skill` is None."""

    wanted: str
    fit: Fit
    skill: Skill | None

    @property
    def level(self) -> int:
        """1 to 6, 0 when unknown."""
        return 0 if self.skill is None else MOTHER_TONGUE if self.skill.native else self.skill.level


def covers(general: str, special: str) -> bool:
    return special == general or special.startswith(f"{general}-")


def fit(skill: Skill, wanted: str) -> Fit:
    if skill.language == wanted or covers(wanted, skill.language):
        return Fit.EXACT
    if covers(skill.language, wanted):
        return Fit.VARIANT_UNKNOWN
    if any(covers(tag, wanted) for tag in skill.substitutes_for):
        return Fit.SUBSTITUTE
    return Fit.NONE


def is_spoken(match: Match, request: Request) -> bool:
    """Whether a language is there at all, at whatever level; a substitute only where one was asked for."""
    return match.fit < Fit.SUBSTITUTE or (match.fit is Fit.SUBSTITUTE and request.substitutes_allowed)


def serves(match: Match, request: Request) -> bool:
    return is_spoken(match, request) and (match.level == 0 or match.level >= request.minimum_level)


def matches(mediator: Mediator, request: Request) -> tuple[Match, ...]:
    """The best match of each wanted language; where any language does, only the best of these."""
    best = tuple(_best_match(mediator, wanted, request) for wanted in request.languages)
    return best if request.needs is Needs.ALL else (_best(best, request),)


def _best_match(mediator: Mediator, wanted: str, request: Request) -> Match:
    found = [Match(wanted, how, skill) for skill in mediator.skills if (how := fit(skill, wanted)) is not Fit.NONE]
    return _best(found, request) if found else Match(wanted, Fit.NONE, None)


def _best(found: Sequence[Match], request: Request) -> Match:
    return found[0] if len(found) == 1 else min(found, key=lambda match: _order(match, request))


def _order(match: Match, request: Request) -> tuple[bool, Fit, int, str, str]:
    """Better first; the names at the end make the choice independent of the order of rows."""
    spoken = match.skill.language if match.skill else ""
    return not serves(match, request), match.fit, -match.level, match.wanted, spoken
