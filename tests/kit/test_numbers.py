"""Whole numbers from outside: bounded, and never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.kit.numbers import LARGEST, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", 0), ("17", 17), (str(LARGEST), LARGEST), (str(LARGEST + 1), None), ("9" * 5000, None), ("", None)),
        *((text, None) for text in ("-1", "+1", "1.0", "1_000", "٣", "²", "\0", None)),
    ],
)
def test_only_plain_digits_within_bounds_are_a_number(text: object, number: int | None) -> None:
    assert whole_number(text) == number


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    found = whole_number(text)
    assert found is None or 0 <= found <= LARGEST
