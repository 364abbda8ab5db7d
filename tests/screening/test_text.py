"""No client name, ever, in any free text: found however it is typed, and harmless texts left alone."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.screening.choices import finding_sentence
from lotsenhaus.screening.rules import about_a_client, case_reference, case_reference_problem, screen
from tests.screening.corpus import FINE, FOUND_HIDDEN, FOUND_PLAIN

TODAY = date(2026, 11, 24)


def test_of_400_texts_nearly_all_that_tell_about_a_person_are_found_and_hardly_another() -> None:
    harmful = FOUND_PLAIN + FOUND_HIDDEN
    missed = [text for text in harmful if not screen(text, TODAY)]
    false = [text for text in FINE if screen(text, TODAY)]
    assert len(harmful) + len(FINE) >= 400
    assert len(missed) <= 0.05 * len(harmful), missed
    assert len(false) <= 0.03 * len(FINE), false


def test_a_finding_is_marked_in_the_text_as_it_was_typed() -> None:
    for text in FOUND_HIDDEN:
        assert all(one.text == text[one.start : one.end].strip() for one in screen(text, TODAY)), text


@pytest.mark.parametrize("text", ["Petra Probesand", "Frau Dr. Müller", "Ayşe Yılmaz (Lehrerin)", "Caritas Verl"])
def test_the_name_of_a_professional_may_stand_where_it_is_asked_for(text: str) -> None:
    assert about_a_client(text, TODAY) == []


@pytest.mark.parametrize(
    "text", ["Familie Müller", "Mutter Fatima", "frau probe, sohn ali", "Frau Probe 0171 1234567", "Kind: Dawit"]
)
def test_nobody_else_is_named_where_a_professional_is_asked_for(text: str) -> None:
    assert about_a_client(text, TODAY)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bitte klingeln bei Frau Müller", "name"),
        ("Familie Al-Hassan kommt zu dritt", "name"),
        ("Fam. Yılmaz", "name"),
        ("Mutter Fatima kommt allein", "name"),
        ("Ali kommt mit", "name"),
        ("Das Kind heißt Mehmet", "name"),
        ("Rückruf 0171 1234567", "phone"),
        ("+49 5244 980711", "phone"),
        ("mail an a.b@example.org", "email"),
        ("geb. 3.4.1990", "birth_date"),
        ("Kind vom 12.03.2015", "birth_date"),
        ("12.03.15", "birth_date"),
        ("2015-03-12", "birth_date"),
        ("Az. 12 F 345/19", "file_number"),
        ("BG-Nummer 35502BG0012345", "file_number"),
        ("Kundennummer: 123A456789", "file_number"),
    ],
)
def test_what_tells_about_a_person_is_noticed(text: str, kind: str) -> None:
    found = screen(text, TODAY)
    assert kind in {one.kind for one in found}
    assert all(one.text in text and finding_sentence(one.kind, one.text) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Familie aus Syrien, spricht etwas Deutsch",
        "Frau Dr. Schmidt ist dabei",
        "Bitte eine Frau mit Erfahrung",
        "Herr Rektor begrüßt",
        "Treffpunkt am 02.12.2026 um 15:00 Uhr, Eingang B",
        "08.00 - 09.30 Uhr, 2. Stock, Raum 112",
        "Fr. 15 Uhr geht auch",
        "Parken hinter der Schule, Eingang Lindenstraße 12, 33397 Rietberg",
        "GT-2026-0612",
        "Kind ist 5 Jahre alt, es geht um die Anmeldung",
        "Termin war schon am 10.11.2026",
    ],
)
def test_what_helps_the_talk_may_stand(text: str) -> None:
    assert screen(text, TODAY) == []


@given(st.text(max_size=300))
def test_any_remark_is_read_and_findings_do_not_overlap(text: str) -> None:
    found = screen(text, TODAY)
    assert all(one.end <= following.start for one, following in pairwise(found))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("4b-07", ""),
        ("GT-77", ""),
        ("1", ""),
        ("4B_07", "case_reference"),
        ("", "case_reference"),
        ("A" * 20 + "1", "case_reference"),
        ("AB", "name"),
        ("ALI-3", "name"),
        ("120315", "birth_date"),
        ("12-03-2015", "birth_date"),
    ],
)
def test_a_reference_is_no_initial_and_no_birth_date(typed: str, problem: str) -> None:
    assert case_reference_problem(case_reference(typed), TODAY) == problem
