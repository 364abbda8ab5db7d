"""A browser as the people here have it, which reports every breach of the content security policy and every error."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
AS_ROOT_IN_A_CONTAINER = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
LISTEN = """document.addEventListener("securitypolicyviolation", (e) =>
  reportBreach(`${e.violatedDirective} forbids ${e.blockedURI || e.sample} on ${location.pathname}`));"""


@dataclass
class Complaints:
    """What the browser complained about during one test; a test that provokes an error says which one is expected."""

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, words: str) -> None:
        """Complaints with these words are part of the test."""
        self.expected.append(words)

    def unexpected(self) -> list[str]:
        """Complaints nobody announced."""
        return [words for words in self.heard if not any(part in words for part in self.expected)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the system; Playwright's own where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": [*AS_ROOT_IN_A_CONTAINER, *QUIET]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Somebody at a municipal computer in Gütersloh."""
    return {
        **browser_context_args,
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test at its end if the browser complained."""
    heard = Complaints()
    yield heard
    assert heard.unexpected() == []


@pytest.fixture
def context(context: BrowserContext, complaints: Complaints) -> BrowserContext:
    """Every context listens; contexts that a test makes itself go through `listen`."""
    return listen(context, complaints)


def listen(context: BrowserContext, complaints: Complaints) -> BrowserContext:
    """Collect breaches of the policy, errors of scripts and errors on the console."""

    def on_console(message: ConsoleMessage) -> None:
        # The browser reports each 4xx page as a resource that failed; the test looks at the page itself.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.heard.append(f"console: {message.text}")

    context.expose_binding("reportBreach", lambda source, words: complaints.heard.append(f"policy: {words}"))
    context.add_init_script(LISTEN)
    context.on("console", on_console)
    context.on("weberror", lambda error: complaints.heard.append(f"script: {error.error}"))
    context.set_default_timeout(10_000)
    return context


def axe(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Barriers that axe-core finds on this page, each with the elements concerned; of all rules, or of these.

    The script goes in through the debugger's own evaluation, which the page's policy does not bind.
    """
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text() + "\n;0")
    only = {"runOnly": {"type": "rule", "values": [*rules]}} if rules else {}
    found = page.evaluate("(options) => axe.run(document, options)", {"resultTypes": ["violations"], **only})
    return [
        f"{barrier['id']}: {barrier['help']} – {', '.join(str(node['target']) for node in barrier['nodes'])}"
        for barrier in found["violations"]
    ]
