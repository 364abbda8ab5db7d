"""Into the pool, through its states, and what was seen of a person; each verb leaves its record."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.actions.mediators import SkillValues, add_skills, index, store
from lotsenhaus.mediation.choices.states import BlockKind, MediatorState
from lotsenhaus.mediation.models import Block, Credential, Mediator, Training
from lotsenhaus.mediation.rules.intake import MOVES
from lotsenhaus.network.models import Desk, Organization


class NotAllowed(Exception):
    """From this state no way leads to that one."""


@transaction.atomic
def add_mediator(
    *,
    center: Center,
    by: User,
    home_desk: Desk,
    values: dict[str, Any],
    skills: Sequence[SkillValues] = (),
    state: str = MediatorState.APPLICANT,
) -> Mediator:
    """A person of whom perhaps only name and telephone are known; no message is sent."""
    mediator = Mediator(center=center, home_desk=home_desk, state=state, **values)
    store(mediator)
    add_skills(mediator, skills)
    index(mediator)
    _record("mediator.added", mediator, by, desk=home_desk.pk, state=state)
    return mediator


@transaction.atomic
def move(*, mediator: Mediator, to: str, by: User, until: date | None = None) -> None:
    """To another state (rules.intake.MOVES); `until` is the end of a pause, if it is known. Raises NotAllowed."""
    mediator = Mediator.objects.select_for_update(no_key=True).get(pk=mediator.pk)
    if to not in MOVES[mediator.state] or mediator.erased_at:
        raise NotAllowed(f"{mediator.state} → {to}")
    before, today = mediator.state, timezone.localdate()
    mediator.state = to
    mediator.paused_until = until if to == MediatorState.PAUSED else None
    mediator.left_on = today if to == MediatorState.LEFT else None
    if to == MediatorState.ACTIVE and mediator.joined_on is None:
        mediator.joined_on = today
    mediator.save(update_fields=["state", "paused_until", "left_on", "joined_on"])
    _record("mediator.moved", mediator, by, before=before, now=to)


@transaction.atomic
def see_credential(*, mediator: Mediator, kind: str, seen_on: date, valid_until: date | None, by: User) -> Credential:
    """Somebody of the center has seen the paper; the paper itself is never kept (§ 72a Abs. 5 SGB VIII)."""
    credential = Credential.objects.create(
        center=mediator.center,
        mediator=mediator,
        kind=kind,
        seen_on=seen_on,
        seen_by=(by.name or by.email)[:120],
        valid_until=valid_until,
    )
    _record("mediator.credential_seen", mediator, by, kind_of_paper=kind, until=valid_until)
    return credential


@transaction.atomic
def forget_credential(*, credential: Credential, by: User) -> None:
    """Entered by mistake."""
    kind, mediator = credential.kind, credential.mediator
    credential.delete()
    _record("mediator.credential_removed", mediator, by, kind_of_paper=kind)


@transaction.atomic
def add_training(*, mediator: Mediator, name: str, hours: Decimal | None, finished_on: date, by: User) -> Training:
    """`hours` as 45 or 4.5. The first training makes an applicant "geschult"."""
    training = Training.objects.create(
        center=mediator.center, mediator=mediator, name=name, hours=hours, finished_on=finished_on
    )
    _record("mediator.training_added", mediator, by, training=training.pk)
    if mediator.state == MediatorState.APPLICANT:
        move(mediator=mediator, to=MediatorState.TRAINED, by=by)
    return training


@transaction.atomic
def remove_training(*, training: Training, by: User) -> None:
    """Entered by mistake; the state of the person stays."""
    number, mediator = training.pk, training.mediator
    training.delete()
    _record("mediator.training_removed", mediator, by, training=number)


@transaction.atomic
def set_block(
    *, mediator: Mediator, by: User, organization: Organization | None = None, case_reference: str = ""
) -> Block:
    """Not into this institution, or not to this reference; no reason is kept. Exactly one of the two."""
    block = Block.objects.create(
        center=mediator.center,
        mediator=mediator,
        kind=BlockKind.ORGANIZATION if organization else BlockKind.CASE,
        organization=organization,
        case_reference=case_reference,
        created_by=by,
    )
    _record("mediator.blocked", mediator, by, block=block.pk, kind_of_block=block.kind)
    return block


@transaction.atomic
def lift_block(*, block: Block, by: User) -> None:
    """From now on the person may be sent there again; the row stays as history."""
    if block.lifted_at is None:
        block.lifted_at = timezone.now()
        block.save(update_fields=["lifted_at"])
        _record("mediator.block_lifted", block.mediator, by, block=block.pk)


@transaction.atomic
def read_phone(*, mediator: Mediator, by: User, desk: Desk | None) -> str:
    """The numbers of another desk's person, written to the read log."""
    _record("mediator.phone_read", mediator, by, desk=desk.pk if desk else None)
    return mediator.phone


def _record(action: str, mediator: Mediator, by: User, **detail: Any) -> None:
    audit.record(center=mediator.center, action=action, by=by, on=mediator, **detail)
