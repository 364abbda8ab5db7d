"""Einsatzbestätigung, statements and report: what stands on them, who may open them, kept with a checksum."""

import hashlib
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from lotsenhaus.centers.choices import Role
from lotsenhaus.documents import actions as documents
from lotsenhaus.documents.models import Document
from lotsenhaus.mediation import tasks
from lotsenhaus.mediation.actions import runs
from lotsenhaus.mediation.queries import claims as queries
from tests.centers.people import a_browser, a_center, sign_in
from tests.house import House
from tests.kit.test_pdf import text_of
from tests.mediation.money import confirmed, furnish, promised


def read(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return text_of(answer.content)


def test_the_empty_sheet_opens_the_confirmation_by_its_code(house: House) -> None:
    assignment = promised(house, case_reference="4B-07")
    answer = sign_in(house.person(Role.COORDINATOR)).get(f"/gt/einsatz/{assignment.pk}/bestaetigung.pdf")
    text = text_of(answer.content)
    assert "Bitte nach dem Gespräch ausfüllen" in text
    assert "4B-07" in text
    code = text.split("/b/")[1].split("?")[0].strip()
    page = Client().get(f"/b/{code}", {"qr": "1"})
    assert page.status_code == 200


def test_a_confirmed_talk_keeps_its_sheet_with_a_checksum(house: House) -> None:
    furnish(house)
    proof = confirmed(house, mediator=house.mediator(first_name="سميرة", last_name="الحسن")).assignment.proof
    assert proof.sheet is None
    tasks.keep_sheets(0)
    proof.refresh_from_db()
    sheet = proof.sheet
    assert sheet is not None
    assert sheet.sha256 == hashlib.sha256(bytes(sheet.content)).hexdigest()
    assert sheet.keep_until is not None
    assert sheet.keep_until.year == timezone.localdate().year + 10
    text = text_of(bytes(sheet.content))
    assert "سميرة" in text
    assert "الحسن" in text
    assert "Gisela Probesand" in text


def test_a_damaged_sheet_is_not_given_out(house: House) -> None:
    furnish(house)
    confirmed(house)
    tasks.keep_sheets(0)
    sheet = Document.objects.get()
    sheet.content = b"changed"
    with pytest.raises(documents.Damaged):
        documents.open_document(document=sheet, by=None)


def test_the_same_file_is_kept_once(house: House) -> None:
    given = {"kind": "x", "name": "x.pdf", "content": b"x", "media_type": "application/pdf", "keep_until": None}
    for _time in range(2):
        documents.store(center=house.center, subject=house.school, by=None, **given)  # type: ignore[arg-type]
    assert Document.objects.count() == 1


def test_a_mediator_reads_her_own_statement_and_nobody_elses(house: House) -> None:
    furnish(house)
    mine, others = confirmed(house), confirmed(house)
    dilan = house.person(Role.MEDIATOR)
    mine.assignment.mediator.user = dilan
    mine.assignment.mediator.save()
    browser = sign_in(dilan)
    assert "Bescheinigung" in read(browser, "/gt/mein/bescheinigung.pdf")
    read(browser, f"/gt/einsatz/{mine.assignment_id}/nachweis.pdf")
    assert browser.get(f"/gt/einsatz/{others.assignment_id}/nachweis.pdf").status_code == 404
    assert browser.get(f"/gt/sprachlotsen/{others.assignment.mediator_id}/bescheinigung.pdf").status_code == 403


def test_the_year_counts_what_was_paid_in_it(house: House) -> None:
    furnish(house)
    mediator = house.mediator()
    confirmed(house, mediator=mediator)
    hanne, rolf = house.person(Role.COORDINATOR), house.person(Role.FINANCE)
    line, today = queries.months(timezone.localdate())[0], timezone.localdate()
    run = runs.release(center=house.center, month=line.month, shown=(1, Decimal("15.00")), by=hanne)
    browser = sign_in(rolf)
    url = f"/gt/sprachlotsen/{mediator.pk}/bescheinigung.pdf?jahr="
    assert "wurde nichts ausgezahlt" in read(browser, f"{url}{today.year}")
    runs.order(run=run, paid_on=today, by=rolf)
    text = read(browser, f"{url}{today.year}")
    assert "15,00" in text
    assert "keine Beratung" in text.replace("\n", " ")


def test_a_month_lists_its_talks(house: House) -> None:
    furnish(house)
    allowance = confirmed(house, lasted=65)
    month = f"{queries.months(timezone.localdate())[0].month:%Y-%m}"
    url = f"/gt/sprachlotsen/{allowance.assignment.mediator_id}/bescheinigung.pdf?monat={month}"
    text = read(sign_in(house.person(Role.DISPATCHER)), url)
    assert allowance.assignment.slot.inquiry.number in text
    assert "22,50" in text


@pytest.mark.parametrize("year", ["abc", "1850", "9999", "²"])
def test_an_impossible_year_is_no_page(house: House, year: str) -> None:
    url = f"/gt/sprachlotsen/{house.mediator().pk}/bescheinigung.pdf"
    assert sign_in(house.person(Role.FINANCE)).get(url, {"jahr": year}).status_code == 404


def test_another_desk_and_another_center_get_no_sheet(house: House) -> None:
    assignment = promised(house)
    verl = sign_in(house.person(Role.DISPATCHER, desk=house.other_desk))
    url = f"/gt/einsatz/{assignment.pk}/bestaetigung.pdf"
    assert verl.get(url).status_code == 404
    assert a_browser(a_center("bor"), Role.COORDINATOR).get(url).status_code == 404
    assert verl.get(f"/gt/sprachlotsen/{assignment.mediator_id}/bescheinigung.pdf").status_code == 403


def test_the_report_tells_no_small_counts(house: House) -> None:
    furnish(house)
    for number in range(6):
        confirmed(house, start=timezone.now() - timedelta(days=2, hours=3 * number))
    rare = confirmed(house, start=timezone.now() - timedelta(days=3))
    rare.assignment.slot.languages = ["ron"]
    rare.assignment.slot.save()
    url = "/gt/auswertung/bericht.pdf?zeitraum=zwoelf"
    answer = sign_in(house.person(Role.COORDINATOR)).get(url)
    text = text_of(answer.content)
    assert re.search(r"Arabisch, Rumänisch\s+nicht genannt", text)
    assert "Bei Spiel" not in text
    assert PdfReader(io.BytesIO(answer.content)).metadata.title.startswith("Bericht")  # type: ignore[union-attr]
