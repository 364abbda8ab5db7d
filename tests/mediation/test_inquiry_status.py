"""Is it arranged, who comes? The same by sign-in and by the link in the mail; nothing that a stranger may not know."""

from datetime import timedelta

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import code_for
from lotsenhaus.mediation import tasks
from lotsenhaus.mediation.actions import handovers, inquiry_mails, offers
from lotsenhaus.mediation.choices.states import InquiryState, OfferState
from lotsenhaus.mediation.models import Handover, Inquiry, Mediator, Offer, Slot
from lotsenhaus.network.models import DeskAbsence, Organization
from lotsenhaus.outbox.models import Message
from tests.house import House
from tests.mediation.inquiry_pages import requester, signed_in


def link(house: House, inquiry: Inquiry) -> str:
    return f"/s/{code_for(center=house.center, purpose=LinkPurpose.STATUS, target_id=inquiry.pk)}"


def promise(house: House, slot: Slot) -> Mediator:
    mediator = house.mediator(*slot.languages, first_name="Samira", last_name="Musterhain", phone="0000 777")
    offer = Offer.objects.create(
        center=house.center, slot=slot, mediator=mediator, desk=house.desk, state=OfferState.ASKED, channel="phone",
        asked_at=timezone.now(), asked_by=house.person("dispatcher"),
    )  # fmt: skip
    offers.accept_offer(offer=offer, by=offer.asked_by, via="phone")
    return mediator


def test_a_name_appears_only_after_a_yes_and_never_in_full(house: House) -> None:
    inquiry = house.inquiry()
    url = link(house, inquiry)
    html = Client().get(url).content.decode()
    assert "wir suchen noch" in html
    assert "0 von 1 zugesagt" in html
    promise(house, inquiry.slots.get())
    html = Client().get(url).content.decode()
    assert "Samira M. kommt" in html
    assert "Alles ist vermittelt" in html
    assert "Musterhain" not in html
    assert "0000 777" not in html


def test_the_number_is_shared_only_where_the_center_wants_it(house: House) -> None:
    house.center.shares_mediator_phone = True
    house.center.save()
    inquiry = house.inquiry()
    promise(house, inquiry.slots.get())
    assert "0000 777" in Client().get(link(house, inquiry)).content.decode()


def test_somebody_who_was_only_asked_is_never_named(house: House) -> None:
    inquiry = house.inquiry()
    mediator = house.mediator(first_name="Yusuf", last_name="Beispiel")
    Offer.objects.create(
        center=house.center, slot=inquiry.slots.get(), mediator=mediator, desk=house.desk, state=OfferState.ASKED,
        channel="phone", asked_at=timezone.now(),
    )  # fmt: skip
    html = Client().get(link(house, inquiry)).content.decode()
    assert "Arabisch: Wir haben begonnen zu fragen." in html
    assert "Yusuf" not in html


def test_the_page_says_who_takes_care_and_when_the_desk_is_back(house: House) -> None:
    inquiry = house.inquiry()
    assert "Erreichbar ab" in Client().get(link(house, inquiry)).content.decode()
    today = timezone.localdate()
    DeskAbsence.objects.create(center=house.center, desk=house.desk, first_day=today, last_day=today)
    html = Client().get(link(house, inquiry)).content.decode()
    assert "Zurück am" in html
    assert house.desk.phone in html


def test_opening_the_link_changes_nothing_and_withdrawing_tells_everybody(house: House) -> None:
    inquiry = house.inquiry()
    mediator = promise(house, inquiry.slots.get())
    url, before = link(house, inquiry), Message.objects.count()
    client = Client()
    client.get(url)
    assert client.get(f"{url}/zurueckziehen").status_code == 405
    assert Message.objects.count() == before
    client.post(f"{url}/zurueckziehen")
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.WITHDRAWN
    assert Message.objects.filter(kind="cancelled", recipient=mediator.email).count() == 1
    assert "Ja, zurückziehen" not in client.get(url).content.decode()


