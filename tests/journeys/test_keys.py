"""The keys of the desk (kit/keys.js): as quick as the list says, and never in the way of somebody who types."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from lotsenhaus.centers.choices import Role
from tests.ground.houses import House
from tests.journeys.pages import CENTER, THINGS, District


def board(house: House, context: BrowserContext) -> Page:
    """Petra's list with an open inquiry that has people to call."""
    district = District(house)
    district.sign_in(context, Role.DISPATCHER)
    page = context.new_page()
    page.goto(f"{house.url}/{CENTER}/vermittlung/{district.one(THINGS['inquiry'].format(center=district.center))}/")
    page.get_by_role("link", name=re.compile("^Arabisch")).first.click()
    page.locator(".kit-candidate").first.wait_for()
    return page


def test_slash_searches_and_letters_in_a_field_stay_letters(district_house: House, context: BrowserContext) -> None:
    page = board(district_house, context)
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("n1t?")
    expect(search).to_have_value("n1t?")
    assert "/vermittlung/" in page.url


def test_n_opens_a_new_inquiry(district_house: House, context: BrowserContext) -> None:
    page = board(district_house, context)
    page.keyboard.press("n")
    page.wait_for_url("**/anfragen/neu/**")


def test_the_question_mark_shows_the_list_and_escape_closes_it(district_house: House, context: BrowserContext) -> None:
    page = board(district_house, context)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Tastenkürzel")
    expect(keys).to_be_visible()
    page.keyboard.press("n")  # behind the list nothing happens
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    assert "/vermittlung/" in page.url


def test_a_number_chooses_a_person_and_t_calls_that_one(story_house: House, context: BrowserContext) -> None:
    page = board(story_house, context)
    own = page.locator(".kit-candidate[data-key]", has=page.get_by_role("button", name="Anrufen"))
    number, person = own.first.get_attribute("data-key"), own.first.locator(".kit-candidate__name").inner_text()
    assert number
    page.keyboard.press(number)
    expect(own.first).to_be_focused()
    begun = "SELECT count(*) FROM mediation_call WHERE result = ''"
    before = story_house.database.execute(begun).fetchone()
    page.keyboard.press("t")
    expect(page.locator(".kit-call")).to_contain_text(person)
    after = story_house.database.execute(begun).fetchone()
    assert before
    assert after == (before[0] + 1,)


def test_switched_off_no_key_does_anything(district_house: House, context: BrowserContext) -> None:
    page = board(district_house, context)
    page.keyboard.press("?")
    with page.expect_navigation():
        page.get_by_role("button", name="Ausschalten").click()
    where = page.url
    for key in ("/", "n", "1", "t", "?"):
        page.keyboard.press(key)
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url == where
