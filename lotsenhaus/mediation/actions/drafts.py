"""What is typed but not sent: stored field by field, kept over sign-out ("geparkt")."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.mediation.models import Draft
from lotsenhaus.mediation.rules import screening

NEVER_STORED = frozenset({"csrfmiddlewaretoken", "do", "field", "key", "website", "not_double"})
MOST_FIELDS, LONGEST, LONGEST_NAME = 400, 60_000, 80
KEPT = timedelta(days=30)


class NotYourDraft(LookupError):
    """The key belongs to somebody else."""


def safe(name: str, value: str) -> str:
    """A pasted list is stored without its columns of names, everything else as typed (but PostgreSQL knows no NUL)."""
    value = value.replace("\0", "")
    return screening.cleaned(value) if name == "talk_rows" else value[:LONGEST]


def _may_be_stored(name: str) -> bool:
    return name not in NEVER_STORED and name.replace("_", "").replace("-", "").isalnum() and len(name) <= LONGEST_NAME


@transaction.atomic
def open_draft(*, center: Center, key: uuid.UUID, by: User | None) -> Draft:
    """The draft of this form, made if it is new, and locked: two clicks at once become one after the other.

    Raises NotYourDraft.
    """
    draft, _new = Draft.objects.get_or_create(center=center, key=key, defaults={"owner": by})
    draft = Draft.objects.select_for_update(of=("self",), no_key=True).select_related("inquiry").get(pk=draft.pk)
    if draft.owner_id != (by.pk if by else None):
        raise NotYourDraft
    return draft


@transaction.atomic
def store_fields(*, center: Center, key: uuid.UUID, fields: Mapping[str, Sequence[str]], by: User) -> Draft:
    """Fields as typed; one without a value (a tick taken away) is forgotten. Not audited: each key press would be."""
    draft = open_draft(center=center, key=key, by=by)
    for name, values in fields.items():
        if not _may_be_stored(name) or len(draft.fields) > MOST_FIELDS:
            continue
        if values:
            draft.fields[name] = safe(name, values[-1])
        else:
            draft.fields.pop(name, None)
    return _saved(draft)


@transaction.atomic
def store_form(*, center: Center, key: uuid.UUID, values: Mapping[str, str], by: User | None) -> Draft:
    """The whole page as typed; what is no longer there was taken away."""
    draft = open_draft(center=center, key=key, by=by)
    names = [name for name in values if _may_be_stored(name)][:MOST_FIELDS]
    draft.fields = {name: safe(name, values[name]) for name in names}
    return _saved(draft)


def _saved(draft: Draft) -> Draft:
    draft.label = (draft.fields.get("organization_name") or draft.fields.get("s0-language") or "")[:120]
    draft.save()
    return draft


@transaction.atomic
def discard(*, draft: Draft, by: User) -> None:
    """Away with it; nothing of it remains."""
    center = draft.center
    draft.delete()
    audit.record(center=center, action="draft.discarded", by=by)


@transaction.atomic
def forget_old(*, now: datetime | None = None) -> int:
    """Drafts that nobody touched for 30 days, and those that became an inquiry a day ago; returns how many."""
    now = now or timezone.now()
    old = Draft.objects.filter(updated_at__lt=now - KEPT)
    sent = Draft.objects.exclude(inquiry=None).filter(updated_at__lt=now - timedelta(days=1))
    return old.delete()[0] + sent.delete()[0]
