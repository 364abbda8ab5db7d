"""The world of the tests of access; built once per test."""

import logging
from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.access.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are no news, and nobody reads when each session was last active."""
    logging.disable(logging.CRITICAL)
    with override_settings(USERSESSIONS_TRACK_ACTIVITY=False):
        yield
    logging.disable(logging.NOTSET)
