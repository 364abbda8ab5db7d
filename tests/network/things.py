"""Towns, desks and institutions for tests."""

import itertools
from typing import Any

from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.network.actions.organizations import refold
from lotsenhaus.network.choices import OrganizationKind, OrganizationState
from lotsenhaus.network.models import Contact, Desk, Organization, Town

numbers = itertools.count(1)


def a_town(center: Center, name: str = "Rietberg") -> Town:
    with center_scope(center):
        return Town.objects.get_or_create(center=center, name=name, defaults={"latitude": 51.8, "longitude": 8.4})[0]


def a_desk(center: Center, name: str = "Rietberg", **changes: Any) -> Desk:
    town = a_town(center, name)
    with center_scope(center):
        fields = {
            "carrier": "Caritas (Beispiel)",
            "sender_name": f"Familienzentrum {name}",
            "town": town,
            "phone": "0000 123456",
            "email": f"{name.lower()}@desk.example",
            "opening_hours": [[1, "08:00", "12:00"], [3, "08:00", "12:00"]],
            **changes,
        }
        desk = Desk.objects.create(center=center, name=name, **fields)
        desk.serves.set([town])
        return desk


def an_organization(center: Center, name: str = "", **changes: Any) -> Organization:
    town = a_town(center)
    with center_scope(center):
        fields = {
            "name": name or f"Grundschule {next(numbers)}",
            "kind": OrganizationKind.SCHOOL,
            "town": town,
            "phone": "0000 4711",
            "state": OrganizationState.APPROVED,
            **changes,
        }
        organization = Organization.objects.create(center=center, **fields)
        refold(organization)
        return organization


def a_contact(organization: Organization, name: str = "Gisela Probesand", **changes: Any) -> Contact:
    with center_scope(organization.center_id):
        return Contact.objects.create(center=organization.center, organization=organization, name=name, **changes)
