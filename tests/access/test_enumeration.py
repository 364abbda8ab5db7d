"""Nobody finds out what exists: known and unknown, own and foreign are answered alike (G16, without the clock)."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from lotsenhaus.centers.choices import LinkPurpose, Role
from tests.access.markers import found_in, texts_of
from tests.access.routes import Route, all_routes
from tests.access.test_matrix import Walk
from tests.access.world import AWAY, HOME, World

CHANGES = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+|("X-CSRFToken": ")[^"]+')


def body_class(response: HttpResponse, path: str) -> tuple[int, str]:
    """Status and page, without what differs from click to click."""
    text = CHANGES.sub("", response.content.decode(errors="replace"))
    return response.status_code, text.replace(path, "…")


def test_a_foreign_thing_looks_like_one_that_never_was(world: World) -> None:
    walk, compared = Walk(world), 0
    nowhere = {**world.things["foreign"]}
    for route in all_routes():
        if not (route.permissions and route.about_a_thing):
            continue
        role = next(role for role in Role.values if any(role in one.roles for one in route.permissions))
        for below in (HOME, AWAY):
            for path in route.addresses(nowhere, below):
                never = re.sub(r"(?<=/)\d+(?=[/.]|$)", "987654321", path)
                known, unknown = walk.visit(role, "GET", path), walk.visit(role, "GET", never)
                assert known is not None, walk.wrong
                assert unknown is not None, walk.wrong
                compared += 1
                walk.expect(body_class(known, path) == body_class(unknown, never), route.name, path)
    print(f"\nGOAL G16 {compared} pairs of foreign and unknown, {len(walk.wrong)} differ")
    assert walk.wrong == [], "\n".join(walk.wrong)


def test_a_foreign_center_looks_like_one_that_never_was(world: World) -> None:
    walk = Walk(world)
    for route in all_routes():
        if not route.permissions or route.about_a_thing:
            continue
        for path in route.addresses(world.things["own"], AWAY):
            never = path.replace(AWAY, "nirgendwo")
            known, unknown = walk.visit("coordinator", "GET", path), walk.visit("coordinator", "GET", never)
            assert known is not None, walk.wrong
            assert unknown is not None, walk.wrong
            walk.expect(body_class(known, path) == body_class(unknown, never), route.name)
    assert walk.wrong == [], "\n".join(walk.wrong)


@pytest.mark.parametrize("purpose", LinkPurpose.values)
def test_a_code_of_another_purpose_looks_like_one_that_never_was(world: World, purpose: str) -> None:
    """A code opens one thing for one purpose; everything else is the same page."""
    codes = [world.things["own"][other] for other in LinkPurpose.values if other != purpose]
    patterns = {LinkPurpose.ANSWER: "/a/{}", LinkPurpose.CONFIRM: "/b/{}", LinkPurpose.STATUS: "/s/{}"}
    patterns |= {LinkPurpose.FEED: "/k/{}.ics", LinkPurpose.INVITE: "/e/{}"}
    patterns[LinkPurpose.INVITE_BY_MAIL] = "/m/{}"
    address = patterns[LinkPurpose(purpose)]
    pages = {body_class(Client().get(address.format(code)), address.format(code)) for code in [*codes, "NEVERWAS2345"]}
    assert {status for status, _page in pages} == {404}
    assert len(pages) == 1


def test_known_and_unknown_addresses_are_answered_alike_when_signing_in(world: World) -> None:
    known = world.users[Role.COORDINATOR].email
    for path, fields in (
        ("/konto/login/", {"login": "", "password": "a long wrong password"}),
        ("/konto/login/code/", {"email": ""}),
        ("/konto/password/reset/", {"email": ""}),
    ):
        name = next(name for name, value in fields.items() if not value)
        answers = []
        for address in (known, "nobody@example.org"):
            response = Client().post(path, {**fields, name: address})
            text = CHANGES.sub("", response.content.decode()).replace(address, "…")
            answers.append((response.status_code, response.get("Location", ""), text))
        assert answers[0] == answers[1], path


def test_a_question_tells_neither_place_nor_contact_and_a_yes_tells_only_its_own(world: World) -> None:
    asked, accepted = (Client().get(f"/a/{world.things['own'][code]}") for code in ("answer", "accepted"))
    before = {one.label for one in found_in(texts_of(asked), world.canaries).values()}
    after = {(one.owner, one.label) for one in found_in(texts_of(accepted), world.canaries).values()}
    assert {label for label in before if not label.startswith(("network.Desk.", "network.Town."))} == set()
    assert {owner for owner, _label in after} == {"o"}
    assert {label for _owner, label in after if label.startswith("mediation.Inquiry.")} == {
        "mediation.Inquiry.street",
        "mediation.Inquiry.room",
        "mediation.Inquiry.onsite_name",
        "mediation.Inquiry.onsite_phone",
    }
    assert [label for _owner, label in after if label.startswith("mediation.Mediator.")] == []


def test_all_routes_are_known() -> None:
    """Fails with a sentence when a route has come whose arguments nobody fills or that says nowhere who may open it."""
    assert all(isinstance(one, Route) for one in all_routes())
