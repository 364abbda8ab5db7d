"""The Aufwandsentschädigung of a talk: computed by the rule of its day, kept step by step, booked with its purse."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.finance import actions as finance
from lotsenhaus.finance.models import BudgetLine, Posting
from lotsenhaus.kit.calendar import minutes_between
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.choices.states import AllowanceState, PlaceKind
from lotsenhaus.mediation.models import Allowance, Assignment, AssignmentProof, Tariff
from lotsenhaus.mediation.rules.purses import Purse, purse_for
from lotsenhaus.mediation.rules.tariffs import Claim, Computation, compute, from_dict

SURPRISING = Decimal("1.5")  # a talk half as long again as planned is asked about, never refused


def plain_steps(computation: Computation) -> list[dict[str, object]]:
    """Steps as they are stored: code, plain parameters, euros as text."""
    return [
        {
            "code": step.code,
            "params": {
                name: str(value) if isinstance(value, Decimal) else value for name, value in step.params.items()
            },
            "amount": str(step.amount),
        }
        for step in computation.steps
    ]


def claim_of(assignment: Assignment, proof: AssignmentProof | None) -> Claim:
    """What happened, as plain values; durations come from UTC (the night of 25 October has 240 minutes from 1 to 4)."""
    planned = assignment.slot.inquiry.planned_minutes
    if assignment.starts_at and assignment.ends_at:
        planned = minutes_between(assignment.starts_at, assignment.ends_at)
    remote = assignment.slot.inquiry.place_kind != PlaceKind.INSTITUTION
    if proof is None:
        assert assignment.cancelled_at is not None
        assert assignment.starts_at is not None
        before = minutes_between(assignment.cancelled_at, assignment.starts_at)
        return Claim(planned_minutes=planned, remote=remote, cancelled_minutes_before=before)
    if not proof.family_came and proof.ended_at == proof.started_at:  # like a talk that is cancelled at the door
        return Claim(planned_minutes=planned, remote=remote, cancelled_minutes_before=0)
    return Claim(
        talk_minutes=minutes_between(proof.started_at, proof.ended_at),
        planned_minutes=planned,
        remote=remote,
        route_km=assignment.travel_km,
        travel_minutes=2 * assignment.travel_minutes,
        ticket=proof.ticket or Decimal(0),
    )


def tariff_on(day: date) -> Tariff | None:
    return Tariff.objects.on(day).order_by("-valid_from", "-pk").first()


@said_in_german
def grant(
    *, assignment: Assignment, proof: AssignmentProof | None, by: User | None, now: datetime | None = None
) -> Allowance | None:
    """Compute and book once; the same assignment a second time changes nothing.

    Without a rule of that day there is no allowance (nobody has decided one); without a purse there is a question.
    """
    now = now or timezone.now()
    before = Allowance.objects.filter(assignment=assignment).first()
    if before is not None:
        return before
    assert assignment.starts_at is not None
    day = timezone.localdate(proof.started_at if proof else assignment.starts_at)
    tariff = tariff_on(day)
    if tariff is None:
        return None
    claim = claim_of(assignment, proof)
    computation = compute(from_dict(tariff.rule), claim)
    if proof is None and computation.amount == 0:
        return None
    allowance = Allowance.objects.create(
        center=assignment.center,
        assignment=assignment,
        tariff=tariff,
        amount=computation.amount,
        steps=plain_steps(computation),
        state=AllowanceState.CONFIRMED,
        computed_at=now,
        question=_question(claim),
    )
    book(allowance=allowance, day=day, by=by)
    if allowance.question:
        allowance.state = AllowanceState.QUESTION
    allowance.save()
    return allowance


def _question(claim: Claim) -> str:
    if claim.planned_minutes and claim.talk_minutes > claim.planned_minutes * SURPRISING:
        return _("Dauer %(real)s Std., geplant %(planned)s.") % {
            "real": _clock(claim.talk_minutes),
            "planned": _clock(claim.planned_minutes),
        }
    return ""


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def about(allowance: Allowance) -> str:
    """How the postings of an allowance name it."""
    return f"mediation.Allowance:{allowance.pk}"


@said_in_german
def book(*, allowance: Allowance, day: date, by: User | None) -> None:
    """Post to the budget line that the order of the center names; fills line and posting, or the question.

    A talk that was booked before stays on its line while that line holds the amount.
    """
    line = _line_for(day, allowance.amount, before=allowance.budget_line_id)
    if allowance.amount == 0:
        return
    if line is None:
        allowance.question = _("Für diesen Tag reicht keine Mittelherkunft mehr. Bitte entscheiden Sie, wer zahlt.")
        return
    allowance.budget_line = line
    corrected = Posting.objects.filter(about=about(allowance), reverses__isnull=False).count()
    allowance.posting = finance.post(
        center=allowance.center,
        line=line,
        day=day,
        amount=allowance.amount,
        text=_("Aufwandsentschädigung %(number)s") % {"number": allowance.assignment.slot.inquiry.number},
        about=about(allowance),
        key=f"allowance:{allowance.pk}:{day}" + (f":{corrected}" if corrected else ""),
        by=by,
    )


def _line_for(day: date, amount: Decimal, *, before: int | None) -> BudgetLine | None:
    """Locks the lines of the year in their order, so that two bookings never count the same euro twice."""
    list(BudgetLine.objects.filter(year=day.year).order_by("pk").select_for_update())
    lines = {
        line.pk: line
        for line in BudgetLine.objects.filter(year=day.year).annotate(
            left=F("amount") - Coalesce(Sum("postings__amount"), Decimal(0))
        )
    }
    if before in lines and lines[before].left >= amount:
        return lines[before]
    purses = [Purse(line.pk, line.year, line.order, line.left, line.starts_on, line.ends_on) for line in lines.values()]
    chosen = purse_for(day, amount, purses)
    return lines[chosen.key] if chosen else None
