"""Bringing the house up: database, migrations, web server, worker, and the demo that holds all of them together."""

import contextlib
import os
import secrets
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lotsenhaus.kit import embedded, processes, programs

WEB_WORKERS, WEB_THREADS = 2, 4
PORT_PATIENCE = 4  # seconds
STARTED_WITHIN = 60  # seconds until the demo's first page must answer


@contextlib.contextmanager
def ready(*, owner: bool = False, demo: bool = False) -> Iterator[None]:
    """Django set up and a database running: the embedded one, unless DATABASE_URL names another."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotsenhaus.config.settings")
    os.environ["LOTSENHAUS_AS_OWNER"] = "1" if owner else "0"
    if owner:  # commands of the owner sign nothing, so they may run before the key is chosen
        os.environ.setdefault("LOTSENHAUS_SECRET_KEY", secrets.token_urlsafe())
    if demo:
        os.environ["LOTSENHAUS_DEMO"] = "1"
    with database():
        import django

        django.setup()
        yield


@contextlib.contextmanager
def database() -> Iterator[None]:
    """The embedded server while the block lasts; nothing to do where DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with embedded.running(database_folder()):
        yield


def database_folder() -> Path:
    """Where the embedded server keeps its data; the same folder that the settings point to."""
    return embedded.data_folder() / "postgres"


def migrate(*, verbosity: int = 1) -> None:
    """Bring the database to the state of this release. Needs the owner's rights."""
    from django.core.management import call_command

    prepare()
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=0)


def prepare() -> None:
    """The embedded database itself, then extensions and the role of web server and worker."""
    from django.conf import settings

    from lotsenhaus.kit import roles

    if not os.environ.get("DATABASE_URL"):
        where = embedded.connection_settings(database_folder())
        roles.create_database(
            host=str(where["HOST"]), name=str(where["NAME"]), user=str(where["USER"]), port=str(where["PORT"])
        )
    roles.prepare(settings.APP_ROLE)


def prepare_empty() -> None:
    """As `prepare`, for a database that must hold nothing yet. Raises NotRestorable."""
    from django.db import connection

    from lotsenhaus.kit.backup import NotRestorable

    prepare()
    if tables := connection.introspection.table_names():
        raise NotRestorable(f"The database is not empty ({len(tables)} tables). Nothing was changed.")
    connection.close()


def note_backup() -> None:
    """Leave the note that the page Zustand looks for."""
    from lotsenhaus.centers.queries import machine

    folder = embedded.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / machine.BACKUP_NOTE).touch()


