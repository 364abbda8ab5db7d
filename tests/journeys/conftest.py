"""The demo district, built once; each test that changes something plays in a copy of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.ground.databases import Databases, lotsenhaus
from tests.ground.houses import House, house_on


@pytest.fixture(scope="session")
def district(databases: Databases) -> Iterator[str]:
    """Name of a database that holds the demo district; nobody is connected to it."""
    name = databases.copy(f"test_{os.getpid()}_district")
    lotsenhaus("demo-data", DATABASE_URL=databases.url(name), LOTSENHAUS_DEMO="1")
    yield name
    databases.drop(name)


@contextmanager
def copy_of(databases: Databases, district: str, name: str) -> Iterator[House]:
    """A running house with a copy of the district."""
    name = f"test_{os.getpid()}_{name}"
    with databases.connect() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{district}"')
    with house_on(databases, name) as house:
        yield house
    databases.drop(name)


@pytest.fixture(scope="session")
def district_house(databases: Databases, district: str) -> Iterator[House]:
    """To be looked at: no test changes it."""
    with copy_of(databases, district, "looked_at") as house:
        yield house


@pytest.fixture
def story_house(databases: Databases, district: str) -> Iterator[House]:
    """To be changed: a fresh one for each test."""
    with copy_of(databases, district, "story") as house:
        yield house
