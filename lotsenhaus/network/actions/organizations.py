"""Institutions and the people in them: take up, correct, decide after the call-back, merge doubles."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center, Invitation, Membership
from lotsenhaus.kit import phones
from lotsenhaus.kit.folding import folded
from lotsenhaus.network.choices import OrganizationState
from lotsenhaus.network.models import Contact, Organization

decided: list[Callable[[Organization, User], None]] = []
"""Higher floors are told within the transaction: what waited for the call-back goes on or ends."""

merged: list[Callable[[Organization, Organization], None]] = []
"""Higher floors move what belongs to the first over to the second."""


class AlreadyDecided(Exception):
    """Somebody else was faster."""


@transaction.atomic
def take_up(*, center: Center, values: dict[str, Any], by: User) -> Organization:
    """An institution that staff know: approved at once."""
    organization = Organization.objects.create(
        center=center, **values, state=OrganizationState.APPROVED, decided_by=by, decided_at=timezone.now()
    )
    refold(organization)
    audit.record(center=center, action="organization.taken_up", by=by, on=organization, kind_of=organization.kind)
    return organization


@transaction.atomic
def change(*, organization: Organization, values: dict[str, Any], by: User) -> None:
    changed = sorted(name for name, value in values.items() if getattr(organization, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(organization, name, values[name])
    organization.save(update_fields=changed)
    refold(organization)
    audit.record(center=organization.center, action="organization.changed", by=by, on=organization, fields=changed)


@transaction.atomic
def decide(*, organization: Organization, approved: bool, note: str, by: User) -> None:
    """After the call-back to a number one has found oneself (RELIABILITY, abuse case 3). Raises AlreadyDecided."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if organization.state != OrganizationState.WAITING:
        raise AlreadyDecided
    organization.state = OrganizationState.APPROVED if approved else OrganizationState.REFUSED
    organization.decided_by, organization.decided_at, organization.decision_note = by, timezone.now(), note
    organization.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    for tell in decided:
        tell(organization, by)
    action = "organization.approved" if approved else "organization.refused"
    audit.record(center=organization.center, action=action, by=by, on=organization)


@transaction.atomic
def save_contact(*, organization: Organization, contact: Contact | None, values: dict[str, Any], by: User) -> Contact:
    contact = contact or Contact(center=organization.center, organization=organization)
    for name, value in values.items():
        setattr(contact, name, value)
    contact.phone_digits = digits_of(contact.phone)
    is_new = contact.pk is None
    contact.save()
    refold(organization)
    action = "contact.added" if is_new else "contact.changed"
    audit.record(center=organization.center, action=action, by=by, on=contact, organization=organization.pk)
    return contact


@transaction.atomic
def contact_left(*, contact: Contact, day: date, by: User) -> None:
    """Her name goes 30 days later; what she asked stays with the institution."""
    contact.left_on, contact.user = day, None
    contact.save(update_fields=["left_on", "user"])
    audit.record(center=contact.center, action="contact.left", by=by, on=contact)


@transaction.atomic
def merge(*, double: Organization, into: Organization, by: User) -> None:
    """Everything of the double moves; the double itself goes."""
    Contact.objects.filter(organization=double).update(organization=into)
    for move in merged:
        move(double, into)
    gone = double.pk
    double.delete()
    refold(into)
    audit.record(center=into.center, action="organization.merged", by=by, on=into, double=gone)


def link_contact(invitation: Invitation, membership: Membership) -> None:
    """The invitation was about a person of an institution: from now on she signs in as that person."""
    kind, _colon, pk = invitation.about.partition(":")
    if kind == "network.Contact":
        Contact.objects.filter(pk=int(pk), left_on=None).update(user=membership.user)


def refold(organization: Organization) -> None:
    """What the search looks at: name, town, the people, the last digits of numbers."""
    people = Contact.objects.filter(organization=organization, left_on=None).values_list("name", flat=True)
    town = organization.town.name if organization.town else ""
    words = [organization.name, town, organization.street, *people]
    organization.search_text = folded(" ".join(words)) + " " + digits_of(organization.phone)
    organization.save(update_fields=["search_text"])


def digits_of(phone: str) -> str:
    return phones.stored_digits(phone)
