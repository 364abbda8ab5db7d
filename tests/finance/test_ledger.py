"""The ledger is only ever added to, and never pays more than there is."""

import threading
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.finance import actions, queries
from lotsenhaus.finance.choices import FundSource
from lotsenhaus.finance.models import BudgetLine, Posting
from tests.ground.databases import Databases
from tests.house import new_center

DAY = date(2026, 11, 2)


def a_line(center: Center, amount: int = 100, name: str = "Landesmittel 2026", **changes: object) -> BudgetLine:
    given = {"year": 2026, "fund_source": FundSource.STATE, "amount": Decimal(amount), **changes}
    return BudgetLine.objects.create(center=center, name=name, **given)


def post(line: BudgetLine, amount: int, key: str = "a") -> Posting:
    return actions.post(
        center=line.center, line=line, day=DAY, amount=Decimal(amount), text="Beispiel", about="x:1", key=key, by=None
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE finance_posting SET amount = 0", "DELETE FROM finance_posting", "TRUNCATE finance_posting CASCADE"],
)
def test_postgresql_refuses_to_change_a_posting(statement: str) -> None:
    center = new_center("gt", "GT")
    with center_scope(center):
        post(a_line(center), 10)
        with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
        assert Posting.objects.get().amount == Decimal(10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE {} SET amount = 0", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_not_even_the_owner_changes_a_posting(databases: Databases, statement: str) -> None:
    center = new_center("gt", "GT")
    with center_scope(center):
        post(a_line(center), 10)
    with databases.connect(connection.settings_dict["NAME"]) as owner:
        assert owner.execute("SELECT count(*) FROM finance_posting").fetchone() == (1,)
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="finance_posting is append-only"):
            owner.execute(statement.format("finance_posting"))
        assert owner.execute("SELECT sum(amount) FROM finance_posting").fetchone() == (Decimal("10.00"),)


@pytest.mark.django_db(transaction=True)
def test_bookings_at_the_same_moment_never_overdraw_a_purse() -> None:
    center = new_center("gt", "GT")
    with center_scope(center):
        line = a_line(center, 100)
    start, refused = threading.Barrier(8), []

    def book(number: int) -> None:
        try:
            start.wait()
            with center_scope(center.pk):
                post(line, 30, key=f"k{number}")
        except actions.BudgetExhausted as empty:
            refused.append(empty.available)
        finally:
            connection.close()

    threads = [threading.Thread(target=book, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with center_scope(center):
        assert (Posting.objects.count(), Posting.objects.all().total()) == (3, Decimal("90.00"))
        assert list(queries.findings()) == []
    assert refused == [Decimal("10.00")] * 5


@pytest.mark.django_db
def test_a_thing_is_booked_once_and_reversed_once() -> None:
    center = new_center("gt", "GT")
    with center_scope(center):
        posting = post(a_line(center), 10)
        with pytest.raises(IntegrityError), transaction.atomic():
            post(posting.budget_line, 10)
        reversal = actions.reverse(center=center, posting=posting, reason="Irrtum", by=None)
        assert Posting.objects.all().total() == Decimal("0.00")
        for one in (posting, reversal):
            with pytest.raises(actions.AlreadyReversed):
                actions.reverse(center=center, posting=one, reason="noch einmal", by=None)


@pytest.mark.django_db
def test_a_budget_is_never_set_below_what_is_booked() -> None:
    center = new_center("gt", "GT")
    with center_scope(center):
        line = a_line(center, 100)
        post(line, 60)
        with pytest.raises(actions.BelowBooked) as below:
            actions.set_amount(line=line, amount=Decimal(50), source_note="", by=None)  # type: ignore[arg-type]
        assert below.value.booked == Decimal("60.00")


@pytest.mark.django_db
def test_what_does_not_add_up_is_said_in_a_sentence() -> None:
    center = new_center("gt", "GT")
    with center_scope(center):
        line = a_line(center, 100)
        post(line, 90)
        BudgetLine.objects.filter(pk=line.pk).update(amount=Decimal(50))
        assert list(queries.findings()) == [
            "Die Mittelherkunft „Landesmittel 2026“ ist überzogen: gebucht 90,00\u00a0€, bewilligt 50,00\u00a0€."
        ]
