from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.kit.money import NotMoney, format_euro, parse_euro, split

CENTS = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("41.230,00 €", "41230.00"),
        ("41230", "41230.00"),
        ("7,5", "7.50"),
        ("7.50", "7.50"),
        ("1.000", "1000.00"),
        ("1 234,50", "1234.50"),
        ("€ 5", "5.00"),
        ("-3 EUR", "-3.00"),
        ("0,05 Euro", "0.05"),
    ],
)
def test_euro_is_read_as_people_write_it(text: str, amount: str) -> None:
    assert parse_euro(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "abc", "1,234.50", "12.34.56", "0,005", "1.23,4.5", "1e5", "9" * 30, "- ", "€"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotMoney):
        parse_euro(text)


def test_euro_is_written_with_points_and_comma() -> None:
    assert format_euro(Decimal("41230")) == "41.230,00\u00a0€"
    assert format_euro(Decimal("-0.5")) == "-0,50\u00a0€"


@given(CENTS.filter(lambda amount: abs(amount) < 10**9))
def test_written_euro_comes_back(amount: Decimal) -> None:
    assert parse_euro(format_euro(amount)) == amount


@given(CENTS, st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(sum))
def test_parts_sum_to_the_whole_and_are_off_by_less_than_a_cent(total: Decimal, weights: list[int]) -> None:
    """RELIABILITY G12: a split of a budget sums exactly."""
    parts = split(total, weights)
    assert sum(parts, Decimal(0)) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < Decimal("0.01")


def test_left_over_cents_go_to_the_first_of_equals() -> None:
    assert split(Decimal("100.00"), [1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    with pytest.raises(ValueError, match="positive"):
        split(Decimal("1.00"), [0, 0])
