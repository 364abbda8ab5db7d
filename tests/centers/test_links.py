"""Secret links: revoked with a record, and closed with their center."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from lotsenhaus.centers import links
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.models import AuditRecord, Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions import asking
from tests.centers.people import sign_in
from tests.house import House, build, new_center


@pytest.fixture
def house(db: None) -> Iterator[House]:
    center = new_center("gt", "GT")
    with center_scope(center):
        yield build("gt", "GT")


def test_a_new_calendar_address_ends_the_old_one_and_leaves_a_record(house: House) -> None:
    dilan = house.person(Role.MEDIATOR)
    mediator, browser = house.mediator(user=dilan), sign_in(dilan)
    old = links.code_for(center=house.center, purpose=LinkPurpose.FEED, target_id=mediator.pk)
    assert Client().get(f"/k/{old}.ics").status_code == 200
    browser.post("/gt/mein/kalender/neu")
    browser.post("/gt/mein/kalender/neu")
    assert Client().get(f"/k/{old}.ics").status_code == 404
    record = AuditRecord.objects.get(action="link.revoked")
    assert (record.actor, record.detail) == (dilan, {"purpose": "feed", "target": mediator.pk})


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_of_a_closed_center_says_so_and_shows_nothing_of_it(house: House, method: str) -> None:
    slot = house.inquiry("arb").slots.get()
    (offer,) = asking.ask(slot=slot, mediators=[house.mediator()], by=None, desk=house.desk)
    code = links.code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)
    Center.objects.filter(pk=house.center.pk).update(closed_at=timezone.now())
    answer = getattr(Client(), method)(f"/a/{code}", {"antwort": "ja"})
    page = answer.content.decode()
    assert (answer.status_code, "Diese Seite gibt es nicht mehr" in page) == (410, True)
    assert "Rietberg" not in page
    offer.refresh_from_db()
    assert offer.answered_at is None
    assert Client().get("/a/XXXXXXXXXXXX").status_code == 404
