"""Allowances by the real rules, booked on their purse, put together in runs; and confirmations that are missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from lotsenhaus.centers.choices import Role
from lotsenhaus.demo.actions.batch import Batch
from lotsenhaus.demo.rules import draw, run_month
from lotsenhaus.finance.choices import FundSource
from lotsenhaus.finance.models import BudgetLine, Posting
from lotsenhaus.kit.calendar import BERLIN, add_working_days, at_local
from lotsenhaus.mediation.actions.allowances import claim_of, plain_steps
from lotsenhaus.mediation.choices.states import (
    AllowanceState,
    AssignmentState,
    InquiryState,
    RunState,
)
from lotsenhaus.mediation.models import Allowance, Assignment, AssignmentProof, ClaimRun, Mediator, Tariff
from lotsenhaus.mediation.rules import tariffs

MISSING_LONG = 6  # confirmations missing for more than 7 days
STATE_MONEY_LASTS_UNTIL = (12, 8)  # month and day (EXPERIENCE part 4)
NOTHING = Decimal("0.00")


@contextmanager
def dated_as_given(model: type[models.Model], name: str) -> Iterator[None]:
    """Rows brought in from the past keep the moment they are given instead of now."""
    column: Any = model._meta.get_field(name)
    column.auto_now_add = False
    try:
        yield
    finally:
        column.auto_now_add = True


def leave_unconfirmed(batch: Batch) -> None:
    """Six talks of the last weeks have waited for more than a week; of the last days a third still waits."""
    frame, chance = batch.frame, draw(batch.frame.seed, f"missing:{batch.frame.center.slug}")
    week_ago = frame.now - timedelta(days=7)
    waiting: list[Assignment] = []
    for proof in sorted(batch.proofs, key=lambda one: planned_end(one.assignment), reverse=True):
        assignment = proof.assignment
        is_old = planned_end(assignment) <= week_ago
        if is_old and sum(planned_end(one) <= week_ago for one in waiting) >= MISSING_LONG:
            break
        turn = chance.random()
        if (is_old and len(assignment.slot.inquiry.onsite_name) and turn < 0.4) or (not is_old and turn < 0.35):
            waiting.append(assignment)
    gone = {id(one) for one in waiting}
    for proof in batch.proofs:
        if id(proof.assignment) not in gone:
            proof.assignment.slot.inquiry.closed_at = proof.confirmed_at
    batch.proofs = [one for one in batch.proofs if id(one.assignment) not in gone]
    for assignment in waiting:
        age = (frame.now - planned_end(assignment)).days
        assignment.state = AssignmentState.HELD
        assignment.reminders_sent = [days for days in (1, 3, 7) if days <= age]
        assignment.slot.inquiry.state, assignment.slot.inquiry.closed_at = InquiryState.HELD, None


@dataclass
class Money:
    """All allowances of one center with what belongs to them."""

    batch: Batch
    allowances: list[Allowance] = field(default_factory=list)
    runs: dict[date, ClaimRun] = field(default_factory=dict)
    rules: dict[int, tariffs.TariffRule] = field(default_factory=dict)

    def store(self) -> None:
        frame = self.batch.frame
        self.coordinator, self.finance = frame.user(Role.COORDINATOR), frame.user(Role.FINANCE)
        self.rules = {one.pk: tariffs.from_dict(one.rule) for one in frame.tariffs}
        proofs = {proof.assignment_id: proof for proof in self.batch.proofs}
        for assignment in sorted(self.batch.assignments, key=lambda one: one.starts_at or frame.now):
            allowance = self.allowance(assignment, proofs.get(assignment.pk))
            if allowance:
                self.allowances.append(allowance)
        self.make_runs()
        self.ask_questions()
        with dated_as_given(Posting, "posted_at"):
            self.book_other_costs()
            Allowance.objects.bulk_create(self.allowances, batch_size=1000)
            self.book()
        self.bring_some_near_their_limit()

    def bring_some_near_their_limit(self) -> None:
        """Three people have chosen a sum for the year that two or three more talks would pass."""
        sums: dict[Mediator, Decimal] = {}
        for one in self.allowances:
            if day_of(one).year == self.batch.frame.today.year:
                sums[one.assignment.mediator] = sums.get(one.assignment.mediator, NOTHING) + one.amount
        for mediator in sorted(sums, key=lambda one: (-sums[one], one.name))[:3]:
            mediator.year_limit = (sums[mediator] + 50) // 10 * 10
            mediator.save(update_fields=["year_limit"])

    def allowance(self, assignment: Assignment, proof: AssignmentProof | None) -> Allowance | None:
        """None while nothing is confirmed, and for a cancellation that costs nothing."""
        if assignment.starts_at is None or (proof is None and assignment.state != AssignmentState.CANCELLED):
            return None
        day = local_day(assignment.starts_at)
        tariff = self.tariff_on(day)
        result = tariffs.compute(self.rules[tariff.pk], claim_of(assignment, proof))
        if not proof and not (result.amount and assignment.cancelled_side == "requester"):
            return None
        done_at = proof.confirmed_at if proof else assignment.cancelled_at
        assert done_at is not None
        return Allowance(
            center=assignment.center,
            assignment=assignment,
            tariff=tariff,
            amount=result.amount,
            steps=plain_steps(result),
            state=AllowanceState.CONFIRMED,
            computed_at=done_at,
        )

    def tariff_on(self, day: date) -> Tariff:
        return next(one for one in reversed(self.batch.frame.tariffs) if one.valid_from <= day)

    def make_runs(self) -> None:
        """Months before the current run are ordered by two persons; the current one is in the making."""
        current = run_month(self.batch.frame.today)
        for allowance in self.allowances:
            assert allowance.assignment.starts_at is not None
            month = local_day(allowance.assignment.starts_at).replace(day=1)
            if month > current:
                continue
            if month not in self.runs:
                self.runs[month] = self.run(month, is_current=month == current)
            allowance.run = self.runs[month]
            allowance.state = AllowanceState.CONFIRMED if month == current else AllowanceState.ORDERED
        ClaimRun.objects.bulk_create(self.runs[month] for month in sorted(self.runs))

    def run(self, month: date, *, is_current: bool) -> ClaimRun:
        if is_current:
            return ClaimRun(center=self.batch.frame.center, month=month)
        following = (month + timedelta(days=32)).replace(day=1)
        return ClaimRun(
            center=self.batch.frame.center,
            month=month,
            state=RunState.ORDERED,
            released_by=self.coordinator,
            released_at=at_local(following + timedelta(days=2), time(9, 20)),
            ordered_by=self.finance,
            ordered_at=at_local(following + timedelta(days=4), time(10, 5)),
            paid_on=following + timedelta(days=9),
        )

    def ask_questions(self) -> None:
        """Three of the current run have a question in words; the first is 3:40 hours instead of one."""
        current = [
            one for one in self.allowances if one.state == AllowanceState.CONFIRMED and one.run and proof_of(one)
        ]
        hour = [one for one in current if one.assignment.slot.inquiry.planned_minutes == 60]
        if hour:
            self.stretch(hour[-1], 220)
            asked = add_working_days(self.batch.frame.today, -1)
            name = hour[-1].assignment.slot.inquiry.onsite_name
            hour[-1].question = f"Dauer 3:40 Std., geplant 1:00. {name} gefragt am {asked.day}.{asked.month}."
        others = [one for one in current if not one.question]
        texts = ("Bestätigt wurde ein anderer Name als angefragt.", "Fahrkarte fehlt. Angerufen, kommt mit der Post.")
        for one, text in zip(others[:: max(1, len(others) // 2)], texts, strict=False):
            one.question = text
        for one in current:
            one.state = AllowanceState.QUESTION if one.question else one.state

    def stretch(self, allowance: Allowance, minutes: int) -> None:
        proof = proof_of(allowance)
        assert proof is not None
        proof.ended_at = proof.started_at + timedelta(minutes=minutes)
        proof.confirmed_at = max(proof.confirmed_at, proof.ended_at)
        proof.save(update_fields=["ended_at", "confirmed_at"])
        result = tariffs.compute(self.rules[allowance.tariff_id], claim_of(allowance.assignment, proof))
        allowance.amount = result.amount
        allowance.steps = plain_steps(result)

    def book_other_costs(self) -> None:
        """What else the purse of the Land paid for this year, so that it ends about when the story says."""
        frame = self.batch.frame
        left = frame.lines[frame.today.year, FundSource.STATE].amount - self.needed_until_the_end(frame.today.year)
        texts = (
            "Grundlagenschulung, 15 Teilnehmende (Beispiel)",
            "Fortbildung und Austausch (Beispiel)",
            "Unfall- und Haftpflichtversicherung (Beispiel)",
        )
        first = date(frame.today.year, 1, 1)
        span = max((frame.today - first).days - 100, 0)
        for number, (text, share) in enumerate(zip(texts, ("0.50", "0.35", "0.15"), strict=True)):
            amount = (left * Decimal(share)).quantize(Decimal("0.01"))
            day = first + timedelta(days=span * (number + 1) // 4)
            if amount > 0:
                self.posting(
                    frame.lines[frame.today.year, FundSource.STATE],
                    day,
                    amount,
                    text,
                    "finance:manual",
                    f"manual:{number}:{day.year}",
                ).save()

    def needed_until_the_end(self, year: int) -> Decimal:
        """Allowances of the year so far, and what the days until the end of the purse need at the pace of 90 days."""
        today = self.batch.frame.today
        until = max(date(year, *STATE_MONEY_LASTS_UNTIL), today)
        recent = [one.amount for one in self.allowances if (today - day_of(one)).days < 90]
        pace = sum(recent, NOTHING) / 90
        return (
            sum((one.amount for one in self.allowances if day_of(one).year == year), NOTHING)
            + pace * (until - today).days
        )

    def book(self) -> None:
        """Each allowance on the purse of the day of its talk: Landesmittel, then Kreismittel."""
        left = {
            key: line.amount - Posting.objects.filter(budget_line=line).total()
            for key, line in self.batch.frame.lines.items()
        }
        postings = []
        for one in self.allowances:
            key = (day_of(one).year, FundSource.STATE)
            if left[key] < one.amount:
                key = (day_of(one).year, FundSource.MUNICIPAL)
            left[key] -= one.amount
            one.budget_line = self.batch.frame.lines[key]
            text = f"Aufwandsentschädigung {one.assignment.slot.inquiry.number}"
            postings.append(
                self.posting(
                    one.budget_line,
                    day_of(one),
                    one.amount,
                    text,
                    f"mediation.Allowance:{one.pk}",
                    f"allowance:{one.pk}:{day_of(one)}",
                    at=one.computed_at,
                )
            )
        for one, posting in zip(self.allowances, Posting.objects.bulk_create(postings, batch_size=1000), strict=True):
            one.posting = posting
        Allowance.objects.bulk_update(self.allowances, ["posting", "budget_line"], batch_size=1000)

    def posting(
        self, line: BudgetLine, day: date, amount: Decimal, text: str, about: str, key: str, at: datetime | None = None
    ) -> Posting:
        return Posting(
            center=self.batch.frame.center,
            budget_line=line,
            day=day,
            amount=amount,
            text=text,
            about=about,
            key=key,
            posted_by=self.finance,
            posted_at=at or at_local(day, time(10)),
        )


def proof_of(allowance: Allowance) -> AssignmentProof | None:
    return getattr(allowance.assignment, "proof", None) if allowance.assignment.state == "confirmed" else None


def planned_end(assignment: Assignment) -> datetime:
    assert assignment.ends_at is not None
    return assignment.ends_at


def local_day(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()


def day_of(allowance: Allowance) -> date:
    assert allowance.assignment.starts_at is not None
    return local_day(allowance.assignment.starts_at)
