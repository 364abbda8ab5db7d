"""A prepaid telephone opens the question of a desk: everything that is sent for the first view."""

from playwright.sync_api import BrowserContext, Response

from tests.ground.houses import House
from tests.journeys.pages import District

MOST = 60 * 1000  # bytes


def test_the_first_view_of_the_answer_page_is_small(district_house: House, context: BrowserContext) -> None:
    code = District(district_house).code("answer", "asked")
    sizes: dict[str, int] = {}
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 640})

    def weigh(response: Response) -> None:
        sizes[response.url] = sum(
            response.request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize")
        )

    finished: list[Response] = []
    page.on("response", lambda response: finished.append(response))
    page.goto(f"{district_house.url}/a/{code}", wait_until="networkidle")
    for response in finished:
        weigh(response)
    names = {url.removeprefix(district_house.url).replace(code, "…"): size for url, size in sizes.items()}
    print(f"\nGOAL answer page: {sum(sizes.values())} bytes in {len(sizes)} responses {names}")
    assert page.get_by_role("button", name="Ja, ich kann").is_visible()
    assert 0 < sum(sizes.values()) < MOST


def test_the_question_fits_on_one_screen_of_a_cheap_phone(district_house: House, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{district_house.url}/demo/")
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("link", name="Nachricht an Dilan Beispielfeld öffnen").click()
    page.get_by_role("button", name="Ja, ich kann").wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") <= 640
