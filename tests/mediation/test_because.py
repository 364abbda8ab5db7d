"""Why she was asked: said to herself in plain sentences, about this pairing only."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import code_for
from lotsenhaus.mediation.actions import asking
from lotsenhaus.mediation.choices.states import Level
from lotsenhaus.mediation.models import LanguageSkill, Offer, Slot
from lotsenhaus.mediation.planning.because import SENTENCES, why_you
from tests.centers.people import sign_in
from tests.house import House

QUESTION = "Warum werde ich gefragt?"


def kept(*items: tuple[str, int], languages: tuple[str, ...] = (), free: bool = False) -> Offer:
    counted = [[name, amount, amount * 7] for name, amount in items]
    return Offer(explanation={"points": 91, "items": counted, "languages": list(languages), "free": free})


def ask(house: House, slot: Slot, **ticked: Any) -> None:
    browser = sign_in(house.person(Role.DISPATCHER))
    assert browser.post(f"/gt/gesucht/{slot.pk}/fragen", ticked).status_code == 302


def answer_page(house: House, offer: Offer, language: str = "de") -> str:
    code = code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)
    content = Client(headers={"accept-language": language}).get(f"/a/{code}").content
    assert len(content) < 60_000
    return content.decode()


@pytest.mark.parametrize(
    ("offer", "sentences"),
    [
        (Offer(), []),
        (kept(languages=("ara-arb",)), ["Sie sprechen Arabisch."]),
        (kept(("substitute", 1), languages=("ersatz-rus",)), ["Sie können mit Russisch aushelfen."]),
        (kept(("travel_minute", 12)), ["12 Minuten Weg."]),
        (kept(("travel_minute", 1)), ["1 Minute Weg."]),
        (kept(("pause_week", 3)), ["Sie wurden seit 3 Wochen nicht gefragt."]),
        (kept(("pause_week", 12)), ["Wir haben Sie lange nicht gefragt."]),
        (kept(("level", 2)), []),
        (kept(languages=("sqi",), free=True), ["Sie sprechen Albanisch.", "Die Zeit passt zu Ihren Angaben."]),
        (kept(("load", 9), ("asked_this_week", 4), ("tax_limit", 1), ("times_unknown", 1), ("unheard_of", 1)), []),
    ],
)
def test_what_was_kept_becomes_friendly_sentences(offer: Offer, sentences: list[str]) -> None:
    assert why_you(offer) == sentences


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_no_sentence_tells_points_or_is_left_out_in_a_language(language: str) -> None:
    offer = kept(*((name, 4) for name in SENTENCES), languages=("sqi",), free=True)
    with translation.override(language):
        said = why_you(offer)
    assert len(said) == len(SENTENCES) + 2
    assert not any("91" in sentence or "28" in sentence for sentence in said)
    with translation.override("de"):
        assert (said == why_you(offer)) is (language == "de")
        assert language == "de" or not set(said) & set(why_you(offer))


def test_whoever_is_asked_reads_why_behind_the_link_and_on_her_own_page(house: House) -> None:
    account = house.person(Role.MEDIATOR)
    asked = house.mediator(town=house.towns["Verl"], user=account)
    house.mediator(last_name="Nebenbuhler", town=house.towns["Verl"])
    earlier = asking.ask(slot=house.inquiry("arb").slots.get(), mediators=[asked], by=None, desk=house.desk)
    Offer.objects.filter(pk=earlier[0].pk).update(asked_at=timezone.now() - timedelta(weeks=3))
    slot = house.inquiry("arb").slots.get()
    ask(house, slot, mediator=[asked.pk])
    offer = Offer.objects.get(slot=slot)
    for page in (answer_page(house, offer), sign_in(account).get("/gt/mein/").content.decode()):
        assert page.count(QUESTION) == 1  # the earlier question was asked without a list, so nothing is known
        assert "Sie sprechen Arabisch" in page
        assert "Minuten Weg." in page
        assert "Sie wurden seit" in page
        assert "Nebenbuhler" not in page
        assert "Punkte" not in page
    assert "Why am I being asked?" in answer_page(house, offer, "en")
    assert QUESTION not in answer_page(house, offer, "ar")


def test_without_a_reason_there_is_no_question(house: House) -> None:
    slot = house.inquiry("arb").slots.get()
    (offer,) = asking.ask(slot=slot, mediators=[house.mediator()], by=None, desk=house.desk)
    assert "<details" not in answer_page(house, offer)


def test_several_at_once_have_a_reason_each(house: House) -> None:
    near, far = house.mediator(), house.mediator(town=house.towns["Verl"])
    LanguageSkill.objects.filter(mediator=near).update(level=Level.MOTHER_TONGUE)
    slot = house.inquiry("arb").slots.get()
    ask(house, slot, mediator=[near.pk, far.pk], gleichzeitig="1")
    said = {offer.mediator_id: why_you(offer) for offer in Offer.objects.filter(slot=slot)}
    assert "Es ist Ihre Muttersprache." in said[near.pk]
    assert any("Minuten Weg" in sentence for sentence in said[far.pk])
    assert not any("Minuten Weg" in sentence for sentence in said[near.pk])


def test_who_says_yes_on_the_telephone_reads_it_too(house: House) -> None:
    mediator, slot = house.mediator(), house.inquiry("arb").slots.get()
    browser = sign_in(house.person(Role.DISPATCHER))
    browser.post(f"/gt/gesucht/{slot.pk}/anrufen/{mediator.pk}")
    call = mediator.calls.get()
    browser.post(f"/gt/anruf/{call.pk}/ergebnis", {"result": "accepted"})
    offer = Offer.objects.get(slot=slot)
    assert why_you(offer)[0].startswith("Sie sprechen Arabisch")
    assert "Warum wurde ich gefragt?" in answer_page(house, offer)
