"""A PostgreSQL server of our own, used while DATABASE_URL is unset: start it, adopt it, stop it."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import socket
import stat
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lotsenhaus.kit import programs
from lotsenhaus.kit.programs import NoServer

DATABASE, USER, PORT = "lotsenhaus", "postgres", 5432
ELSEWHERE = Path("/var/lib/lotsenhaus")  # for root below a closed folder
# No network, and a log without statements and rows: they hold what people typed.
PRIVATE = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "log_min_messages=log",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
)
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off", "max_connections=200")

SSL_REQUEST = struct.pack("!ii", 8, 80877103)  # PostgreSQL documentation, "Message Formats"

_started: list[subprocess.Popen[bytes]] = []  # they may outlive us; kept so that the dead ones are buried by poll()


def data_folder() -> Path:
    """Where a house keeps its files: as LOTSENHAUS_DATA says, else in the checkout; an installed one, in the home."""
    if named := os.environ.get("LOTSENHAUS_DATA"):
        return Path(named).resolve()
    checkout = Path(__file__).resolve().parents[2]
    is_checkout = (checkout / "pyproject.toml").exists()
    return checkout / ".data" if is_checkout else Path.home() / ".local" / "share" / "lotsenhaus"


def connection_settings(folder: Path) -> dict[str, object]:
    """How Django reaches the server of `folder`. Starts and creates nothing."""
    return {"NAME": DATABASE, "USER": USER, "PASSWORD": "", "HOST": str(socket_folder(folder)), "PORT": str(PORT)}


def socket_folder(folder: Path) -> Path:
    """A short place for the socket: its whole path may have 107 bytes, and a checkout may lie deep."""
    mark = hashlib.sha256(f"{os.getuid()}:{folder.resolve()}".encode()).hexdigest()[:12]
    temporary = Path(tempfile.gettempdir())
    return (temporary if len(str(temporary)) < 60 else Path("/tmp")) / f"lotsenhaus-{mark}"


@dataclass(frozen=True)
class Cluster:
    """The server of one data folder; running or not is asked anew each time."""

    folder: Path
    durable: bool = True

    @property
    def socket_dir(self) -> Path:
        return socket_folder(self.folder)

    @property
    def home(self) -> Path:
        """Where data and copied programs lie: in `folder`, or noted there if the server's user cannot enter it."""
        note = self.folder / "elsewhere"
        return Path(note.read_text().strip()) if note.exists() else self.folder

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def pid(self) -> int | None:
        """Process of the running server. Lock files of a killed one name a stranger or nobody, which is None."""
        lines = _lines(self.data / "postmaster.pid")
        pid = int(lines[0]) if lines and lines[0].strip().isdecimal() else 0
        return pid if pid and _is_server(pid, self.data) else None

    @property
    def is_ready(self) -> bool:
        """Does it answer? Its own note alone is not believed: a server just killed has left it behind."""
        lines = _lines(self.data / "postmaster.pid")
        return len(lines) > 7 and lines[7].strip() == "ready" and _answers(self.socket_dir / f".s.PGSQL.{PORT}")

    def program(self, name: str) -> Path:
        """A PostgreSQL program for our own use (pg_dump, pg_restore, psql)."""
        return programs.folder() / name

    def start(self) -> None:
        """Start or adopt; returns when the server answers. Raises NoServer."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with _locked(self.folder / "start.lock", fcntl.LOCK_EX):
            self._settle()
            owner = programs.owner_of(self.data)
            bin_folder = programs.readable_by(self.home, owner)
            _prepare_socket_folder(self.socket_dir, owner)
            if not self.data.exists():
                _create(self.data, bin_folder, owner, self.socket_dir)
            self._run(bin_folder, owner)

    def stop(self) -> None:
        """Fast shutdown; after 15 seconds an immediate one, which the next start recovers from."""
        for number, seconds in ((signal.SIGINT, 15), (signal.SIGQUIT, 5)):
            deadline = time.monotonic() + seconds
            while (pid := self.pid) and time.monotonic() < deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
                _wait(lambda: self.pid is None, until=deadline)
        for server in _started:
            server.poll()
        if self.pid is None:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    def destroy(self) -> None:
        """Stop the server and delete everything it kept."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _settle(self) -> None:
        """Decide once, at the first start, where the data lies, and write it down if it is not here."""
        if self.data.exists() or os.getuid() != 0 or programs.can_enter(self.folder):
            return
        home = ELSEWHERE / self.socket_dir.name
        for ours in (ELSEWHERE, home):
            if not ours.exists():
                ours.mkdir(parents=True)
                ours.chmod(0o755)  # whatever the umask was
        if not programs.can_enter(home):
            raise NoServer(
                f"The user {programs.owner_of(home).pw_name} cannot enter {home}. Set LOTSENHAUS_DATA or DATABASE_URL."
            )
        (self.folder / "elsewhere").write_text(f"{home}\n")

    def _run(self, bin_folder: Path, owner: pwd.struct_passwd) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            self._attempt(bin_folder, owner, deadline)
            if self.pid and self.is_ready:
                return
            # A server that dies at once may have met the last children of a killed one: try again for a while.
            if "shared memory" not in self._log() and "shutting down" not in self._log():
                break
            time.sleep(0.2)
        raise NoServer(f"PostgreSQL did not start. Its last words:\n{self._log()}")

    def _attempt(self, bin_folder: Path, owner: pwd.struct_passwd, deadline: float) -> None:
        """Wait until the server is ready or gone: the one that runs, which may be shutting down, or a new one."""
        if self.pid:
            _wait(lambda: self.is_ready or self.pid is None, until=deadline)
        if self.pid is None:
            self._remove_stale_locks()
            server = self._launch(bin_folder, owner)
            _wait(lambda: self.is_ready or server.poll() is not None, until=deadline)

    def _launch(self, bin_folder: Path, owner: pwd.struct_passwd) -> subprocess.Popen[bytes]:
        command = [str(bin_folder / "postgres"), "-D", str(self.data), "-k", str(self.socket_dir), "-p", str(PORT)]
        for setting in (*PRIVATE, *(() if self.durable else QUICK)):
            command += ["-c", setting]
        # In a session of its own: otherwise Ctrl-C reaches PostgreSQL before the web server.
        with open(self.home / "server.log", "wb", opener=_for_us_alone) as log:
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.socket_dir,
                env=_environment(),
                **programs.acting_as(owner),
            )
        _started.append(server)
        return server

    def _remove_stale_locks(self) -> None:
        """PostgreSQL believes any live process with the number in its lock file, a zombie too."""
        for path in (self.data / "postmaster.pid", self.socket_dir / f".s.PGSQL.{PORT}.lock"):
            path.unlink(missing_ok=True)

    def _log(self) -> str:
        return "\n".join(_lines(self.home / "server.log")[-12:])


