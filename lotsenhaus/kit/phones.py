"""Telephone numbers: stored in one form (E.164), shown as people dial them, found by their last four digits."""

import re
from dataclasses import dataclass

import phonenumbers

REGION = "DE"
DEMO_PREFIX = "0000"
"""Invented numbers begin so; no network has them, so nobody can be called by mistake."""

_FLOAT = re.compile(r"(?<=\d)\.0$")  # a spreadsheet took the number for one to count with
_SIGNS = re.compile(r"[\s\d+/().,:–-]+")
_WORDS = re.compile(
    r"(?i)^(?:t|tel|telefon|telefonnummer|nr|nummer|fon|phone|handy|mobil|mobiltelefon|festnetz|privat|priv|p|m|d|dienst"
    r"|dienstlich|fax)*$"
)
_BETWEEN = re.compile(r"\s+(?:oder|und|bzw\.?)\s+|[;,\n|]|\s+/\s+")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as typed, as stored, as shown. `problem` is empty, or too_short, too_long, not_a_number, not_in_use."""

    typed: str
    stored: str = ""
    shown: str = ""
    problem: str = ""
    mobile: bool = False


def read(text: str, area_code: str = "") -> Phone:
    """The number in a text like "Tel. (0 52 44) 98-0" or "+49 171 …". Never raises: odd ones carry their problem.

    `area_code` ("05244") completes a number without one, as they stand in lists of one town. Nothing changes silently:
    a text with other words or figures, and a number whose digits are not the typed ones, are problems.
    """
    typed = " ".join(text.split())[:60]
    number = _read(_FLOAT.sub("", typed), typed, area_code)
    if number.stored and not _same_digits(number.stored, _FLOAT.sub("", typed), area_code):
        return Phone(typed, problem="not_a_number")
    return number


def _same_digits(stored: str, typed: str, area_code: str) -> bool:
    """Whether the stored digits are those that were typed, but for the ways to write the country and the first 0."""
    whole, written = digits_of(stored), digits_of(re.sub(r"\(0\)", "", typed))
    own = whole.removeprefix("49")
    ways = {whole, f"00{whole}", *(f"{begin}{own}" for begin in ("", "0", "49", "0049", "490"))}
    return written in ways or f"{area_code}{written}" in ways


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def search_digits(text: str) -> str:
    """The end of a stored number by which a typed one is found; empty when the text is no number.

    "0171 2345678", "0171/2345678" and "0049 171 2345678" are the same; four digits are enough.
    """
    digits = re.sub(r"[\s+/().–-]", "", text.replace("(0)", ""))
    if not re.fullmatch("[0-9]{4,20}", digits):
        return ""
    if digits.startswith(DEMO_PREFIX) or len(digits) < 7:
        return digits
    if digits.startswith("00"):
        return digits[2:]
    return f"49{digits[1:]}" if digits.startswith("0") else digits


def stored_digits(text: str) -> str:
    """By which a stored number is searched: one form, whatever was typed; at most 20 digits."""
    return search_digits(text) or digits_of(text)[:20]


def _read(plain: str, typed: str, area_code: str) -> Phone:
    if _WORDS.sub("", _SIGNS.sub("", plain)):
        return Phone(typed, problem="not_a_number")
    digits = re.sub(r"\D", "", plain)
    if digits.startswith(DEMO_PREFIX) and 7 <= len(digits) <= 15 and "+" not in plain:
        demo = f"{DEMO_PREFIX} {digits[4:]}"
        return Phone(typed, demo, demo)
    if area_code and digits and not re.match(r"\D*[0+]", plain):
        plain = f"{area_code} {plain}"
    elif re.fullmatch(r"49[1-9]\d{8,11}", digits) and "+" not in plain:
        plain = f"+{digits}"  # the plus was lost, not the 0
    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", plain), REGION)
    except phonenumbers.NumberParseException:
        return Phone(typed, problem=_unreadable(len(digits)))
    if problem := _problem(number):
        return Phone(typed, problem=problem)
    return Phone(typed, _format(number, phonenumbers.PhoneNumberFormat.E164), _national(number), mobile=_mobile(number))


def read_all(text: str, area_code: str = "") -> list[Phone]:
    """Every number of a cell: "05244 98-0 oder 0171 …" are two. Empty text gives none."""
    return [read(part, area_code) for part in _BETWEEN.split(text) if part.strip()]


def shown(stored: str) -> str:
    """A stored number as people in Germany dial it; unknown text unchanged."""
    return read(stored).shown or stored


def dialed(stored: str) -> str:
    """For a `tel:` link: digits and a leading plus only."""
    return re.sub(r"[^\d+]", "", stored)


def last_four(text: str) -> str:
    """The key of "Wer ruft an?": the last four digits, or all of them when there are fewer."""
    return re.sub(r"\D", "", text)[-4:]


def _unreadable(digits: int) -> str:
    if digits == 0:
        return "not_a_number"
    return "too_short" if digits < 3 else "too_long" if digits > 14 else "not_a_number"


def _problem(number: phonenumbers.PhoneNumber) -> str:
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason in (phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return "too_short"
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        return "too_long"
    return "" if phonenumbers.is_valid_number(number) else "not_in_use"


def _mobile(number: phonenumbers.PhoneNumber) -> bool:
    return bool(phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE)


def _national(number: phonenumbers.PhoneNumber) -> str:
    abroad = number.country_code != phonenumbers.country_code_for_region(REGION)
    form = phonenumbers.PhoneNumberFormat
    return _format(number, form.INTERNATIONAL if abroad else form.NATIONAL)


def _format(number: phonenumbers.PhoneNumber, form: int) -> str:
    return str(phonenumbers.format_number(number, form))
