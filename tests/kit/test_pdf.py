"""Letters: PDF/UA and PDF/A, the same bytes each time, text that can be read back in three scripts."""

import io
import shutil
import subprocess
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from lotsenhaus.kit import pdf

DAY = date(2026, 11, 22)
TEMPLATE = "mediation/templates/mediation/letters/statement.typ"


def letter(name: str = "Samira Musterhain", day: date = DAY) -> bytes:
    center = {"name": "KI Beispiel", "address": "", "phone": "0000 1", "email": "ki@example.org"}
    data: dict[str, Any] = {
        "title": "Bescheinigung", "center": center, "sender": {"name": "Rietberg", "phone": "0000 2"}, "example": True,
        "mediator": name, "period": "2026", "intro": "Text", "parts": [], "limits": [], "notes": [],
    }  # fmt: skip
    return pdf.render(TEMPLATE, data, day=day)


def text_of(content: bytes) -> str:
    """As a reader extracts it, without the invisible marks of direction."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return "".join(sign for sign in text if sign not in "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")


def test_a_letter_is_tagged_and_says_that_it_is_accessible_and_archivable() -> None:
    reader = PdfReader(io.BytesIO(letter()))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "de-DE"
    assert "pdfuaid:part" in metadata
    assert "pdfaid:part" in metadata
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Bescheinigung"


def test_the_same_letter_has_the_same_bytes_and_another_day_has_others() -> None:
    assert letter() == letter()
    assert letter() != letter(day=date(2026, 11, 23))


@pytest.mark.parametrize("name", ["Samira Müßig-Şahin", "سميرة الحسن", "ڕۆژدا کەریم", "ሰላም ተስፋይ", "Олена Бойко"])
def test_a_name_reads_back_as_it_was_written(name: str) -> None:
    text = text_of(letter(name))
    assert all(word in text for word in name.split())  # pypdf gives words from the right in the order of the paper


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="the order of words from the right needs poppler's pdftotext")
def test_a_name_from_the_right_keeps_the_order_of_its_words() -> None:
    done = subprocess.run(["pdftotext", "-", "-"], input=letter("سميرة الحسن"), capture_output=True, check=True)
    assert "سميرة الحسن" in done.stdout.decode()


def test_a_qr_code_is_a_picture_of_lines() -> None:
    assert pdf.qr_svg("https://lots.example/b/ABC").startswith("<svg")
