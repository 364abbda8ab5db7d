"""Backup, loss of everything, restore."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lotsenhaus.kit import backup as backup_module
from lotsenhaus.kit import embedded
from tests.ground.databases import Databases, lotsenhaus


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[str]:
    """The address of a database with one center in it."""
    name = databases.copy(f"test_{os.getpid()}_backup")
    with databases.connect(name) as connection:
        connection.execute("INSERT INTO django_session VALUES ('kept', 'Geheime Stelle', now())")
    yield databases.url(name)
    databases.drop(name)


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    """A database with nothing in it; its name."""
    name = f"test_{os.getpid()}_empty"
    databases.drop(name)
    with databases.connect() as server:
        server.execute(f'CREATE DATABASE "{name}"')
    yield name
    databases.drop(name)


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("secret") / "passphrase"
    file.write_text("ein langer Satz, den niemand rät\n")
    return file


@pytest.fixture(scope="module")
def backup(house: str, secret: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted backup of the house."""
    file = tmp_path_factory.mktemp("backup") / "house.backup"
    lotsenhaus("backup", str(file), "--passphrase-file", str(secret), DATABASE_URL=house)
    return file


def test_everything_comes_back(databases: Databases, house: str, empty: str, backup: Path, secret: Path) -> None:
    lotsenhaus("restore", str(backup), "--passphrase-file", str(secret), DATABASE_URL=databases.url(empty))
    with databases.connect(house.rsplit("/", 1)[1]) as before, databases.connect(empty) as after:
        assert contents(after) == contents(before)
        assert after.execute(RIGHTS).fetchall() == before.execute(RIGHTS).fetchall()


def test_a_backup_without_passphrase_comes_back_too(
    databases: Databases, house: str, empty: str, tmp_path: Path
) -> None:
    lotsenhaus("backup", str(tmp_path / "plain.zip"), DATABASE_URL=house)
    lotsenhaus("restore", str(tmp_path / "plain.zip"), DATABASE_URL=databases.url(empty))
    with databases.connect(empty) as after:
        assert after.execute("SELECT session_data FROM django_session").fetchall() == [("Geheime Stelle",)]


def test_a_stolen_backup_is_unreadable(backup: Path) -> None:
    assert b"Geheime Stelle" not in backup.read_bytes()
    assert b"PGDMP" not in backup.read_bytes()
    assert backup.stat().st_mode & 0o077 == 0


