"""Locks in the order of the house: mediator → slot → offer → budget, each by id (RELIABILITY, rule 2)."""

from django.db.models import Q, QuerySet

from lotsenhaus.mediation.models import Mediator, Slot


class TooLate(Exception):
    """The answer came after the end of the question; `why` is a reason code: taken, withdrawn, over."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class AlreadyBusy(Exception):
    """The person has another Einsatz at that time, with the way counted in."""


def locked(*, mediator_id: int, slot_id: int, whole_inquiry: bool = False) -> tuple[Mediator, Slot]:
    """Both rows locked in the order of the house: mediator, then slot (or all slots of the inquiry, by id)."""
    mediator = Mediator.objects.select_for_update(of=("self",)).select_related("town").get(pk=mediator_id)
    if whole_inquiry:
        siblings = Slot.objects.filter(inquiry__slots=slot_id).order_by("pk")
        list(siblings.select_for_update(of=("self",)).values_list("pk"))
    slot = (
        Slot.objects.select_for_update(of=("self",))
        .select_related("inquiry__organization", "inquiry__town", "inquiry__desk", "inquiry__center", "desk")
        .get(pk=slot_id)
    )
    return mediator, slot


def lock_everybody(slots: QuerySet[Slot]) -> list[Slot]:
    """Before a step that touches several people: all of them, then all slots, each by id."""
    ids = list(slots.values_list("pk", flat=True))
    people = Mediator.objects.filter(Q(offers__slot__in=ids) | Q(assignments__slot__in=ids)).values_list(
        "pk", flat=True
    )
    list(Mediator.objects.filter(pk__in=set(people)).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    return list(
        Slot.objects.filter(pk__in=ids)
        .select_related("inquiry__center", "inquiry__desk", "inquiry__organization", "inquiry__town", "desk")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
