import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.dispatch.travel import NOWHERE, PACES, Coordinates, Haversine, Leg, Matrix, Means, crow_flies

RIETBERG, VERL = Coordinates(51.8090, 8.4280), Coordinates(51.8833, 8.5167)
PLACES = st.builds(Coordinates, st.floats(51.6, 52.2), st.floats(8.0, 8.8))


def test_rietberg_and_verl_are_ten_kilometers_apart() -> None:
    assert round(crow_flies(RIETBERG, VERL), 1) == 10.3


def test_a_degree_of_latitude_is_111_kilometers() -> None:
    assert round(crow_flies(Coordinates(0, 0), Coordinates(1, 0)), 2) == 111.19


@pytest.mark.parametrize(
    ("means", "leg"),
    [(Means.CAR, Leg(30, 13)), (Means.PUBLIC, Leg(45, 13)), (Means.BICYCLE, Leg(60, 13)), (Means.FOOT, Leg(165, 13))],
)
def test_an_estimate_counts_detour_pace_and_overhead_in_steps_of_five_minutes(means: Means, leg: Leg) -> None:
    assert Haversine({"rietberg": RIETBERG, "verl": VERL}).leg("rietberg", "verl", means) == leg


def test_the_same_place_is_no_way_even_if_nobody_knows_where_it_is() -> None:
    assert Haversine({}).leg("here", "here", Means.CAR) == NOWHERE
    assert Matrix({}).leg("here", "here", Means.CAR) == NOWHERE


def test_an_unknown_place_has_no_way() -> None:
    assert Haversine({"verl": VERL}).leg("verl", "atlantis", Means.CAR) is None
    assert Matrix({}).leg("verl", "atlantis", Means.CAR) is None


def test_a_matrix_knows_one_way_roads() -> None:
    matrix = Matrix({Means.CAR: {("a", "b"): Leg(10, 5), ("b", "a"): Leg(25, 9), ("b", "c"): Leg(5, 1)}})
    assert matrix.leg("a", "b", Means.CAR) == (10, 5)
    assert matrix.leg("b", "a", Means.CAR) == (25, 9)
    assert matrix.leg("c", "b", Means.CAR) == (5, 1)
    assert matrix.leg("a", "b", Means.FOOT) is None


@given(PLACES, PLACES, PLACES, st.sampled_from(list(PACES)))
def test_a_way_is_symmetric_and_never_longer_than_a_detour(
    a: Coordinates, b: Coordinates, c: Coordinates, means: Means
) -> None:
    travel = Haversine({"a": a, "b": b, "c": c})
    ab, ba, ac, cb = (travel.leg(origin, destination, means) for origin, destination in ("ab", "ba", "ac", "cb"))
    assert ab == ba
    minutes = [leg.minutes if leg else -1 for leg in (ab, ac, cb)]
    assert all(one >= 0 and one % 5 == 0 for one in minutes)
    assert minutes[0] <= minutes[1] + minutes[2]
