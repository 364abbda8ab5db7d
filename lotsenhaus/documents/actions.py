"""Store a file with its checksum, and give it out again only when it is still the same."""

import hashlib
from datetime import date

from django.db import models, transaction

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.documents.models import Document


class Damaged(Exception):
    """The stored bytes do not fit their checksum: restore a backup and look for the reason."""


@transaction.atomic
def store(
    *,
    center: Center,
    kind: str,
    name: str,
    content: bytes,
    media_type: str,
    subject: models.Model | None,
    keep_until: date | None,
    by: User | None,
) -> Document:
    """Keeps the bytes until `keep_until`; the same bytes about the same thing are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    about = {
        "kind": kind,
        "subject_type": subject._meta.label if subject is not None else "",
        "subject_id": subject.pk if subject is not None else None,
    }
    before = Document.objects.filter(sha256=digest, **about).first()
    if before is not None:
        return before
    document = Document.objects.create(
        center=center,
        name=name,
        media_type=media_type,
        content=content,
        sha256=digest,
        keep_until=keep_until,
        created_by=by,
        **about,
    )
    audit.record(center=center, action="document.stored", by=by, on=document, kind="" if by else "link", sha256=digest)
    return document


@transaction.atomic
def open_document(*, document: Document, by: User | None) -> bytes:
    """The bytes as they were stored; who opened them is written down. Raises Damaged."""
    content = bytes(document.content)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Damaged(document.pk)
    audit.record(center=document.center, action="document.opened", by=by, on=document)
    return content
