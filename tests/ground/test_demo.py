"""The demo as a process: it comes up, ends cleanly, keeps its data, and survives being killed."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from lotsenhaus.kit import embedded
from tests.ground.houses import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = (".venv", "node_modules")
LEFT_OUT = (*SHARED, ".git", ".data", ".build", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis")
pytestmark = pytest.mark.xdist_group("demo")


@dataclass
class Demo:
    """`dev.py demo` in a checkout of its own."""

    checkout: Path
    port: int
    process: subprocess.Popen[bytes]

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10).close()
        except urllib.error.HTTPError as error:
            error.close()
            return error.code < 500
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def open_connection(self) -> Iterator[None]:
        """One that was answered and is kept for the next page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", "/demo/")
        connection.getresponse().read()
        yield
        connection.close()

    def wait(self) -> None:
        """Until it says that it is ready."""
        limit = time.monotonic() + 300
        while time.monotonic() < limit:
            if "is ready" in self.said():
                return
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)
        raise AssertionError(self.said())

    def said(self) -> str:
        return (self.checkout / "said.txt").read_text(errors="replace")

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(20) == 0, self.said()

    def kill(self) -> None:
        """The parent alone."""
        self.process.kill()
        self.process.wait()


def start(checkout: Path, port: int) -> Demo:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LOTSENHAUS_", "DJANGO_"))}
    command = [sys.executable, "dev.py", "demo", "--no-browser", "--port", str(port)]
    deaf = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]  # as a script starts it with &: SIGINT ignored
    with open(checkout / "said.txt", "wb") as said:
        process = subprocess.Popen(
            [*deaf, *command],
            cwd=checkout,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    return Demo(checkout, port, process)


def processes_of(checkout: Path) -> list[psutil.Process]:
    """Everything that runs for this checkout: what names it, and the children of that."""
    found: dict[int, psutil.Process] = {}
    for process in psutil.process_iter(["cmdline"]):
        if any(str(checkout) in word for word in process.info["cmdline"] or []):
            found |= {one.pid: one for one in (process, *process.children(recursive=True))}
    return list(found.values())


def wait_until_none(checkout: Path, seconds: float) -> list[psutil.Process]:
    deadline = time.monotonic() + seconds
    while (left := processes_of(checkout)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def connect(checkout: Path) -> psycopg.Connection:
    where = embedded.connection_settings(checkout / ".data" / "postgres")
    return psycopg.connect(host=str(where["HOST"]), user=embedded.USER, dbname=embedded.DATABASE, autocommit=True)


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """A copy of this checkout that shares only what set-up installs."""
    place = Path(tempfile.mkdtemp(prefix="lotsenhaus-demo-"))
    place.chmod(0o755)
    copy = place / "house"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    for name in SHARED:
        (copy / name).symlink_to(ROOT / name)
    yield copy
    for process in processes_of(place):
        process.kill()
    embedded.Cluster(copy / ".data" / "postgres").destroy()
    shutil.rmtree(place)


@pytest.fixture
def demo(checkout: Path) -> Iterator[Demo]:
    """A running demo; what a test leaves of it is killed."""
    running = start(checkout, free_port())
    running.wait()
    print(running.said())
    yield running
    if running.process.poll() is None:
        running.interrupt()


def test_it_answers_and_ctrl_c_ends_web_worker_and_database(demo: Demo) -> None:
    assert demo.answers()
    assert len(processes_of(demo.checkout)) >= 4
    with demo.open_connection():  # as a browser leaves it
        demo.interrupt()
        assert [process.cmdline() for process in wait_until_none(demo.checkout, 30)] == []
    assert "database system is shut down" in (demo.checkout / ".data" / "postgres" / "server.log").read_text()


def test_a_second_start_keeps_the_data(demo: Demo) -> None:
    with connect(demo.checkout) as database:
        database.execute("INSERT INTO django_session VALUES ('kept', '', now()) ON CONFLICT DO NOTHING")
    demo.interrupt()
    again = start(demo.checkout, demo.port)
    try:
        again.wait()
        with connect(demo.checkout) as database:
            kept = database.execute("SELECT count(*) FROM django_session WHERE session_key = 'kept'").fetchone()
        assert kept == (1,)
    finally:
        again.kill()


def test_killed_alone_it_takes_web_and_worker_along_and_starts_again_at_once(demo: Demo) -> None:
    demo.kill()
    again = start(demo.checkout, demo.port)
    again.wait()
    assert again.answers()
    again.interrupt()
    assert [process.cmdline() for process in wait_until_none(demo.checkout, 60)] == []


def test_killed_alone_and_left_alone_nothing_of_it_stays(demo: Demo) -> None:
    demo.kill()
    assert [process.cmdline() for process in wait_until_none(demo.checkout, 60)] == []


def test_killed_with_all_its_children_it_starts_again_at_once(demo: Demo) -> None:
    for process in processes_of(demo.checkout):
        process.kill()
    demo.process.wait()
    again = start(demo.checkout, demo.port)
    again.wait()
    assert again.answers()
    again.interrupt()


def test_two_checkouts_do_not_disturb_each_other(demo: Demo) -> None:
    demo.interrupt()
    other = demo.checkout.with_name("other")
    subprocess.run(["cp", "-a", str(demo.checkout), str(other)], check=True)
    first, second = start(demo.checkout, free_port()), start(other, free_port())
    first.wait(), second.wait()
    with connect(other) as database:
        database.execute("INSERT INTO django_session VALUES ('of the other', '', now())")
    second.interrupt()
    assert first.answers()
    with connect(first.checkout) as database:
        assert database.execute("SELECT count(*) FROM django_session WHERE session_key LIKE 'of%'").fetchone() == (0,)
    first.interrupt()
    embedded.Cluster(other / ".data" / "postgres").destroy()


def test_a_taken_port_is_said_in_one_sentence(demo: Demo) -> None:
    other = start(demo.checkout, demo.port)
    assert other.process.wait(20) == 1
    assert f"Port {demo.port} is in use. Choose another one" in other.said()
    assert "Traceback" not in other.said()
    assert demo.answers()


def test_a_database_that_died_is_started_again(demo: Demo) -> None:
    folder = demo.checkout / ".data" / "postgres"
    pid = int((next(folder.rglob("postmaster.pid"))).read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    limit = time.monotonic() + 120
    while "starting it again" not in demo.said() or not demo.answers():
        assert time.monotonic() < limit, demo.said()
        time.sleep(0.2)
    with connect(demo.checkout) as database:
        assert database.execute("SELECT count(*) FROM centers_center").fetchone() != (0,)
