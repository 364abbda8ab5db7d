"""Where higher floors plug in: they register in their AppConfig.ready, and centers asks without knowing who answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Invitation, Membership


@dataclass(frozen=True)
class FirstStep:
    """One item of "Erste Schritte" (EXPERIENCE part 5); `page` is a URL name that takes the center's slug.

    Only `roles` find a link to the page; the others read who does it.
    """

    code: str
    position: int
    label: str | Promise
    page: str
    is_done: Callable[[Center], bool]
    hint: Callable[[Center], str] = lambda center: ""
    roles: frozenset[str] = frozenset({Role.CENTER_ADMIN, Role.COORDINATOR})


@dataclass(frozen=True)
class Trouble:
    """A line of a finding with a button: `page` is posted to with the row's id, or opened when `opens`."""

    text: str
    at: datetime | None = None
    page: str = ""
    pk: int = 0
    button: str = ""


@dataclass(frozen=True)
class Finding:
    """One sentence about the health of the house. `kind`: success, info, warning or danger."""

    title: str
    kind: str
    sentence: str
    troubles: list[Trouble] = field(default_factory=list)


first_steps: list[FirstStep] = []
"""The six items, in the order of their positions."""

findings: list[Callable[[Center], list[Finding]]] = []
"""What the page "Zustand" shows besides the center's own."""

messengers: list[Callable[..., object]] = []
"""The outbox: put(center=…, kind=…, about=…, key=…, recipient=…, subject=…, body=…, by=…)."""

desk_choices: list[Callable[[], list[tuple[int, str]]]] = []
"""Ids and names of the open center's desks, for those who invite a dispatcher."""

desk_assigners: list[Callable[[Membership, int | None], None]] = []
"""Puts a dispatcher at a desk, or at none."""

invited: list[Callable[[Invitation], None]] = []
"""Told when somebody is invited, whoever does it: the person it is about is not invited again by itself."""

joined: list[Callable[[Invitation, Membership], None]] = []
"""Told when an invitation has become a membership: links the mediator or contact it is about."""

left: list[Callable[[Membership], None]] = []
"""Told when somebody has left."""


def desks() -> list[tuple[int, str]]:
    return [choice for choices in desk_choices for choice in choices()]


def step_states(center: Center, role: str) -> list[dict[str, str]]:
    """The items as the task list of the kit wants them: code, label, url, hint, state (done, later or open)."""
    return [_state(step, center, role) for step in sorted(first_steps, key=lambda one: one.position)]


def _state(step: FirstStep, center: Center, role: str) -> dict[str, str]:
    done = step.code in center.first_steps_done or step.is_done(center)
    return {
        "code": step.code,
        "label": str(step.label),
        "url": reverse(step.page, args=[center.slug]) if role in step.roles else "",
        "hint": "" if done else step.hint(center),
        "state": "done" if done else "later" if step.code in center.first_steps_later else "open",
    }


def put_message(**message: object) -> None:
    for put in messengers:
        put(**message)


audit_words: dict[str, str | Promise] = {}
"""Words for actions ("offer.asked"), for things ("mediation.Offer") and for details ("detail.role")."""

task_words: dict[str, str | Promise] = {}
"""Words for background tasks by their names."""
