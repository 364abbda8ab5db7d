"""The demo story in a real browser (EXPERIENCE part 6): with the mouse, by keyboard only, without script."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.ground.browsers import Complaints, listen
from tests.ground.houses import House, end
from tests.journeys.hands import Effort, Hand, Keyboard, Mouse

pytestmark = pytest.mark.slow
WAYS: dict[str, tuple[Callable[[], Hand], bool]] = {
    "mouse": (Mouse, True),
    "keyboard": (Keyboard, True),
    "without script": (Mouse, False),
}
PHONE = {"width": 360, "height": 640}
DECLARATIONS = ("professional_present", "no_other_payer", "no_legal_effect", "oral_only", "single_talk")


class Story:
    """A browser at the demo's first page, and a hand."""

    def __init__(self, house: House, context: BrowserContext, way: str, hand: Hand) -> None:
        self.house, self.context, self.way, self.hand = house, context, way, hand
        self.page = context.new_page()

    def begin(self, label: str) -> Page:
        """One click on the start page of the demo signs in."""
        self.page.goto(f"{self.house.url}/demo/")
        self.go(self.page.get_by_role("button", name=label, exact=True))
        return self.page

    def go(self, target: Locator) -> None:
        """Press, and wait for the page that follows; a draft's new address (replaceState) is none."""
        turn_page(self.page, self.hand, target)

    def tell(self, step: int, more: str = "") -> None:
        """What the step has cost, the clicks that sign in included; the next one begins at nothing."""
        effort, self.hand.effort = self.hand.effort, Effort()
        print(f"\nGOAL story step {step} ({self.way}): clicks={effort.clicks} keys={effort.keys}{more}")

    def count(self, question: str, *values: object) -> int:
        """What the database says."""
        row = self.house.database.execute(question, values).fetchone()
        assert row is not None
        return int(row[0])


def turn_page(page: Page, hand: Hand, target: Locator) -> None:
    with page.expect_event("domcontentloaded"):
        hand.press(target)
    page.wait_for_load_state()


@pytest.fixture(params=WAYS)
def story(
    request: pytest.FixtureRequest, story_house: House, browser: Browser, complaints: Complaints
) -> Iterator[Story]:
    make_hand, script = WAYS[request.param]
    context = browser.new_context(
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport={"width": 1366, "height": 768},
        java_script_enabled=script,
    )
    listen(context, complaints)
    context.set_default_timeout(20_000)
    yield Story(story_house, context, request.param, make_hand())
    context.close()


def test_the_story_in_five_steps(story: Story) -> None:
    """One house, one evening: what one step does the next one finds."""
    the_school_asks(story)
    the_desk_arranges(story)
    the_mediator_says_yes(story)
    it_burns(story)
    the_money_is_right(story)


def the_school_asks(story: Story) -> None:
    page, hand = story.begin("Als Gisela Probesand anfragen"), story.hand
    before = story.count("SELECT count(*) FROM mediation_inquiry")
    story.go(page.get_by_role("link", name="Wie letztes Mal").first)
    hand.write(page.locator("[name=contact_name]"), "Gisela Probesand")
    hand.write(page.locator("[name=day]"), f"{next_free_wednesday(story):%d.%m.%Y}")
    hand.paste(page.locator("[name=talk_rows]"), list_from_excel())
    for code in DECLARATIONS:
        hand.tick(page.locator(f"[name=declared_{code}]"))
    story.go(page.get_by_role("button", name="Anfrage absenden").last)
    # "Kurdisch" is asked back at its field.
    hand.tick(page.locator("[name^='which-'][value=unknown]"))
    hand.choose(page.locator("[name^='country-']"), "Syrien")
    story.go(page.get_by_role("button", name="Anfrage absenden").last)
    assert [one.inner_text() for one in page.locator("[role=alert]").all()] == []
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^GT-\d{4}-\d{4}$"))
    assert story.count("SELECT count(*) FROM mediation_inquiry") == before + 1
    slots = story.house.database.execute(
        "SELECT languages, talks FROM mediation_slot WHERE inquiry_id = (SELECT max(id) FROM mediation_inquiry)"
    ).fetchall()
    assert sorted((one[0][0], one[1]) for one in slots) == sorted(
        {"sqi": 4, "arb": 7, "kmr": 5, "pol": 4, "ron": 3}.items()
    )
    story.tell(1)


