"""A random walk over money: every booked euro is payable exactly once, and all places say the same sum.

    python -m tests.rel.money --steps 50000 --seed 1

Each walk begins with a fresh center and goes through confirming, correcting, questions, runs released, ordered and sent
back, months without talks, late entries, erasures and the turn of the year. Payment lists are written down when they
are ordered, beside the product; after each step the ledger, the open sums, "Mein Geld", the statements of a month and
of a year and the payment lists must agree with them. Prints one line `GOAL money … PASS|FAIL`.
"""

import argparse
import contextlib
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lotsenhaus.mediation.models import Allowance, Assignment, Mediator
    from tests.house import House

STEPS_OF_A_WALK = 100
NOTHING = Decimal("0.00")


class Disagreement(AssertionError):
    """Two places name different sums; the message says which."""


class Walk:
    """One center through some months. `paid` is the record beside the product: (mediator, month) to day and euros."""

    def __init__(self, house: "House", seed: int) -> None:
        from lotsenhaus.centers.choices import Role

        self.house, self.chance = house, random.Random(seed)
        self.first, self.second = house.person(Role.COORDINATOR), house.person(Role.FINANCE)
        self.people = [house.mediator("arb") for _person in range(5)]
        self.paid: dict[tuple[int, date], tuple[date, Decimal]] = {}
        self.done: Counter[str] = Counter()
        self.now = datetime(2026, self.chance.randint(1, 12), self.chance.randint(1, 28), 9, tzinfo=_zone())
        self._furnish()
        self.steps = [
            self.talk, self.talk, self.confirm, self.confirm, self.confirm, self.correct, self.correct, self.ask,
            self.answer, self.release, self.release, self.order, self.order, self.send_back, self.time_passes,
            self.time_passes, self.erase, self.late_entry,
        ]  # fmt: skip

    def _furnish(self) -> None:
        from lotsenhaus.finance.choices import FundSource
        from lotsenhaus.finance.models import BudgetLine
        from lotsenhaus.mediation.models import Tariff
        from tests.mediation.money import HALF_HOURS

        center = self.house.center
        Tariff.objects.create(
            center=center, name="Beispiel", rule=HALF_HOURS, valid_from=date(2026, 1, 1), source="Beispiel"
        )
        for year in range(2026, 2032):
            for order, amount in enumerate((Decimal(300), Decimal(5000))):
                source = {"fund_source": FundSource.STATE, "name": f"{year}-{order}"}
                BudgetLine.objects.create(center=center, year=year, order=order, amount=amount, **source)

    # --- steps --------------------------------------------------------------------------------------------------
    def step(self) -> None:
        """Anything, however senseless; what is refused is refused with a word, and nothing else has changed."""
        from lotsenhaus.mediation.actions import erasure, late_entries, offers, proofs, runs
        from lotsenhaus.mediation.rules.tariffs import ClaimInvalid

        refusals = (
            runs.NotOpen, runs.SeenOtherwise, runs.SamePerson, runs.NoQuestion, runs.NoPurse, ClaimInvalid,
            erasure.StillNeeded, late_entries.NoRule, offers.AlreadyBusy, proofs.NotYet, proofs.TimesInvalid,
        )  # fmt: skip
        step = self.chance.choice(self.steps)
        with contextlib.suppress(*refusals):
            step()
            self.done[step.__name__] += 1

    def some(self, rows: Any) -> Any:
        found = list(rows.order_by("-pk")[:12])
        return self.chance.choice(found) if found else None

    def _mediator(self) -> "Mediator":
        return self.chance.choice(self.people)

    def talk(self) -> None:
        from lotsenhaus.mediation.actions.inquiries import next_number
        from tests.mediation.money import promised

        start = self.now - timedelta(hours=self.chance.randint(3, 300))
        number = next_number(center=self.house.center, now=self.now)
        promised(self.house, start=start.replace(minute=0), mediator=self._mediator(), number=number)

    def _unconfirmed(self) -> "Assignment | None":
        from lotsenhaus.mediation.choices.states import AssignmentState
        from lotsenhaus.mediation.models import Assignment

        return self.some(Assignment.objects.filter(state__in=(AssignmentState.PLANNED, AssignmentState.HELD)))  # type: ignore[no-any-return]

    def confirm(self) -> None:
        from lotsenhaus.mediation.actions import proofs

        if (one := self._unconfirmed()) and one.starts_at:
            start = one.starts_at + timedelta(minutes=self.chance.choice([0, 0, 10, -15]))
            proofs.confirm(
                assignment=one,
                started_at=start,
                ended_at=start + timedelta(minutes=self.chance.choice([20, 60, 60, 75, 300])),
                confirmed_by="Gisela Probesand",
                way="link",
                by=None,
                now=self.now,
            )

    def _allowance(self) -> "Allowance | None":
        from lotsenhaus.mediation.models import Allowance

        return self.some(Allowance.objects.select_related("assignment__proof"))  # type: ignore[no-any-return]

    def correct(self) -> None:
        from lotsenhaus.mediation.actions import runs

        if one := self._allowance():
            start = one.assignment.proof.started_at + timedelta(minutes=self.chance.choice([0, -30, 30]))
            runs.correct(
                allowance=one,
                started_at=start,
                ended_at=start + timedelta(minutes=self.chance.choice([0, 15, 45, 90, 200])),
                ticket=None,
                reason="Zahlendreher",
                by=self.first,
                now=self.now,
            )

    def ask(self) -> None:
        from lotsenhaus.mediation.actions import runs

        if one := self._allowance():
            runs.ask(allowance=one, question="Warum so lang?", by=self.first)

    def answer(self) -> None:
        from lotsenhaus.mediation.actions import runs
        from lotsenhaus.mediation.queries.claims import questions

        if one := self.some(questions()):
            runs.answer(allowance=one, note="Stimmt so", by=self.first)

    def release(self) -> None:
        from lotsenhaus.mediation.actions import runs
        from lotsenhaus.mediation.queries import claims

        line = claims.months(self.now.date())[0]
        wrong = self.chance.choice([0, 0, 0, 1])
        month = self.chance.choice([line.month, line.month, line.month, claims.next_month(line.month)])
        runs.release(
            center=self.house.center, month=month, shown=(line.ready + wrong, line.total), by=self.first, now=self.now
        )

    def _run(self) -> Any:
        from lotsenhaus.mediation.models import ClaimRun

        return self.some(ClaimRun.objects.all())

    def order(self) -> None:
        from lotsenhaus.mediation.actions import runs
        from lotsenhaus.mediation.queries import claims

        if run := self._run():
            paid_on = self.now.date() + timedelta(days=self.chance.choice([0, 5, 20]))
            by = self.chance.choice([self.first, self.second, self.second])
            runs.order(run=run, paid_on=paid_on, by=by, now=self.now)
            for one in claims.payments(list(claims.members(run.month)), list(claims.corrections(run.month))):
                self.paid[one.mediator.pk, run.month] = (paid_on, one.total)

    def send_back(self) -> None:
        from lotsenhaus.mediation.actions import runs

        if run := self._run():
            runs.send_back(run=run, reason="Bitte prüfen", by=self.second)

    def time_passes(self) -> None:
        self.now += timedelta(days=self.chance.choice([1, 3, 10, 35, 70]))

    def late_entry(self) -> None:
        from lotsenhaus.mediation.actions.late_entries import PastTalk, enter_past_talk

        start = (self.now - timedelta(days=self.chance.randint(1, 60))).replace(hour=self.chance.randint(8, 18))
        talk = PastTalk(
            organization=self.house.school,
            mediator=self._mediator(),
            language="arb",
            occasion="parent_talk",
            started_at=start,
            ended_at=start + timedelta(minutes=45),
            confirmed_by="Gisela Probesand",
        )
        enter_past_talk(center=self.house.center, talk=talk, desk=self.house.desk, by=self.first, now=self.now)

    def erase(self) -> None:
        """Whoever is erased has got all that was booked for her, and the day of each transfer is over."""
        from lotsenhaus.mediation.actions import erasure

        mediator = self._mediator()
        erasure.erase_mediator(mediator=mediator, by=self.first)
        self.people[self.people.index(mediator)] = self.house.mediator("arb")
        of_her = [day for (pk, _month), (day, _euros) in self.paid.items() if pk == mediator.pk]
        pending = [day for day in of_her if day >= self.now.date()]
        if pending or self._booked(mediator.pk) != self._listed(mediator.pk):
            raise Disagreement(f"erased before {pending or 'everything was paid'}")

    # --- what must agree ----------------------------------------------------------------------------------------
    def _booked(self, pk: int) -> Decimal:
        from lotsenhaus.finance.models import Posting
        from lotsenhaus.mediation.models import Allowance

        keys = Allowance.objects.filter(assignment__mediator=pk).values_list("pk", flat=True)
        return Posting.objects.filter(about__in=[f"mediation.Allowance:{key}" for key in keys]).total()

    def _listed(self, pk: int) -> Decimal:
        return sum((euros for (who, _month), (_day, euros) in self.paid.items() if who == pk), NOTHING)

    def check(self, *, everybody: bool) -> None:
        """Raises Disagreement. One person; `everybody`: all people, the runs, and what check-data asks."""
        from lotsenhaus.mediation.queries.findings import findings

        # Whoever was erased was checked at that moment, and her lists with the runs.
        for mediator in self.people if everybody else [self._mediator()]:
            self._check_person(mediator)
        if everybody:
            self._check_runs()
        if everybody and (found := list(findings())):
            raise Disagreement("; ".join(found))

    def _check_runs(self) -> None:
        """What was ordered stays as it was; what is ready can be released now."""
        from lotsenhaus.mediation.choices.states import RunState
        from lotsenhaus.mediation.queries import claims
        from lotsenhaus.mediation.queries.payouts import waiting, waiting_corrections

        months = claims.months(self.now.date())
        for line in months:
            if line.state != RunState.ORDERED:
                continue
            lists = claims.payments(list(claims.members(line.month)), list(claims.corrections(line.month)))
            written = {pk: euros for (pk, month), (_day, euros) in self.paid.items() if month == line.month}
            if {one.mediator.pk: one.total for one in lists} != written:
                raise Disagreement(f"the payment list of {line.month:%Y-%m} changed")
            if line.total != sum(written.values(), NOTHING):
                raise Disagreement(f"the list of months says {line.total} for {line.month:%Y-%m}")
        ready = waiting().filter(state="confirmed").exists() or waiting_corrections().exists()
        if ready and not months[0].may_be_released:
            raise Disagreement("something is ready and no run can be released")

    def _check_person(self, mediator: "Mediator") -> None:
        from lotsenhaus.mediation.models import Allowance
        from lotsenhaus.mediation.queries import mine, payouts

        listed = self._listed(mediator.pk)
        without = Allowance.objects.filter(assignment__mediator=mediator, posting=None)
        unbooked = sum(without.values_list("amount", flat=True), NOTHING)
        owed = mine.coming_sum(mediator) - unbooked
        if listed + owed != self._booked(mediator.pk):
            raise Disagreement(f"paid {listed} and owed {owed}, but booked {self._booked(mediator.pk)}")
        of_her = [paid for (pk, _month), paid in self.paid.items() if pk == mediator.pk]
        for year in {day.year for day, _euros in of_her} | {self.now.year}:
            written = sum((euros for day, euros in of_her if day.year == year), NOTHING)
            certificate = sum((one[3] for one in payouts.payments_of_year(mediator, year)), NOTHING)
            shown = mine.year_sum(mediator, year)
            if not written == certificate == shown:
                raise Disagreement(f"{year}: paid {written}, certificate {certificate}, Mein Geld {shown}")


