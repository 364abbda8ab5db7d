"""Across centers, one row after the other."""

import pytest

from lotsenhaus.centers.everywhere import one_by_one
from lotsenhaus.centers.scoping import center_scope, current_center_id
from tests.house import new_center


@pytest.mark.django_db
def test_one_row_that_fails_does_not_hold_up_the_others() -> None:
    centers = [new_center(slug, "XX").pk for slug in ("eins", "zwei", "drei")]
    done: list[int] = []

    def step(number: int) -> None:
        if number == 1:
            raise KeyError
        done.append(current_center_id())

    with pytest.raises(KeyError):
        one_by_one([(pk, number) for number, pk in enumerate(centers)], step)
    assert done == [centers[0], centers[2]]
    with center_scope(centers[0]):
        assert current_center_id() == centers[0]