def serve(*, host: str, port: int) -> None:
    """Answer the web until told to stop: gunicorn with threads, behind any proxy."""
    from django.conf import settings
    from django.core.management import call_command
    from gunicorn.app.base import BaseApplication

    from lotsenhaus.config import fitness

    fitness.refuse_if_unfit(host)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not settings.LOCAL:
        call_command("collectstatic", interactive=False, verbosity=0)
    options = {
        "bind": f"{host}:{port}",
        "worker_class": "gthread",
        "workers": WEB_WORKERS,
        "threads": WEB_THREADS,
        "timeout": 60,
        "graceful_timeout": 1 if settings.DEMO else 5,  # browsers keep connections open that nobody waits for
        "control_socket_disable": True,
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,
        "loglevel": "warning",
        "proc_name": "lotsenhaus",
    }

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn, told by us instead of by a configuration file."""

        def load_config(self) -> None:
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from lotsenhaus.config.wsgi import application

            return application

    Server().run()


def work() -> None:
    """Do background jobs until told to stop; a job under way is finished first."""
    from django.conf import settings
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    from lotsenhaus.kit.tasks import HEARTBEAT, STALLED_AFTER

    parameters = connector_params() | {"options": f"-c role={settings.APP_ROLE}"}
    with app.replace_connector(PsycopgConnector(kwargs=parameters)) as worker_app:
        worker_app.run_worker(
            name=f"worker-{os.getpid()}",
            concurrency=2,  # our own jobs take turns in one thread; the care for stalled ones goes on beside them
            shutdown_graceful_timeout=8,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED_AFTER,
        )


def demo(*, port: int, browser: bool, reset: bool, only_prepare: bool = False) -> int:
    """The whole house with invented data, until Ctrl-C. Returns the exit code."""
    processes.stop_on_signals()
    if not only_prepare and not becomes_free(port):
        print(
            f"Port {port} is in use. Choose another one: python3 dev.py demo --port {port + 1}",
            file=sys.stderr,
        )
        return 1
    os.environ["LOTSENHAUS_DEMO"] = "1"
    os.environ.setdefault("LOTSENHAUS_PUBLIC_URL", f"http://localhost:{port}")
    os.environ.pop("DATABASE_URL", None)  # invented data never goes into somebody's database
    began = time.monotonic()
    if reset:
        with step("Deleting the data of the demo"):
            embedded.Cluster(database_folder()).destroy()
    try:
        with contextlib.ExitStack() as until_the_end:
            with step("Starting PostgreSQL"):
                until_the_end.enter_context(ready(owner=True, demo=True))
            with step("Bringing the database up to date"):
                migrate(verbosity=0)
            fill()
            if only_prepare:
                return 0
            return run(port=port, browser=browser, began=began)
    except KeyboardInterrupt:
        return 0
    except programs.NoServer as failed:
        print(failed, file=sys.stderr)
        return 1


def fill() -> None:
    """Build the demo district if nobody lives here yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM centers_center)")
        is_empty = not cursor.fetchone()[0]
    connection.close()
    if is_empty and find_spec("lotsenhaus.demo.actions") is None:
        print("· There is no demo district in this version: the house is empty.")
    elif is_empty:
        with step("Building the demo district"):
            processes.run(["demo-data"], {"LOTSENHAUS_AS_OWNER": "0"})


def run(*, port: int, browser: bool, began: float) -> int:
    """Web server and worker until Ctrl-C or until one of them ends."""
    environment = {"LOTSENHAUS_AS_OWNER": "0"}
    children: list[processes.Child] = []
    address = f"http://localhost:{port}/"
    try:
        with step("Starting web server and worker"):
            children.append(processes.start("web", ["serve", "--port", str(port)], environment))
            children.append(processes.start("worker", ["worker"], environment))
            wait_for_page(f"http://127.0.0.1:{port}/", children)
        print(
            f"\nLotsenhaus is ready after {time.monotonic() - began:.1f} s: {address}\nCtrl-C ends it.",
            flush=True,
        )
        if browser:
            webbrowser.open(address)
        processes.watch(children, keep_database)
    except KeyboardInterrupt:
        print("\nEnding …", flush=True)
        return 0
    except processes.Ended as ended:
        print(f"The demo ends: {ended}.", file=sys.stderr)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave anything behind
        processes.stop(children)
    return 0


def keep_database() -> None:
    """Start the embedded server again when it died; web server and worker connect anew by themselves."""
    cluster = embedded.Cluster(database_folder())
    if cluster.pid is None:
        print("· PostgreSQL has ended; starting it again.", file=sys.stderr, flush=True)
        cluster.start()


def wait_for_page(address: str, children: list[processes.Child]) -> None:
    """Return when any answer comes, a friendly error page too."""
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            for child in children:
                if child.process.poll() is not None:
                    raise processes.Ended(f"{child.name} did not start") from None
            time.sleep(0.1)
        else:
            return
    raise processes.Ended(f"{address} did not answer within {STARTED_WITHIN} s")


def becomes_free(port: int) -> bool:
    """Does nobody listen there? The web server of a killed demo needs a moment to notice and to end."""
    deadline = time.monotonic() + PORT_PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return True
        time.sleep(0.1)
    return False


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is done and how long it took."""
    began = time.monotonic()
    print(f"· {what} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print()
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)
