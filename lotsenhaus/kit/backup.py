"""A backup is one file: a zip with PostgreSQL's own dump and a manifest of checksums; encrypted, given a passphrase.

Encryption is AES-256-GCM in pieces of one MiB. Each piece's nonce counts, and the last one is marked, so that pieces
cannot be exchanged, repeated or left out (STREAM by Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import hashlib
import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lotsenhaus.kit import programs

MAGIC = b"Lotsenhaus backup, encrypted 1\n"
PIECE, TAG, SALT = 1024 * 1024, 16, 16
DUMP, MANIFEST = "database.dump", "manifest.json"


class NotRestorable(Exception):
    """The backup or the database does not allow it; nothing was changed."""


def create(file: Path, *, database: dict[str, Any], passphrase: str = "") -> dict[str, Any]:
    """Write a backup of `database` (Django's settings) to `file`; returns the manifest. Never leaves half a file."""
    part = file.with_name(f"{file.name}.part")
    with tempfile.TemporaryDirectory(dir=file.parent) as place:
        dump, archive = Path(place) / DUMP, Path(place) / "archive.zip"
        _run("pg_dump", "--format=custom", f"--file={dump}", database=database)
        manifest = {
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {DUMP: {"sha256": _checksum(dump), "bytes": dump.stat().st_size}},
        }
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
            packed.writestr(MANIFEST, json.dumps(manifest, indent=2))
            packed.write(dump, DUMP)
        part.touch(mode=0o600)
        with archive.open("rb") as source, part.open("wb") as target:
            _encrypt(source, target, passphrase) if passphrase else _copy(source, target)
            target.flush()
            os.fsync(target.fileno())
    part.rename(file)
    return manifest


def restore(file: Path, *, database: dict[str, Any], passphrase: str = "") -> dict[str, Any]:
    """Check the whole of `file`, then fill the empty `database` from it. Raises NotRestorable."""
    with tempfile.TemporaryDirectory(dir=file.parent) as place:
        archive, dump, contents = Path(place) / "archive.zip", Path(place) / DUMP, Path(place) / "contents"
        with file.open("rb") as source, archive.open("wb") as target:
            encrypted = source.read(len(MAGIC)) == MAGIC
            if not encrypted:
                source.seek(0)
            _decrypt(source, target, passphrase) if encrypted else _copy(source, target)
        manifest = _unpack(archive, dump)
        # Default rights name the login that made them; the house prepares its own.
        listed = _run("pg_restore", "--list", str(dump), database=database)
        contents.write_text("\n".join(line for line in listed.splitlines() if "DEFAULT ACL" not in line))
        options = ["--no-owner", "--no-comments", "--single-transaction", "--exit-on-error", f"--use-list={contents}"]
        _run("pg_restore", *options, f"--dbname={database['NAME']}", str(dump), database=database)
    return manifest


def _unpack(archive: Path, dump: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(archive) as packed:
            manifest: dict[str, Any] = json.loads(packed.read(MANIFEST))
            with packed.open(DUMP) as source, dump.open("wb") as target:
                _copy(source, target)
            expected = manifest["files"][DUMP]
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as broken:
        raise NotRestorable(f"This is not a whole backup of Lotsenhaus ({broken}). Nothing was changed.") from None
    if expected != {"sha256": _checksum(dump), "bytes": dump.stat().st_size}:
        raise NotRestorable("The backup was changed or damaged: its checksum differs. Nothing was changed.")
    return manifest


def _run(program: str, *arguments: str, database: dict[str, Any]) -> str:
    """Run a program of PostgreSQL against `database`; no password on the command line, where others can read it."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = os.environ | {name: str(database[key]) for name, key in names.items() if database.get(key)}
    command = [str(programs.folder() / program), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise NotRestorable(f"{program} failed: {done.stderr.strip()[-1000:]}")
    return done.stdout


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(PIECE):
        target.write(piece)


def _encrypt(source: IO[bytes], target: IO[bytes], passphrase: str) -> None:
    salt = os.urandom(SALT)
    target.write(MAGIC + salt)
    cipher = _cipher(passphrase, salt)
    for nonce, piece in _pieces(source, PIECE):
        target.write(cipher.encrypt(nonce, piece, MAGIC))


def _decrypt(source: IO[bytes], target: IO[bytes], passphrase: str) -> None:
    if not passphrase:
        raise NotRestorable("This backup is encrypted: name the file with its passphrase (--passphrase-file).")
    cipher = _cipher(passphrase, source.read(SALT))
    try:
        for nonce, piece in _pieces(source, PIECE + TAG):
            target.write(cipher.decrypt(nonce, piece, MAGIC))
    except (InvalidTag, ValueError):
        raise NotRestorable("Wrong passphrase, or the backup was changed or cut off. Nothing was changed.") from None


def _pieces(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bytes]]:
    """Each piece with its nonce: eleven bytes of counter, one that marks the last."""
    number, piece = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number.to_bytes(11, "big") + (b"\0" if following else b"\1"), piece
        if not following:
            return
        number, piece = number + 1, following


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(passphrase.encode()))


def _checksum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
