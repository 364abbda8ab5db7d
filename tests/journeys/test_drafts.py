"""What is typed into a new inquiry is kept field by field (kit/draft.js), whatever interrupts."""

from playwright.sync_api import BrowserContext, Page, Response, expect

from lotsenhaus.centers.choices import Role
from tests.ground.browsers import Complaints
from tests.ground.houses import House
from tests.journeys.pages import CENTER, District


def new_inquiry(house: House, context: BrowserContext) -> Page:
    """Petra begins one, on a page of its own."""
    District(house).sign_in(context, Role.DISPATCHER)
    page = context.new_page()
    page.goto(f"{house.url}/{CENTER}/anfragen/neu/")
    return page


def keeps(answer: Response) -> bool:
    """A field was stored."""
    return answer.request.method == "POST" and answer.ok


def test_what_is_typed_is_there_again_after_signing_out(story_house: House, context: BrowserContext) -> None:
    page = new_inquiry(story_house, context)
    with page.expect_response(keeps):
        page.locator("[name=contact_name]").fill("Gisela Probesand")
        page.keyboard.press("Tab")
    page.wait_for_url("**?entwurf=*")
    with page.expect_response(keeps):  # without leaving the field: a pause is enough
        page.locator("[name=room]").press_sequentially("12 und 14")
    begun = page.url
    expect(page.locator("[data-draft-status]")).not_to_be_empty()
    context.clear_cookies()
    page.goto(f"{story_house.url}/demo/")

    again = new_inquiry(story_house, context)
    expect(again.get_by_role("link", name="geparkt (2)")).to_be_visible()
    again.goto(begun)
    expect(again.locator("[name=contact_name]")).to_have_value("Gisela Probesand")
    expect(again.locator("[name=room]")).to_have_value("12 und 14")


def test_a_page_that_is_only_looked_at_parks_nothing(district_house: House, context: BrowserContext) -> None:
    page = new_inquiry(district_house, context)
    page.locator("[name=contact_name]").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
    page.reload()
    expect(page.get_by_role("link", name="geparkt (1)")).to_be_visible()


def test_it_says_so_when_the_line_is_dead(
    district_house: House, context: BrowserContext, complaints: Complaints
) -> None:
    page = new_inquiry(district_house, context)
    status = page.locator("[data-draft-status]")
    context.set_offline(True)
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    page.locator("[name=contact_name]").fill("Gisela Probesand")
    page.keyboard.press("Tab")
    expect(status).to_have_text(status.get_attribute("data-failed") or "?")
    expect(page.locator("[name=contact_name]")).to_have_value("Gisela Probesand")
    context.set_offline(False)
