"""From the invitation to the start page in a real browser: with a sheet of paper, and with a passkey."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.ground.browsers import axe
from tests.ground.houses import House

ABOUT = {
    "name": "Probezentrum", "prefix": "PZ", "phone": "0000 1", "email": "ki@probe.example", "district": "Kreis Probe",
}  # fmt: skip


def invited(house: House, slug: str, email: str) -> str:
    """Founds a center on the command line and returns the address of its first admin's invitation."""
    options = [word for name, value in ABOUT.items() for word in (f"--{name}", value)]
    done = subprocess.run(
        [sys.executable, "-m", "lotsenhaus", "create-center", "--slug", slug, "--admin", email, *options],
        env={**os.environ, **house.environment},
        capture_output=True,
        text=True,
    )
    found = re.search(r"/e/\w+", done.stdout)
    assert found is not None, done.stderr
    return house.url + found.group()


def open_account(page: Page, link: str) -> None:
    page.goto(link)
    assert axe(page) == []
    page.get_by_label("Ihr Name").fill("Jens Probefeld")
    page.get_by_role("button", name="Konto einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt beim Anmelden")


@pytest.mark.slow
def test_a_sheet_of_paper_is_enough(live_house: House, page: Page) -> None:
    open_account(page, invited(live_house, "papier", "papier@probe.example"))
    page.get_by_role("link", name="Gedruckte Codes").click()
    page.get_by_role("button", name="Liste zeigen").click()
    codes = page.locator("code").all_inner_texts()
    assert len(codes) == 10
    assert axe(page) == []
    page.get_by_label("Ein Code von Ihrer Liste").fill(codes[0])
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zustand")


@pytest.mark.slow
def test_the_passkey_of_this_computer_is_enough(live_house: House, page: Page) -> None:
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    computer = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    ready = {"isUserVerified": True, "automaticPresenceSimulation": True}
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": {**computer, **ready}})
    open_account(page, invited(live_house, "passkey", "passkey@probe.example"))
    page.get_by_role("link", name="Passkey oder Sicherheitsschlüssel").click()
    passwordless = page.locator("input[name=passwordless]")
    if passwordless.count():
        passwordless.check()
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"recovery-codes|keys/$|/start/|zustand"))
    page.goto(live_house.url + "/start/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zustand")
    page.context.clear_cookies()
    page.goto(live_house.url + "/konto/login/")
    page.get_by_role("button", name="Mit Passkey oder Schlüssel anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zustand")