def test_the_calendar_file_holds_no_name(house: House) -> None:
    inquiry = house.inquiry(onsite_name="Frau Probesand", room="12")
    promise(house, inquiry.slots.get())
    text = Client().get(f"{link(house, inquiry)}/termin.ics").content
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert event["SUMMARY"] == f"Sprachmittlung {inquiry.number}"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (inquiry.starts_at, inquiry.ends_at)
    assert not any(name in text.decode() for name in ("Samira", "Musterhain", "Probesand"))


def test_no_calendar_file_without_a_date(house: House) -> None:
    inquiry = house.inquiry(starts_at=None, ends_at=None, date_kind="by_agreement")
    assert Client().get(f"{link(house, inquiry)}/termin.ics").status_code == 404


@pytest.mark.parametrize("code", ["22222222222B", "zzz"])
def test_a_guessed_link_opens_nothing(house: House, code: str) -> None:
    assert Client().get(f"/s/{code}").status_code == 404


def test_she_sees_the_inquiries_of_her_institutions_and_no_other(house: House) -> None:
    own = house.inquiry()
    kita = Organization.objects.create(center=house.center, name="Kita", kind="daycare", state="approved")
    foreign = house.inquiry(organization=kita)
    html = signed_in(requester(house)).get("/gt/meine-anfragen/").content.decode()
    assert own.number in html
    assert foreign.number not in html


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(house: House) -> None:
    client = signed_in(requester(house))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/gt/meine-anfragen/").status_code == 200
        return len(seen)

    house.inquiry()
    queries()  # the first page of a session also writes down the session
    one = queries()
    for _more in range(2):
        promise(house, house.inquiry("arb", "pol").slots.first())  # type: ignore[arg-type]
    assert queries() == one


def test_one_mail_a_day_tells_what_has_changed(house: House) -> None:
    inquiry = house.inquiry("arb", "pol")
    promise(house, inquiry.slots.order_by("order")[0])
    assert Message.objects.filter(recipient=inquiry.contact_email).count() == 0
    since, day = timezone.now() - timedelta(days=1), timezone.localdate()
    assert inquiry_mails.digest(inquiry=inquiry, since=since, day=day) is True
    assert inquiry_mails.digest(inquiry=inquiry, since=since, day=day) is False
    mail = Message.objects.get(kind="digest")
    assert "– Arabisch: Samira M. hat zugesagt." in mail.body


def test_when_all_have_been_found_one_mail_names_them(house: House) -> None:
    inquiry = house.inquiry("arb", "pol")
    for slot in inquiry.slots.order_by("order"):
        promise(house, slot)
    mail = Message.objects.get(kind="assigned", recipient=inquiry.contact_email)
    assert mail.body.count("Samira M. kommt") == 2
    since = timezone.now() - timedelta(days=1)
    assert inquiry_mails.digest(inquiry=inquiry, since=since, day=timezone.localdate()) is False


def test_staff_withdraws_at_the_telephone(house: House) -> None:
    inquiry = house.inquiry()
    url = f"/gt/anfragen/{inquiry.pk}/zurueckziehen/"
    assert signed_in(house.person("dispatcher", desk=house.other_desk)).get(url).status_code == 404
    client = signed_in(house.person("dispatcher"))
    assert client.get(url).status_code == 200
    client.post(url)
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.WITHDRAWN
    assert client.get(f"/gt/anfragen/{inquiry.pk}/plan/").status_code == 200


def test_a_day_without_mail_is_caught_up_and_told_once(house: House) -> None:
    inquiry = house.inquiry("arb", submitted_at=timezone.now() - timedelta(days=9))
    slot = inquiry.slots.get()
    desk = house.other_desk
    handover = handovers.hand_over(inquiry=inquiry, slot=slot, to_desk=desk, note="", by=house.person("dispatcher"))
    Handover.objects.filter(pk=handover.pk).update(given_at=timezone.now() - timedelta(days=3))
    tasks.digest_for_institutions(0)
    assert Message.objects.filter(kind="digest").count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        tasks.digest_for_institutions(0)
    assert Message.objects.filter(kind="digest").count() == 1
