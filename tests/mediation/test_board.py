"""Heute and Vermittlung over HTTP: what a dispatcher sees and what each step leads to."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions import asking, calls, handovers, offers
from lotsenhaus.mediation.choices.states import AssignmentState, CallResult, OfferState, SlotState
from lotsenhaus.mediation.models import Assignment, Call, Handover, Offer, Slot
from lotsenhaus.mediation.queries import board
from lotsenhaus.outbox.models import Message
from tests.house import House, build, in_days, new_center


def signed_in(user: User) -> Client:
    """As after a passkey."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    assert isinstance(session, SessionStore)
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": 0}]
    session.save()
    return client


@pytest.fixture
def petra(house: House) -> User:
    return house.person(Role.DISPATCHER, name="Petra Mustermeier")


@pytest.fixture
def client(petra: User) -> Client:
    return signed_in(petra)


@pytest.fixture
def stranger(house: House) -> Iterator[Client]:
    """A dispatcher of another center."""
    center = new_center("anderswo", "AW")
    with center_scope(center):
        user = build("anderswo", "AW").person(Role.DISPATCHER)
    with center_scope(house.center):
        yield signed_in(user)


def open_slot(house: House, **fields: object) -> Slot:
    return house.inquiry("arb", **fields).slots.get()  # type: ignore[arg-type]


