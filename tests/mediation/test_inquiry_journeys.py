"""A school asks and a dispatcher takes a call, in a real browser: with script and without, without barriers."""

from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions.policies import adopt_template
from lotsenhaus.mediation.models import Draft, Inquiry, Slot
from tests.ground.browsers import Complaints, axe, listen
from tests.house import House, build, new_center
from tests.mediation.inquiry_pages import good_day, requester, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DECLARATIONS = ("professional_present", "no_other_payer", "no_legal_effect", "oral_only", "single_talk")


@pytest.fixture
def place(live_server: LiveServer) -> House:
    center = new_center("gt", "GT")
    with center_scope(center):
        house = build("gt", "GT")
        adopt_template(center=center, template="guetersloh", by=None, valid_from=date(2020, 1, 1))
        return house


def enter(context: BrowserContext, live_server: LiveServer, user: User) -> Page:
    cookies = signed_in(user).cookies
    context.add_cookies([{"name": one.key, "value": one.value, "url": live_server.url} for one in cookies.values()])
    return context.new_page()


def gisela(house: House) -> User:
    with center_scope(house.center):
        return requester(house)


def petra(house: House) -> User:
    with center_scope(house.center):
        return house.person("dispatcher", name="Petra Mustermeier")


def test_a_school_asks_for_three_languages(context: BrowserContext, live_server: LiveServer, place: House) -> None:
    page = enter(context, live_server, gisela(place))
    page.goto(f"{live_server.url}/gt/anfrage/")
    page.select_option("[name=occasion]", "parents_day")
    page.fill("[name=day]", f"{good_day():%d.%m.}")
    page.fill("[name=start]", "15")
    page.fill("[name=length]", "18 Uhr")
    page.fill("[name=s0-language]", "Albanisch, Kurdisch, Polnisch")
    page.press("[name=s0-language]", "Tab")
    page.check("[name=s0-which][value=unknown]")  # asked back under the field, before anything was sent
    page.select_option("[name=s0-country]", "SY")
    page.check("[name=s0-together][value=each]")
    for code in DECLARATIONS:
        page.check(f"[name=declared_{code}]")
    assert axe(page) == []
    page.click("text=Anfrage absenden")
    page.wait_for_url("**/meine-anfragen/*/")
    assert axe(page) == []
    with center_scope(place.center):
        assert [slot.languages for slot in Slot.objects.all()] == [["sqi"], ["pol"], ["kmr"]]
        assert Inquiry.objects.get().number in page.inner_text("h1")


def test_a_refusal_is_read_before_anything_else_is_typed(
    context: BrowserContext, live_server: LiveServer, place: House
) -> None:
    page = enter(context, live_server, gisela(place))
    page.goto(f"{live_server.url}/gt/anfrage/")
    page.select_option("[name=occasion]", "police")
    page.wait_for_selector("text=Bitte beauftragen Sie vereidigte Dolmetschende")


def test_the_dispatcher_is_interrupted_and_nothing_is_lost(
    context: BrowserContext, live_server: LiveServer, place: House
) -> None:
    page = enter(context, live_server, petra(place))
    page.goto(f"{live_server.url}/gt/anfragen/neu/")
    page.fill("[name=organization_name]", "gru")
    page.press("[name=organization_name]", "Tab")
    page.wait_for_selector("[name=callback_phone][value='0000 2222']")
    with page.expect_response(lambda answer: b"Dari" in (answer.request.post_data_buffer or b"")):
        page.fill("[name=s0-language]", "Dari")
        page.press("[name=s0-language]", "Tab")
    page.wait_for_selector("text=gespeichert")
    page.wait_for_url("**?entwurf=*")
    page.reload()
    assert page.input_value("[name=s0-language]") == "Dari"
    page.click("text=Parken")
    page.wait_for_selector("text=geparkt (1)")
    page.click("text=geparkt (1)")
    page.click("main a")
    page.check("[name=date_kind][value=by_agreement]")
    page.fill("[name=date_wish]", "nächste Woche")
    page.click("text=Anfrage aufnehmen")
    page.wait_for_url("**/vermittlung/*/")
    with center_scope(place.center):
        assert Inquiry.objects.get().organization == place.school
        assert Draft.objects.filter(inquiry=None).count() == 0


def test_the_same_without_script(
    browser: Browser, complaints: Complaints, live_server: LiveServer, place: House
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    context.set_default_timeout(10_000)
    page = enter(context, live_server, gisela(place))
    page.goto(f"{live_server.url}/gt/anfrage/")
    page.select_option("[name=occasion]", "parent_talk")
    page.check("[name=date_kind][value=by_agreement]")
    page.fill("[name=date_wish]", "im Dezember")
    page.fill("[name=s0-language]", "Kurdisch")
    page.click("text=Weitere Sprache")
    page.fill("[name=s1-language]", "Polnisch")
    for code in DECLARATIONS:
        page.check(f"[name=declared_{code}]")
    page.click("text=Anfrage absenden")
    page.check("[name=s0-which][value=kmr]")
    page.click("text=Anfrage absenden")
    assert "GT-" in page.inner_text("h1")
    with center_scope(place.center):
        assert [slot.languages for slot in Slot.objects.all()] == [["kmr"], ["pol"]]
    context.close()


def test_the_public_form_and_the_zeigekarte_on_a_phone(
    browser: Browser, complaints: Complaints, live_server: LiveServer, place: House
) -> None:
    context = listen(browser.new_context(locale="de-DE", viewport={"width": 320, "height": 640}), complaints)
    page = context.new_page()
    for path in ("erste-anfrage/", "zeigekarte/"):
        page.goto(f"{live_server.url}/gt/{path}")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
