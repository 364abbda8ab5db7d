"""The run of a month: questions answered, released by one person, ordered by a second; corrected, never undone."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.finance import actions as finance
from lotsenhaus.finance.models import BudgetLine, Posting
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.actions import allowances
from lotsenhaus.mediation.choices.states import AllowanceState, ClaimNoteKind, RunState
from lotsenhaus.mediation.models import Allowance, AllowanceCorrection, AssignmentProof, ClaimNote, ClaimRun
from lotsenhaus.mediation.models.assignments import CLOSED
from lotsenhaus.mediation.queries import claims
from lotsenhaus.mediation.rules.runs import payment_day
from lotsenhaus.mediation.rules.tariffs import ClaimInvalid, compute, from_dict

NOTHING = Decimal("0.00")


class NotOpen(Exception):
    """This month is not the one that can be released, ordered or sent back now."""


class SeenOtherwise(Exception):
    """Since the page was opened something came in; look again before releasing."""


class SamePerson(Exception):
    """Who released a run cannot order its payment."""


class NoQuestion(Exception):
    """Somebody has answered it already."""


class NoPurse(Exception):
    """No purse of that day holds the amount; first decide who pays."""


@transaction.atomic
def answer(*, allowance: Allowance, note: str, by: User) -> Allowance:
    """The question is settled and its answer kept beside it; the talk is ready. Raises NoQuestion, NoPurse."""
    locked = _locked(allowance)
    if locked.state != AllowanceState.QUESTION:
        raise NoQuestion
    if locked.posting_id is None and locked.amount > 0:
        allowances.book(allowance=locked, day=_day(locked), by=by)
        if locked.posting_id is None:
            raise NoPurse
    asked_by_somebody = ClaimNote.objects.filter(allowance=locked, kind=ClaimNoteKind.ASKED, text=locked.question)
    if not asked_by_somebody.exists():  # the house itself asked
        _note(locked, ClaimNoteKind.ASKED, locked.question, None)
    _note(locked, ClaimNoteKind.ANSWERED, note, by)
    locked.state, locked.question = AllowanceState.CONFIRMED, ""
    locked.save()
    audit.record(center=locked.center, action="claim.answered", by=by, on=locked, inquiry=_inquiry(locked))
    return locked


@transaction.atomic
def ask(*, allowance: Allowance, question: str, by: User) -> Allowance:
    """Set a talk aside with a question in words; it is not paid before somebody answers. Raises NotOpen."""
    locked = _locked(allowance)
    if locked.state != AllowanceState.CONFIRMED or _is_closed(locked):
        raise NotOpen
    locked.state, locked.question = AllowanceState.QUESTION, question
    locked.save(update_fields=["state", "question"])
    _note(locked, ClaimNoteKind.ASKED, question, by)
    audit.record(center=locked.center, action="claim.asked", by=by, on=locked, inquiry=_inquiry(locked))
    return locked


def _note(about: Allowance | ClaimRun, kind: ClaimNoteKind, text: str, by: User | None) -> None:
    """Words of people stand here and not in the audit trail, which cannot forget."""
    allowance, run = (about, None) if isinstance(about, Allowance) else (None, about)
    ClaimNote.objects.create(
        center=about.center, allowance=allowance, run=run, kind=kind, text=text[:300], by=by, at=timezone.now()
    )


@transaction.atomic
def correct(
    *,
    allowance: Allowance,
    started_at: datetime,
    ended_at: datetime,
    ticket: Decimal | None,
    reason: str,
    by: User,
    now: datetime | None = None,
) -> Allowance:
    """Other times or another ticket: the booking is reversed, the amount computed anew by the rule of its day.

    Then it is booked again. `ticket` is in euro, for both ways; None: no ticket, also when there was one before.
    A talk that was paid already keeps its run; the difference is settled with the open one. Raises ClaimInvalid,
    NoPurse, and NotOpen while its run is released but not ordered.
    """
    now = now or timezone.now()
    locked = _locked(allowance)
    if locked.run is not None and locked.run.state == RunState.RELEASED:
        raise NotOpen
    proof = AssignmentProof.objects.select_for_update(no_key=True).get(assignment=locked.assignment)
    if ended_at <= started_at:
        raise ClaimInvalid("no_minutes")
    list(BudgetLine.objects.order_by("pk").select_for_update().values_list("pk"))  # before the first record
    before, was = locked.amount, [str(proof.started_at), str(proof.ended_at)]
    proof.started_at, proof.ended_at, proof.ticket = started_at, ended_at, ticket
    proof.sheet_due = True
    proof.save(update_fields=["started_at", "ended_at", "ticket", "sheet_due"])
    result = compute(from_dict(locked.tariff.rule), allowances.claim_of(locked.assignment, proof))
    _book_anew(locked, result.amount, reason, by)
    locked.steps, locked.computed_at = allowances.plain_steps(result), now
    paid = locked.state == AllowanceState.ORDERED
    if not paid:
        locked.state, locked.question = AllowanceState.CONFIRMED, ""
    locked.save()
    AllowanceCorrection.objects.create(
        center=locked.center,
        allowance=locked,
        amount_before=before,
        amount_after=locked.amount,
        due=locked.amount - before if paid else NOTHING,
        reason=reason,
        made_by=by,
        made_at=now,
    )
    audit.record(
        center=locked.center,
        action="claim.corrected",
        by=by,
        on=locked,
        inquiry=_inquiry(locked),
        before=str(before),
        amount=str(locked.amount),
        times_before=was,
    )
    return locked


@said_in_german
def _book_anew(allowance: Allowance, amount: Decimal, reason: str, by: User) -> None:
    """Reversal first, so that the purse counts the money once."""
    day = _day(allowance)
    if allowance.posting is not None:
        finance.reverse(
            center=allowance.center, posting=allowance.posting, reason=_("Berichtigt: %(why)s") % {"why": reason}, by=by
        )
        allowance.posting = None
    allowance.amount = amount
    allowances.book(allowance=allowance, day=day, by=by)
    if allowance.posting is None and amount > 0:
        raise NoPurse


@transaction.atomic
def release(
    *, center: Center, month: date, shown: tuple[int, Decimal], by: User, now: datetime | None = None
) -> ClaimRun:
    """Take what is ready into the run of the open month; what has a question stays for the next one.

    `shown` is what the person saw: number of ready talks and euros. Raises NotOpen, SeenOtherwise.
    """
    now = now or timezone.now()
    ClaimRun.objects.get_or_create(center=center, month=month)
    run = ClaimRun.objects.select_for_update(no_key=True).get(month=month)
    if run.state != RunState.DRAFT or month != claims.current_month(timezone.localdate(now)):
        raise NotOpen
    ready = list(
        claims.members(month)
        .filter(state=AllowanceState.CONFIRMED)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    settled = list(claims.corrections(month).select_for_update(of=("self",), no_key=True).order_by("pk"))
    total = sum((one.amount for one in ready), NOTHING) + sum((one.due for one in settled), NOTHING)
    if not (ready or settled) or (len(ready), total) != shown:
        raise SeenOtherwise
    Allowance.objects.filter(run=run).update(run=None)
    Allowance.objects.filter(pk__in=[one.pk for one in ready]).update(run=run)
    AllowanceCorrection.objects.filter(pk__in=[one.pk for one in settled]).update(run=run)
    run.state, run.released_by, run.released_at = RunState.RELEASED, by, now
    run.paid_on = payment_day(month)
    run.save()
    audit.record(
        center=center, action="run.released", by=by, on=run, month=f"{month:%Y-%m}", talks=len(ready), amount=str(total)
    )
    return run


@transaction.atomic
def send_back(*, run: ClaimRun, reason: str, by: User) -> ClaimRun:
    """The second person found something: the run is open again, with its reason. Raises NotOpen."""
    locked = ClaimRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.state != RunState.RELEASED or ClaimRun.objects.filter(month__gt=locked.month, state__in=CLOSED).exists():
        raise NotOpen
    locked.state, locked.released_by, locked.released_at, locked.paid_on = RunState.DRAFT, None, None, None
    locked.save()
    _note(locked, ClaimNoteKind.SENT_BACK, reason, by)
    audit.record(center=locked.center, action="run.sent_back", by=by, on=locked, month=f"{locked.month:%Y-%m}")
    return locked


@transaction.atomic
def order(*, run: ClaimRun, paid_on: date, by: User, now: datetime | None = None) -> ClaimRun:
    """A second person orders the payment. Raises SamePerson and NotOpen."""
    locked = ClaimRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.state != RunState.RELEASED:
        raise NotOpen
    if locked.released_by_id == by.pk:
        raise SamePerson
    locked.state, locked.ordered_by, locked.ordered_at = RunState.ORDERED, by, now or timezone.now()
    locked.paid_on = paid_on
    locked.save()
    count = Allowance.objects.filter(run=locked).update(state=AllowanceState.ORDERED)
    audit.record(
        center=locked.center, action="run.ordered", by=by, on=locked, month=f"{locked.month:%Y-%m}", talks=count
    )
    return locked


def _locked(allowance: Allowance) -> Allowance:
    return (
        Allowance.objects.select_for_update(of=("self",), no_key=True)
        .select_related("assignment__slot__inquiry", "assignment__proof", "center", "tariff", "posting", "run")
        .get(pk=allowance.pk)
    )


def _is_closed(allowance: Allowance) -> bool:
    return allowance.run is not None and allowance.run.is_closed


def _inquiry(allowance: Allowance) -> int:
    return allowance.assignment.slot.inquiry_id


def _day(allowance: Allowance) -> date:
    """The day that decides the budget line: that of the first booking, also after a correction."""
    first = Posting.objects.filter(about=allowances.about(allowance), reverses=None).order_by("pk").first()
    if first is not None:
        return first.day
    assert allowance.assignment.starts_at is not None
    return timezone.localdate(allowance.assignment.starts_at)
