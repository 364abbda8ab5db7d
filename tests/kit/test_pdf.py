"""Letters: PDF/UA and PDF/A, the same bytes each time, text that can be read back in three scripts."""

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from pypdfium2 import PdfDocument

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


def test_a_name_from_the_right_keeps_the_order_of_its_words() -> None:
    page = PdfDocument(letter("سميرة الحسن"))[0].get_textpage()
    assert "سميرة الحسن" in page.get_text_bounded()


def test_a_qr_code_is_a_picture_of_lines() -> None:
    assert pdf.qr_svg("https://lots.example/b/ABC").startswith("<svg")


NAMES = ["王小明", "國體", "やまだ", "ܡܪܝܡ", "𞤀𞤣𞤵", "สมชาย", "ნინო", "Անի", "דוד", "አበበ", "سميرة"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_a_script_of_the_language_table_stands_in_the_letter(name: str) -> None:
    text = text_of(letter(name))
    assert name in text or name[::-1] in text


@pytest.mark.parametrize(
    "name", ["தமிழ் செல்வி", "ਗੁਰਪ੍ਰੀਤ ਕੌਰ", "សុខា", "အောင်ဆန်း", "अनीता", "অনিতা", "અનિતા", "అనిత", "അനിത", "අනිතා"]
)
def test_a_script_whose_letters_join_is_drawn_and_not_substituted(name: str) -> None:
    text = text_of(letter(name))
    assert pdf.SUBSTITUTE not in text
    assert name[0] in text


@pytest.mark.parametrize("name", ["Ali 😀👨‍👩‍👧", "x\x00\x07y", "a\ue000b", "김철수", "a\u2060b\u202fc", "𝐅𝐚𝐭𝐢𝐦𝐚"])
def test_a_sign_without_a_font_is_substituted_and_stops_no_letter(name: str) -> None:
    assert "Für " in text_of(letter(name))
