"""Locks in the order of the house, so that two people at work wait for each other and never in a circle:

    mediator → slot → offer, assignment, call → purse → inquiry → hand-over → message → audit chain

Several of a kind are locked by id. The audit chain comes last and is kept until the end of the transaction (one
request), so a step that touches several slots or people takes all of its locks before its first record. Locks are
`no_key`: a row that others refer to stays referable, else the check of a foreign key at the end of one transaction
would wait for another one that waits for the audit chain (RELIABILITY, rule 2; decision 9).
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from lotsenhaus.finance.models import BudgetLine
from lotsenhaus.mediation.models import Inquiry, Mediator, Slot
from lotsenhaus.mediation.models.assignments import BINDING

_SLOT_WITH = ("inquiry__organization", "inquiry__town", "inquiry__desk", "inquiry__center", "desk")


class TooLate(Exception):
    """The answer came after the end of the question; `why` is a reason code: taken, withdrawn, accepted, over.

    Or only the date that she chose is not to be had any more, another one may be: past, dated, changed.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class AlreadyBusy(Exception):
    """`who` has another Einsatz at that time, with the way counted in."""

    def __init__(self, who: Mediator) -> None:
        super().__init__()
        self.who = who


def locked(*, mediator_id: int, slot_id: int, whole_inquiry: bool = False) -> tuple[Mediator, Slot]:
    """Both rows locked: mediator, then slot; with `whole_inquiry` also its other slots and who promised them."""
    people = {mediator_id}
    slots = Slot.objects.filter(pk=slot_id)
    if whole_inquiry:
        slots = Slot.objects.filter(inquiry__slots=slot_id)
        promised = Mediator.objects.filter(assignments__slot__inquiry__slots=slot_id, assignments__state__in=BINDING)
        people |= set(promised.values_list("pk", flat=True))
    _lock_people(people)
    slot = next(one for one in _lock_slots(slots) if one.pk == slot_id)
    return Mediator.objects.select_related("town").get(pk=mediator_id), slot


def lock_everybody(slots: QuerySet[Slot]) -> list[Slot]:
    """Before a step that touches several people: all of them, then all slots, each by id."""
    ids = list(slots.values_list("pk", flat=True))
    people = Mediator.objects.filter(Q(offers__slot__in=ids) | Q(assignments__slot__in=ids))
    _lock_people(set(people.values_list("pk", flat=True)))
    return _lock_slots(Slot.objects.filter(pk__in=ids))


def lock_inquiry(inquiry_id: int, *, slot_id: int | None = None) -> Inquiry:
    """The inquiry, behind its slot where one is given."""
    if slot_id is not None:
        _lock_slots(Slot.objects.filter(pk=slot_id))
    rows = Inquiry.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("center", "desk", "organization", "town").get(pk=inquiry_id)


def lock_purses() -> None:
    """Before the inquiry and the first record, wherever money may be booked."""
    list(BudgetLine.objects.order_by("pk").select_for_update().values_list("pk"))


def _lock_people(ids: Iterable[int]) -> None:
    rows = Mediator.objects.filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _lock_slots(slots: QuerySet[Slot]) -> list[Slot]:
    rows = slots.select_related(*_SLOT_WITH).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))
