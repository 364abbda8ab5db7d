"""Does the newest backup come back? Tried with the real commands in a database of its own, which goes afterwards."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql

from lotsenhaus.config.fitness import Answer
from lotsenhaus.kit import backup

PREFIX = "lotsenhaus_trial_"
LONGEST = 24 * 3600  # seconds


def answer(folder: Path, passphrase_file: Path | None) -> Answer:
    """One sentence about the newest backup of the folder."""
    files = [file for file in folder.iterdir() if file.is_file() and file.suffix not in (".part", ".sealed")]
    newest = max(filter(backup.is_backup, files), key=lambda file: file.stat().st_mtime, default=None)
    if newest is None:
        return Answer(False, f"There is no backup in {folder} that could be tried. Make one: lotsenhaus backup FILE")
    name = f"{PREFIX}{time.time_ns() // 1_000_000}"
    try:
        with _server() as server:
            _clear_away(server)
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege:
        user = settings.DATABASES["default"]["USER"]
        return Answer(
            False, f"The restore was not tried: {user} may not create databases (ALTER ROLE {user} CREATEDB)."
        )
    try:
        return _tried(newest, name, passphrase_file)
    finally:
        with _server() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _clear_away(server: psycopg.Connection[tuple[object, ...]]) -> None:
    """What a trial that was killed has left: named by its beginning, and nobody tries for a whole day."""
    found = server.execute(
        "SELECT datname FROM pg_database WHERE datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        " AND starts_with(datname, %s)",
        [PREFIX],
    )
    for (left,) in found.fetchall():
        begun = str(left).removeprefix(PREFIX)  # before, the number of the process stood there: as if long ago
        if begun.isdecimal() and int(begun) / 1000 < time.time() - LONGEST:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(str(left))))


def _tried(file: Path, name: str, passphrase_file: Path | None) -> Answer:
    secret = ["--passphrase-file", str(passphrase_file)] if passphrase_file else []
    for words, what in ((["restore", str(file), *secret], "restored"), (["check-data"], "checked")):
        done = subprocess.run(
            [sys.executable, "-m", "lotsenhaus", *words],
            env=os.environ | {"DATABASE_URL": _url(name)},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:] or ["no reason given"]
            return Answer(False, f"The newest backup, {file}, could not be {what}: {said[0]}")
    return Answer(
        True, f"The newest backup, {file}, was restored into a database of its own, and its data fit together."
    )


def _server() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(_url(str(settings.DATABASES["default"]["NAME"])), autocommit=True)


def _url(name: str) -> str:
    of = {
        key: quote(str(settings.DATABASES["default"].get(key) or ""), safe="") for key in ("USER", "PASSWORD", "HOST")
    }
    login = f"{of['USER']}:{of['PASSWORD']}" if of["PASSWORD"] else of["USER"]
    port = settings.DATABASES["default"].get("PORT") or 5432
    return f"postgresql://{login}@{of['HOST']}:{port}/{name}"
