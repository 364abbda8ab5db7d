"""Pure decisions about a center: names in addresses, invitations, what a step is worth."""

from datetime import datetime, timedelta

INVITATION_DAYS = 14
# First words of addresses at the root: a center of that name would hide behind them.
TAKEN_SLUGS = frozenset(
    {"a", "b", "e", "k", "s", "admin", "ansicht", "api", "barrierefreiheit", "betrieb", "datenschutz", "demo"}
    | {"health", "hilfe", "impressum", "konto", "sprache", "start", "static", "stil", "tastenkuerzel"}
)


def invitation_ends(now: datetime) -> datetime:
    """Two weeks: a secretary's holiday, and not longer than a letter lies about."""
    return now + timedelta(days=INVITATION_DAYS)


def is_free_slug(slug: str) -> bool:
    return slug not in TAKEN_SLUGS
