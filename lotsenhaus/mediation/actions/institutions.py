"""An institution that asks for the first time: it waits until somebody has called back."""

from django.db import transaction

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.kit import phones
from lotsenhaus.kit.folding import folded
from lotsenhaus.network.choices import OrganizationState
from lotsenhaus.network.models import Contact, Organization, Town


@transaction.atomic
def note_new_institution(
    *, center: Center, name: str, kind: str, town: Town, phone: str, email: str, contact_name: str, by: User | None
) -> tuple[Organization, Contact | None]:
    """Both rows in state waiting; the call-back decides (network)."""
    organization = Organization.objects.create(
        center=center,
        name=name[:160],
        kind=kind,
        town=town,
        phone=phone,
        email=email,
        state=OrganizationState.WAITING,
        search_text=folded(f"{name} {town.name}"),
    )
    contact = None
    if contact_name:
        digits = phones.stored_digits(phone)
        contact = Contact.objects.create(
            center=center, organization=organization, name=contact_name, phone=phone, phone_digits=digits, email=email
        )
    audit.record(
        center=center, action="organization.waiting", by=by, on=organization, kind="" if by else "requester",
        organization=organization.pk, kind_of=kind,
    )  # fmt: skip
    return organization, contact
