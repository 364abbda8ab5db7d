"""One step on one inquiry over HTTP, by a person in a hurry: twice, too late, from the wrong desk."""

import pytest
from django.test import Client

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.mediation.actions import asking, assignments, calls, handovers, offers
from lotsenhaus.mediation.choices.states import Channel, InquiryState, OfferState, SlotState, UnfilledReason
from lotsenhaus.mediation.models import Call, Handover, Offer, Slot
from lotsenhaus.network.models import Desk
from lotsenhaus.outbox.actions import _as_mail
from lotsenhaus.outbox.models import Message
from tests.house import House, in_days
from tests.mediation.test_board import open_slot, signed_in


@pytest.fixture
def petra(house: House) -> User:
    return house.person(Role.DISPATCHER, name="Petra Mustermeier")


@pytest.fixture
def client(petra: User) -> Client:
    return signed_in(petra)


def test_who_can_only_be_called_is_offered_for_calling_only(house: House, client: Client) -> None:
    slot, silent = open_slot(house), house.mediator(email="", accepts_sms=False)
    page = client.get(f"/gt/vermittlung/{slot.inquiry_id}/").content.decode()
    assert "nur anrufen" in page
    assert f"/gt/gesucht/{slot.pk}/anrufen/{silent.pk}" in page
    assert f'id="wahl-{silent.pk}"' not in page
    page = client.post(f"/gt/gesucht/{slot.pk}/fragen", {"mediator": [silent.pk]}, follow=True).content.decode()
    assert f"Bitte anrufen: {silent.short_name} (weder E-Mail noch SMS)." in page
    assert "Gefragt:" not in page
    assert not Offer.objects.filter(state=OfferState.ASKED).exists()


@pytest.mark.parametrize("number", ["", "drei", "-1", "9" * 30, "٣"])
def test_no_number_copies_nothing_and_breaks_nothing(client: Client, number: str) -> None:
    assert client.get("/gt/anfragen/neu/", {"wie": number}).status_code == 200


def test_another_desks_inquiry_is_not_copied(house: House, client: Client) -> None:
    mine, theirs = house.inquiry("arb"), house.inquiry("arb", desk=house.other_desk, contact_name="Frau Nebenan")
    page = client.get("/gt/anfragen/neu/", {"wie": mine.pk}).content.decode()
    assert mine.contact_name in page
    page = client.get("/gt/anfragen/neu/", {"wie": theirs.pk})
    assert (page.status_code, "Frau Nebenan" in page.content.decode()) == (200, False)
    known = client.get("/gt/anfragen/neu/einrichtung/", {"organization_name": house.school.name}).content.decode()
    assert f"wie={theirs.pk}" not in known


def test_a_slot_of_another_inquiry_is_not_passed_on_with_this_one(house: House, client: Client) -> None:
    mine, other = open_slot(house), open_slot(house)
    answer = client.post(
        f"/gt/vermittlung/{mine.inquiry_id}/weitergeben", {"slot": other.pk, "desk": house.other_desk.pk}
    )
    assert (answer.status_code, Handover.objects.count()) == (404, 0)
    theirs = open_slot(house, desk=house.other_desk)
    answer = client.post(
        f"/gt/vermittlung/{mine.inquiry_id}/weitergeben", {"slot": theirs.pk, "desk": house.other_desk.pk}
    )
    assert (answer.status_code, Handover.objects.count()) == (404, 0)


def test_a_late_second_press_says_so_and_changes_nothing(house: House, client: Client, petra: User) -> None:
    slot = open_slot(house)
    (offer,) = asking.ask(slot=slot, mediators=[house.mediator()], by=petra, desk=house.desk)
    offers.accept_offer(offer=offer, via=Channel.LINK, by=None)
    sentence = "Das ging inzwischen nicht mehr. Bitte sehen Sie noch einmal auf den Stand."
    for path, fields in (
        (f"frage/{offer.pk}/nein", {}),
        (f"gesucht/{slot.pk}/nicht-vermittelt", {"reason": UnfilledReason.NOBODY_FREE}),
        (f"gesucht/{slot.pk}/wieder-suchen", {}),
    ):
        answer = client.post(f"/gt/{path}", fields, follow=True)
        assert (answer.status_code, sentence in answer.content.decode()) == (200, True), path
    slot.refresh_from_db()
    assert slot.state == SlotState.FILLED


