"""The audit chain: every action leaves one record; each record's hash covers the one before it."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.models import AuditHead, AuditRecord, Center
from lotsenhaus.centers.scoping import current_center_id

BEGINNING = "0" * 64
AUDIT_LOCK = 0x41554449  # first key of the advisory lock; the second is the center's id


def digest(
    previous: str,
    position: int,
    at: datetime,
    action: str,
    subject: str,
    actor_id: int | None,
    actor_kind: str,
    detail: dict[str, Any],
    *,
    key: bytes = b"",
) -> str:
    """HMAC-SHA-256 over a canonical text of the record and the hash before it; `key`: see _keys."""
    text = json.dumps(
        [
            previous,
            position,
            at.isoformat(),
            action,
            subject,
            actor_id,
            actor_kind,
            detail,
        ],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        default=str,
    )
    return hmac.new(key or _keys()[0], text.encode(), hashlib.sha256).hexdigest()


def _keys() -> list[bytes]:
    """From the secret key, and from those it replaced: who can write the database but not read them forges nothing."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(f"audit:{secret}".encode()).digest() for secret in secrets]


def _seal(center_id: int, position: int, last_hash: str, key: bytes = b"") -> str:
    text = f"{center_id}:{position}:{last_hash}"
    return hmac.new(key or _keys()[0], text.encode(), hashlib.sha256).hexdigest()


def _note_head(center: Center, position: int, last_hash: str) -> None:
    """The second place: how far the chain reaches. Under the lock of the chain."""
    seal = _seal(center.pk, position, last_hash)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO centers_audithead (center_id, position, seal) VALUES (%s, %s, %s) "
            "ON CONFLICT (center_id) DO UPDATE SET position = excluded.position, seal = excluded.seal",
            [center.pk, position, seal],
        )


def record(
    *,
    center: Center,
    action: str,
    by: User | None,
    on: models.Model | None = None,
    kind: str = "",
    **detail: Any,
) -> AuditRecord:
    """Appends one record; call it last in a transaction, because the chain lets one writer at a time pass.

    `detail` must be plain JSON without names, addresses or free text. `kind` says how somebody acted who has no
    account: "link", "task", "command", "requester".
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [AUDIT_LOCK, center.pk])
    last = AuditRecord.objects.order_by("-position").values_list("position", "hash").first()
    position, previous = (last[0] + 1, last[1]) if last else (1, BEGINNING)
    at = timezone.now()
    subject_type, subject_id = (on._meta.label, on.pk) if on is not None else ("", None)
    detail = json.loads(json.dumps(detail, default=str))
    kind = kind or ("user" if by else "task")
    made = AuditRecord.objects.create(
        center=center,
        position=position,
        at=at,
        actor=by,
        actor_kind=kind,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        detail=detail,
        previous_hash=previous,
        hash=digest(
            previous,
            position,
            at,
            action,
            f"{subject_type}:{subject_id}",
            by.pk if by else None,
            kind,
            detail,
        ),
    )
    _note_head(center, position, made.hash)
    return made


def first_break(anchors: Mapping[int, str] | None = None) -> int | None:
    """Position of the first record of the open center that does not fit its chain; None when all fit.

    Its first record must exist (a center begins with one), and its last be the one of AuditHead. `anchors` are hashes
    by position that were written down elsewhere (the log): each must stand at its place.
    """
    center_id, known = current_center_id(), dict(anchors or {})
    previous, expected, keys = BEGINNING, 1, _keys()
    for row in AuditRecord.objects.order_by("position").iterator(chunk_size=2000):
        subject = f"{row.subject_type}:{row.subject_id}"
        facts = (previous, expected, row.at, row.action, subject, row.actor_id, row.actor_kind, row.detail)
        fits = any(hmac.compare_digest(row.hash, digest(*facts, key=key)) for key in keys)
        if row.position != expected or row.previous_hash != previous or not fits:
            return expected
        if known.pop(expected, row.hash) != row.hash:
            return expected
        previous, expected = row.hash, expected + 1
    head = AuditHead.objects.filter(center=center_id).first()
    reaches = head is not None and head.position == expected - 1
    if not reaches or not any(head.seal == _seal(center_id, head.position, previous, key) for key in keys):  # type: ignore[union-attr]
        return expected
    return min(known, default=None)


@dataclass(frozen=True)
class Entry:
    """One record to append in bulk; `on` is an object that has its id already."""

    at: datetime
    action: str
    by: User | None = None
    on: models.Model | None = None
    kind: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def record_many(*, center: Center, entries: Iterable[Entry]) -> int:
    """Appends many records at once, in the order of their times, each chained to the one before; returns how many.

    For what was done elsewhere and is brought in now (imports, the demo): each record keeps the time it is given.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [AUDIT_LOCK, center.pk])
    last = AuditRecord.objects.order_by("-position").values_list("position", "hash").first()
    position, previous = last or (0, BEGINNING)
    rows = []
    for entry in sorted(entries, key=lambda one: one.at):
        position += 1
        row = _chained(center, entry, position, previous)
        previous = row.hash
        rows.append(row)
    AuditRecord.objects.bulk_create(rows, batch_size=2000)
    if rows:
        _note_head(center, position, previous)
    return len(rows)


def _chained(center: Center, entry: Entry, position: int, previous: str) -> AuditRecord:
    row = AuditRecord(
        center=center,
        position=position,
        at=entry.at.astimezone(UTC),  # as the database gives it back: the hash covers its text
        actor=entry.by,
        actor_kind=entry.kind or ("user" if entry.by else "task"),
        action=entry.action,
        subject_type=entry.on._meta.label if entry.on is not None else "",
        subject_id=entry.on.pk if entry.on is not None else None,
        detail=json.loads(json.dumps(entry.detail, default=str)),
        previous_hash=previous,
    )
    subject = f"{row.subject_type}:{row.subject_id}"
    row.hash = digest(previous, position, row.at, row.action, subject, row.actor_id, row.actor_kind, row.detail)
    return row
