"""A real web server for tests that need one: gunicorn on a free port, in front of a database of its own."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.ground.databases import ROOT, Databases


@dataclass
class House:
    """A running house: its address, its database, and the environment that its commands need."""

    url: str
    database: psycopg.Connection
    environment: dict[str, str]
    folder: Path

    def start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        """A further process of this house, such as a worker; whoever starts it ends it."""
        with open(self.folder / "log.txt", "ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "lotsenhaus", *words],
                cwd=ROOT,
                env={**os.environ, **self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def log(self) -> str:
        """What web server and worker have said."""
        return (self.folder / "log.txt").read_text(errors="replace")


@pytest.fixture(scope="session")
def live_house(databases: Databases) -> Iterator[House]:
    """One web server for the whole run, with the one-click sign-in of the demo and an empty house behind it."""
    name = databases.copy(f"test_{os.getpid()}_live")
    with house_on(databases, name) as house:
        yield house
    databases.drop(name)


@contextlib.contextmanager
def house_on(databases: Databases, name: str) -> Iterator[House]:
    """A web server in front of this database, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="lotsenhaus-test-"))
    port = free_port()
    url = f"http://localhost:{port}"
    environment = {
        "DATABASE_URL": databases.url(name),
        "LOTSENHAUS_DATA": str(folder),
        "LOTSENHAUS_DEMO": "1",
        "LOTSENHAUS_PUBLIC_URL": url,
    }
    with databases.connect(name) as connection:
        house = House(url, connection, environment, folder)
        server = house.start("serve", "--demo", "--port", str(port))
        try:
            wait_for(url, server, house)
            yield house
        finally:
            end(server)
    shutil.rmtree(folder, ignore_errors=True)


def wait_for(url: str, server: subprocess.Popen[bytes], house: House) -> None:
    """Until the server answers, with whatever."""
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            assert server.poll() is None, house.log()
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} did not answer:\n{house.log()}")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and kill it when it does not listen."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
