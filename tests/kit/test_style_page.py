"""The page of components: no barrier in any theme, direction or width, and every script does what it says."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ground.browsers import Complaints, axe, listen
from tests.ground.houses import House

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 320, "height": 640}


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "320px"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_there_is_no_barrier(
    live_house: House, browser: Browser, complaints: Complaints, language: str, scheme: str, width: dict[str, int]
) -> None:
    context = listen(browser.new_context(locale=language, color_scheme=scheme, viewport=width), complaints)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_house.url}/stil/")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]
    context.close()


def test_a_chosen_theme_stays(live_house: House, page: Page) -> None:
    page.goto(f"{live_house.url}/stil/")
    page.locator("main").get_by_role("button", name="dunkel").click()
    assert page.url == f"{live_house.url}/stil/"
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"
    assert axe(page) == []
    page.locator("main").get_by_role("button", name="wie das Gerät").click()
    assert page.locator("html").get_attribute("data-kern-theme") is None


def test_undo_is_offered_while_its_time_lasts(live_house: House, page: Page) -> None:
    page.clock.install()
    page.goto(f"{live_house.url}/stil/")
    undo = page.locator(".kit-toast").get_by_role("button")
    expect(undo).to_be_visible()
    page.clock.run_for(31_000)
    expect(undo).to_have_count(0)


def test_a_popover_closes_with_escape_and_gives_the_focus_back(live_house: House, page: Page) -> None:
    page.goto(f"{live_house.url}/stil/")
    opener = page.locator(".kit-call summary")
    opener.click()
    expect(page.get_by_label("Wann ruft sie oder er zurück?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Wann ruft sie oder er zurück?")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_first_key_press_leads_past_the_header(live_house: House, page: Page) -> None:
    page.goto(f"{live_house.url}/stil/")
    # What is wrong on this page takes the focus; start at the top as on other pages.
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.locator(".kit-skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_everything_is_there_without_script(live_house: House, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(f"{live_house.url}/stil/")
    expect(page.get_by_role("button", name="Sagt zu")).to_be_visible()
    expect(page.locator(".kit-toast").get_by_role("button")).to_be_visible()
    page.locator(".kit-call summary").click()
    expect(page.get_by_label("Wann ruft sie oder er zurück?")).to_be_visible()
    context.close()