def list_from_excel() -> str:
    """23 talks of 15 minutes in two rooms; which Kurdish it is nobody at school knows."""
    wanted = ["Albanisch"] * 4 + ["Arabisch"] * 7 + ["Kurdisch"] * 5 + ["Polnisch"] * 4 + ["Rumänisch"] * 3
    begins = dict.fromkeys(wanted, 0)
    rows = []
    for number, language in enumerate(wanted):
        minutes = 15 * 60 + 15 * begins[language]
        begins[language] += 1
        rows.append(f"{minutes // 60}:{minutes % 60:02}\t{12 + number % 2 * 2}\t{language}\t4B-{number + 1:02}")
    return "Uhrzeit\tRaum\tSprache\tZeichen\n" + "\n".join(rows)


def next_free_wednesday(story: Story) -> date:
    """A week after the prepared parents' day: the same day would be asked back as a double."""
    row = story.house.database.execute(
        "SELECT starts_at FROM mediation_inquiry WHERE occasion = 'parents_day' AND number LIKE '%-0612'"
    ).fetchone()
    assert row is not None
    day: date = row[0].date()
    return day + timedelta(days=7)


def the_desk_arranges(story: Story) -> None:
    page, hand = story.begin("Als Petra Mustermeier vermitteln"), story.hand
    samira = page.locator(".kit-candidate", has_text="Samira M.")
    story.go(samira.get_by_role("button", name="Nummer anzeigen"))
    assert story.count("SELECT count(*) FROM centers_auditrecord WHERE action = 'mediator.phone_read'") == 1
    expect(samira.get_by_role("link", name=re.compile("0000"))).to_be_visible()
    story.go(samira.get_by_role("button", name="Anrufen"))
    story.go(page.locator(".kit-call").get_by_role("button", name="Sagt zu"))
    expect(page.get_by_role("status").first).to_contain_text("Samira M. sagt zu.")
    story.go(page.get_by_role("link", name=re.compile("^Rumänisch")))
    expect(page.get_by_text("2 wohnen zu weit weg, 1 ist abwesend.")).to_be_visible()
    hand.press(page.get_by_text("Weitergeben an …"))
    hand.choose(page.get_by_label("Vermittlungsstelle", exact=True), "Vermittlungsstelle Verl")
    story.go(page.get_by_role("button", name="Diese Sprache weitergeben"))
    expect(page.get_by_role("status").first).to_contain_text("Weitergegeben an Vermittlungsstelle Verl.")
    story.tell(2)


def the_week_is_planned(story: Story) -> None:
    """The closing picture: forty talks at once, beside "wer zuerst kommt"."""
    page = story.begin("Als Hanne Beispielsen: Wochenplan")
    worker = story.house.start("worker")
    try:
        story.go(page.get_by_role("button", name="Vorschlag machen"))
        expect(page.get_by_role("heading", name="Die Tage als Bild")).to_be_visible(timeout=60_000)
    finally:
        end(worker)
    expect(page.locator("main")).to_contain_text(
        re.compile(r"Für \d+ von \d+ offenen Gesprächen gibt es einen Vorschlag\.")
    )
    expect(page.locator(".kit-week__talk--proposed").first).to_be_attached()
    story.go(page.get_by_role("link", name="Wer zuerst kommt"))
    expect(page.get_by_role("heading", name="Neben „wer zuerst kommt“")).to_be_visible()


