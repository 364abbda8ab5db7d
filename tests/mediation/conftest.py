"""A center with its house; the scope is open while the test runs."""

from collections.abc import Iterator

import pytest

from lotsenhaus.centers.scoping import center_scope
from tests.house import House, build, new_center


@pytest.fixture
def house(db: None) -> Iterator[House]:
    center = new_center("gt", "GT")
    with center_scope(center):
        yield build("gt", "GT")