@pytest.mark.parametrize("page", ["heute/", "vermittlung/", "vermittlung/?liste=alle", "tagesblatt/"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(house: House, client: Client, page: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/gt/{page}").status_code == 200
        return len(queries)

    slots = [open_slot(house)]
    asking.ask(slot=slots[0], mediators=[house.mediator("arb")], by=None, desk=house.desk)
    client.get(f"/gt/{page}")
    once = count()
    for _number in range(2):
        slots.append(open_slot(house))
        asking.ask(slot=slots[-1], mediators=[house.mediator("arb")], by=None, desk=house.desk)
    assert count() == once


@pytest.mark.parametrize(
    "page", ["heute/", "vermittlung/", "suche/?q=Schule", "tagesblatt/", "vermittlung/aenderungen"]
)
def test_a_stranger_from_another_center_finds_nothing(house: House, stranger: Client, page: str) -> None:
    assert stranger.get(f"/gt/{page}").status_code == 404


def test_another_desks_inquiry_does_not_exist(house: House) -> None:
    slot = open_slot(house)
    verl = signed_in(house.person(Role.DISPATCHER, desk=house.other_desk))
    assert verl.get(f"/gt/vermittlung/{slot.inquiry_id}/").status_code == 404
    assert verl.post(f"/gt/gesucht/{slot.pk}/fragen", {"mediator": "1"}).status_code == 404


def test_a_handed_over_inquiry_is_seen_by_both_desks_and_worked_on_by_one(
    house: House, petra: User, client: Client
) -> None:
    slot = open_slot(house)
    handovers.hand_over(inquiry=slot.inquiry, to_desk=house.other_desk, note="Niemand hier", by=petra)
    assert client.get(f"/gt/vermittlung/{slot.inquiry_id}/").status_code == 200
    assert client.post(f"/gt/gesucht/{slot.pk}/fragen", {"mediator": "1"}).status_code == 403


def test_asking_from_the_page_asks_and_offers_to_take_it_back(house: House, client: Client) -> None:
    slot, mediator = open_slot(house), house.mediator("arb")
    page = client.post(f"/gt/gesucht/{slot.pk}/fragen", {"mediator": mediator.pk}, follow=True)
    assert Offer.objects.get().state == OfferState.ASKED
    assert "Rückgängig" in page.content.decode()
    client.post(f"/gt/gesucht/{slot.pk}/zuruecknehmen")
    assert Offer.objects.get().state == OfferState.WITHDRAWN


def test_asking_nobody_says_what_to_do(house: House, client: Client) -> None:
    slot = open_slot(house)
    page = client.post(f"/gt/gesucht/{slot.pk}/fragen", follow=True)
    assert "mindestens eine Person" in page.content.decode()


def test_the_number_of_another_desks_mediator_comes_after_a_click_that_is_logged(house: House, client: Client) -> None:
    slot, mediator = open_slot(house), house.mediator("arb", home_desk=house.other_desk, phone="0000 777123")
    page = f"/gt/vermittlung/{slot.inquiry_id}/"
    assert "0000 777123" not in client.get(page).content.decode()
    assert client.post(f"/gt/gesucht/{slot.pk}/anrufen/{mediator.pk}").status_code == 403
    assert "0000 777123" in client.post(f"/gt/gesucht/{slot.pk}/nummer/{mediator.pk}", follow=True).content.decode()
    assert AuditRecord.objects.filter(action="mediator.phone_read").count() == 1


def test_the_strip_waits_and_a_yes_on_the_telephone_can_be_undone(house: House, client: Client) -> None:
    slot, mediator = open_slot(house), house.mediator("arb")
    client.post(f"/gt/gesucht/{slot.pk}/anrufen/{mediator.pk}")
    assert "Sagt zu" in client.get("/gt/heute/").content.decode()
    call = Call.objects.get()
    page = client.post(f"/gt/anruf/{call.pk}/ergebnis", {"result": CallResult.ACCEPTED}, follow=True)
    assert "Rückgängig" in page.content.decode()
    client.post(f"/gt/einsatz/{Assignment.objects.get().pk}/rueckgaengig")
    slot.refresh_from_db()
    assert (Assignment.objects.get().state, slot.state) == (AssignmentState.CANCELLED, SlotState.OPEN)


def test_a_call_back_without_a_time_is_due_tomorrow_at_ten(house: House, client: Client) -> None:
    slot, mediator = open_slot(house), house.mediator("arb")
    client.post(f"/gt/gesucht/{slot.pk}/anrufen/{mediator.pk}")
    client.post(f"/gt/anruf/{Call.objects.get().pk}/ergebnis", {"result": CallResult.CALLS_BACK})
    until = timezone.localtime(Call.objects.get().until)
    assert (until.date(), until.hour) == (timezone.localdate() + timedelta(days=1), 10)
    assert "Rückrufe" in client.get("/gt/heute/").content.decode()


def test_nobody_else_ends_my_call(house: House, client: Client, petra: User) -> None:
    call = calls.begin_call(
        center=house.center, by=petra, desk=house.desk, mediator=house.mediator(), slot=open_slot(house)
    )
    other = signed_in(house.person(Role.DISPATCHER))
    assert other.post(f"/gt/anruf/{call.pk}/ergebnis", {"result": "accepted"}).status_code == 403


def test_changes_by_others_are_announced_and_my_own_are_not(house: House, client: Client, petra: User) -> None:
    slot, seen = open_slot(house), board.version()
    assert client.get(f"/gt/vermittlung/aenderungen?seen={seen}").status_code == 204
    asking.ask(slot=slot, mediators=[house.mediator()], by=petra, desk=house.desk)
    assert client.get(f"/gt/vermittlung/aenderungen?seen={seen}").status_code == 204
    offers.decline_offer(offer=Offer.objects.get(), via="link", by=None)
    told = client.get(f"/gt/vermittlung/aenderungen?seen={seen}")
    assert (told.status_code, "1 neue Änderung" in told.content.decode()) == (200, True)


def test_an_unchanged_board_costs_few_queries_to_poll(house: House, client: Client) -> None:
    seen = board.version()
    client.get(f"/gt/vermittlung/aenderungen?seen={seen}")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/gt/vermittlung/aenderungen?seen={seen}")
    assert len([q for q in queries if "audit" in q["sql"]]) == 1


def test_what_burns_stands_on_top(house: House) -> None:
    house.inquiry("arb")
    urgent = house.inquiry("ron", start=timezone.now() + timedelta(hours=3))
    rows = board.rows(house.desk, timezone.now())
    assert (rows[0].inquiry, rows[0].burns, rows[1].burns) == (urgent, True, False)


def test_who_calls_is_found_by_the_last_four_digits(house: House, client: Client) -> None:
    type(house.contact).objects.update(phone_digits="00002222")
    house.inquiry("arb")
    page = client.get("/gt/suche/?q=2222").content.decode()
    assert "Gisela Probesand" in page
    assert "1 offene Anfrage" in page


def test_a_bad_call_result_changes_nothing(house: House, client: Client) -> None:
    slot, mediator = open_slot(house), house.mediator()
    client.post(f"/gt/gesucht/{slot.pk}/anrufen/{mediator.pk}")
    client.post(f"/gt/anruf/{Call.objects.get().pk}/ergebnis", {"result": "vielleicht"})
    assert Call.objects.get().result == ""


def test_giving_back_needs_a_reason(house: House, petra: User) -> None:
    slot = open_slot(house)
    handover = handovers.hand_over(inquiry=slot.inquiry, slot=slot, to_desk=house.other_desk, note="", by=petra)
    verl = signed_in(house.person(Role.DISPATCHER, desk=house.other_desk))
    page = verl.post(f"/gt/weitergabe/{handover.pk}", {"answer": "back"}, follow=True).content.decode()
    assert "Bitte schreiben Sie kurz, warum." in page
    verl.post(f"/gt/weitergabe/{handover.pk}", {"answer": "back", "reason": "Auch niemand"})
    slot.refresh_from_db()
    assert slot.desk is None


def test_a_note_that_names_somebody_is_asked_about_and_nothing_typed_is_lost(house: House, petra: User) -> None:
    slot, desk = open_slot(house), signed_in(petra)
    typed = {"slot": slot.pk, "desk": house.other_desk.pk, "note": "frau yılmaz wartet"}
    page = desk.post(f"/gt/vermittlung/{slot.inquiry_id}/weitergeben", typed).content.decode()
    assert "„frau yılmaz“" in page
    assert "frau yılmaz wartet" in page
    assert not Handover.objects.exists()
    desk.post(f"/gt/vermittlung/{slot.inquiry_id}/weitergeben", {**typed, "note_stands": "1"})
    assert Handover.objects.get().note == "frau yılmaz wartet"


def test_a_no_on_the_telephone_teaches_the_weekday_with_one_tick(house: House, client: Client) -> None:
    slot, mediator = open_slot(house), house.mediator()
    client.post(f"/gt/gesucht/{slot.pk}/anrufen/{mediator.pk}")
    page = client.post(f"/gt/anruf/{Call.objects.get().pk}/ergebnis", {"result": CallResult.DECLINED}, follow=True)
    assert "gilt das für jeden" in page.content.decode()
    client.post(f"/gt/frage/{Offer.objects.get().pk}/nein", {"grund": "never_this_weekday"})
    learnt = mediator.weekly_times.get()
    assert (learnt.never, learnt.weekday) == (True, timezone.localtime(slot.starts_at).weekday())


def test_the_other_desk_reads_in_german_whatever_the_giver_reads(house: House) -> None:
    petra, slot = house.person(Role.DISPATCHER), house.inquiry("ron").slots.get()
    with translation.override("en"):
        handovers.hand_over(inquiry=slot.inquiry, to_desk=house.other_desk, note="Niemand hier", by=petra)
    message = Message.objects.get(kind="handover")
    assert message.subject == f"{slot.inquiry.number}: {house.desk} gibt weiter"
    assert message.body.splitlines()[:3] == [
        f"{house.desk} gibt Ihnen {slot.inquiry.number} weiter.",
        "",
        "Niemand hier",
    ]


def test_why_shows_what_counts_with_weight_and_points(house: House, client: Client) -> None:
    house.mediator("arb")
    answer = client.get(f"/gt/vermittlung/{open_slot(house).inquiry_id}/")
    assert "Gewicht" in answer.content.decode()
    (line,) = answer.context["candidates"]
    assert line.items
    assert sum(points for _text, _weight, points in line.items) == line.points
    assert all(points % weight == 0 for _text, weight, points in line.items)


def test_calling_off_afterwards_says_who_is_told_and_tells_them(client: Client, house: House, petra: User) -> None:
    slot = open_slot(house, start=in_days(2))
    (offer,) = asking.ask(slot=slot, mediators=[house.mediator()], by=petra, desk=house.desk)
    promise = offers.accept_offer(offer=offer, via="phone", by=petra)
    start = timezone.now() - timedelta(hours=5)
    Slot.objects.update(starts_at=start, ends_at=start + timedelta(hours=1))
    Assignment.objects.update(state="held", starts_at=start, ends_at=start + timedelta(hours=1))
    values = {"side": "mediator", "reason": "prevented"}
    page = client.post(f"/gt/einsatz/{promise.pk}/absagen", values, follow=True).content.decode()
    assert "Alle Beteiligten bekommen Bescheid" in page
    assert "nächsten Personen" not in page
    assert Message.objects.filter(kind="cancelled").count() == 2


def test_nobody_calls_off_by_hand_because_an_institution_is_not_admitted(
    client: Client, house: House, petra: User
) -> None:
    (offer,) = asking.ask(
        slot=open_slot(house, start=in_days(2)), mediators=[house.mediator()], by=petra, desk=house.desk
    )
    promise = offers.accept_offer(offer=offer, via="phone", by=petra)
    values = {"side": "desk", "reason": "not_admitted"}
    page = client.post(f"/gt/einsatz/{promise.pk}/absagen", values, follow=True).content.decode()
    assert "Bitte wählen Sie, wer absagt und warum." in page
    promise.refresh_from_db()
    assert promise.cancel_reason == ""