def _zone() -> Any:
    from django.utils import timezone

    return timezone.get_default_timezone()


def walk(house: "House", seed: int, steps: int = STEPS_OF_A_WALK) -> Counter[str]:
    """Raises Disagreement with the seed and the number of the step."""
    import time_machine

    one = Walk(house, seed)
    for number in range(steps):
        with time_machine.travel(one.now, tick=False):
            try:
                one.step()
                one.check(everybody=number % 10 == 9)
            except Disagreement as found:
                raise Disagreement(f"seed {seed}, step {number}: {found}") from None
    return one.done


@contextmanager
def center(number: int) -> Iterator["House"]:
    """A fresh center that is gone afterwards."""
    from django.db import transaction

    from lotsenhaus.centers.scoping import center_scope
    from tests.house import build, new_center

    with transaction.atomic():
        with center_scope(new_center(f"w{number}", f"W{number}")):
            yield build(f"w{number}", f"W{number}")
        transaction.set_rollback(True)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--steps", type=int, default=2000)
    words.add_argument("--seed", type=int, default=1)
    options = words.parse_args()
    done: Counter[str] = Counter()
    begun, failed = time.perf_counter(), ""
    with database():
        for number in range(-(-options.steps // STEPS_OF_A_WALK)):
            try:
                with center(number) as house:
                    done += walk(house, options.seed + number)
            except Exception as problem:
                failed = str(problem) or type(problem).__name__
                if not isinstance(problem, Disagreement):
                    traceback.print_exc()
                break
    said = ", ".join(f"{name} {count}" for name, count in sorted(done.items()))
    result = f"{failed} FAIL" if failed else "0 euros astray PASS"
    print(f"{said}; {time.perf_counter() - begun:.0f} s")
    print(f"GOAL money {options.steps} steps, seed {options.seed}: {result}")
    return 1 if failed else 0


@contextmanager
def database() -> Iterator[None]:
    """A database of its own, and Django on it; for a process of its own."""
    import django

    os.environ.update(DJANGO_SETTINGS_MODULE="lotsenhaus.config.settings", LOTSENHAUS_TESTING="1")
    from lotsenhaus.kit import embedded
    from tests.ground.databases import FOLDER, Databases

    with embedded.running(FOLDER, durable=False) as cluster:
        databases = Databases(cluster)
        name = databases.copy(f"test_{os.getpid()}_money")
        os.environ["DATABASE_URL"] = databases.url(name)
        django.setup()
        yield
        from django.db import connections

        connections.close_all()
        databases.drop(name)


if __name__ == "__main__":
    sys.exit(main())
