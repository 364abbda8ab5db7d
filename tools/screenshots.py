"""Pictures of the main pages, made in a demo of its own: `python3 dev.py screenshots`.

All of them go to `.build/screenshots/`, the few that the documents show also to `docs/images/`.
"""

import argparse
import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import palette  # beside this file
from demo_browser import german_chromium, running_demo  # the same
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / ".build" / "screenshots"
IMAGES = ROOT / "docs" / "images"
SHOWN = ("vermittlung", "antwort-frage", "mein-start", "uebersicht", "wochenplan")  # for README and Handbuch
LARGEST_SHOWN = 200_000  # bytes
DESK, PHONE = (1366, 768), (360, 640)
CENTER = "/kreis-guetersloh/"

PETRA = ("Petra Mustermeier", "")
HANNE = ("Hanne Beispielsen", "Koordination")
GISELA, DILAN, SAMIRA = ("Gisela Probesand", ""), ("Dilan Beispielfeld", ""), ("Samira Musterhain", "")
ADMIN = ("Jens Probefeld", "")
LIST = """Nachname;Vorname;Telefon;E-Mail;Ort;Sprachen;Bemerkung
Musterbaum;Leyla;05244 000123;leyla@example.org;33397 Rietberg;"Arab. (syr.), Kurd., etw. Türk.";oft abends
Beispielweg;Oksana;0171 0001234;;Verl;Ukrainisch, Russisch;
Probeland;Mihai;05246 00098;mihai@example.org;Verl;Rumänisch, etwas Italienisch;
Musterhain;Samira;05244 0000;;Verl;Arabisch;
Beispielau;Farid;0160 0007777;;Langenberg;"Dari/Farsi, Klingonisch";nur vormittags
"""

Opening = Callable[[Page, str], None]


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, at what, on which screen. `open` is a path below the center or a way to walk."""

    name: str
    person: tuple[str, str] | None
    open: str | Opening
    size: tuple[int, int] = DESK
    dark: bool = False
    whole: bool = False
    language: str = "de-DE"


def story(page: Page, base: str) -> None:
    """The story's inquiry, by the button of step 2."""
    page.goto(f"{base}/demo/")
    page.locator("form:has(input[name=page][value=story]) button").click()


def slot(page: Page, base: str, language: str) -> None:
    story(page, base)
    page.locator(".kit-split__detail a").filter(has_text=re.compile(language)).first.click()


def nobody(page: Page, base: str) -> None:
    """Romanian, for which nobody fits."""
    slot(page, base, "Rumänisch|Romanian")
    for closed in page.locator(".kit-split__detail details:not([open]) > summary").all()[:1]:
        closed.click()


def arabic(page: Page, base: str) -> None:
    slot(page, base, "Arabisch|Arabic")
    page.goto(re.sub(r"liste=\w+", "liste=alle", page.url))  # the whole list beside it


def calling(page: Page, base: str) -> None:
    """The strip with the five results; the call of an earlier picture waits for its result too."""
    arabic(page, base)
    page.get_by_role("button", name=re.compile("Anrufen")).first.click()
    page.wait_for_load_state()


