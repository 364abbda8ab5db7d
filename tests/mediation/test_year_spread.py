"""How evenly a year's Einsätze are spread: numbers worked out by hand, and nobody to be recognized."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotsenhaus.centers.choices import Role
from lotsenhaus.kit.calendar import BERLIN
from lotsenhaus.mediation.choices.states import AssignmentState, MediatorState
from lotsenhaus.mediation.figures import year_spread
from lotsenhaus.mediation.models import Mediator
from lotsenhaus.mediation.rules.figures import quarter_share
from tests.centers.people import sign_in
from tests.house import House
from tests.mediation.money import promised

AUTUMN = date(2026, 11, 22)


def held(house: House, who: Mediator, day: date, hour: int = 10) -> None:
    assignment = promised(house, mediator=who, start=datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN))
    assignment.state = AssignmentState.HELD
    assignment.save()


@pytest.mark.parametrize(
    ("counts", "share"),
    [
        ([3] * 20, 25),  # everybody the same
        ([8] * 5 + [0] * 15, 100),
        ([4] * 5 + [2] * 15, 40),  # 20 of 50
        ([6] * 5 + [1] + [0] * 16, 98),  # 22 people: 30.5 of 31
        ([9] * 19, None),  # a quarter of less than five people
        ([1] * 4 + [0] * 96, None),  # four Einsätze
        ([], None),
    ],
)
def test_the_share_of_the_fullest_quarter(counts: list[int], share: int | None) -> None:
    assert quarter_share(counts) == share
    assert quarter_share(reversed(counts)) == share


def test_a_year_counts_everybody_of_today_once_and_adds_up_month_by_month(house: House) -> None:
    people = [house.mediator() for _number in range(20)]
    for who in people[:10]:
        held(house, who, date(2026, 2, 10))
    for who in people[:5]:
        for day in range(1, 4):
            held(house, who, date(2026, 4, day))
    held(house, people[0], date(2025, 12, 31), hour=23)  # another year
    held(house, people[0], date(2027, 1, 1), hour=0)
    held(house, house.mediator(state=MediatorState.LEFT), date(2026, 3, 1))
    promised(house, mediator=people[1], start=datetime(2026, 5, 5, 10, tzinfo=BERLIN))  # not held
    found = year_spread(2026, AUTUMN)
    shares = {month.month: share for month, share in found.quarters}
    assert shares == {2: 50, 3: 50} | dict.fromkeys(range(4, 12), 80)  # 5 of 10, then 20 of 25


def test_the_page_shows_the_picture_with_its_table_and_no_name(house: House) -> None:
    people = [house.mediator(last_name=f"Unverwechselbar{number}") for number in range(20)]
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=BERLIN), tick=False):
        for who in people[:6]:
            held(house, who, date(2026, 11, 2))
        page = sign_in(house.person(Role.COORDINATOR)).get("/gt/auswertung/").content.decode()
    part = page[page.index('id="f-year"') : page.index('id="f-hours"')]
    assert "Wie sind die Einsätze 2026 verteilt?" in part
    assert "83</td>" in part  # 5 of 6 in November
    assert part.count("<svg") == part.count("<table") == 1
    assert "Unverwechselbar" not in page


def test_a_small_pool_is_told_why_there_is_no_share(house: House) -> None:
    page = sign_in(house.person(Role.COORDINATOR)).get("/gt/auswertung/").content.decode()
    assert "erst ab 20 aktiven Freiwilligen und 5 Einsätzen" in page


def test_the_number_of_queries_does_not_grow_with_people_or_talks(house: House) -> None:
    held(house, house.mediator(), date(2026, 3, 1))
    with CaptureQueriesContext(connection) as few:
        year_spread(2026, AUTUMN)
    for day in range(2, 6):
        held(house, house.mediator(), date(2026, 3, day))
    with CaptureQueriesContext(connection) as many:
        year_spread(2026, AUTUMN)
    assert len(few) == len(many) == 2
