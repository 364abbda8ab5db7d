"""Mittel and Buchungen in the browser: who reads, who books, and what leaves as a file."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.finance.models import BudgetLine, Posting
from tests.centers.people import a_browser, a_center
from tests.finance.test_ledger import a_line, post

pytestmark = pytest.mark.django_db
PAGES = ("mittel/", "buchungen/", "buchungen/buchungen.csv")
YEAR = timezone.localdate().year


@pytest.fixture
def center() -> Center:
    return a_center("gt")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.COORDINATOR])
def test_the_money_roles_read(center: Center, path: str, role: str) -> None:
    assert a_browser(center, role).get(f"/gt/{path}").status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "mittel/neu/", "buchungen/neu/"])
def test_others_are_refused_and_strangers_find_nothing(center: Center, path: str) -> None:
    assert a_browser(center, Role.DISPATCHER).get(f"/gt/{path}").status_code == 403
    assert a_browser(a_center("bor"), Role.FINANCE).get(f"/gt/{path}").status_code == 404


@pytest.mark.parametrize("path", ["mittel/neu/", "buchungen/neu/"])
def test_an_auditor_only_reads(center: Center, path: str) -> None:
    auditor = a_browser(center, Role.AUDITOR)
    assert (auditor.get(f"/gt/{path}").status_code, auditor.post(f"/gt/{path}").status_code) == (403, 403)


@pytest.mark.parametrize("path", ["mittel/", "buchungen/"])
def test_lists_take_the_same_number_of_queries_for_one_and_for_three_rows(center: Center, path: str) -> None:
    browser, counts = a_browser(center, Role.FINANCE), []
    browser.get(f"/gt/{path}")
    for number in range(3):
        with center_scope(center):
            post(a_line(center, name=f"Mittel {number}", year=YEAR), 10, key=f"k{number}")
        if number != 1:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert browser.get(f"/gt/{path}").status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_export_writes_formulas_as_text(center: Center) -> None:
    with center_scope(center):
        line = a_line(center, name="=1+1")
        posting = post(line, 10)
        Posting.objects.create(
            center=center, budget_line=line, day=posting.day, amount=Decimal(-10), text="@SUM(A1)", about="x:1",
            key="reverse:1", reverses=posting,
        )  # fmt: skip
    text = a_browser(center, Role.AUDITOR).get("/gt/buchungen/buchungen.csv").content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "'@SUM(A1)" in text
    assert "(10,00)" in text


def test_other_costs_are_booked_until_the_purse_is_empty(center: Center) -> None:
    with center_scope(center):
        line = a_line(center, 100, year=YEAR)
    browser, today = a_browser(center, Role.FINANCE), timezone.localdate().isoformat()
    given = {"line": line.pk, "day": today, "amount": "80,50", "text": "Schulung"}
    assert browser.post("/gt/buchungen/neu/", given).status_code == 302
    again = browser.post("/gt/buchungen/neu/", given)
    assert "nur noch 19,50" in again.content.decode()
    assert 'value="80,50"' in again.content.decode()
    with center_scope(center):
        assert Posting.objects.get().amount == Decimal("80.50")


def test_a_wrong_amount_says_what_to_do(center: Center) -> None:
    given = {"year": YEAR, "fund_source": "state", "name": "Land", "amount": "viel", "source_note": "Bescheid"}
    answer = a_browser(center, Role.COORDINATOR).post("/gt/mittel/neu/", given)
    assert "Bitte einen Betrag in Euro eingeben" in answer.content.decode()
    with center_scope(center):
        assert not BudgetLine.objects.exists()
