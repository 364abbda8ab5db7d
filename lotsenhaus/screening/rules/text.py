"""What a free text must not hold: names, numbers to call, addresses, birth dates, file numbers (docs/privacy.md)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lotsenhaus.kit.folding import folded

from . import names
from .spelling import Spelling, spelled, without_gaps

_LETTERS = r"[^\W\d_]+(?:[-'’`][^\W\d_]+)*"
_TITLES = (
    "Herrn?|Frau|Hrn?|Fr|Fam|Familien?|Eheleute|Ehepaar|Geschwister|Mutter|Mama|Vater|Papa|Kind(?:er)?|Baby|Tochter|Töchter"
    "|Sohn|Söhne|Bruder|Schwester|Oma|Opa|Tante|Onkel|Schüler(?:in)?|Klient(?:in)?|Patient(?:in)?|Mandant(?:in)?|Name"
    "|Nachname|Vorname|Familienname|heißt|heisst|heiße|namens|genannt|klingeln bei|Klingelschild"
)
_TITLE = re.compile(
    rf"(?i)\b(?P<title>{_TITLES})\b(?P<mark>[.:]?)(?:\s+ist\b|\s+lautet\b)?\s*:?\s*[„\"(]?"
    rf"(?:(?:von|van|de|bin|ibn)\s+)*(?P<name>{_LETTERS})(?P<stop>\.?)"
)
# After these every word that is not an everyday one is a name.
_CERTAIN = re.compile(
    r"(?i)(?:Herr|Frau|Hr|Fr$|Fam|Ehe|Gesch|Name|Nachname|Vorname|hei|namens|Klient|Patient|Mandant|Kling)"
)
# Titles of a person who is to be helped: not the name of a colleague.
_CLIENT = re.compile(
    r"(?i)(?:Fam|Ehe|Gesch|Mutter|Mama|Vater|Papa|Kind|Baby|Tochter|Töchter|Sohn|Söhne|Schüler|Klient|Patient|Mandant)"
)
_ROLES = re.compile(
    r"(?:doktor|dr$|prof|lehr|rektor|konrektor|schulleit|direktor|leiter|kolleg|sozial|aerzt|arzt|therapeut|berater"
    r"|dolmetsch|sprach|erzieh|sekretaer|mediator|beamt|klassen|amts|richter|hebamme|deutsch|schul|kurmandschi|fach)"
)
_NOUN = re.compile(
    r"\w{3,}(?:ung|heit|keit|schaft|tion|ismus|itaet|innen|erin|kurs|klasse|schule|sprache|problem|termin|eltern)"
)
_PLACES = (
    "stra(?:ß|ss)e|str\\b|platz|weg|allee|ring|gasse|schule|grundschule|gesamtschule|realschule|hauptschule|gymnasium"
    "|berufskolleg|kita|kindergarten|familienzentrum|zentrum|haus|heim|raum|saal|kirche|kapelle|stift|hospital"
    "|krankenhaus|klinik|halle|park|brücke|ufer|damm|hof|stiftung"
)
_PLACE = re.compile(rf"(?i)(?:[-\s]{_LETTERS})?[-\s](?:{_PLACES})|(?:{_PLACES})")
_IN_PLACE = re.compile(rf"(?i)-(?:{_PLACES})")
_SAINT = re.compile(r"(?i)(?:\bst\.?|\bsankt|\bsta\.?)[\s-]+$")
_DOCTOR = re.compile(r"(?i)\b(?:dr|prof)\.?\s+$")
_CLAN = re.compile(r"\b(?:Al|El|Abu|Abd|Bin|Ibn|Ben)[ -](?=[A-ZÄÖÜ])[^\W\d_]{2,}")
_AT_THE_BELL = re.compile(rf"(?i)\bbei\s+(?P<name>{_LETTERS})\s+(?:klingeln|läuten|schellen)")
_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+\.[\w.-]+|[\w.+-]+\s?[(\[]\s?(?:at|ät)\s?[)\]]\s?[\w.-]+", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})\b")
_ISO = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b")
_MONTHS = tuple(
    "januar februar märz april mai juni juli august september oktober november dezember".split()  # noqa: SIM905
)
_SPOKEN_DATE = re.compile(rf"(?i)\b(\d{{1,2}})\.?\s?({'|'.join(_MONTHS)})\s?(\d{{4}})\b")
_BORN = re.compile(
    r"(?i)\b(?:geb(?:oren)?\b\.?|geburtsdatum|geburtstag|jahrgang|jg\b\.?)\s*:?\s*(?:am\s|im\s|ist\s)?\s*\d[\d./ -]*"
    r"|\*\s?(?:19|20)\d{2}\b|\*\s?\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}"
)
_TIMES = re.compile(r"\b\d{1,2}[.:]\d{2}(?:\s?Uhr)?(?:\s?(?:-|–|bis)\s?\d{1,2}[.:]\d{2})?\b")
_PHONE = re.compile(r"(?<![\w-])(?:\+\s?|0)\d[\d\s/().–-]{4,}\d|(?<![\w-])\(0\d[\d\s]{1,6}\)[\d\s/-]{3,}\d")
_FILE_NUMBER = re.compile(
    r"(?i:\bA(?:kten)?z(?:eichen)?\b\.?|\b(?:BG|Kunden|Akten|AZR|Fall|Versicherten|Steuer|Ausweis|Pass|Vorgangs?)[- ]?"
    r"(?:Nr\.?|Nummer|ID))\s*:?\s*[\w/.-]*\d[\w/ .-]*"
    r"|\b\d{1,4}\s[A-Z]{1,3}\s\d{1,6}/\d{2,4}\b|\b\d{3,}[A-Z]{1,3}\d{3,}\b|\b[A-Z]\d{9}\b|\b\d{9,}\b",
)
_REFERENCE = re.compile(r"[A-Z0-9-]{1,20}")
# A date of three weeks ago is an appointment, one of last year is a birthday.
_OLD = timedelta(days=300)

Hits = Iterator[tuple[str, int, int]]
"""kind, start and end in the spelling that was searched."""


@dataclass(frozen=True, slots=True)
class Finding:
    """kind: name, phone, email, birth_date or file_number; start and end in the text as typed, to mark the place."""

    kind: str
    text: str
    start: int
    end: int


def screen(text: str, today: date) -> list[Finding]:
    """All that tells about a person, in the order of the text. A hit is asked about, not refused for ever."""
    return _found(text, today, _names)


def about_a_client(text: str, today: date) -> list[Finding]:
    """For fields that ask for the name of a professional or an institution: only what tells about somebody else."""
    return _found(text, today, _clients)


def case_reference(text: str) -> str:
    """The reference as it is stored: capital letters, no blanks around."""
    return text.strip().upper()


def case_reference_problem(text: str, today: date) -> str:
    """ "" when a stored reference is fine, else case_reference, birth_date or name. [A-Z0-9-]{1,20}, no initials."""
    if not _REFERENCE.fullmatch(text):
        return "case_reference"
    is_date = any(_dates(spelled(text), today)) or re.fullmatch(
        r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\d{2}", text
    )
    if is_date:
        return "birth_date"
    letters_only = not any(sign.isdecimal() for sign in text)
    return "name" if letters_only or any(map(names.is_given_name, re.findall(r"[A-Z]{3,}", text))) else ""


def _found(text: str, today: date, people: Callable[[Spelling], Hits]) -> list[Finding]:
    spelling = spelled(text)
    drawn_together = without_gaps(spelling)
    found = [
        Finding(kind, text[place[0] : place[1]].strip(), *place)
        for searched in ([spelling] if drawn_together == spelling else [spelling, drawn_together])
        for hits in (_numbers(searched), _dates(searched, today), people(searched))
        for kind, start, end in hits
        for place in (searched.place(start, end),)
    ]
    return _without_overlap(found)


def _numbers(searched: Spelling) -> Hits:
    for kind, pattern in (("email", _EMAIL), ("birth_date", _BORN), ("file_number", _FILE_NUMBER)):
        for hit in pattern.finditer(searched.text):
            yield kind, hit.start(), hit.end()
    hidden = searched.text  # dates and times are hidden first: "02.12.2026" is no number to call
    for pattern in (_DATE, _ISO, _TIMES):
        hidden = pattern.sub(lambda hit: "x" * len(hit.group()), hidden)
    for hit in _PHONE.finditer(hidden):
        if 6 <= sum(sign.isdecimal() for sign in hit.group()) <= 16:
            yield "phone", hit.start(), hit.end()


def _dates(searched: Spelling, today: date) -> Hits:
    """Dates of long ago; those of appointments are welcome."""
    for pattern in (_DATE, _ISO, _SPOKEN_DATE):
        for hit in pattern.finditer(searched.text):
            day, month, year = hit.groups() if pattern is not _ISO else reversed(hit.groups())
            number = int(month) if month.isdecimal() else _MONTHS.index(month.lower()) + 1
            full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) > today.year % 100 + 1 else 2000)
            if 1 <= number <= 12 and 1 <= int(day) <= 31 and _months(full, number) < _months_of(today - _OLD):
                yield "birth_date", hit.start(), hit.end()


def _months(year: int, month: int) -> int:
    return year * 12 + month


def _months_of(day: date) -> int:
    return _months(day.year, day.month)


def _names(searched: Spelling) -> Hits:
    for hit in _titled(searched):
        yield "name", hit.start(), hit.end("name")
    for hit in _AT_THE_BELL.finditer(searched.text):
        if folded(hit["name"]) not in names.small_words():
            yield "name", hit.start("name"), hit.end("name")
    for hit in _CLAN.finditer(searched.text):
        yield "name", hit.start(), hit.end()
    for hit in re.finditer(_LETTERS, searched.text):
        if _stands_alone_as_name(searched.text, hit):
            yield "name", hit.start(), hit.end()


def _clients(searched: Spelling) -> Hits:
    for hit in _titled(searched):
        if _CLIENT.match(hit["title"]):
            yield "name", hit.start(), hit.end("name")


def _titled(searched: Spelling) -> Iterator["re.Match[str]"]:
    """ "frau müller", "Fam. Yılmaz", "Sohn Abdulkadir", "Name: …"; not "Frau Doktor", "Familie aus Syrien"."""
    place = 0
    while hit := _TITLE.search(searched.text, place):
        place = hit.end("title")
        if _is_named(hit):
            yield hit


def _is_named(hit: "re.Match[str]") -> bool:
    word, plain, title = hit["name"], folded(hit["name"]), hit["title"].casefold()
    if _ROLES.match(plain) or _IN_PLACE.search("-" + word):
        return False
    if names.is_given_name(word) or names.is_surname(word):
        return True
    if len(plain) == 1:
        return title in ("herr", "herrn", "frau", "familie") and word.isupper() and bool(hit["stop"])
    if plain in names.small_words():
        return False
    if _CERTAIN.match(title):
        return word[0].isupper() or title != "fr"
    return word[0].isupper() and plain not in names.words() and not _NOUN.fullmatch(plain)


def _stands_alone_as_name(text: str, hit: "re.Match[str]") -> bool:
    """A given or family name in a sentence; not one that a street, a school, a saint or a doctor has."""
    word, before = hit.group(), text[: hit.start()]
    if _PLACE.match(text, hit.end()) or _IN_PLACE.search(word) or _SAINT.search(before):
        return False
    if word[0].islower() and word.isascii():
        return len(word) >= 3 and names.may_be_lower_case(word) and names.is_given_name(word)
    if text[hit.end() : hit.end() + 1] == "." and not names.may_be_lower_case(word):
        return False  # "max. 30 Minuten", "Jan."
    parts = [part for part in {word, *re.split(r"[-'’`]", word)} if len(part) > 1]
    if any(names.is_given_name(part) for part in parts):
        return True
    return not _DOCTOR.search(before) and any(len(part) > 2 and names.is_surname(part) for part in parts)


def _without_overlap(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
