"""Euro as people write it, and splitting that sums exactly. Money is Decimal with two places, never float."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
LONGEST = 10
"""Digits before the comma that a column numeric(12, 2) holds."""

_GERMAN = re.compile(r"(\d{1,3}(?:[.\u202f\u00a0 ]\d{3})+|\d+)(?:,(\d{1,2}))?")
_POINT = re.compile(r"(\d+)\.(\d{2})")


class NotMoney(ValueError):
    """Text that is no amount in euro: letters, three decimals, mixed separators, too much."""


def euro(amount: Decimal | int) -> Decimal:
    """The amount with two places, half up."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def parse_euro(text: str) -> Decimal:
    """ "41.230,00 €", "7,5", "7.50", "1.000" (a thousand), "-3 EUR". Raises NotMoney."""
    bare = re.sub(r"(?i)\s*(?:€|eur|euro)\s*$|^\s*€\s*", "", text.strip()[:40]).replace("\u2212", "-").strip()
    sign, number = ("-", bare[1:].strip()) if bare.startswith("-") else ("", bare)
    hit = _GERMAN.fullmatch(number) or _POINT.fullmatch(number)
    if not hit or not number.isascii():
        number = number.replace("\u202f", " ").replace("\u00a0", " ")
        hit = _GERMAN.fullmatch(number) if number.isascii() else None
    if not hit:
        raise NotMoney(text)
    whole = re.sub(r"\D", "", hit[1]).lstrip("0") or "0"
    if len(whole) > LONGEST:
        raise NotMoney(text)
    return euro(Decimal(f"{sign}{whole}.{(hit[2] or '0').ljust(2, '0')}"))


def format_euro(amount: Decimal | int) -> str:
    """ "41.230,00 €", with a no-break space; German in every language, because the payers are German offices."""
    english = f"{euro(amount):,.2f}"
    return english.replace(",", "\0").replace(".", ",").replace("\0", ".") + "\u00a0€"


def split(total: Decimal, weights: Sequence[int | Decimal]) -> list[Decimal]:
    """Parts in proportion to weights that sum to the total exactly; left-over cents go to the largest remainders.

    Raises ValueError when there is no weight, a negative one, or only zeros. Same input, same parts.
    """
    if not weights or any(weight < 0 for weight in weights) or not sum(weights):
        raise ValueError("weights must be positive")
    cents, sign = int(abs(euro(total)) * 100), -1 if total < 0 else 1
    whole = sum((Decimal(weight) for weight in weights), Decimal(0))
    shares = [(Decimal(cents) * Decimal(weight)) / whole for weight in weights]
    parts = [int(share) for share in shares]
    largest = sorted(range(len(parts)), key=lambda index: (parts[index] - shares[index], index))
    for index in largest[: cents - sum(parts)]:
        parts[index] += 1
    return [euro(Decimal(sign * part) / 100) for part in parts]
