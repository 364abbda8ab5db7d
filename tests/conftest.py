"""The ground under all tests: a PostgreSQL cluster of their own, one migrated template, a copy for each process."""

import os
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.utils import translation
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
os.environ.pop("DATABASE_URL", None)  # tests never touch somebody's database
os.environ.update(
    DJANGO_SETTINGS_MODULE="lotsenhaus.config.settings",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs an event loop in the thread of the test
    LOTSENHAUS_DATA=str(ROOT / ".data" / "tests"),
    LOTSENHAUS_TESTING="1",
    LOTSENHAUS_AS_OWNER="0",
)

# whitenoise warns of a folder that is not there, and warnings are errors.
(ROOT / ".data" / "tests" / "static").mkdir(parents=True, exist_ok=True)

django.setup()  # now, because the conftest of a folder below may import models

# A slow machine is no failing property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def german_again() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test begins in German."""
    yield
    translation.deactivate()


pytest_plugins = ["tests.ground.databases", "tests.ground.houses", "tests.ground.browsers"]
