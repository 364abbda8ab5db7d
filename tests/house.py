"""A small house for tests: two centers with desks, people and an inquiry, built with plain rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.choices.states import (
    Channel,
    DateKind,
    InquiryState,
    Level,
    MediatorState,
    PlaceKind,
    Transport,
)
from lotsenhaus.mediation.models import Inquiry, LanguageSkill, Mediator, Slot
from lotsenhaus.network.choices import OrganizationKind, OrganizationState
from lotsenhaus.network.models import Contact, Desk, DeskMember, Organization, Town

RIETBERG, VERL = (51.8094, 8.4276), (51.8829, 8.5142)


@dataclass
class House:
    """One center with what most tests need; use inside its scope."""

    center: Center
    towns: dict[str, Town]
    desk: Desk
    other_desk: Desk
    school: Organization
    contact: Contact
    number: int = 0

    def person(self, role: str, *, name: str = "", desk: Desk | None = None) -> User:
        name = name or f"Bei Spiel {role} {User.objects.count()}"
        user = User.objects.create_user(f"p{User.objects.count()}@example.org", name=name)
        membership = Membership.objects.create(user=user, center=self.center, role=role)
        if role == Role.DISPATCHER:
            DeskMember.objects.create(center=self.center, desk=desk or self.desk, membership=membership)
        return user

    def mediator(self, *codes: str, **fields: Any) -> Mediator:
        number = Mediator.objects.count()
        given = {
            "first_name": "Bei",
            "last_name": f"Spiel{number}",
            "phone": f"0000 {100000 + number}",
            "email": f"m{number}@example.org",
            "home_desk": self.desk,
            "town": self.towns["Rietberg"],
            "transport": Transport.CAR,
            "state": MediatorState.ACTIVE,
            **fields,
        }
        mediator = Mediator.objects.create(center=self.center, **given)
        for code in codes or ("arb",):
            LanguageSkill.objects.create(center=self.center, mediator=mediator, code=code, level=Level.FLUENT)
        return mediator

    def inquiry(self, *languages: str, start: datetime | None = None, minutes: int = 60, **fields: Any) -> Inquiry:
        self.number += 1
        start = start or in_days(10)
        given = {
            "number": f"{self.center.number_prefix}-2026-{self.number:04}",
            "organization": self.school,
            "contact": self.contact,
            "contact_name": self.contact.name,
            "callback_phone": self.contact.phone,
            "contact_email": self.contact.email,
            "channel": Channel.PHONE,
            "occasion": Occasion.PARENT_TALK,
            "state": InquiryState.OPEN,
            "date_kind": DateKind.FIXED,
            "starts_at": start,
            "ends_at": start + timedelta(minutes=minutes),
            "planned_minutes": minutes,
            "place_kind": PlaceKind.INSTITUTION,
            "town": self.towns["Rietberg"],
            "desk": self.desk,
            "submitted_at": timezone.now(),
            **fields,
        }
        inquiry = Inquiry.objects.create(center=self.center, **given)
        for order, code in enumerate(languages or ("arb",)):
            self.slot(inquiry, code, order=order)
        return inquiry

    def slot(self, inquiry: Inquiry, *codes: str, **fields: Any) -> Slot:
        given = {"starts_at": inquiry.starts_at, "ends_at": inquiry.ends_at, **fields}
        return Slot.objects.create(center=self.center, inquiry=inquiry, languages=list(codes), **given)


def in_days(days: int, hour: int = 15) -> datetime:
    """A whole hour, so many days ahead, local time."""
    there = timezone.localtime() + timedelta(days=days)
    return there.replace(hour=hour, minute=0, second=0, microsecond=0)


def build(slug: str, prefix: str) -> House:
    """Rows of one center; call inside `center_scope` of a center made by `new_center`."""
    center = Center.objects.get(slug=slug)
    towns = {
        name: Town.objects.create(center=center, name=name, latitude=point[0], longitude=point[1])
        for name, point in {"Rietberg": RIETBERG, "Verl": VERL}.items()
    }
    desk, other = (_desk(center, name, towns[name]) for name in ("Rietberg", "Verl"))
    school = Organization.objects.create(
        center=center,
        name=f"Grundschule {slug}",
        kind=OrganizationKind.SCHOOL,
        town=towns["Rietberg"],
        phone="0000 1111",
        email=f"sekretariat@{slug}.example.org",
        state=OrganizationState.APPROVED,
    )
    contact = Contact.objects.create(
        center=center,
        organization=school,
        name="Gisela Probesand",
        phone="0000 2222",
        email=f"gisela@{slug}.example.org",
    )
    return House(center, towns, desk, other, school, contact)


def _desk(center: Center, name: str, town: Town) -> Desk:
    desk = Desk.objects.create(
        center=center,
        name=name,
        carrier="Beispielträger",
        sender_name=f"Familienzentrum {name}",
        town=town,
        phone="0000 3333",
        email=f"{name.lower()}@example.org",
        opening_hours=[[1, "08:00", "12:00"], [3, "08:00", "12:00"]],
    )
    desk.serves.add(town)
    return desk


def new_center(slug: str, prefix: str) -> Center:
    return Center.objects.create(
        slug=slug,
        name=f"KI {slug} (Beispiel)",
        number_prefix=prefix,
        phone="0000 9999",
        email=f"{slug}@example.org",
        district=slug,
    )
