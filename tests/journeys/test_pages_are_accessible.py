"""axe on every page there is: German and English, light and dark, narrow and wide; and nothing to scroll sideways."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from lotsenhaus.centers.choices import Role
from tests.ground.browsers import AXE, Complaints, axe, listen
from tests.ground.houses import House
from tests.journeys.pages import CENTER, PEOPLE, District, addresses

pytestmark = pytest.mark.slow
NARROW, WIDE = ViewportSize(width=320, height=640), ViewportSize(width=1366, height=768)
COLORS = ["color-contrast", "link-in-text-block"]
# Who walks, in how many parts of about a dozen pages: so that two walk at the same time.
PARTS = {"anonymous": 3, Role.DISPATCHER: 3, Role.COORDINATOR: 3, Role.CENTER_ADMIN: 2}
WALKS = [(role, part) for role in ("anonymous", *PEOPLE) for part in range(PARTS.get(role, 1))]
# Only there with a second factor, and only for 5 minutes after signing in: looked at first.
SECOND_FACTOR = {"mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes"}


@pytest.fixture
def context(browser: Browser, complaints: Complaints) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", viewport=NARROW, reduced_motion="reduce")
    listen(made, complaints)
    made.add_init_script(path=AXE)  # the browser compiles it once
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.mark.parametrize(("role", "part"), WALKS, ids=lambda value: str(value))
def test_every_page_is_accessible(
    district_house: House, browser: Browser, context: BrowserContext, role: str, part: int
) -> None:
    district, wrong, seen, missing = District(district_house), [], 0, []
    district.prepare(browser)
    if role != "anonymous":
        district.sign_in(context, role)
    if role == Role.CENTER_ADMIN:
        district.prove(context)
    page = context.new_page()
    mine = addresses(district, role)[part :: PARTS.get(role, 1)]
    for one in sorted(mine, key=lambda one: one.name not in SECOND_FACTOR):
        url = district_house.url + one.path
        kind = kind_of(context, url)
        assert kind == "page" or one.name not in SECOND_FACTOR, f"{one.name}: {kind}"
        if kind == "page":
            seen += 1
            wrong += [f"{one.name} {one.path} {words}" for words in look_at(page, context, url, briefly=one.again)]
        elif kind == "missing":
            missing.append(one.name)
    print(f"\nGOAL axe {role} {part + 1}: {seen} pages × de/en × light/dark × 320/1366 px, {len(wrong)} barriers")
    assert wrong == [], "\n".join(wrong)
    assert missing == [], " ".join(missing)


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


def look_at(page: Page, context: BrowserContext, url: str, *, briefly: bool) -> Iterator[str]:
    """Each barrier with the circumstances in which it stands there.

    Two languages, two themes, two widths: three looks have each pair of them, the fourth adds the colors of the last.
    Arabic only has to fit, from right to left. Briefly: what somebody else has seen in full.
    """
    visit(page, context, url, "de")
    yield from (f"[de light 320] {words}" for words in [*axe(page), *overflow(page)])
    dress(page, "dark", WIDE)
    yield from (f"[de dark 1366] {words}" for words in axe(page))
    if briefly:
        return
    visit(page, context, url, "en")
    dress(page, "dark", NARROW)
    yield from (f"[en dark 320] {words}" for words in [*axe(page), *overflow(page)])
    dress(page, "light", WIDE)
    yield from (f"[en light 1366] {words}" for words in axe(page, COLORS))
    visit(page, context, url, "ar")
    if page.get_attribute("html", "dir") != "rtl":
        yield "[ar] is not set from right to left"
    yield from (f"[ar 320] {words}" for words in overflow(page))


def visit(page: Page, context: BrowserContext, url: str, language: str) -> None:
    """On a narrow telephone, in this language."""
    context.add_cookies([{"name": "django_language", "value": language, "url": urljoin(url, "/")}])
    page.set_viewport_size(NARROW)
    page.goto(url)
    assert page.get_attribute("html", "lang") == language, url
    dress(page, "light", NARROW)


def dress(page: Page, theme: str, size: ViewportSize) -> None:
    page.evaluate("(theme) => document.documentElement.setAttribute('data-kern-theme', theme)", theme)
    page.set_viewport_size(size)


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


def test_the_center_has_a_page_for_each_role(district_house: House, context: BrowserContext) -> None:
    """Nobody lands on an empty start page."""
    district = District(district_house)
    for role in PEOPLE:
        district.sign_in(context, role)
        answer = context.request.get(f"{district_house.url}/start/")
        assert answer.status == 200, f"{role}: {answer.url} {answer.status}"
        assert f"/{CENTER}/" in answer.url or role == "operator", answer.url
        context.clear_cookies()
