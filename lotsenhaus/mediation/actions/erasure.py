"""Erasing a mediator: name, numbers and statements go, the figures of the talks stay."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Invitation, Membership
from lotsenhaus.mediation.choices.states import AllowanceState, MediatorState, RunState
from lotsenhaus.mediation.models import (
    Allowance,
    AllowanceCorrection,
    Assignment,
    ClaimNote,
    Mediator,
    MediatorImport,
    Offer,
)
from lotsenhaus.mediation.privacy import BLANK_ON_ERASURE, DELETED_ON_ERASURE
from lotsenhaus.mediation.queries.waves import ABOUT

OWED = (AllowanceState.AWAITING, AllowanceState.CONFIRMED, AllowanceState.QUESTION)


class StillNeeded(Exception):
    """`reasons`: talks to come, offers open, money owed."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


def why_not_yet(mediator: Mediator) -> list[str]:
    """Codes of what must be settled first: appointments, offers, money."""
    talks = Assignment.objects.binding().filter(mediator=mediator)
    open_talks = talks.filter(ends_at__gte=timezone.now()) | talks.filter(ends_at=None)
    checks = (
        ("appointments", open_talks.exists()),
        ("offers", Offer.objects.open().filter(mediator=mediator).exists()),
        ("money", _is_owed(mediator)),
    )
    return [code for code, found in checks if found]


@transaction.atomic
def erase_mediator(*, mediator: Mediator, by: User | None) -> None:
    """Cannot be undone; `by` is None when the two years are over.

    Raises StillNeeded while a talk is to come or money is owed.

    What was booked keeps its amount, day and purse without the name (RELIABILITY part 4).
    """
    mediator = Mediator.objects.select_for_update(no_key=True).get(pk=mediator.pk)
    if reasons := why_not_yet(mediator):
        raise StillNeeded(reasons)
    _end_membership(mediator, by)
    for model in DELETED_ON_ERASURE:
        model._default_manager.filter(mediator=mediator).delete()
    mediator.calls.all().update(note="")
    ClaimNote.objects.filter(allowance__assignment__mediator=mediator).update(text="")
    Invitation.objects.filter(about=f"{ABOUT}{mediator.pk}").delete()
    _forget_in_imports(mediator)
    for name, value in BLANK_ON_ERASURE.items():
        setattr(mediator, name, value)
    mediator.state, mediator.erased_at = MediatorState.LEFT, timezone.now()
    mediator.left_on = mediator.left_on or timezone.localdate()
    mediator.save()
    audit.record(center=mediator.center, action="mediator.erased", by=by, on=mediator)


def erase_former(*, mediator: Mediator) -> bool:
    """Two years after leaving; False while something stands against it, then the next night asks again."""
    try:
        erase_mediator(mediator=mediator, by=None)
    except StillNeeded:
        return False
    return True


def _is_owed(mediator: Mediator) -> bool:
    """Money that is not decided, not ordered, or ordered and not transferred yet: the payment list needs the name."""
    transfer_to_come = Q(run__paid_on__gte=timezone.localdate())
    talks = Allowance.objects.filter(assignment__mediator=mediator)
    unpaid = talks.filter(Q(state__in=OWED) | transfer_to_come)
    corrections = AllowanceCorrection.objects.filter(allowance__assignment__mediator=mediator).exclude(due=0)
    if corrections.filter(~Q(run__state=RunState.ORDERED) | Q(run=None) | transfer_to_come).exists():
        return True
    held = Assignment.objects.binding().filter(mediator=mediator, allowance=None, ends_at__lt=timezone.now())
    return unpaid.exists() or held.exists()


def _end_membership(mediator: Mediator, by: User | None) -> None:
    """Her account may belong to other centers, too; here its role ends."""
    if mediator.user is None:
        return
    for membership in Membership.objects.filter(
        user=mediator.user, center=mediator.center, role=Role.MEDIATOR, ended_at=None
    ):
        people.end_membership(center=mediator.center, membership=membership, by=by)


def _forget_in_imports(mediator: Mediator) -> None:
    """Remarks of a list that still wait for a decision."""
    for one in MediatorImport.objects.exclude(remarks=[]):
        kept = [remark for remark in one.remarks if remark.get("mediator") != mediator.pk]
        if kept != one.remarks:
            one.remarks = kept
            one.save(update_fields=["remarks"])
