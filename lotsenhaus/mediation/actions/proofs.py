"""The Einsatzbestätigung: by link, QR and name, paper or telephone. A missing click never costs the volunteer."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import url_for
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.actions import allowances, letters, locks
from lotsenhaus.mediation.actions.states import settle
from lotsenhaus.mediation.choices.states import AssignmentState, ProofWay
from lotsenhaus.mediation.models import Assignment, AssignmentProof
from lotsenhaus.mediation.rules.deadlines import REMINDER_DAYS, due_reminder
from lotsenhaus.outbox import actions as outbox


class NotYet(Exception):
    """The talk has not begun, or it was cancelled; there is nothing to confirm."""


class TimesInvalid(ValueError):
    """The end lies before the start, or at it although the family came, or more than a day later."""


@transaction.atomic
def confirm(
    *,
    assignment: Assignment,
    started_at: datetime,
    ended_at: datetime,
    confirmed_by: str,
    way: str,
    by: User | None,
    talks_held: int | None = None,
    family_came: bool = True,
    ticket: Decimal | None = None,
    now: datetime | None = None,
) -> AssignmentProof:
    """Store the real times once; the allowance follows in the same transaction. A second time gives the first proof.

    `ticket` is in euro, for both ways; None: no ticket was named.
    """
    now = now or timezone.now()
    is_too_short = ended_at < started_at or (ended_at == started_at and family_came)
    if is_too_short or (ended_at - started_at).total_seconds() > 86_400:
        raise TimesInvalid
    locks.locked(mediator_id=assignment.mediator_id, slot_id=assignment.slot_id)
    assignment = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("slot__inquiry", "center", "mediator")
        .get(pk=assignment.pk)
    )
    existing = AssignmentProof.objects.filter(assignment=assignment).first()
    if existing is not None:
        return existing
    if assignment.state not in (AssignmentState.PLANNED, AssignmentState.HELD) or started_at > now:
        raise NotYet
    proof = AssignmentProof.objects.create(
        center=assignment.center,
        assignment=assignment,
        started_at=started_at,
        ended_at=ended_at,
        way=ProofWay(way),
        talks_held=assignment.slot.talks if talks_held is None else talks_held,
        confirmed_by=confirmed_by[:120],
        entered_by=by,
        confirmed_at=now,
        family_came=family_came,
        ticket=ticket,
    )
    assignment.state = AssignmentState.CONFIRMED
    assignment.save(update_fields=["state"])
    locks.lock_purses()
    settle(assignment.slot.inquiry)
    allowance = allowances.grant(assignment=assignment, proof=proof, by=by, now=now)
    audit.record(
        center=assignment.center,
        action="proof.confirmed",
        by=by,
        on=assignment,
        kind="" if by else "link",
        way=way,
        inquiry=assignment.slot.inquiry_id,
        amount=str(allowance.amount) if allowance else None,
    )
    return proof


@transaction.atomic
@said_in_german
def remind(*, assignment: Assignment, now: datetime | None = None) -> bool:
    """Ask the professional on site for the confirmation, 1, 3 and 7 days after; True when a reminder went out."""
    now = now or timezone.now()
    assignment = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("slot__inquiry__organization", "slot__inquiry__desk", "center", "desk")
        .get(pk=assignment.pk)
    )
    sent = len(assignment.reminders_sent)
    if assignment.state != AssignmentState.HELD or assignment.ends_at is None or sent >= len(REMINDER_DAYS):
        return False
    if not due_reminder(assignment.ends_at, sent, now):
        return False
    inquiry = assignment.slot.inquiry
    url = url_for(center=assignment.center, purpose=LinkPurpose.CONFIRM, target_id=assignment.pk)
    outbox.put(
        center=assignment.center,
        kind="confirm",
        about=f"mediation.Assignment:{assignment.pk}",
        key=f"confirm:{assignment.pk}:{REMINDER_DAYS[sent]}",
        recipient=inquiry.onsite_email or inquiry.contact_email or inquiry.organization.email,
        recipient_name=inquiry.onsite_name or inquiry.contact_name,
        sender_name=assignment.desk.sender_name,
        reply_to=assignment.desk.email,
        undo=False,
        subject=_("%(number)s: Wie lange hat das Gespräch gedauert?") % {"number": inquiry.number},
        body="\n\n".join(
            (
                _("Guten Tag %(name)s,") % {"name": inquiry.onsite_name or inquiry.contact_name},
                _(
                    "bitte bestätigen Sie das Gespräch am %(when)s mit Beginn und Ende. "
                    "Das dauert eine halbe Minute:\n%(url)s"
                )
                % {"when": letters.when_text(assignment.slot), "url": url},
                _("Ohne Ihre Bestätigung rufen wir Sie nach einer Woche an. Danke!"),
                letters.closing(assignment.desk, None),
            )
        ),
    )
    assignment.reminders_sent = [*assignment.reminders_sent, REMINDER_DAYS[sent]]
    assignment.save(update_fields=["reminders_sent"])
    audit.record(
        center=assignment.center,
        action="proof.reminded",
        by=None,
        on=assignment,
        inquiry=inquiry.pk,
        day=REMINDER_DAYS[sent],
    )
    return True
