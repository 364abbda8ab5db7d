"""Databases for tests: a template per state of the migrations, copied in some 50 ms instead of migrated anew."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

from lotsenhaus.kit import embedded

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / ".data" / "tests" / "postgres"


class Databases:
    """Makes, copies and drops databases on the cluster of the tests."""

    def __init__(self, cluster: embedded.Cluster) -> None:
        self.cluster = cluster
        self.template = f"template_{self._state()}"

    def url(self, name: str) -> str:
        """How another process reaches the database `name`."""
        return f"postgresql://{embedded.USER}@{quote(str(self.cluster.socket_dir), safe='')}:{embedded.PORT}/{name}"

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        """A connection with the owner's rights that commits each statement."""
        return psycopg.connect(self.url(name), autocommit=True)

    def copy(self, name: str) -> str:
        """A fresh database `name`, whatever was there before."""
        self.build()
        self.drop(name)
        with self.connect() as server:
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        return name

    def drop(self, name: str) -> None:
        """Away with it, and with everybody connected to it."""
        with self.connect() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def build(self) -> None:
        """Migrate the template once for all processes; templates of other states go."""
        with open(FOLDER / "template.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            names = self._names("template\\_%")
            if self.template in names:
                return
            for name in names:
                with contextlib.suppress(psycopg.Error):
                    self.drop(name)
            part = "unfinished_template"
            self.drop(part)
            with self.connect() as server:
                server.execute(f"CREATE DATABASE {part}")
            lotsenhaus("migrate", DATABASE_URL=self.url(part))
            with self.connect() as server:
                server.execute(f'ALTER DATABASE {part} RENAME TO "{self.template}"')

    def sweep(self) -> None:
        """Drop the databases of test runs that were killed."""
        for name in self._names("test\\_%"):
            pid = name.split("_")[1]
            if not Path(f"/proc/{pid}").exists():
                with contextlib.suppress(psycopg.Error):
                    self.drop(name)

    def _names(self, pattern: str) -> list[str]:
        with self.connect() as server:
            rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]).fetchall()
        return [name for (name,) in rows]

    def _state(self) -> str:
        files = sorted((ROOT / "lotsenhaus").glob("*/migrations/*.py"))
        files += [ROOT / "lotsenhaus" / "kit" / "roles.py", ROOT / "requirements.txt"]
        content = b"\0".join(path.name.encode() + path.read_bytes() for path in files)
        return hashlib.sha256(content).hexdigest()[:12]


def lotsenhaus(*words: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours to its end; another exit code than `code` shows what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "lotsenhaus", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    said = f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert done.returncode == code, f"lotsenhaus {' '.join(words)} ended with {done.returncode}:\n{said}"
    return done


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The cluster of the tests; the last of several runs stops it."""
    with embedded.running(FOLDER, durable=False) as cluster:
        yield Databases(cluster)


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """In place of pytest-django's own: this process works in its copy of the template."""
    databases.sweep()
    name = databases.copy(f"test_{os.getpid()}")
    connection.settings_dict["NAME"] = connections.settings["default"]["NAME"] = name
    TransactionTestCase._fixture_teardown = lambda self: renew(databases, name)  # type: ignore[method-assign]
    yield
    connections.close_all()
    databases.drop(name)


def renew(databases: Databases, name: str) -> None:
    """After a test that committed: a fresh copy, because append-only tables refuse Django's TRUNCATE."""
    connections.close_all()
    databases.copy(name)
