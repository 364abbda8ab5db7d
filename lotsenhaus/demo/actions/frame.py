"""The frame of one center: towns, desks, people who sign in, institutions, rules, purses."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.utils.text import slugify

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.demo.rules import next_monday
from lotsenhaus.finance.choices import FundSource
from lotsenhaus.finance.models import BudgetLine
from lotsenhaus.kit.calendar import BERLIN
from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.actions.policies import adopt_template
from lotsenhaus.mediation.models import Declaration, Tariff
from lotsenhaus.network.choices import OrganizationState
from lotsenhaus.network.models import Contact, Desk, DeskAbsence, DeskMember, Organization, Town

CENTER_FIELDS = (
    "slug", "name", "number_prefix", "phone", "email", "address", "district", "mediator_one", "mediator_many",
    "data_protection_contact",
)  # fmt: skip
OPERATOR = "Otto Probebetrieb"


@dataclass
class Frame:
    """What the later parts of the build need to look up."""

    center: Center
    now: datetime
    seed: int
    users: dict[str, User] = field(default_factory=dict)
    towns: dict[str, Town] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    desk_of_town: dict[int, Desk] = field(default_factory=dict)
    dispatchers: dict[int, User] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    contacts: dict[int, list[Contact]] = field(default_factory=dict)
    declared: list[Any] = field(default_factory=list)
    tariffs: list[Tariff] = field(default_factory=list)
    lines: dict[tuple[int, str], BudgetLine] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(BERLIN).date()

    def user(self, role: str) -> User:
        """Somebody who holds the role in this center."""
        member = Membership.objects.filter(center=self.center, role=role).order_by("pk").first()
        assert member is not None, role
        return self.users[member.user.name]

    def desk_for(self, organization: Organization) -> Desk:
        assert organization.town_id is not None
        return self.desk_of_town[organization.town_id]


def data(name: str, package: str = "lotsenhaus.demo") -> dict[str, Any]:
    return tomllib.loads(files(package).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def address_of(name: str) -> str:
    """An address that no mail server delivers to (RFC 2606)."""
    plain = slugify(folded(name)).replace("dr-", "").replace("-", ".")
    return f"{plain or 'person'}@example.org"


def make_center(values: dict[str, Any]) -> Center:
    known = {name: values[name] for name in CENTER_FIELDS if name in values}
    done = ["test-message"] if "template" in values else []  # of "Erste Schritte": the others show by themselves
    return Center.objects.create(**known, is_example=True, first_steps_done=done)


def make_operator() -> None:
    """Who runs the machine belongs to no center."""
    user = User(email=address_of(OPERATOR), name=OPERATOR, is_operator=True)
    user.set_unusable_password()
    user.save()


def make_people(frame: Frame, rows: list[dict[str, Any]]) -> None:
    """Accounts without a password: in the demo one signs in by a click, or by the code in the outgoing mail."""
    for row in rows:
        user = User(email=address_of(row["name"]), name=row["name"], language=row.get("language", ""))
        user.set_unusable_password()
        frame.users[row["name"]] = user
    User.objects.bulk_create(frame.users.values())
    Membership.objects.bulk_create(
        Membership(user=frame.users[row["name"]], center=frame.center, role=role)
        for row in rows
        for role in row["roles"]
    )


def make_towns(frame: Frame, name: str) -> None:
    rows = data(f"towns_{name}", "lotsenhaus.mediation")["town"]
    towns = Town.objects.bulk_create(Town(center=frame.center, **row) for row in rows)
    frame.towns = {town.name: town for town in towns}


def make_desks(frame: Frame, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows):
        town = frame.towns[row.get("town", row["name"] if row["name"] in frame.towns else next(iter(frame.towns)))]
        desk = Desk.objects.create(
            center=frame.center,
            name=row["name"],
            carrier=row["carrier"],
            sender_name=row["sender"],
            town=town,
            phone=f"{frame.center.phone[:-4]}1{number:02d}0",
            email=f"{slugify(folded(row['sender']))}@example.org",
            opening_hours=row["hours"],
            is_center_desk=row.get("center", False),
        )
        frame.desks[desk.name] = desk
        frame.desk_of_town |= {frame.towns[name].pk: desk for name in row["serves"]}
    serving = Desk.serves.through
    serving.objects.bulk_create(
        serving(desk_id=frame.desks[row["name"]].pk, town_id=frame.towns[name].pk)
        for row in rows
        for name in row["serves"]
    )
    _link_desks(frame, rows)


def _link_desks(frame: Frame, rows: list[dict[str, Any]]) -> None:
    """Covers, absences of next week, and who sits at which desk."""
    monday = next_monday(frame.today)
    for row in rows:
        desk = frame.desks[row["name"]]
        if "cover" in row:
            desk.cover = frame.desks[row["cover"]]
            desk.save(update_fields=["cover"])
        if "away" in row:
            cover = desk.cover if row["away"] == "covered" else None
            DeskAbsence.objects.create(
                center=frame.center, desk=desk, first_day=monday, last_day=monday + timedelta(days=4), cover=cover
            )
        if "dispatcher" in row:
            user = frame.users[row["dispatcher"]]
            member = Membership.objects.get(user=user, center=frame.center, role=Role.DISPATCHER)
            DeskMember.objects.create(center=frame.center, desk=desk, membership=member)
            frame.dispatchers[desk.pk] = user


def make_organizations(frame: Frame, rows: list[dict[str, Any]]) -> None:
    coordinator, long_ago = frame.user(Role.COORDINATOR), frame.now - timedelta(days=500)
    for number, row in enumerate(rows):
        waits = row.get("state") == OrganizationState.WAITING
        organization = Organization(
            center=frame.center,
            name=row["name"],
            kind=row["kind"],
            town=frame.towns[row["town"]],
            street=row.get("street", f"Beispielweg {number + 1}"),
            postal_code=row.get("postal_code", ""),
            phone=row.get("phone", row["contacts"][0][2]),
            email=row.get("email", f"{slugify(folded(row['name']))[:40].strip('-')}@example.org"),
            arrival_hint=row.get("arrival_hint", ""),
            state=OrganizationState.WAITING if waits else OrganizationState.APPROVED,
            decided_by=None if waits else coordinator,
            decided_at=None if waits else long_ago,
            search_text=folded(" ".join([row["name"], row["town"], *(person[0] for person in row["contacts"])])),
        )
        frame.organizations[organization.name] = organization
        frame.weights[organization.name] = row["weight"]
    Organization.objects.bulk_create(frame.organizations.values())
    _make_contacts(frame, rows)


def _make_contacts(frame: Frame, rows: list[dict[str, Any]]) -> None:
    contacts = [
        Contact(
            center=frame.center,
            organization=frame.organizations[row["name"]],
            user=frame.users.get(name),
            name=name,
            role=role,
            phone=phone,
            phone_digits=phone.replace(" ", ""),
            email=frame.organizations[row["name"]].email if role == "Sekretariat" else address_of(name),
        )
        for row in rows
        for name, role, phone in row["contacts"]
    ]
    for contact in Contact.objects.bulk_create(contacts):
        frame.contacts.setdefault(contact.organization_id, []).append(contact)


def make_rules(frame: Frame, values: dict[str, Any]) -> None:
    """Policy, refusals, declarations and tariff as the templates say, in force since before the history begins."""
    adopt_template(
        center=frame.center,
        template=values["template"],
        tariff=values["tariff"],
        by=None,
        valid_from=date(frame.today.year - 2, 1, 1),
    )
    words: tuple[str, ...] = ("code", "wording", "version")
    frame.declared = list(Declaration.objects.order_by("pk").values(*words))
    frame.tariffs = [Tariff.objects.get()]


def make_lines(frame: Frame, values: dict[str, Any]) -> None:
    """Landesmittel first, then Kreismittel, for this year and the one before (DOMAIN part 0, no. 6)."""
    purses = (
        (FundSource.STATE, "Landesmittel", values["state_money"]),
        (FundSource.MUNICIPAL, "Kreismittel", values["district_money"]),
    )
    for year in (frame.today.year - 1, frame.today.year):
        for order, (source, name, amount) in enumerate(purses, start=1):
            frame.lines[year, source] = BudgetLine.objects.create(
                center=frame.center,
                year=year,
                fund_source=source,
                name=f"{name} {year}",
                amount=Decimal(amount),
                order=order,
                source_note="Beispiel",
            )
