"""Figures count what was done; samples can be drawn again; nobody is named."""

import io
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.choices.states import AssignmentState, InquiryState, SlotState, UnfilledReason
from lotsenhaus.mediation.figures import Row, figures
from lotsenhaus.mediation.models import Mediator
from lotsenhaus.mediation.rules.figures import coarse, hidden, period, spread, spread_hours
from lotsenhaus.mediation.rules.sample import draw
from lotsenhaus.mediation.views.reports import _told_part, _told_share
from lotsenhaus.mediation.views.told import folded, told_column, told_rows
from tests.centers.people import sign_in
from tests.house import House
from tests.mediation.money import confirmed, furnish, promised

TODAY = date(2026, 11, 22)


def this_time() -> tuple[date, date]:
    return timezone.localdate() - timedelta(days=20), timezone.localdate() + timedelta(days=20)


def test_periods_begin_and_end_where_people_expect_it() -> None:
    assert period("jahr", TODAY) == (date(2026, 1, 1), date(2026, 12, 31))
    assert period("vorjahr", TODAY) == (date(2025, 1, 1), date(2025, 12, 31))
    assert period("quartal", TODAY) == (date(2026, 10, 1), date(2026, 12, 31))
    assert period("monat", date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert period("", TODAY) == (date(2025, 12, 1), TODAY)


def test_small_counts_are_not_told() -> None:
    assert [coarse(count, "unter 5") for count in (0, 1, 4, 5)] == ["0", "unter 5", "unter 5", "5"]


@pytest.mark.parametrize(
    ("counts", "places"),
    [
        ([9, 7, 3], {1, 2}),  # the third alone is the total less the others
        ([9, 4, 3], {1, 2}),
        ([9, 2, 1], {0, 1, 2}),  # a sum of three is one and two
        ([9, 7, 0], set()),
        ([3], {0}),
        ([], set()),
    ],
)
def test_no_small_count_can_be_worked_out_from_the_total(counts: list[int], places: set[int]) -> None:
    assert hidden(counts) == places


def test_a_distribution_counts_everybody_once() -> None:
    classes = spread([0, 0, 1, 2, 3, 7, 40])
    assert [people for _low, _high, people in classes] == [2, 2, 1, 1, 0, 1]


def test_a_seed_draws_the_same_sample_in_any_order() -> None:
    keys = list(range(100))
    assert draw(keys, seed="2026-1", count=20) == draw(reversed(keys), seed="2026-1", count=20)
    assert draw(keys, seed="2026-1", count=20) != draw(keys, seed="2026-2", count=20)
    assert len(draw([1, 2], seed="x", count=20)) == 2


def test_one_person_for_three_hours_is_one_assignment_with_its_talks(house: House) -> None:
    furnish(house)
    assignment = promised(house, minutes=180)
    assignment.slot.talks = 9
    assignment.slot.save()
    assignment.state = AssignmentState.HELD
    assignment.save()
    found = figures(*this_time())
    assert (found.total.assignments, found.total.talks, found.total.minutes) == (1, 9, 180)
    assert [(row.label, row.assignments) for row in found.languages] == [("Arabisch", 1)]
    assert [row.label for row in found.towns] == ["Rietberg"]


def test_the_confirmed_minutes_count_not_the_planned_ones(house: House) -> None:
    furnish(house)
    confirmed(house, minutes=60, lasted=75)
    assert figures(*this_time()).total.minutes == 75


def test_nobody_found_is_counted_by_language_town_and_reason(house: House) -> None:
    for _time in range(3):
        slot = house.inquiry("ron").slots.get()
        slot.state, slot.unfilled_reason = SlotState.UNFILLED, UnfilledReason.TOO_FAR
        slot.save()
    found = figures(*this_time())
    assert [(one.language, one.town, one.reason, one.count) for one in found.unmet] == [
        ("Rumänisch", "Rietberg", "alle wohnen zu weit weg", 3)
    ]
    assert found.unmet_by("reason") == [("alle wohnen zu weit weg", 3)]


def test_refused_and_withdrawn_inquiries_are_not_wanted(house: House) -> None:
    house.inquiry("arb", state=InquiryState.REFUSED)
    house.inquiry("arb")
    found = figures(*this_time())
    assert (found.inquiries, found.wanted, found.arranged) == (2, 1, 0)
    assert [count for _label, count in found.refusals] == [1]


def test_another_period_counts_nothing(house: House) -> None:
    furnish(house)
    confirmed(house)
    found = figures(date(2019, 1, 1), date(2019, 12, 31))
    assert (found.total.assignments, found.languages, found.unmet, found.inquiries) == (0, [], [], 0)


def test_the_page_names_nobody_and_keeps_a_wrong_period(house: House) -> None:
    furnish(house)
    allowance = confirmed(house, mediator=house.mediator(last_name="Unverwechselbar"))
    browser = sign_in(house.person(Role.COORDINATOR))
    page = browser.get("/gt/auswertung/?zeitraum=zwoelf").content.decode()
    assert "Unverwechselbar" not in page
    assert "Diese Seite ist nur für das Zentrum" in page
    wrong = browser.get("/gt/auswertung/", {"von": "2026-12-01", "bis": "2026-11-01"}).content.decode()
    assert "Dieser Tag liegt vor dem Beginn" in wrong
    assert 'value="2026-12-01"' in wrong
    assert browser.get("/gt/auswertung/auswertung.xlsx").content[:2] == b"PK"
    assert allowance.amount


def test_a_sample_sheet_shows_the_way_from_inquiry_to_booking(house: House) -> None:
    furnish(house)
    allowance = confirmed(house, lasted=65)
    year = timezone.localtime(allowance.assignment.starts_at).year
    given = {"startwert": "2026-1", "jahr": year, "anzahl": 20}
    page = sign_in(house.person(Role.AUDITOR)).get("/gt/pruefung/", given).content.decode()
    for words in (allowance.assignment.slot.inquiry.number, "angefangene halbe Stunde", "Gisela Probesand", "22,50"):
        assert words in page
    assert f"Nr. {allowance.posting_id} vom" in page
    assert "Lotsenhaus speichert keine Namen" in page


def test_hours_are_a_distribution_without_names(house: House) -> None:
    assert spread_hours([0, 1, 300, 301, 600, 2400, 2401]) == [
        (None, 0, 1), (0, 5, 2), (5, 10, 2), (10, 20, 0), (20, 40, 1), (40, None, 1),
    ]  # fmt: skip
    furnish(house)
    assignment = promised(house, minutes=180)
    assignment.state = AssignmentState.HELD
    assignment.save()
    assert [people for _low, _high, people in figures(*this_time()).hours][:2] == [
        Mediator.objects.active().count() - 1,
        1,
    ]


def test_the_report_says_why_it_tells_less_than_the_page(house: House) -> None:
    slot = house.inquiry("ron").slots.get()
    slot.state, slot.unfilled_reason = SlotState.UNFILLED, UnfilledReason.TOO_FAR
    slot.save()
    person = house.person(Role.COORDINATOR)
    person.language = "en"
    person.save()
    sheet = sign_in(person).get(f"/gt/auswertung/bericht.pdf?von={this_time()[0]}&bis={this_time()[1]}")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.content)).pages).split())
    assert "Dieser Bericht verlässt das Zentrum. Deshalb stehen Zahlen von 1 bis 4 hier als „unter 5“" in text
    assert re.search(r"Rumänisch .*unter 5", text)
    assert "Rietberg" not in text[text.index("Nicht vermittelt nach Sprache") : text.index("Nicht vermittelt nach Ort")]
    assert "0 % vermittelt" not in text
    assert "Wie viele Stunden auf eine Person kommen" in text
    page = sign_in(person).get(f"/gt/auswertung/?von={this_time()[0]}&bis={this_time()[1]}").content.decode()
    assert "Romanian" in page


def test_a_share_is_told_only_where_its_counts_are() -> None:
    assert [_told_share(*given) for given in ((3, 40), (38, 40), (30, 40), (0, 40), (40, 40), (0, 0))] == [
        *("–", "–", "75 %", "0 %", "100 %", "0 %"),
    ]
    assert _told_share(30, 40, 2) == "–"


def test_one_small_line_takes_the_next_smallest_with_it() -> None:
    rows = [Row("Arabisch", 20, 22, 1200), Row("Kurdisch", 8, 8, 480), Row("Rumänisch", 2, 2, 120)]
    assert told_rows(rows) == [["Arabisch", "20", "22", "20,0"], ["Kurdisch, Rumänisch", "nicht genannt", "", ""]]
    assert [label for label, *_rest in _told_part("Sprachen", "Sprache", rows).bars] == ["Arabisch"]
    assert folded([("A", 9), ("B", 4), ("C", 3)]) == [["A", "9"], ["B, C", "je unter 5"]]
    assert told_column([9, 7, 3, 0]) == ["9", "nicht genannt", "unter 5", "0"]
