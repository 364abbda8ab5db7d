"""How long money lasts: a straight line, one purse after the other."""

from datetime import date
from decimal import Decimal

from lotsenhaus.finance.rules import Money, Outlook, outlooks

TODAY = date(2026, 11, 22)


def test_a_purse_lasts_as_many_days_as_its_money_holds() -> None:
    assert outlooks([Money(1, 1, Decimal(800))], Decimal(50), TODAY) == {1: Outlook(TODAY, date(2026, 12, 8))}


def test_the_next_purse_begins_on_the_day_after() -> None:
    found = outlooks([Money(2, 2, Decimal(30000)), Money(1, 1, Decimal(800))], Decimal(50), TODAY)
    assert found[2] == Outlook(date(2026, 12, 9), None)


def test_without_spending_the_first_purse_lasts_and_the_next_is_not_needed() -> None:
    found = outlooks([Money(1, 1, Decimal(800)), Money(2, 2, Decimal(1))], Decimal(0), TODAY)
    assert found == {1: Outlook(TODAY, None), 2: Outlook(None, None)}


def test_an_empty_purse_hands_over_at_once() -> None:
    found = outlooks([Money(1, 1, Decimal(0)), Money(2, 2, Decimal(100))], Decimal(50), TODAY)
    assert found[2] == Outlook(TODAY, date(2026, 11, 24))


def test_a_decision_ends_a_purse_before_its_money_does() -> None:
    purses = [
        Money(1, 1, Decimal(80000), ends_on=date(2026, 11, 30)),
        Money(2, 2, Decimal(80000), starts_on=date(2026, 12, 1)),
    ]
    found = outlooks(purses, Decimal(50), TODAY)
    assert found == {1: Outlook(TODAY, date(2026, 11, 30)), 2: Outlook(date(2026, 12, 1), None)}