def the_mediator_says_yes(story: Story) -> None:
    """On two telephones: both have the question open, both tap yes."""
    page, hand = story.page, story.hand
    page.goto(f"{story.house.url}/demo/")
    dilan, rojda = (
        page.get_by_role("link", name=f"Nachricht an {name} öffnen").get_attribute("href") or ""
        for name in ("Dilan Beispielfeld", "Rojda Musterquell")
    )
    page.set_viewport_size(PHONE)
    other = story.context.new_page()
    other.set_viewport_size(PHONE)
    other.goto(rojda)
    page.goto(dilan)
    story.go(page.get_by_role("button", name="Ja, ich kann"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke! Der Termin gehört Ihnen.")
    expect(page.get_by_text("Musterwiese 12")).to_be_visible()
    turn_page(other, hand, other.get_by_role("button", name="Ja, ich kann"))
    expect(other.get_by_role("heading", level=1)).to_have_text("Danke! Diesmal war schon jemand da.")
    expect(other.get_by_text("Sie müssen nichts tun.")).to_be_visible()
    assert "Musterwiese" not in other.content()
    other.close()
    story.begin("Samiras Termine auf Arabisch")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.set_viewport_size({"width": 1366, "height": 768})
    story.tell(3)


def it_burns(story: Story) -> None:
    page, hand = story.begin("Als Ioana Probelind absagen"), story.hand
    hand.press(page.get_by_text("Ich kann doch nicht").first)
    story.go(page.get_by_role("button", name="Ja, absagen").first)
    expect(page.get_by_role("status").first).to_contain_text("Abgesagt.")
    cancelled = time.monotonic()
    page = story.begin("Als Petra Mustermeier: Heute")
    block = page.locator("section", has=page.get_by_role("heading", name="Jetzt kümmern"))
    story.go(block.get_by_role("link", name=re.compile("Russisch")))
    expect(page.get_by_text("Es eilt: Wer am schnellsten da sein kann, steht oben.")).to_be_visible()
    first = page.locator(".kit-candidate").first
    story.go(first.get_by_role("button", name="Anrufen"))
    seconds = time.monotonic() - cancelled
    call = page.locator(".kit-call")
    expect(call.get_by_role("link", name=re.compile("0000"))).to_be_visible()
    story.go(call.get_by_role("button", name="Nicht erreicht"))
    second = page.locator(".kit-candidate").nth(1)
    story.go(second.get_by_role("button", name="Anrufen"))
    messages = "SELECT count(*) FROM outbox_message WHERE created_at > now() - interval '5 seconds'"
    story.go(page.locator(".kit-call").get_by_role("button", name="Sagt zu"))
    assert story.count(messages) >= 2  # the school and the mediator, in the same transaction
    the_teacher_confirms(story)
    story.tell(4, f" first call after {seconds:.1f} s, goal 15 s")


def the_teacher_confirms(story: Story) -> None:
    """Twelve minutes later than planned."""
    page, hand = story.page, story.hand
    page.goto(f"{story.house.url}/demo/")
    story.go(page.get_by_role("link", name="Bestätigung der Lehrkraft öffnen"))
    planned = page.locator("[name=ends]").input_value()
    hour, minute = map(int, planned.split(":")[:2])
    later = (hour * 60 + minute + 12) % 1440
    hand.write(page.locator("[name=ends]"), f"{later // 60:02}:{later % 60:02}")
    hand.write(page.locator("[name=confirmed_by]"), "Jana Musterkreide")
    story.go(page.get_by_role("button", name="Bestätigen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke")


def the_money_is_right(story: Story) -> None:
    page = story.begin("Als Hanne Beispielsen abrechnen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Abrechnung")
    story.go(page.locator("main table a, main li a").first)
    story.go(page.locator("main a[href*='/abrechnung/gespraech/']").first)
    expect(page.locator("main")).to_contain_text("€")
    page = story.begin("Als Hanne Beispielsen: Übersicht")
    expect(page.locator("main")).to_contain_text("Landesmittel")
    expect(page.locator("main")).to_contain_text("reicht voraussichtlich bis")
    page = story.begin("Als Hanne Beispielsen: Auswertung")
    expect(page.get_by_role("heading", name="Nicht vermittelt")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Rumänisch")
    expect(page.get_by_role("link", name="Bericht für den Ausschuss (PDF)")).to_be_visible()
    the_week_is_planned(story)
    story.tell(5)
