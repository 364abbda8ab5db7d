"""The browser of the tests notices what it must notice, against a real web server."""

from playwright.sync_api import Page

from tests.ground.browsers import Complaints, axe
from tests.ground.houses import House


def test_the_house_answers_and_is_in_order(live_house: House, page: Page) -> None:
    response = page.goto(live_house.url)
    assert response
    assert response.status == 200
    assert axe(page) == []


def test_a_breach_of_the_policy_and_an_error_are_heard(live_house: House, page: Page, complaints: Complaints) -> None:
    page.goto(live_house.url)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(300)
    heard = complaints.unexpected()
    assert any("style-src" in words for words in heard)
    assert any("broken" in words for words in heard)
    complaints.heard.clear()


def test_axe_finds_a_barrier_behind_the_strict_policy(live_house: House, page: Page) -> None:
    page.goto(live_house.url)
    page.evaluate("document.body.appendChild(document.createElement('button'))")
    assert [words.split(":")[0] for words in axe(page)] == ["button-name"]


def test_the_browser_speaks_german(live_house: House, page: Page) -> None:
    page.goto(live_house.url)
    assert page.evaluate("navigator.language") == "de-DE"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Europe/Berlin"
