"""What a remark must not hold: names, numbers to call, addresses, birth dates, file numbers (RELIABILITY part 4)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .names import is_given_name

_CAPITAL = r"[A-ZÄÖÜÇŞĞİÉÁŁŚŻČŠŽ][^\W\d_]+(?:[-'’][^\W\d_]+)*"
_PERSON = re.compile(
    r"\b(?:Herrn?|Frau|Hr\.|Fr\.|Fam\.|Familie|Eheleute|Ehepaar|Geschwister|Mutter|Vater|Kind|Tochter|Sohn|Schüler(?:in)?|"
    rf"Klient(?:in)?|Name(?:n|\sist)?|heißt)\s*:?\s+((?:{_CAPITAL})(?:\s+{_CAPITAL})?)"
)
_ALWAYS = re.compile(r"(?:Herr|Frau|Hr|Fr|Fam|Ehe|Gesch|Name|heißt|Klient)")
_ROLES = re.compile(
    r"(?:Doktor|Dr|Prof|Professor|Lehrer|Rektor|Konrektor|Schulleit|Direktor|Leiter|Kollegin|Kollege|Sozial|Ärztin|Arzt|"
    r"Dolmetsch|Sprach|Erzieher|Sekretärin|Mediator|Beamt|Klassenlehr|Amts|Richter|Hebamme|Deutsch|Mutter|Vater|Kind|Schul|"
    r"Die|Der|Das|Es|Bitte|Wir|Sie|Er|Ein|Eine|Am|Um|Im|Zur|Zum|Kurmandschi|Arabisch)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|[\w.+-]+\s?\(at\)\s?[\w.-]+", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})\b")
_ISO = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b")
_BORN = re.compile(
    r"(?i)\b(?:geb(?:oren)?\.?|geburtsdatum|geburtstag|jahrgang|jg\.?)\s*:?\s*(?:am\s|im\s)?\s*\d[\d./ -]*"
    r"|\*\s?(?:19|20)\d{2}\b"
)
_TIMES = re.compile(r"\b\d{1,2}[.:]\d{2}(?:\s?Uhr)?(?:\s?(?:-|–|bis)\s?\d{1,2}[.:]\d{2})?\b")
_PHONE = re.compile(r"(?<![\w-])(?:\+\s?|0)\d[\d\s/().–-]{4,}\d|(?<![\w-])\(0\d[\d\s]{1,6}\)[\d\s/-]{3,}\d")
_FILE_NUMBER = re.compile(
    r"(?:\bA(?:kten)?z(?:eichen)?\b\.?|\b(?:BG|Kunden|Akten|AZR|Fall|Versicherten|Steuer|Ausweis|Pass|Vorgangs?)[- ]?"
    r"(?:Nr\.?|Nummer|ID))\s*:?\s*[\w/.-]*\d[\w/ .-]*"
    r"|\b\d{1,4}\s[A-Z]{1,3}\s\d{1,6}/\d{2,4}\b|\b\d{3,}[A-Z]{1,3}\d{3,}\b|\b[A-Z]\d{9}\b|\b\d{9,}\b",
)
_REFERENCE = re.compile(r"[A-Z0-9-]{1,20}")
# A date of three weeks ago is an appointment, one of last year is a birthday.
_OLD = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Finding:
    """kind: name, phone, email, birth_date or file_number; where it stands in the text, so that it can be marked."""

    kind: str
    text: str
    start: int
    end: int


def screen(text: str, today: date) -> list[Finding]:
    """All that should not stand in a remark, in the order of the text. A hit is asked about, not refused for ever."""
    found = [
        *_hits("email", _EMAIL, text),
        *_hits("birth_date", _BORN, text),
        *_dates(text, today),
        *_hits("file_number", _FILE_NUMBER, text),
        *_phones(text),
        *_names(text),
    ]
    return _without_overlap(found)


def case_reference(text: str) -> str:
    """The reference as it is stored: capital letters, no blanks around."""
    return text.strip().upper()


def case_reference_problem(text: str, today: date) -> str:
    """ "" when a stored reference is fine, else case_reference, birth_date or name. [A-Z0-9-]{1,20}, no initials."""
    if not _REFERENCE.fullmatch(text):
        return "case_reference"
    if _dates(text, today) or re.fullmatch(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\d{2}", text):
        return "birth_date"
    letters_only = not any(sign.isdecimal() for sign in text)
    return "name" if letters_only or any(is_given_name(part) for part in re.findall(r"[A-Z]{3,}", text)) else ""


def _hits(kind: str, pattern: re.Pattern[str], text: str) -> list[Finding]:
    return [Finding(kind, hit.group().strip(), hit.start(), hit.end()) for hit in pattern.finditer(text)]


def _dates(text: str, today: date) -> list[Finding]:
    """Dates of long ago; those of appointments are welcome."""
    found = []
    for hit in [*_DATE.finditer(text), *_ISO.finditer(text)]:
        day, month, year = hit.groups() if hit.re is _DATE else reversed(hit.groups())
        full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) > today.year % 100 + 1 else 2000)
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and _months(full, int(month)) < _months_of(today - _OLD):
            found.append(Finding("birth_date", hit.group(), hit.start(), hit.end()))
    return found


def _months(year: int, month: int) -> int:
    return year * 12 + month


def _months_of(day: date) -> int:
    return _months(day.year, day.month)


def _phones(text: str) -> list[Finding]:
    """Dates and times are hidden first: "02.12.2026" is no number to call."""
    hidden = text
    for pattern in (_DATE, _ISO, _TIMES):
        hidden = pattern.sub(lambda hit: "x" * len(hit.group()), hidden)
    hits = _hits("phone", _PHONE, hidden)
    return [hit for hit in hits if 6 <= sum(sign.isdecimal() for sign in hit.text) <= 16]


def _names(text: str) -> list[Finding]:
    found = []
    for hit in _PERSON.finditer(text):
        name = hit[1].strip()
        certain = _ALWAYS.match(hit.group()) or any(is_given_name(word) for word in name.split())
        if certain and not _ROLES.match(name):
            found.append(Finding("name", hit.group(), hit.start(), hit.end()))
    for hit in re.finditer(_CAPITAL, text):
        if is_given_name(hit.group()):
            found.append(Finding("name", hit.group(), hit.start(), hit.end()))
    return found


def _without_overlap(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
