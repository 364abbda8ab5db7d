"""The page behind a signed link: on a cheap telephone, without sign-in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import code_for, revoke
from lotsenhaus.mediation.actions import asking, offers
from lotsenhaus.mediation.choices.states import AssignmentState, DateKind, OfferState, SlotState
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator, Offer, ProposedDate, Slot
from tests.house import House, in_days


def link(house: House, offer: Offer) -> str:
    return f"/a/{code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)}"


def asked(house: House, *people: Mediator, slot: Slot | None = None) -> list[Offer]:
    slot = slot or house.inquiry("arb", street="Schulstraße 7", onsite_name="Frau Vorort").slots.get()
    return asking.ask(slot=slot, mediators=people, by=None, desk=house.desk, at_once=True)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_opening_the_link_decides_nothing(house: House, client: Client) -> None:
    (offer,) = asked(house, house.mediator())
    for _scanner in range(3):
        assert "Können Sie am" in page(client, link(house, offer))
    offer.refresh_from_db()
    assert offer.state == OfferState.ASKED


def test_place_and_contact_come_after_the_yes(house: House, client: Client) -> None:
    (offer,) = asked(house, house.mediator())
    before = page(client, link(house, offer))
    assert "Schulstraße 7" not in before
    assert "Frau Vorort" not in before
    client.post(link(house, offer), {"antwort": "ja"})
    after = page(client, link(house, offer))
    assert "Der Termin gehört Ihnen" in after
    assert "Schulstraße 7" in after
    assert "Frau Vorort" in after


def test_a_link_opened_twice_decides_once(house: House, client: Client) -> None:
    (offer,) = asked(house, house.mediator())
    for _tap in range(2):
        assert client.post(link(house, offer), {"antwort": "ja"}).status_code == 302
    assert Assignment.objects.count() == 1


def test_a_yes_counts_also_in_a_browser_where_she_signed_in_hours_ago(house: House) -> None:
    person = house.person(Role.MEDIATOR)
    (offer,) = asked(house, house.mediator(user=person))
    client = Client()
    client.force_login(person)
    client.get(link(house, offer))
    with time_machine.travel(timezone.now() + timedelta(hours=6), tick=False):
        client.post(link(house, offer), {"antwort": "ja"})
    assert Assignment.objects.get().offer_id == offer.pk


def test_whoever_is_second_reads_a_friendly_sentence(house: House, client: Client) -> None:
    first, second = asked(house, house.mediator(), house.mediator())
    client.post(link(house, first), {"antwort": "ja"})
    client.post(link(house, second), {"antwort": "ja"})
    assert "Diesmal war schon jemand da" in page(client, link(house, second))


def test_a_no_is_thanked_and_the_reason_is_a_second_tap(house: House, client: Client) -> None:
    (offer,) = asked(house, house.mediator())
    client.post(link(house, offer), {"antwort": "nein"})
    assert "Danke, dass Sie geantwortet haben" in page(client, link(house, offer))
    client.post(link(house, offer), {"antwort": "nein", "grund": "too_far"})
    offer.refresh_from_db()
    assert (offer.state, offer.decline_reason) == (OfferState.DECLINED, "too_far")


def test_the_page_stays_until_a_day_after_the_talk_and_then_hides_the_place(house: House, client: Client) -> None:
    (offer,) = asked(house, house.mediator())
    client.post(link(house, offer), {"antwort": "ja"})
    ends = Assignment.objects.get().ends_at
    assert ends is not None
    with time_machine.travel(ends + timedelta(hours=23), tick=False):
        assert "Schulstraße 7" in page(client, link(house, offer))
    with time_machine.travel(ends + timedelta(hours=25), tick=False):
        assert "Schulstraße 7" not in page(client, link(house, offer))
        assert client.get(f"{link(house, offer)}/termin.ics").status_code == 404


def test_i_cannot_after_all_looks_for_somebody_else(house: House, client: Client) -> None:
    (offer,) = asked(house, house.mediator())
    client.post(link(house, offer), {"antwort": "ja"})
    client.post(link(house, offer), {"antwort": "doch-nicht"})
    assert Assignment.objects.get().state == AssignmentState.CANCELLED
    assert Slot.objects.get().state == SlotState.OPEN
    assert "Der Termin fällt aus" in page(client, link(house, offer))


def test_busy_elsewhere_is_said_and_nothing_is_promised(house: House, client: Client) -> None:
    mediator = house.mediator()
    (one,), (other,) = asked(house, mediator), asked(house, mediator, slot=house.inquiry("arb").slots.get())
    client.post(link(house, one), {"antwort": "ja"})
    answer = client.post(link(house, other), {"antwort": "ja"})
    assert "schon einen anderen Termin" in answer.content.decode()
    assert Assignment.objects.count() == 1


def test_one_of_the_proposals_becomes_the_date(house: House, client: Client) -> None:
    inquiry = house.inquiry("arb", date_kind=DateKind.PROPOSALS)
    Inquiry.objects.update(starts_at=None, ends_at=None)
    Slot.objects.update(starts_at=None, ends_at=None)
    dates = [
        ProposedDate.objects.create(
            center=house.center, inquiry=inquiry, starts_at=in_days(day), ends_at=in_days(day, 16)
        )
        for day in (10, 11)
    ]
    (offer,) = asked(house, house.mediator(), slot=inquiry.slots.get())
    client.post(link(house, offer), {"antwort": "ja", "termin": str(dates[1].pk)})
    assert Assignment.objects.get().starts_at == in_days(11)
    assert Inquiry.objects.get().starts_at == in_days(11)


def test_by_agreement_the_promise_waits_for_its_date(house: House, client: Client) -> None:
    inquiry = house.inquiry("arb", date_kind=DateKind.BY_AGREEMENT)
    Inquiry.objects.update(starts_at=None, ends_at=None)
    Slot.objects.update(starts_at=None, ends_at=None)
    (offer,) = asked(house, house.mediator(), slot=inquiry.slots.get())
    client.post(link(house, offer), {"antwort": "ja"})
    assert Assignment.objects.get().state == AssignmentState.AGREED
    assert "Bitte rufen Sie die Einrichtung an" in page(client, link(house, offer))


def test_an_unknown_and_a_revoked_code_are_the_same_nothing(house: House, client: Client) -> None:
    (offer,) = asked(house, house.mediator())
    path = link(house, offer)
    revoke(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk, by=None)
    assert client.get(path).status_code == client.get("/a/UNBEKANNT123").status_code == 404


def test_the_calendar_feed_says_town_and_time_but_no_institution(house: House, client: Client) -> None:
    mediator = house.mediator()
    (offer,) = asked(house, mediator)
    offers.accept_offer(offer=offer, via="link", by=None)
    code = code_for(center=house.center, purpose=LinkPurpose.FEED, target_id=mediator.pk)
    feed = page(client, f"/k/{code}.ics")
    assert "Rietberg" in feed
    assert house.school.name not in feed
    assert "Schulstraße" not in feed


@pytest.mark.parametrize("path", ["/a/{}", "/b/{}", "/k/{}.ics", "/s/{}"])
def test_a_code_opens_one_purpose_only(house: House, client: Client, path: str) -> None:
    (offer,) = asked(house, house.mediator())
    code = code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)
    assert client.get(path.format(code)).status_code == (200 if path.startswith("/a") else 404)


def test_the_link_page_sends_no_referrer_and_is_not_stored(house: House, client: Client) -> None:
    (offer,) = asked(house, house.mediator())
    headers = client.get(link(house, offer)).headers
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("same-origin", "no-store")