def test_a_double_press_on_not_found_writes_once(house: House, client: Client) -> None:
    slot = open_slot(house)
    for _press in range(2):
        client.post(f"/gt/gesucht/{slot.pk}/nicht-vermittelt", {"reason": UnfilledReason.NOBODY_FREE})
    assert Message.objects.filter(kind="unfilled").count() == 1
    for _press in range(2):
        assert client.post(f"/gt/gesucht/{slot.pk}/wieder-suchen").status_code == 302
    slot.refresh_from_db()
    assert slot.state == SlotState.OPEN


def test_reopening_a_day_that_is_over_says_what_to_do(house: House, client: Client) -> None:
    slot = open_slot(house, start=in_days(-1))
    Slot.objects.update(state=SlotState.UNFILLED, unfilled_reason=UnfilledReason.NOBODY_FREE)
    page = client.post(f"/gt/gesucht/{slot.pk}/wieder-suchen", follow=True).content.decode()
    assert "Dieser Termin ist vorbei." in page


@pytest.mark.parametrize(
    ("days", "state", "is_offered"),
    [(3, InquiryState.UNFILLED, True), (-1, InquiryState.UNFILLED, False), (3, InquiryState.REFUSED, False)],
)
def test_looking_again_is_offered_only_where_somebody_could_still_come(
    house: House, client: Client, days: int, state: str, is_offered: bool
) -> None:
    slot = open_slot(house, start=in_days(days), state=state)
    Slot.objects.update(state=SlotState.UNFILLED, unfilled_reason=UnfilledReason.NOBODY_FREE)
    page = client.get(f"/gt/vermittlung/{slot.inquiry_id}/").content.decode()
    assert ("Wieder suchen" in page) == is_offered


def test_call_backs_of_another_desk_are_neither_taken_up_nor_done(house: House, client: Client, petra: User) -> None:
    note = {"center": house.center, "by": petra, "note": "bitte", "until": in_days(1), "mediator": house.mediator()}
    theirs = calls.note_call_back(desk=house.other_desk, **note)
    mine = calls.note_call_back(desk=house.desk, **note)
    for step in ("anrufen", "erledigt"):
        assert client.post(f"/gt/rueckruf/{theirs.pk}/{step}").status_code == 404
    client.post(f"/gt/rueckruf/{mine.pk}/anrufen")
    client.post(f"/gt/rueckruf/{mine.pk}/anrufen")
    assert list(Call.objects.filter(done_at__isnull=False)) == [mine]
    assert Call.objects.running().count() == 1
    assert AuditRecord.objects.filter(action="call.back_done").count() == 1


def test_line_breaks_in_what_people_typed_never_reach_a_header(house: House, petra: User) -> None:
    """Names of desks, institutions and people, and a wish for a date, all stand in subjects or senders."""
    evil = "Ja\r\nBcc: alle@example.org"
    Desk.objects.update(sender_name=evil)
    Desk.objects.filter(pk=house.desk.pk).update(name=evil)
    User.objects.update(name=evil)
    inquiry = house.inquiry("arb", date_wish=evil, number="GT-9", contact_name=evil, onsite_name=evil, room=evil)
    Slot.objects.update(starts_at=None, ends_at=None)
    slot, by = Slot.objects.get(), User.objects.get()
    (offer,) = asking.ask(slot=slot, mediators=[house.mediator(first_name=evil)], by=by, desk=Desk.objects.all()[0])
    promise = offers.accept_offer(offer=offer, via=Channel.LINK, by=None)
    assignments.cancel_assignment(assignment=promise, side="mediator", reason="prevented", by=by)
    asking.give_up_slot(slot=slot, reason=UnfilledReason.NOBODY_FREE, by=by)
    handovers.hand_over(inquiry=inquiry, to_desk=house.other_desk, note=evil, by=by)
    sent = list(Message.objects.all())
    assert {one.kind for one in sent} >= {"offer", "assigned", "cancelled", "unfilled", "handover"}
    for one in sent:
        headers = str(_as_mail(one).message()).split("\n\n", 1)[0]
        assert not any(line.startswith("Bcc") for line in headers.splitlines()), one.kind
        assert "\n" not in one.subject + one.sender_name + one.recipient_name
