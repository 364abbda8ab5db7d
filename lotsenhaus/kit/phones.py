"""Telephone numbers: stored in one form (E.164), shown as people dial them, found by their last four digits."""

import re
from dataclasses import dataclass

import phonenumbers

REGION = "DE"
DEMO_PREFIX = "0000"
"""Invented numbers begin so; no network has them, so nobody can be called by mistake."""

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

    `area_code` ("05244") completes a number without one, as they stand in lists of one town.
    """
    typed = " ".join(text.split())[:60]
    digits = re.sub(r"\D", "", typed)
    if digits.startswith(DEMO_PREFIX) and 7 <= len(digits) <= 15 and "+" not in typed:
        demo = f"{DEMO_PREFIX} {digits[4:]}"
        return Phone(typed, demo, demo)
    if area_code and digits and not re.match(r"\D*[0+]", typed):
        typed = f"{area_code} {typed}"
    try:
        number = phonenumbers.parse(re.sub(r"\(0\)", "", typed), REGION)
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
