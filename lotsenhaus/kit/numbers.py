"""Whole numbers from an address or a form: never an exception, never a number that no row can have."""

LARGEST = 2_147_483_647
"""PostgreSQL's integer; ids of rows stay below."""
DIGITS = frozenset("0123456789")


def whole_number(text: object, *, most: int = LARGEST) -> int | None:
    """0 to `most` from plain digits 0–9; None for all else: empty, signs, other scripts, 5,000 digits, no text."""
    if not isinstance(text, str) or not 0 < len(text) <= len(str(most)) or not DIGITS.issuperset(text):
        return None
    number = int(text)
    return number if number <= most else None
