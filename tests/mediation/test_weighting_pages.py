"""The page "Gewichtung": for whom, in how many queries, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.models import Weighting
from tests.centers.people import a_browser, a_center, sign_in
from tests.house import House
from tests.mediation.test_plans import always_free
from tests.mediation.test_weightings import SAID, WORDS, a_month_ago, saved

PAGE = "/gt/regeln/gewichtung/"


@pytest.fixture
def hanne(house: House) -> User:
    return house.person(Role.COORDINATOR, name="Hanne Beispielsen")


@pytest.fixture
def hers(hanne: User) -> Client:
    return sign_in(hanne)


def said(**changes: str) -> dict[str, str]:
    return {**SAID, **WORDS, "based_on": "1", **changes}


def test_the_rules_lead_to_the_page_and_the_page_says_what_holds(house: House, hers: Client) -> None:
    assert f'href="{PAGE}"' in hers.get("/gt/regeln/").content.decode()
    assert f'href="{PAGE}"' in hers.get("/gt/wochenplan/").content.decode()
    dispatcher = sign_in(house.person(Role.DISPATCHER))
    for path in ("regeln", "wochenplan"):
        assert f'href="{PAGE}"' not in dispatcher.get(f"/gt/{path}/").content.decode()
    page = hers.get(PAGE).content.decode()
    assert "Jede Minute Weg zieht so viele Punkte ab." in page
    assert "Fassung 1: Standard" in " ".join(page.split())


def test_saving_makes_the_next_version_with_who_when_and_why(house: House, hers: Client) -> None:
    answer = hers.post(PAGE, said(own_desk="0", save="1"))
    assert answer["Location"] == PAGE
    row = Weighting.objects.get()
    assert (row.version, row.points["own_desk"], row.points["travel_minute"]) == (2, 0, -1)
    page = " ".join(hers.get(PAGE).content.decode().split())
    assert "Ab jetzt gilt Fassung 2" in page
    assert "Fassung 2: Kurze Wege zuerst" in page
    assert "Runde vom 2.11. (Beispiel)" in page
    assert "Hanne Beispielsen" in page


def test_the_same_numbers_once_more_save_nothing_and_say_so(house: House, hers: Client) -> None:
    page = hers.post(PAGE, said(save="1")).content.decode()
    assert "Gespeichert ist nichts: Diese Zahlen gelten schon." in page
    assert "Bitte prüfen Sie Ihre Angaben" not in page
    assert 'value="Kurze Wege zuerst"' in page
    assert not Weighting.objects.exists()


def test_a_wrong_number_or_no_reason_changes_nothing_and_keeps_what_was_typed(house: House, hers: Client) -> None:
    page = hers.post(PAGE, said(travel_minute="-3", note="", save="1")).content.decode()
    assert "Bitte eine ganze Zahl von 0 bis 3, ohne Vorzeichen." in page
    assert "Bitte schreiben Sie, warum." in page
    assert 'value="-3"' in page
    assert 'value="Kurze Wege zuerst"' in page
    assert not Weighting.objects.exists()


def test_the_preview_shows_both_side_by_side_and_saves_nothing(house: House, hers: Client) -> None:
    always_free(house, "arb", home_desk=house.other_desk)
    always_free(house, "arb", town=house.towns["Verl"])
    house.inquiry("arb", start=a_month_ago())
    page = " ".join(hers.post(PAGE, said(own_desk="0", note="", preview="1")).content.decode().split())
    assert "Von 1 Gespräch wäre besetzt: bisher 1, neu 1. 1 Gespräch bekäme eine andere Person." in page
    assert "0 Min. neu" in page
    assert "Menschen, Sprachen, Zeiten und Orten von heute" in page.split('class="kit-more"')[0]
    assert 'name="own_desk" value="0"' in page
    assert "Bitte schreiben Sie, warum." not in page
    assert not Weighting.objects.exists()


def test_a_preview_of_an_empty_month_says_so(house: House, hers: Client) -> None:
    assert "In diesem Monat gab es kein Gespräch mit Termin." in hers.post(PAGE, said(preview="1")).content.decode()


def test_who_was_overtaken_reads_by_whom_and_saves_with_a_second_press(house: House, hers: Client) -> None:
    other = house.person(Role.CENTER_ADMIN, name="Ada Beispiel")
    saved(house, other, own_desk=50)
    page = hers.post(PAGE, said(own_desk="10", save="1")).content.decode()
    assert "Ada Beispiel hat inzwischen Fassung 2 gespeichert" in page
    assert 'name="based_on" value="2"' in page
    assert 'value="Kurze Wege zuerst"' in page
    hers.post(PAGE, said(own_desk="10", save="1", based_on="2"))
    assert list(Weighting.objects.values_list("version", flat=True)) == [3, 2]


def test_an_older_version_holds_again_by_one_press(house: House, hanne: User, hers: Client) -> None:
    saved(house, hanne, own_desk=50)
    saved(house, hanne, based_on=2, own_desk=60)
    assert "Wieder so wie Fassung 2" in hers.get(PAGE).content.decode()
    hers.post(f"{PAGE}2/wieder/", {"based_on": "3"})
    row = Weighting.objects.get(version=4)
    assert (row.points["own_desk"], row.note) == (50, "Wieder so wie Fassung 2")
    late = hers.post(f"{PAGE}2/wieder/", {"based_on": "3"}, follow=True).content.decode()
    assert "Inzwischen gilt eine neue Fassung." in late
    assert hers.post(f"{PAGE}9/wieder/", {"based_on": "4"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "1/wieder/"])
def test_only_the_coordination_and_the_administration_of_this_center_may(path: str) -> None:
    center, elsewhere = a_center("gt"), a_center("borken")
    stranger = a_browser(elsewhere, Role.COORDINATOR)
    assert stranger.post(f"{PAGE}{path}", said(save="1")).status_code == 404
    for role in (Role.DISPATCHER, Role.MEDIATOR):
        assert a_browser(center, role).post(f"{PAGE}{path}", said(save="1")).status_code == 403
    assert a_browser(center, Role.CENTER_ADMIN).get(PAGE).status_code == 200


def test_the_page_takes_the_same_queries_with_one_version_and_with_three(
    house: House, hanne: User, hers: Client
) -> None:
    counts: list[int] = []
    hers.get(PAGE)  # the first page of a session asks more
    for version in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries:
            hers.get(PAGE)
        counts.append(len(queries))
        saved(house, hanne, based_on=version, own_desk=version)
    assert len(set(counts)) == 1
