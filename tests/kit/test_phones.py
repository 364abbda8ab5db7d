import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.kit.phones import dialed, last_four, read, read_all, shown


@pytest.mark.parametrize(
    ("typed", "stored", "national"),
    [
        ("05244 98-0711", "+495244980711", "05244 980711"),
        ("(0 52 44) 98 07 11", "+495244980711", "05244 980711"),
        ("+49 (0)5244 980711", "+495244980711", "05244 980711"),
        ("0049 5244 980711", "+495244980711", "05244 980711"),
        ("Tel.: 05244/980711", "+495244980711", "05244 980711"),
        ("0171 1234567", "+491711234567", "0171 1234567"),
        ("+31 20 1234567", "+31201234567", "+31 20 123 4567"),
    ],
)
def test_numbers_are_stored_in_one_form_and_shown_as_dialed_here(typed: str, stored: str, national: str) -> None:
    number = read(typed)
    assert (number.stored, number.shown, number.problem) == (stored, national, "")
    assert shown(stored) == national


def test_invented_numbers_stay_as_they_are() -> None:
    assert read("0000 123456").stored == read("0000/12 34 56").stored == "0000 123456"
    assert dialed("0000 123456") == "0000123456"
    assert shown("0000 123456") == "0000 123456"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("", "not_a_number"), ("keine", "not_a_number"), ("12", "too_short"), ("0171 123456789012345", "too_long")],
)
def test_odd_numbers_are_reported(typed: str, problem: str) -> None:
    assert read(typed).problem == problem
    assert read(typed).stored == ""


def test_a_cell_may_hold_two_numbers_and_a_list_may_leave_out_the_area_code() -> None:
    assert [one.stored for one in read_all("05244 980711 oder 0171 1234567")] == ["+495244980711", "+491711234567"]
    assert read("980711", area_code="05244").stored == "+495244980711"
    assert read_all("  ") == []


def test_who_calls_is_found_by_four_digits() -> None:
    assert last_four("+495244980711") == last_four("05244 98-0711") == "0711"
    assert last_four("12") == "12"


def test_a_mobile_number_can_get_a_message() -> None:
    assert read("0171 1234567").mobile
    assert not read("05244 980711").mobile


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_a_problem(text: str) -> None:
    number = read(text)
    assert bool(number.stored) != bool(number.problem)
    if number.stored:
        assert read(number.stored).stored == number.stored