def _for_us_alone(path: str, flags: int) -> int:
    """Opens a file that nobody else may read; an older one is closed to others, too."""
    handle = os.open(path, flags, 0o600)
    os.fchmod(handle, 0o600)
    return handle


def ensure_running(folder: Path, *, durable: bool = True) -> Cluster:
    """Start or adopt the server of `folder` and leave it running."""
    cluster = Cluster(folder.resolve(), durable)
    cluster.start()
    return cluster


@contextlib.contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[Cluster]:
    """The server of `folder` while the block lasts; the last of its users stops it, also when others were killed."""
    folder.mkdir(parents=True, exist_ok=True)
    starter = os.getpid()
    with open(folder / "users.lock", "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        cluster = ensure_running(folder, durable=durable)
        try:
            yield cluster
        finally:
            with contextlib.suppress(BlockingIOError):
                if os.getpid() == starter:  # the web server's forked workers leave through here too
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    cluster.stop()


def _create(data: Path, bin_folder: Path, owner: pwd.struct_passwd, cwd: Path) -> None:
    """Create the cluster beside its place and rename it, so that an aborted first start leaves nothing."""
    part = data.with_name("data.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    if os.getuid() == 0:
        os.chown(part, owner.pw_uid, owner.pw_gid)
    command = [str(bin_folder / "initdb"), "-D", str(part), "-U", USER, "-E", "UTF8", "--locale=C", "--no-instructions"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"]
    if not programs.know_builtin_locale(bin_folder):
        command = [part for part in command if "builtin" not in part]
    done = subprocess.run(
        command, cwd=cwd, env=_environment(), capture_output=True, text=True, **programs.acting_as(owner)
    )
    if done.returncode:
        raise NoServer(f"initdb failed:\n{done.stderr[-2000:]}")
    part.rename(data)


def _prepare_socket_folder(folder: Path, owner: pwd.struct_passwd) -> None:
    """Whoever enters this folder is the database's superuser: it is 0700, and nobody else may have made it."""
    try:
        folder.mkdir(mode=0o700)
        if os.getuid() == 0:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    except FileExistsError:
        seen = folder.lstat()
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != owner.pw_uid or seen.st_mode & 0o077:
            raise NoServer(f"{folder} belongs to somebody else. Remove it or set TMPDIR.") from None


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def _is_server(pid: int, data: Path) -> bool:
    """Is this live process, no zombie, a postgres of `data`?"""
    entry = Path("/proc") / str(pid)
    try:
        if entry.parent.joinpath("self").exists():
            words = entry.joinpath("cmdline").read_bytes().decode(errors="replace").split("\0")
        else:
            words = subprocess.run(
                ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True
            ).stdout.split()
    except OSError:
        return False
    return bool(words) and Path(words[0]).name == "postgres" and str(data) in words


def _answers(address: Path) -> bool:
    """Ask PostgreSQL for encryption, which it answers on a socket with one letter, whoever asks."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(address))
            client.sendall(SSL_REQUEST)
            return client.recv(1) in (b"N", b"S")
        except OSError:
            return False


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except OSError:
        return []


def _wait(condition: Callable[[], bool], *, until: float) -> None:
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)


@contextlib.contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    with open(path, "w") as file:
        fcntl.flock(file, how)
        yield
