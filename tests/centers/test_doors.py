"""Every page of accounts, centers, outbox and network: a stranger gets 404, the wrong role 403, the right one 200."""

import pytest
from django.urls import reverse

from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.centers.scoping import center_scope
from tests.centers.people import a_browser, a_center, a_member
from tests.network.things import a_contact, a_desk, an_organization

pytestmark = pytest.mark.django_db

# Name, right role, wrong role, whether it only takes POST.
DOORS = [
    ("centers:condition", Role.CENTER_ADMIN, Role.DISPATCHER, False),
    ("centers:center", Role.COORDINATOR, Role.FINANCE, False),
    ("centers:first-steps", Role.COORDINATOR, Role.DISPATCHER, False),
    ("centers:first-step-later", Role.CENTER_ADMIN, Role.DISPATCHER, True),
    ("centers:people", Role.OPERATOR, Role.COORDINATOR, False),
    ("centers:invite", Role.CENTER_ADMIN, Role.OPERATOR, False),
    ("centers:rights", Role.CENTER_ADMIN, Role.MEDIATOR, False),
    ("centers:person", Role.CENTER_ADMIN, Role.OPERATOR, False),
    ("centers:reset-second-factor", Role.CENTER_ADMIN, Role.OPERATOR, True),
    ("centers:end-role", Role.CENTER_ADMIN, Role.OPERATOR, True),
    ("centers:invitation-letter", Role.CENTER_ADMIN, Role.REQUESTER, False),
    ("centers:invitation-again", Role.CENTER_ADMIN, Role.COORDINATOR, True),
    ("centers:invitation-withdraw", Role.CENTER_ADMIN, Role.COORDINATOR, True),
    ("centers:privacy", Role.CENTER_ADMIN, Role.DISPATCHER, False),
    ("centers:audit", Role.AUDITOR, Role.COORDINATOR, False),
    ("centers:audit-verify", Role.AUDITOR, Role.MEDIATOR, True),
    ("outbox:test", Role.COORDINATOR, Role.DISPATCHER, False),
    ("network:organizations", Role.DISPATCHER, Role.REQUESTER, False),
    ("network:organization-new", Role.DISPATCHER, Role.MEDIATOR, False),
    ("network:organization-detail", Role.COORDINATOR, Role.FINANCE, False),
    ("network:organization-edit", Role.DISPATCHER, Role.REQUESTER, False),
    ("network:organization-decide", Role.DISPATCHER, Role.CENTER_ADMIN, True),
    ("network:organization-merge", Role.COORDINATOR, Role.DISPATCHER, False),
    ("network:organization-contact-new", Role.DISPATCHER, Role.AUDITOR, False),
    ("network:organization-contact", Role.DISPATCHER, Role.AUDITOR, False),
    ("network:organization-contact-left", Role.DISPATCHER, Role.REQUESTER, True),
    ("network:organization-contact-invite", Role.DISPATCHER, Role.REQUESTER, True),
    ("network:desks", Role.DISPATCHER, Role.MEDIATOR, False),
    ("network:desk-new", Role.CENTER_ADMIN, Role.DISPATCHER, False),
    ("network:desk-edit", Role.COORDINATOR, Role.DISPATCHER, False),
    ("network:desk-close", Role.COORDINATOR, Role.DISPATCHER, True),
    ("network:desk-absence", Role.COORDINATOR, Role.DISPATCHER, False),
    ("network:my-absence", Role.DISPATCHER, Role.REQUESTER, False),
    ("network:my-organization", Role.REQUESTER, Role.DISPATCHER, False),
]


def address(name: str, center: Center) -> str:
    """The page of that name about something in this center."""
    arguments: dict[str, object] = {"center": center.slug}
    if name.startswith("network:organization-"):
        contact = a_contact(an_organization(center), email="probesand@schule.example")
        arguments |= {} if name.endswith(("-new",)) and "contact" not in name else {"pk": contact.organization_id}
        arguments |= {"contact_pk": contact.pk} if "contact" in name and not name.endswith("new") else {}
    elif name in ("network:desk-edit", "network:desk-close", "network:desk-absence"):
        arguments["pk"] = a_desk(center, "Verl").pk
    elif name == "centers:end-role":
        user = a_member(center, Role.MEDIATOR)
        arguments["pk"] = Membership.objects.get(user=user).pk
    elif name in ("centers:person", "centers:reset-second-factor"):
        arguments["pk"] = a_member(center, Role.MEDIATOR).pk
    elif name.startswith("centers:invitation-"):
        with center_scope(center):
            user = a_member(center, Role.CENTER_ADMIN)
            invited = people.invite(center=center, by=user, email="neu@x.example", name="N", role=Role.FINANCE)
        arguments["pk"] = invited.pk
    elif name == "centers:first-step-later":
        arguments["code"] = "desks"
    return reverse(name, kwargs=arguments)


@pytest.mark.parametrize(("name", "right", "wrong", "posts"), DOORS, ids=[door[0] for door in DOORS])
def test_the_right_role_enters_the_wrong_one_reads_why_not_a_stranger_finds_nothing(
    name: str, right: Role, wrong: Role, posts: bool
) -> None:
    center, elsewhere = a_center("guetersloh"), a_center("borken")
    path = address(name, center)
    stranger, misplaced, welcome = a_browser(elsewhere, right), a_browser(center, wrong), a_browser(center, right)
    ask = "post" if posts else "get"
    assert getattr(stranger, ask)(path).status_code == 404
    assert getattr(misplaced, ask)(path).status_code == 403
    assert getattr(welcome, ask)(path).status_code in ((302, 422) if posts else (200,))
    if posts:
        assert welcome.get(path).status_code == 405


@pytest.mark.parametrize("name", ["centers:person", "network:organization-detail", "network:desk-edit"])
def test_a_thing_of_another_center_is_not_found_below_the_own_one(name: str) -> None:
    center, elsewhere = a_center("guetersloh"), a_center("borken")
    foreign = address(name, elsewhere).replace("/borken/", "/guetersloh/")
    role = Role.COORDINATOR if name.startswith("network") else Role.CENTER_ADMIN
    assert a_browser(center, role).get(foreign).status_code == 404


@pytest.mark.parametrize(("name", "right", "wrong", "posts"), DOORS, ids=[door[0] for door in DOORS])
def test_who_has_not_signed_in_is_asked_to(name: str, right: Role, wrong: Role, posts: bool) -> None:
    from django.test import Client

    path = address(name, a_center())
    answer = Client().post(path) if posts else Client().get(path)
    assert answer.headers["Location"].startswith("/konto/login/?next=")
