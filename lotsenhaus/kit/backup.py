"""A backup is one file: a zip with PostgreSQL's own dump and a manifest of checksums; encrypted, given a passphrase.

Encryption is AES-256-GCM in pieces of one MiB. Each piece's nonce counts, and the last one is marked, so that pieces
cannot be exchanged, repeated or left out (STREAM by Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import hashlib
import io
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
    """Write a backup of `database` (Django's settings) to `file`; returns the manifest. Never leaves half a file.

    PostgreSQL's dump comes through a pipe: with a passphrase no plain byte touches a disk.
    """
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with part.open("wb") as target:
            manifest = _pack(target, database, passphrase)
            target.flush()
            os.fsync(target.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def seal(content: bytes, file: Path, *, passphrase: str) -> None:
    """Write something small, such as an emergency list, encrypted in the same way."""
    file.touch(mode=0o600)
    with file.open("wb") as target:
        sink = _Encrypting(target, passphrase)
        sink.write(content)
        sink.finish()


def unseal(file: Path, *, passphrase: str) -> bytes:
    """What `seal` wrote. Raises NotRestorable."""
    plain = io.BytesIO()
    with file.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            raise NotRestorable(f"{file} is not encrypted by Lotsenhaus.")
        _decrypt(source, plain, passphrase)
    return plain.getvalue()


def is_backup(file: Path) -> bool:
    """By its first bytes, encrypted or not; an encrypted list looks alike from outside."""
    with file.open("rb") as content:
        return content.read(len(MAGIC)).startswith((MAGIC, b"PK\3\4"))


def _pack(target: IO[bytes], database: dict[str, Any], passphrase: str) -> dict[str, Any]:
    """The dump first, because only afterwards its checksum is known; then the manifest."""
    sink: Any = _Encrypting(target, passphrase) if passphrase else target
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
        with packed.open(DUMP, "w", force_zip64=True) as entry:
            checksum, size = _dump_into(entry, database)
        manifest = {
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {DUMP: {"sha256": checksum, "bytes": size}},
        }
        packed.writestr(MANIFEST, json.dumps(manifest, indent=2))
    if passphrase:
        sink.finish()
    return manifest


def _dump_into(entry: IO[bytes], database: dict[str, Any]) -> tuple[str, int]:
    """SHA-256 and length of what pg_dump wrote."""
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as said:
        command = [str(programs.folder() / "pg_dump"), "--format=custom"]
        with subprocess.Popen(command, env=_environment(database), stdout=subprocess.PIPE, stderr=said) as dump:
            assert dump.stdout is not None
            while piece := dump.stdout.read(PIECE):
                entry.write(piece)
                digest.update(piece)
                size += len(piece)
        said.seek(0)
        if dump.returncode:
            raise NotRestorable(f"pg_dump failed: {said.read().decode(errors='replace').strip()[-1000:]}")
    return digest.hexdigest(), size


def restore(file: Path, *, database: dict[str, Any], passphrase: str = "") -> dict[str, Any]:
    """Check the whole of `file`, then fill the empty `database` from it. Raises NotRestorable."""
    # What was encrypted is only read in clear on this machine, not in the folder of the backups, maybe on another one.
    with tempfile.TemporaryDirectory(prefix="lotsenhaus-restore-") as place:
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
    command = [str(programs.folder() / program), *arguments]
    done = subprocess.run(command, env=_environment(database), capture_output=True, text=True)
    if done.returncode:
        raise NotRestorable(f"{program} failed: {done.stderr.strip()[-1000:]}")
    return done.stdout


def _environment(database: dict[str, Any]) -> dict[str, str]:
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return os.environ | {name: str(database[key]) for name, key in names.items() if database.get(key)}


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(PIECE):
        target.write(piece)


class _Encrypting:
    """A stream to write to; `finish` writes the last piece. One that was not finished cannot be decrypted."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(SALT)
        target.write(MAGIC + salt)
        self.target, self.cipher, self.waiting, self.number = target, _cipher(passphrase, salt), bytearray(), 0

    def write(self, plain: Any) -> int:
        self.waiting += plain
        while len(self.waiting) > PIECE:  # not at exactly one piece: it could be the last
            self._seal(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(plain)

    def flush(self) -> None:
        """Pieces are written when they are full."""

    def finish(self) -> None:
        self._seal(bytes(self.waiting), is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self.target.write(self.cipher.encrypt(_nonce(self.number, is_last=is_last), piece, MAGIC))
        self.number += 1


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
    """Each piece with its nonce."""
    number, piece = 0, source.read(size)
    while True:
        following = source.read(size)
        yield _nonce(number, is_last=not following), piece
        if not following:
            return
        number, piece = number + 1, following


def _nonce(number: int, *, is_last: bool) -> bytes:
    """Eleven bytes of counter, one that marks the last piece."""
    return number.to_bytes(11, "big") + (b"\1" if is_last else b"\0")


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(passphrase.encode()))


def _checksum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
