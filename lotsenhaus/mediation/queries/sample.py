"""What an auditor reads about a talk: the chain from the inquiry to the payment; a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from lotsenhaus.finance.models import Posting
from lotsenhaus.mediation.models import Allowance, ClaimNote


@dataclass(frozen=True)
class Sheet:
    """One talk with all its postings, reversals included, and the notes to its questions."""

    allowance: Allowance
    postings: list[Posting]
    notes: list[str]


def keys(year: int) -> list[int]:
    """All allowances of talks of that year."""
    return list(Allowance.objects.filter(assignment__starts_at__year=year).order_by("pk").values_list("pk", flat=True))


def sheets(chosen: Sequence[int]) -> list[Sheet]:
    """In the order of the draw."""
    rows = Allowance.objects.select_related(
        "assignment__mediator",
        "assignment__slot__inquiry__organization",
        "assignment__slot__inquiry__town",
        "assignment__proof__sheet",
        "assignment__proof__entered_by",
        "tariff",
        "budget_line",
        "run__released_by",
        "run__ordered_by",
    ).prefetch_related("corrections")
    found = rows.defer("assignment__proof__sheet__content").in_bulk(list(chosen))
    booked: dict[str, list[Posting]] = {}
    for posting in Posting.objects.filter(about__in=[f"mediation.Allowance:{pk}" for pk in chosen]).order_by("pk"):
        booked.setdefault(posting.about, []).append(posting)
    notes: dict[int, list[str]] = {}
    for note in ClaimNote.objects.filter(allowance__in=list(chosen)).exclude(text=""):
        notes.setdefault(note.allowance_id or 0, []).append(f"{note.get_kind_display()}: {note.text}")
    return [
        Sheet(found[pk], booked.get(f"mediation.Allowance:{pk}", []), notes.get(pk, [])) for pk in chosen if pk in found
    ]
