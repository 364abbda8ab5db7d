"""Invitations in waves: so many a day, paused and stopped by a person; nobody is invited twice."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.mediation.models import InvitationWaves
from lotsenhaus.mediation.queries.waves import ABOUT, never_invited, next_wave


@transaction.atomic
def start(*, center: Center, per_day: int, by: User) -> InvitationWaves:
    """From the next morning on; what is paused goes on, with the number given now."""
    waves, is_new = InvitationWaves.objects.select_for_update().get_or_create(
        center=center, ended_at=None, defaults={"per_day": per_day, "started_by": by}
    )
    if not is_new:
        waves.per_day, waves.paused_at, waves.started_by = per_day, None, by
        waves.save(update_fields=["per_day", "paused_at", "started_by"])
    audit.record(center=center, action="invitations.started", by=by, on=waves, per_day=per_day)
    return waves


@transaction.atomic
def pause(*, center: Center, by: User | None) -> None:
    """Nothing leaves until somebody starts again; `by` is None when the one who started is gone."""
    waves = InvitationWaves.objects.select_for_update().filter(ended_at=None, paused_at=None).first()
    if waves is None:
        return
    waves.paused_at = timezone.now()
    waves.save(update_fields=["paused_at"])
    audit.record(center=center, action="invitations.paused", by=by, on=waves, sent=waves.sent)


@transaction.atomic
def send_next(*, center: Center, today: date) -> int:
    """The wave of the day, once a day; ends when nobody is left. Returns how many were invited.

    The invitations bear the name of who started: when she works here no more, the waves pause.
    """
    waves = InvitationWaves.objects.select_for_update().filter(ended_at=None, paused_at=None).first()
    if waves is None or waves.last_sent_on == today:
        return 0
    if not Membership.objects.filter(center=center, user=waves.started_by, ended_at=None).exists():
        pause(center=center, by=None)
        return 0
    invited = next_wave(waves.per_day)
    for mediator in invited:
        people.invite(
            center=center,
            by=waves.started_by,
            email=mediator.email,
            name=mediator.name,
            role=Role.MEDIATOR,
            about=f"{ABOUT}{mediator.pk}",
        )
    waves.last_sent_on, waves.sent = today, waves.sent + len(invited)
    if not never_invited().exists():
        waves.ended_at = timezone.now()
    waves.save(update_fields=["last_sent_on", "sent", "ended_at"])
    return len(invited)
