""" "Anfrage ändern": both versions on a conflict, a moved date ends every promise with a word, no strangers."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.kit import calendar
from lotsenhaus.mediation.actions import asking
from lotsenhaus.mediation.choices.states import AssignmentState, InquiryState, OfferState, SlotState
from lotsenhaus.mediation.forms.changes import stored
from lotsenhaus.mediation.models import Assignment, Inquiry, Offer, Slot, Talk
from lotsenhaus.mediation.rules.wishes import shifted
from lotsenhaus.outbox.models import Message
from tests.house import House, build, in_days, new_center
from tests.mediation.inquiry_pages import errors, form, good_day, moved, requester, signed_in
from tests.mediation.test_inquiry_status import promise


def typed(inquiry: Inquiry, **changed: Any) -> dict[str, str]:
    """The page as it was opened, with what was changed in it."""
    inquiry.refresh_from_db()
    talks = {f"talks-{slot.pk}": str(slot.talks) for slot in inquiry.slots.all()}
    return {**stored(inquiry), **talks, "version": str(inquiry.version), **changed}


def desk_page(inquiry: Inquiry) -> str:
    return f"/gt/anfragen/{inquiry.pk}/aendern/"


def own_page(inquiry: Inquiry) -> str:
    return f"/gt/meine-anfragen/{inquiry.pk}/aendern/"


def test_a_new_room_is_stored_audited_and_told_to_who_comes(house: House) -> None:
    inquiry = house.inquiry()
    mediator = promise(house, inquiry.slots.get())
    client = signed_in(house.person("dispatcher"))
    assert client.get(desk_page(inquiry)).status_code == 200
    answer = client.post(desk_page(inquiry), typed(inquiry, room="Aula"))
    assert (answer.status_code, answer["Location"]) == (302, f"/gt/vermittlung/{inquiry.pk}/")
    inquiry.refresh_from_db()
    assert (inquiry.room, inquiry.state) == ("Aula", InquiryState.ARRANGED)
    mail = Message.objects.get(kind="changed")
    assert (mail.recipient, "Raum: Aula" in mail.body) == (mediator.email, True)
    record = AuditRecord.objects.get(action="inquiry.changed")
    assert (record.detail["fields"], record.detail["moved"]) == (["room"], False)


def test_whoever_comes_second_sees_both_versions_and_keeps_what_was_typed(house: House) -> None:
    inquiry = house.inquiry()
    first, second = signed_in(house.person("dispatcher")), signed_in(requester(house))
    late = typed(inquiry, room="Raum 12")
    first.post(desk_page(inquiry), typed(inquiry, room="Aula"))
    answer = second.post(own_page(inquiry), late)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Inzwischen hat sich die Anfrage geändert" in html
    assert "Aula" in html
    assert 'value="Raum 12"' in html
    inquiry.refresh_from_db()
    assert inquiry.room == "Aula"
    again = second.post(own_page(inquiry), {**late, "version": str(inquiry.version)})
    inquiry.refresh_from_db()
    assert (again.status_code, inquiry.room) == (302, "Raum 12")


def test_a_moved_date_is_asked_about_first_then_ends_promises_and_looks_anew(house: House) -> None:
    inquiry = house.inquiry("arb", "pol")
    arabic, polish = inquiry.slots.all()
    mediator = promise(house, arabic)
    asking.ask(slot=polish, mediators=[house.mediator("pol"), house.mediator("pol")], by=None, desk=house.desk)
    client, day = signed_in(house.person("dispatcher")), moved(good_day(), 7)
    values = typed(inquiry, day=f"{day:%d.%m.%Y}", start="10")
    page = client.get(desk_page(inquiry)).content.decode()
    assert "wird 1 Zusage abgesagt" in page
    refused = client.post(desk_page(inquiry), values)
    assert errors(refused.content.decode()) == ["Bitte ankreuzen, wenn der Termin wirklich verschoben wird."]
    assert Assignment.objects.get().state == AssignmentState.PLANNED
    assert client.post(desk_page(inquiry), {**values, "cancel_promises": "on"}).status_code == 302
    start = calendar.at_local(day, time(10))
    slots = list(Slot.objects.values_list("state", "starts_at", "ends_at"))
    assert slots == [(SlotState.OPEN, start, start + timedelta(hours=1))] * 2
    assignment = Assignment.objects.get()
    assert (assignment.state, assignment.cancel_reason) == (AssignmentState.CANCELLED, "date_moved")
    assert set(Offer.objects.values_list("state", flat=True)) == {OfferState.WITHDRAWN}
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.starts_at, inquiry.planned_minutes) == (InquiryState.OPEN, start, 60)
    told = Message.objects.get(kind="cancelled")
    assert (told.recipient, "wurde verschoben" in told.body) == (mediator.email, True)
    assert Message.objects.get(kind="moved").recipient == inquiry.contact_email
    assert AuditRecord.objects.get(action="inquiry.changed").detail["cancelled"] == 1


def test_the_same_person_can_say_yes_again_for_the_new_date(house: House) -> None:
    inquiry = house.inquiry()
    mediator = promise(house, inquiry.slots.get())
    values = typed(inquiry, day=f"{moved(good_day(), 7):%d.%m.%Y}", cancel_promises="on")
    signed_in(requester(house)).post(own_page(inquiry), values)
    (offer,) = asking.ask(slot=inquiry.slots.get(), mediators=[mediator], by=None, desk=house.desk)
    assert offer.state in (OfferState.WAITING, OfferState.ASKED)


def test_talks_and_own_times_keep_their_place_in_the_day(house: House) -> None:
    inquiry = house.inquiry(start=in_days(10, 15), minutes=120)
    slot = inquiry.slots.get()
    late = house.slot(inquiry, "pol", starts_at=in_days(10, 16), order=1)
    Talk.objects.create(center=house.center, slot=slot, starts_at=in_days(10, 15) + timedelta(minutes=30), code="4B-07")
    day = moved(good_day(), 14)
    values = typed(inquiry, day=f"{day:%d.%m.%Y}", start="9")
    signed_in(house.person("coordinator")).post(desk_page(inquiry), values)
    late.refresh_from_db()
    clocks = [late.starts_at, Talk.objects.get().starts_at]
    assert [f"{timezone.localtime(one):%d.%m. %H:%M}" for one in clocks] == [
        f"{day:%d.%m.} 10:00",
        f"{day:%d.%m.} 09:30",
    ]


def test_the_clock_counts_when_the_hour_changes_between() -> None:
    before = calendar.at_local(date(2026, 10, 23), time(15))
    after = calendar.at_local(date(2026, 10, 30), time(15))
    moment = shifted(before + timedelta(hours=1), before, after)
    assert f"{moment.astimezone(calendar.BERLIN):%d.%m. %H:%M}" == "30.10. 16:00"


def test_a_remark_is_screened_and_the_past_is_no_date(house: House) -> None:
    inquiry = house.inquiry()
    values = typed(inquiry, remark="Anruf bitte 0171 1234567", day="1.1.2026")
    html = signed_in(requester(house)).post(own_page(inquiry), values).content.decode()
    assert "0171 1234567" in html
    assert errors(html)
    inquiry.refresh_from_db()
    assert (inquiry.remark, timezone.localdate(inquiry.starts_at)) == ("", timezone.localdate(in_days(10)))


def test_a_strange_institution_another_desk_and_another_center_find_nothing(house: House) -> None:
    inquiry = house.inquiry()
    other = signed_in(house.person("dispatcher", desk=house.other_desk))
    stranger = signed_in(house.person("requester"))
    with center_scope(new_center("bor", "BOR")):
        foreign = signed_in(build("bor", "BOR").person("coordinator"))
    for client, path in ((other, desk_page(inquiry)), (stranger, own_page(inquiry)), (foreign, desk_page(inquiry))):
        assert client.get(path).status_code == 404
        assert client.post(path, typed(inquiry, room="Aula")).status_code == 404


@pytest.mark.parametrize("state", [InquiryState.WITHDRAWN, InquiryState.HELD, InquiryState.CLOSED])
def test_what_is_over_stays_as_it_was(house: House, state: str) -> None:
    inquiry = house.inquiry(state=state)
    answer = signed_in(requester(house)).post(own_page(inquiry), typed(inquiry, room="Aula"))
    inquiry.refresh_from_db()
    assert (answer.status_code, inquiry.room) == (302, "")


def test_one_that_waits_for_the_first_call_goes_on_waiting(house: House) -> None:
    inquiry = house.inquiry(state=InquiryState.SUBMITTED)
    signed_in(requester(house)).post(own_page(inquiry), typed(inquiry, room="Aula"))
    inquiry.refresh_from_db()
    assert (inquiry.room, inquiry.state) == ("Aula", InquiryState.SUBMITTED)


def test_the_blank_form_is_open_to_everybody_and_linked_where_nothing_is_yet(house: House) -> None:
    client = signed_in(requester(house))
    path = "/gt/erste-anfrage/formular/"
    html = client.get(path).content.decode()
    assert "Rückrufnummer" in html
    assert house.center.email in html
    for page in ("/gt/meine-anfragen/", "/gt/erste-anfrage/"):
        assert path in client.get(page).content.decode()
    dispatcher = signed_in(house.person("dispatcher"))
    for page in ("/gt/heute/", "/gt/vermittlung/"):
        assert path in dispatcher.get(page).content.decode()


def test_like_last_time_comes_with_the_tick_but_without_the_list(house: House) -> None:
    client = signed_in(requester(house))
    rows = "Uhrzeit\tRaum\tSprache\tZeichen\n15:00\t12\tAlbanisch\t7a-31\n15:20\t12\tAlbanisch\t4b-08"
    client.post("/gt/anfrage/", form(house, many_talks="on", talk_minutes="20", talk_rows=rows, s0_language=""))
    html = client.get(f"/gt/anfrage/?wie={Inquiry.objects.get().pk}").content.decode()
    tick = html.split('name="many_talks"')[1].split(">")[0]
    assert "checked" in tick
    assert 'value="20"' in html
    assert "7A-31" not in html.upper()
