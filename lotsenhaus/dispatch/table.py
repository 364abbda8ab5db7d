"""What a plan may choose from: eligible pairs as arrays. `filters.py` fills it."""

from dataclasses import dataclass

from lotsenhaus.dispatch.columns import Mask, Whole
from lotsenhaus.dispatch.problem import Mediator, Problem, Request
from lotsenhaus.dispatch.settings import Settings


@dataclass(frozen=True)
class Table:
    """Row numbers of `mediators` and `requests` (both by id), points and whether she is known to be free.

    Pairs are in the order of request and mediator, whatever order the rows of the problem came in.
    """

    problem: Problem
    mediators: tuple[Mediator, ...]
    requests: tuple[Request, ...]
    mediator: Whole
    request: Whole
    points: Whole
    certain: Mask

    def __len__(self) -> int:
        return len(self.mediator)


@dataclass(frozen=True)
class Block:
    """Pairs so far, with what only the languages decide."""

    who: Whole
    what: Whole
    native: Whole
    level: Whole
    substitute: Whole

    def only(self, kept: Mask | Whole) -> "Block":
        return Block(self.who[kept], self.what[kept], self.native[kept], self.level[kept], self.substitute[kept])


def may_serve(mediator: Mediator, request: Request, settings: Settings) -> bool:
    """Whether anything but the filters stands against a pair: a word of the planner, a missing agreement."""
    if (mediator.id, request.id) in settings.forbidden:
        return False
    return (
        settings.agreements is None
        or mediator.desk == request.desk
        or (mediator.desk, request.desk) in settings.agreements
    )