def imported(page: Page, base: str) -> None:
    """A list of five invented people, up to the preview."""
    page.goto(f"{base}{CENTER}sprachlotsen/einlesen/")
    list_of_five = {"name": "sprachlotsen.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.locator("input[type=file]").set_input_files([list_of_five])  # type: ignore[list-item]
    page.locator("select[name=desk]").select_option(index=1)
    for step in ("spalten", "fragen", "vorschau"):
        page.locator("main form.kit-form button[type=submit]").first.click()
        page.wait_for_url(re.compile(f"/({step}|vorschau)/"))
        if "vorschau" in page.url:
            return


def question(page: Page, base: str) -> None:
    """The link that Dilan got, without a sign-in."""
    page.goto(f"{base}/demo/")
    page.get_by_role("link", name=re.compile("Nachricht an Dilan")).click()


def accepted(page: Page, base: str) -> None:
    question(page, base)
    page.get_by_role("button", name="Ja, ich kann").click()
    expect(page.locator("body")).to_contain_text("Danke")


def first_claim(page: Page, base: str) -> None:
    """The computation of one talk, step by step."""
    page.goto(f"{base}{CENTER}abrechnung/")
    page.locator("main table a").first.click()
    page.locator("main a[href*='/abrechnung/gespraech/']").first.click()


def confirmation(page: Page, base: str) -> None:
    page.goto(f"{base}/demo/")
    page.get_by_role("link", name=re.compile("Bestätigung der Lehrkraft")).click()


def week(page: Page, base: str) -> None:
    """The busiest week as a proposal; it is put together in the background."""
    page.goto(f"{base}{CENTER}wochenplan/")
    page.get_by_role("button", name="Vorschlag machen").click()
    expect(page.locator(".kit-week")).to_be_visible(timeout=60_000)


SHOTS = (
    Shot("demo", None, lambda page, base: page.goto(f"{base}/demo/") and None),
    Shot("heute", PETRA, "heute/"),
    Shot("heute-dunkel", PETRA, "heute/", dark=True),
    Shot("heute-telefon", PETRA, "heute/", PHONE),
    Shot("vermittlung", PETRA, arabic),
    Shot("vermittlung-dunkel", PETRA, arabic, dark=True),
    Shot("vermittlung-telefon", PETRA, arabic, PHONE),
    Shot("vermittlung-englisch", PETRA, arabic, language="en-US"),
    Shot("vermittlung-liste-telefon", PETRA, "vermittlung/", PHONE),
    Shot("warum-niemand", PETRA, nobody),
    Shot("neue-anfrage", PETRA, "anfragen/neu/"),
    Shot("sprachlotsen", PETRA, "sprachlotsen/"),
    Shot("sprachlotsen-telefon", PETRA, "sprachlotsen/", PHONE),
    Shot("einrichtungen", PETRA, "einrichtungen/"),
    Shot("suche", PETRA, "suche/?q=rietberg"),
    Shot("import-vorschau", HANNE, imported),
    Shot("tagesblatt", PETRA, "tagesblatt/"),
    Shot("nachtragen", PETRA, "nachtragen/"),
    Shot("anfrage-schule", GISELA, "anfrage/"),
    Shot("anfrage-schule-telefon", GISELA, "anfrage/", PHONE),
    Shot("meine-anfragen", GISELA, "meine-anfragen/"),
    Shot("mein-start", DILAN, "mein/", PHONE),
    Shot("mein-start-dunkel", DILAN, "mein/", PHONE, dark=True),
    Shot("meine-zeiten", DILAN, "mein/zeiten/", PHONE),
    Shot("mein-geld", DILAN, "mein/geld/", PHONE),
    Shot("meine-termine-arabisch", SAMIRA, "mein/termine/", PHONE, language="ar"),
    Shot("mein-start-arabisch", SAMIRA, "mein/", DESK, language="ar"),
    Shot("uebersicht", HANNE, "uebersicht/"),
    Shot("uebersicht-dunkel", HANNE, "uebersicht/", dark=True),
    Shot("abrechnung", HANNE, "abrechnung/"),
    Shot("abrechnung-gespraech", HANNE, first_claim),
    Shot("auswertung", HANNE, "auswertung/"),
    Shot("wochenplan", HANNE, week),
    Shot("wochenplan-dunkel", HANNE, week, dark=True),
    Shot("wochenplan-telefon", HANNE, week, PHONE),
    Shot("gewichtung", HANNE, "regeln/gewichtung/"),
    Shot("wo-jemand-fehlt", HANNE, "auswertung/wo-jemand-fehlt/"),
    Shot("erste-schritte", ADMIN, "erste-schritte/"),
    Shot("zustand", ADMIN, "zustand/"),
    Shot("stil", PETRA, lambda page, base: page.goto(f"{base}/stil/") and None),
    Shot("erste-anfrage", None, "erste-anfrage/"),
    Shot("antwort-frage", None, question, PHONE),
    Shot("bestaetigung", None, confirmation, PHONE),
    # These change something, so they come last.
    Shot("anruf", PETRA, calling),
    Shot("anruf-telefon", PETRA, calling, PHONE),
    Shot("antwort-ja", None, accepted, PHONE),
)


def main() -> int:
    """Take all pictures, or those whose name contains one of the words."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("words", nargs="*", help="only pictures whose name contains one of these")
    arguments.add_argument("--at", metavar="URL", help="a demo that runs already, such as http://localhost:8000")
    options = arguments.parse_args()
    wanted = [shot for shot in SHOTS if not options.words or any(word in shot.name for word in options.words)]
    TARGET.mkdir(parents=True, exist_ok=True)
    failed = 0
    running = nullcontext(options.at.rstrip("/")) if options.at else running_demo(ROOT / ".build" / "screenshots-data")
    with running as base, sync_playwright() as tools:
        browser = german_chromium(tools)
        for shot in wanted:
            try:
                take(browser, base, shot)
            except Exception as reason:  # one page that changed must not cost the other pictures
                failed += 1
                print(f"! {shot.name}: {str(reason).splitlines()[0]}", flush=True)
        browser.close()
    publish()
    print(f"{len(wanted) - failed} pictures in {TARGET.relative_to(ROOT)}/" + (f", {failed} failed" if failed else ""))
    return 1 if failed else 0


def take(browser: Browser, base: str, shot: Shot) -> None:
    context = new_context(browser, shot)
    page = context.new_page()
    if shot.person:
        sign_in(page, base, *shot.person)
    if callable(shot.open):
        shot.open(page, base)
    else:
        answer = page.goto(f"{base}{CENTER}{shot.open}")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{shot.open} answers {answer and answer.status}")
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.screenshot(path=TARGET / f"{shot.name}.png", full_page=shot.whole)
    print(f"· {shot.name}" + (f": {wide} px too wide" if wide > 0 else "") + weight(browser, page), flush=True)
    context.close()


def weight(browser: Browser, page: Page) -> str:
    """What a first view of a page behind a link costs on a prepaid phone, headers included."""
    if "kit/bare.css" not in page.content():
        return ""
    answers: list[Response] = []
    context = browser.new_context()
    fresh = context.new_page()
    fresh.on("response", lambda answer: answers.append(answer))  # playwright cannot take a method of a list
    fresh.goto(page.url, wait_until="networkidle")
    sizes = [one.request.sizes() for one in answers]
    context.close()
    return f", {sum(s['responseHeadersSize'] + s['responseBodySize'] for s in sizes):,} bytes in {len(sizes)} answers"


def new_context(browser: Browser, shot: Shot) -> BrowserContext:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=shot.language,
        timezone_id="Europe/Berlin",
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    return context


def sign_in(page: Page, base: str, name: str, role: str) -> None:
    """One click in the table of the demo's start page."""
    page.goto(f"{base}/demo/")
    row = page.locator("tr").filter(has=page.get_by_role("button"))
    for words in filter(None, (name, role)):
        row = row.filter(has_text=words)
    row.first.get_by_role("button").click()
    page.wait_for_url(re.compile("^(?!.*/demo/)"))


def publish() -> None:
    """Copies the chosen pictures; a large one would make every clone larger for ever."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name in SHOWN:
        picture = TARGET / f"{name}.png"
        if not picture.exists():
            continue
        if (size := palette.shrink(picture, IMAGES / picture.name)) > LARGEST_SHOWN:
            raise SystemExit(f"docs/images/{picture.name} has {size:,} bytes, more than {LARGEST_SHOWN:,}")


if __name__ == "__main__":
    sys.exit(main())
