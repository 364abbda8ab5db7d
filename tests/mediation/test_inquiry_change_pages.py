""" "Anfrage ändern" and the blank form on paper, in a real browser and without barriers."""

import io

import pypdf
import pytest
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.models import Inquiry
from tests.ground.browsers import axe
from tests.house import House
from tests.mediation.inquiry_pages import good_day, moved
from tests.mediation.test_inquiry_journeys import enter, petra, place
from tests.mediation.test_inquiry_status import promise

__all__ = ["place"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_blank_form_is_one_sheet(context: BrowserContext, live_server: LiveServer, place: House) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/gt/erste-anfrage/formular/")
    assert axe(page) == []
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    assert place.center.email in sheets[0].extract_text()
    assert page.locator(".inq-paper__ticks li").count() == 5


def test_a_desk_moves_a_date_after_it_was_changed_by_somebody_else(
    context: BrowserContext, live_server: LiveServer, place: House
) -> None:
    with center_scope(place.center):
        inquiry = place.inquiry()
        promise(place, inquiry.slots.get())
    page = enter(context, live_server, petra(place))
    page.goto(f"{live_server.url}/gt/anfragen/{inquiry.pk}/aendern/")
    assert axe(page) == []
    with center_scope(place.center):
        inquiry.refresh_from_db()
        Inquiry.objects.filter(pk=inquiry.pk).update(room="Aula", version=inquiry.version + 1)
    page.fill("[name=day]", f"{moved(good_day(), 7):%d.%m.%Y}")
    page.check("[name=cancel_promises]")
    page.get_by_role("button", name="Speichern").click()
    page.wait_for_selector("text=Inzwischen hat sich die Anfrage geändert")
    assert axe(page) == []
    page.fill("[name=room]", "Aula")
    page.check("[name=cancel_promises]")
    page.get_by_role("button", name="Speichern").click()
    page.wait_for_selector("text=Verschoben.")
    with center_scope(place.center):
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.room) == ("open", "Aula")
