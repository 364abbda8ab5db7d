"""Where people are lacking: counted from talks nobody was found for, worked out in the background, shown in words."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotsenhaus.centers.choices import Role
from lotsenhaus.kit.calendar import BERLIN
from lotsenhaus.mediation import tasks
from lotsenhaus.mediation.actions import recruiting
from lotsenhaus.mediation.choices.states import Channel, OfferState, PlaceKind, SlotState, UnfilledReason
from lotsenhaus.mediation.models import Mediator, Offer, Slot, WeeklyTime
from lotsenhaus.mediation.planning.recruiting import Lack, lacking, period
from tests.centers.people import a_center, a_member, sign_in
from tests.house import House
from tests.mediation.money import promised

NOW = datetime(2026, 11, 22, 12, tzinfo=BERLIN)
TUESDAY = date(2026, 11, 10)
PAGE = "/gt/auswertung/wo-jemand-fehlt/"


@pytest.fixture(autouse=True)
def that_sunday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=BERLIN)


def open_talk(
    house: House, code: str = "tir", day: date = TUESDAY, hour: int = 14, *, talks: int = 1, **fields: object
) -> Slot:
    slot = house.inquiry(code, start=at(day, hour), **fields).slots.get()
    slot.state, slot.unfilled_reason, slot.talks = SlotState.UNFILLED, UnfilledReason.NOBODY_FREE, talks
    slot.save()
    return slot


def free_on_tuesdays(house: House, code: str = "tir", **fields: object) -> Mediator:
    mediator = house.mediator(code, **fields)
    WeeklyTime.objects.create(center=house.center, mediator=mediator, weekday=1, starts=time(8), ends=time(18))
    return mediator


def lack(house: House, **changed: object) -> Lack:
    town = house.towns["Rietberg"].pk
    usual = {"language": "tir", "town": town, "weekday": 1, "half": "afternoon", "assignments": 2, "talks": 2}
    return Lack(**(usual | changed))  # type: ignore[arg-type]


def test_the_period_is_the_last_thirteen_whole_weeks() -> None:
    assert period(date(2026, 11, 22)) == (date(2026, 8, 17), date(2026, 11, 15))
    assert period(date(2026, 11, 23)) == (date(2026, 8, 24), date(2026, 11, 22))


def test_one_person_covers_what_she_can_do_one_after_the_other(house: House) -> None:
    open_talk(house, hour=14)
    open_talk(house, hour=14)  # at the same time: only one of the two
    open_talk(house, day=TUESDAY - timedelta(weeks=1), talks=9)
    assert lacking(*period(NOW.date())) == (3, [lack(house, talks=10)])


def test_what_one_person_more_cannot_help_is_not_counted(house: House) -> None:
    open_talk(house, day=TUESDAY - timedelta(weeks=20))
    open_talk(house, place_kind=PlaceKind.PHONE)
    slot = open_talk(house)
    Slot.objects.filter(pk=slot.pk).update(unfilled_reason=UnfilledReason.NOT_ADMISSIBLE)
    assert lacking(*period(NOW.date())) == (0, [])


def test_whoever_was_free_and_not_asked_could_have_helped(house: House) -> None:
    slot, mediator = open_talk(house), free_on_tuesdays(house)
    assert lacking(*period(NOW.date())) == (1, [])
    Offer.objects.create(
        center=house.center, slot=slot, mediator=mediator, desk=house.desk, state=OfferState.EXPIRED,
        channel=Channel.EMAIL,
    )  # fmt: skip
    assert lacking(*period(NOW.date())) == (1, [lack(house, assignments=1, talks=1)])


def test_whoever_had_promised_elsewhere_was_not_there(house: House) -> None:
    open_talk(house)
    promised(house, mediator=free_on_tuesdays(house), start=at(TUESDAY, 14))
    assert lacking(*period(NOW.date())) == (1, [lack(house, assignments=1, talks=1)])


def test_silence_about_times_helps_nobody(house: House) -> None:
    open_talk(house)
    house.mediator("tir")
    assert lacking(*period(NOW.date())) == (1, [lack(house, assignments=1, talks=1)])


def test_the_coordination_asks_and_reads_a_sentence_and_a_table(house: House) -> None:
    open_talk(house, talks=11)
    free_on_tuesdays(house, last_name="Unverwechselbar", town=house.towns["Verl"], max_travel_minutes=1)
    browser = sign_in(house.person(Role.COORDINATOR))
    assert PAGE in browser.get("/gt/auswertung/").content.decode()
    assert "Ausrechnen" in browser.get(PAGE).content.decode()
    assert browser.post(PAGE).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name LIKE '%look_where_people_lack'")
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [{"center_id": house.center.pk}]
    assert "Es wird gerade ausgerechnet" in browser.get(PAGE).content.decode()
    assert "schon ausgerechnet" in browser.post(PAGE, follow=True).content.decode()
    tasks.look_where_people_lack(center_id=house.center.pk)
    page = browser.get(PAGE).content.decode()
    assert "Eine Person mehr mit Tigrinya nahe Rietberg am Dienstagnachmittag: 11 Gespräche mehr." in page
    assert "Es wird gerade ausgerechnet" not in page
    assert "Unverwechselbar" not in page
    assert page.count("<tbody") == 1


def test_other_centers_and_other_roles_see_nothing(house: House) -> None:
    assert sign_in(house.person(Role.DISPATCHER)).get(PAGE).status_code == 403
    assert sign_in(house.person(Role.MEDIATOR)).get(PAGE).status_code == 403
    stranger = sign_in(a_member(a_center("bor"), Role.COORDINATOR))
    assert (stranger.get(PAGE).status_code, stranger.post(PAGE).status_code) == (404, 404)
    assert not recruiting.is_under_way(center=house.center)


def test_when_nothing_comes_of_it_one_may_ask_again(house: House) -> None:
    assert recruiting.begin(center=house.center)
    assert not recruiting.begin(center=house.center)
    found = recruiting.work_out(center=house.center)
    assert (found.open, found.lacks, found.failed) == (0, [], False)
    assert recruiting.begin(center=house.center)


def test_the_number_of_queries_does_not_grow(house: House) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            lacking(*period(NOW.date()))
        return len(captured)

    open_talk(house)
    free_on_tuesdays(house)
    few = counted()
    for number in range(1, 4):
        open_talk(house, day=TUESDAY - timedelta(weeks=number))
        free_on_tuesdays(house)
    assert few == counted() == 6