def test_while_it_is_written_no_plain_byte_lies_on_the_disk(
    databases: Databases, house: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each piece that is sealed looks around: beside the target there is only the unfinished, closed file."""
    seen: list[tuple[str, int, bool]] = []
    seal = backup_module._Encrypting._seal

    def look(stream: backup_module._Encrypting, piece: bytes, *, is_last: bool) -> None:
        stream.target.flush()
        for path in tmp_path.rglob("*"):
            seen.append((path.name, path.stat().st_mode & 0o777, b"PGDMP" in path.read_bytes()))
        seal(stream, piece, is_last=is_last)

    monkeypatch.setattr(backup_module, "PIECE", 50_000)
    monkeypatch.setattr(backup_module._Encrypting, "_seal", look)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    socket, name = databases.cluster.socket_dir, house.rsplit("/", 1)[1]
    database = {"HOST": str(socket), "PORT": embedded.PORT, "USER": embedded.USER, "NAME": name}
    backup_module.create(tmp_path / "house.backup", database=database, passphrase="ein langer Satz")
    assert len(seen) > 3
    assert set(seen) == {("house.backup.part", 0o600, False)}
    assert [path.name for path in tmp_path.iterdir()] == ["house.backup"]


def test_a_dump_that_fails_leaves_nothing_behind(databases: Databases, tmp_path: Path) -> None:
    database = {"HOST": str(databases.cluster.socket_dir), "PORT": embedded.PORT, "USER": embedded.USER, "NAME": "no"}
    with pytest.raises(backup_module.NotRestorable, match="pg_dump failed"):
        backup_module.create(tmp_path / "house.backup", database=database, passphrase="ein langer Satz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage", ["changed", "cut off", "wrong passphrase", "no passphrase", "a picture", "plain changed"]
)
def test_what_is_not_a_whole_backup_is_refused_and_changes_nothing(
    databases: Databases, house: str, empty: str, backup: Path, secret: Path, tmp_path: Path, damage: str
) -> None:
    content, words = bytearray(backup.read_bytes()), ["--passphrase-file", str(secret)]
    if damage == "changed":
        content[len(content) // 2] ^= 1
    elif damage == "cut off":
        del content[-1000:]
    elif damage == "a picture":
        content = bytearray(b"\x89PNG not a backup")
    elif damage == "plain changed":
        lotsenhaus("backup", str(tmp_path / "plain"), DATABASE_URL=house)
        content = bytearray((tmp_path / "plain").read_bytes())
        content[len(content) // 2] ^= 1
    elif damage == "wrong passphrase":
        (tmp_path / "wrong").write_text("daneben")
        words = ["--passphrase-file", str(tmp_path / "wrong")]
    else:
        words = []
    (tmp_path / "damaged").write_bytes(content)
    refused = lotsenhaus("restore", str(tmp_path / "damaged"), *words, code=1, DATABASE_URL=databases.url(empty))
    assert len(refused.stderr.strip().splitlines()) == 1, refused.stderr
    with databases.connect(empty) as after:
        assert after.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.xdist_group("trials")  # both look at all trial databases of the server
def test_the_newest_backup_is_tried_in_a_database_of_its_own(
    databases: Databases, house: str, backup: Path, secret: Path
) -> None:
    before = databases._names("lotsenhaus%")
    words = ("check-setup", "--backups", str(backup.parent), "--passphrase-file", str(secret))
    tried = lotsenhaus(*words, code=1, DATABASE_URL=house)  # no worker is alive in this house
    assert f"good   The newest backup, {backup}, was restored into a database of its own" in tried.stdout
    secretless = lotsenhaus("check-setup", "--backups", str(backup.parent), code=1, DATABASE_URL=house)
    assert "AMISS  The newest backup" in secretless.stdout
    assert "This backup is encrypted" in secretless.stdout
    assert databases._names("lotsenhaus%") == before


@pytest.mark.xdist_group("trials")  # both look at all trial databases of the server
def test_what_a_killed_trial_left_goes_with_the_next_one_and_a_running_trial_stays(
    databases: Databases, house: str, backup: Path
) -> None:
    killed, from_before, running = "lotsenhaus_trial_1700000000000", "lotsenhaus_trial_4711", now_trying()
    for name in (killed, from_before, running):
        databases.drop(name)
        with databases.connect() as server:
            server.execute(f'CREATE DATABASE "{name}"')
    lotsenhaus("check-setup", "--backups", str(backup.parent), code=1, DATABASE_URL=house)
    left = databases._names("lotsenhaus_trial%")
    databases.drop(running)
    assert {killed, from_before, running} & set(left) == {running}


def now_trying() -> str:
    return f"lotsenhaus_trial_{time.time_ns() // 1_000_000}"


def test_a_house_with_people_in_it_is_not_overwritten(house: str, backup: Path, secret: Path) -> None:
    words = ["restore", str(backup), "--passphrase-file", str(secret)]
    assert "The database is not empty" in lotsenhaus(*words, code=1, DATABASE_URL=house).stderr


RIGHTS = """SELECT table_name, string_agg(privilege_type, ',' ORDER BY privilege_type)
    FROM information_schema.role_table_grants WHERE grantee = 'lotsenhaus_app' GROUP BY 1 ORDER BY 1"""


def contents(database: object) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as text, in order."""
    run = database.execute  # type: ignore[attr-defined]
    tables = run("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    return {name: run(f'SELECT t::text FROM "{name}" t ORDER BY 1').fetchall() for (name,) in tables}
