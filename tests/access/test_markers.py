"""The canaries sing where they may: in a page, a table, a letter and a calendar. Silence elsewhere means something."""

import pytest

from tests.access.markers import found_in, personal_fields, texts_of
from tests.access.routes import all_routes
from tests.access.test_matrix import Walk
from tests.access.world import HOME, World


@pytest.mark.parametrize(
    ("role", "route", "label"),
    [
        ("dispatcher", "mediation:mediator-detail", "mediation.Mediator.phone"),
        ("coordinator", "mediation:mediator-export", "mediation.Mediator.email"),
        ("coordinator", "mediation:proof-sheet", "mediation.Inquiry.room"),
        ("requester", "mediation:my-inquiry-calendar", "mediation.Inquiry.street"),
        ("center_admin", "centers:people", "accounts.User.name"),
    ],
)
def test_who_may_hear_a_canary_hears_it(world: World, role: str, route: str, label: str) -> None:
    walk = Walk(world)
    path = next(one for one in all_routes() if one.name == route).addresses(world.things["own"], HOME)[0]
    response = walk.visit(role, "GET", path)
    assert response is not None, walk.wrong
    assert response.status_code == 200
    assert label in {one.label for one in found_in(texts_of(response), world.canaries).values() if one.owner == "o"}


def test_every_personal_text_of_the_foreign_center_has_its_canary(world: World) -> None:
    """What is missing here cannot be missed; each stands on the list because no word fits into it."""
    singing = {one.label for one in world.canaries.values() if one.owner == "f"}
    silent = {f"{label}.{name}" for label, names in personal_fields().items() for name in names} - singing
    assert {
        one for one in silent if one.rsplit(".", 1)[1] in ("name", "phone", "email", "note", "remark", "street")
    } == {"documents.Document.name"}
