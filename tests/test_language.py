"""What the house says in other languages: all of it in English, to mediators in Arabic, nothing out of date."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from django.test import Client
from django.utils import timezone, translation

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import code_for
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.kit import moments, wording
from lotsenhaus.mediation.actions import asking
from lotsenhaus.mediation.models import Mediator, Offer
from lotsenhaus.outbox.models import Message
from tests.house import House, build, in_days, new_center

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"%(?:\([\w.]+\))?[sd]|</?\w+>")
GERMAN = re.compile(r"[äöüßÄÖÜ]|\b(?:und|oder|der|die|das|nicht|bitte|Sie|Ihre?|ist|wird|haben|für|mit|Uhr)\b")
# Names of people, places and laws, and letters that are the matter of the sentence.
NAMES = re.compile(r"Gütersloh|„[^“]*“|“Familienzentrum Rietberg”|ä, ö, ü and ß|§ 3 DSG NRW|§ 10 BGG NRW")


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()
USED = TOOL.used_messages()


def test_every_sentence_of_the_product_is_in_english() -> None:
    english = TOOL.read("en")
    lacking = [texts[0] for context, texts in USED if not all(english.get((context, texts), ("",)))]
    assert lacking == [], "python tools/messages.py collect, then translate lotsenhaus/locale/en"


@pytest.mark.parametrize("language", TOOL.LANGUAGES)
def test_no_translation_is_left_of_a_sentence_that_is_gone(language: str) -> None:
    assert [message for message in TOOL.read(language) if message not in USED] == []


@pytest.mark.parametrize("language", TOOL.LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for (_context, texts), translated in TOOL.read(language).items():
        wanted = set(PLACEHOLDER.findall(texts[-1]))
        for text in filter(None, translated):
            found = set(PLACEHOLDER.findall(text))
            assert found == wanted or (len(texts) == 2 and found <= wanted), texts[0]


@pytest.mark.parametrize("language", TOOL.LANGUAGES)
def test_blanks_at_the_ends_survive_translation(language: str) -> None:
    for (_context, texts), translated in TOOL.read(language).items():
        if translated:
            ends = [(text[:1].isspace(), text[-1:].isspace()) for text in (texts[0], translated[0])]
            assert ends[0] == ends[1], texts[0]


def test_english_holds_no_german() -> None:
    said = [text for translated in TOOL.read("en").values() for text in translated]
    assert [text for text in said if GERMAN.search(NAMES.sub("", text))] == []


@pytest.mark.parametrize("source", sorted((ROOT / "lotsenhaus").glob("**/locale/*/LC_MESSAGES/*.po")), ids=str)
def test_every_language_compiles(source: Path, tmp_path: Path) -> None:
    TOOL.compile_file(source, tmp_path / "django.mo")
    assert (tmp_path / "django.mo").stat().st_size > 0


def test_dates_and_hours_are_said_as_the_language_says_them() -> None:
    start, end = in_days(10, hour=15), in_days(10, hour=18)
    with translation.override("de"):
        assert moments.hours_text(timezone.localtime(start), timezone.localtime(end)) == "15–18 Uhr"
    with translation.override("en"):
        assert moments.hours_text(timezone.localtime(start), timezone.localtime(end)) == "15:00–18:00"
        assert wording.answer_by(end).endswith(", 18:00")
        assert "." not in moments.day_text(timezone.localtime(start))


# --- what a mediator reads in Arabic ------------------------------------------------------------------------------

TEXT = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
FUNCTION_WORDS = re.compile(
    r"\b(?:und|oder|der|die|das|nicht|bitte|Bitte|Sie|Ihre?|ist|wird|haben|für|mit|bis|von|Uhr|Minuten|kein|mein)\b"
)


@pytest.fixture
def samira(db: None) -> tuple[House, User, Offer]:
    """A mediator with an account, a question that waits and an appointment she accepted."""
    center = new_center("gt", "GT")
    with center_scope(center):
        house = build("gt", "GT")
        account = house.person(Role.MEDIATOR, name="Samira Musterhain")
        mediator = house.mediator("arb", user=account, first_name="Samira")
        (offer,) = _asked(house, mediator, days=9)
        (other,) = _asked(house, mediator, days=12)
        Client().post(_link(center, other), {"antwort": "ja"})
    return house, account, offer


def _asked(house: House, mediator: Mediator, *, days: int) -> list[Offer]:
    slot = house.inquiry("arb", start=in_days(days)).slots.get()
    return asking.ask(slot=slot, mediators=[mediator], by=None, desk=house.desk, at_once=True)


def _link(center: Center, offer: Offer) -> str:
    return f"/a/{code_for(center=center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)}"


def words(client: Client, path: str) -> str:
    answer = client.get(path, headers={"accept-language": "ar"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'dir="rtl"' in page
    return TEXT.sub(" ", page)


def test_the_answer_page_is_all_arabic(samira: tuple[House, User, Offer]) -> None:
    house, _account, offer = samira
    with center_scope(house.center):
        path = _link(house.center, offer)
    client = Client()
    question = words(client, path)
    assert "نعم، أستطيع" in question
    client.post(path, {"antwort": "ja"})
    accepted = words(client, path)
    assert "الموعد لكم" in accepted
    for page in (question, accepted):
        assert FUNCTION_WORDS.findall(page) == []


@pytest.mark.parametrize("page", ["", "termine/", "zeiten/", "geld/", "daten/"])
def test_the_pages_of_a_mediator_are_all_arabic(samira: tuple[House, User, Offer], page: str) -> None:
    house, account, _offer = samira
    client = Client()
    client.force_login(account)
    assert FUNCTION_WORDS.findall(words(client, f"/{house.center.slug}/mein/{page}")) == []


def test_a_message_is_german_whatever_the_sender_reads(samira: tuple[House, User, Offer]) -> None:
    house, _account, _offer = samira
    with center_scope(house.center), translation.override("en"):
        _asked(house, house.mediator("arb"), days=20)
        message = Message.objects.filter(kind="offer").latest("pk")
    assert message.subject.startswith("Können Sie am ")
    assert "Viele Grüße" in message.body
