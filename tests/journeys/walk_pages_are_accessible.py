"""axe on every page there is: German and English, light and dark, narrow and wide; and nothing to scroll sideways."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.ground.browsers import Complaints, axe, listen
from tests.ground.houses import House
from tests.journeys.pages import CENTER, PEOPLE, District, addresses

pytestmark = pytest.mark.slow
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1366, "height": 768}
COLORS = ["color-contrast", "link-in-text-block"]
# What is not there to be looked at, each with its reason.
NOT_IN_THE_DISTRICT = {
    "link-answer-calendar",  # files
    "link-feed",
    "mediation:import-check",  # no list is being read in; tests/mediation looks at these pages
    "mediation:import-columns",
    "mediation:import-done",
    "mediation:import-preview",
    "mediation:my-appointment-date",  # nobody who signs in has a talk without a date; staff's page is the same
    "mfa_deactivate_totp",  # nobody in the demo has a second factor; tests/accounts looks at these pages
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
}


@pytest.fixture
def context(browser: Browser, complaints: Complaints) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", viewport=NARROW, reduced_motion="reduce")
    listen(made, complaints)
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.mark.parametrize("role", ["anonymous", *PEOPLE])
def test_every_page_is_accessible(district_house: House, browser: Browser, context: BrowserContext, role: str) -> None:
    district, wrong, seen, missing = District(district_house), [], 0, []
    district.invite(browser)
    if role != "anonymous":
        district.sign_in(context, role)
    page = context.new_page()
    for name, path in addresses(district, role):
        url = district_house.url + path
        kind = kind_of(context, url)
        if kind == "page":
            seen += 1
            wrong += [f"{name} {path} {words}" for words in look_at(page, context, url)]
        elif kind == "missing":
            missing.append(name)
    print(f"\nGOAL axe {role}: {seen} pages × de/en × light/dark × 320/1366, {len(wrong)} barriers")
    assert wrong == [], "\n".join(wrong)
    unexpected = sorted(set(missing) - NOT_IN_THE_DISTRICT)
    assert unexpected == [], " ".join(unexpected)


def kind_of(context: BrowserContext, url: str) -> str:
    """page, file, redirect, missing, or only POST."""
    answer = context.request.get(url, max_redirects=0)
    assert answer.status < 500 or url.endswith("/health/ready"), f"{url}: {answer.status}"  # no worker runs here
    if answer.status in (404, 410):
        return "missing"
    if answer.status in (301, 302, 204, 405):
        return "redirect or only POST"
    is_page = answer.headers["content-type"].startswith("text/html") and "<html" in answer.text()[:2000]
    return "page" if is_page else "file"


def look_at(page: Page, context: BrowserContext, url: str) -> Iterator[str]:
    """Each barrier with the circumstances in which it stands there."""
    for language in ("de", "en"):
        speak(context, url, language)
        page.set_viewport_size(NARROW)
        page.goto(url)
        page.evaluate("document.documentElement.setAttribute('data-kern-theme', 'light')")
        yield from (f"[{language} light 320] {words}" for words in axe(page))
        yield from (f"[{language} 320] {words}" for words in overflow(page))
        page.evaluate("document.documentElement.setAttribute('data-kern-theme', 'dark')")
        yield from (f"[{language} dark 320] {words}" for words in axe_colors(page))
        if language == "de":
            page.set_viewport_size(WIDE)
            yield from (f"[{language} dark 1366] {words}" for words in axe_colors(page))
            page.evaluate("document.documentElement.setAttribute('data-kern-theme', 'light')")
            yield from (f"[{language} light 1366] {words}" for words in axe(page))


def speak(context: BrowserContext, url: str, language: str) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": url}])


def axe_colors(page: Page) -> list[str]:
    """What depends on the theme only; axe is in the page already."""
    options = json.dumps({"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": COLORS}})
    found = page.evaluate(f"axe.run(document, {options})")
    return [f"{one['id']}: {', '.join(str(node['target']) for node in one['nodes'])}" for one in found["violations"]]


def overflow(page: Page) -> list[str]:
    """What sticks out of a page of 320 pixels."""
    found = page.evaluate("""() => {
        const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth) return [];
        const sticksOut = (box) => box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1);
        const all = [...document.body.querySelectorAll("*")].filter((e) => sticksOut(e.getBoundingClientRect()));
        const names = all.slice(0, 4).map((e) => `${e.tagName}.${e.className}`.slice(0, 80));
        return [`${root.scrollWidth} px wide`, ...names];
    }""")
    return [f"scrolls sideways: {', '.join(found)}"] if found else []


@pytest.mark.parametrize("role", ["dispatcher", "mediator", "requester", "coordinator"])
def test_nothing_sticks_out_from_right_to_left(district_house: House, context: BrowserContext, role: str) -> None:
    district, wrong = District(district_house), []
    district.sign_in(context, role)
    speak(context, district_house.url, "ar")
    page = context.new_page()
    for name, path in addresses(district, role):
        if kind_of(context, district_house.url + path) == "page":
            page.goto(district_house.url + path)
            assert page.get_attribute("html", "dir") == "rtl", path
            wrong += [f"{name} {words}" for words in overflow(page)]
    assert wrong == [], "\n".join(wrong)


def test_the_center_has_a_page_for_each_role(district_house: House, context: BrowserContext) -> None:
    """Nobody lands on an empty start page."""
    district = District(district_house)
    for role in PEOPLE:
        district.sign_in(context, role)
        answer = context.request.get(f"{district_house.url}/start/")
        assert answer.status == 200, f"{role}: {answer.url} {answer.status}"
        assert f"/{CENTER}/" in answer.url or role == "operator", answer.url
        context.clear_cookies()
