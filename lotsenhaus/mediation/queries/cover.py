"""What falls due at a desk that is away, and who stands in for it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Min, Q
from django.utils import timezone

from lotsenhaus.kit import calendar
from lotsenhaus.mediation.models import Policy, Slot
from lotsenhaus.network.models import Desk, DeskAbsence
from lotsenhaus.network.queries import cover_of

# What starts within so many days after the desk is back still falls due while it is away.
DAYS_TO_FIND_SOMEBODY = 3


def due_for_cover(now: datetime) -> list[tuple[int, int, int]]:
    """(inquiry, slot or 0, stand-in desk) of what falls due at absent desks: to the cover, else to the center.

    A slot that was handed over alone to the absent desk goes alone; the others go with their inquiry.
    """
    today = timezone.localdate(now)
    found: list[tuple[int, int, int]] = []
    absences = DeskAbsence.objects.on(today).select_related("desk__cover").order_by("last_day", "pk")
    for absence in {one.desk_id: one for one in absences}.values():
        stand_in = cover_of(absence.desk, today)
        if stand_in.pk == absence.desk_id:
            continue
        until = now + timedelta(days=(absence.last_day - today).days + DAYS_TO_FIND_SOMEBODY)
        slots = list(_due_slots(absence.desk, now, until))
        found += [(pk, 0, stand_in.pk) for pk in sorted({one.inquiry_id for one in slots if not one.desk_id})]
        found += [(one.inquiry_id, one.pk, stand_in.pk) for one in slots if one.desk_id]
    return found


def _due_slots(desk: Desk, now: datetime, until: datetime) -> Iterator[Slot]:
    """Searches of this desk whose talk may start before that moment."""
    policy = Policy.objects.on(timezone.localdate(now)).order_by("-valid_from").first()
    lead_days = policy.lead_working_days if policy else 0
    ahead = Q(inquiry__proposed_dates__ends_at__gt=now)
    slots = Slot.objects.wanted().of_desk(desk).select_related("inquiry").order_by("pk")
    for slot in slots.annotate(first_proposal=Min("inquiry__proposed_dates__starts_at", filter=ahead)):
        begins = slot.starts_at or slot.first_proposal  # type: ignore[attr-defined]
        if (begins or _earliest_start(slot, lead_days)) <= until:
            yield slot


def _earliest_start(slot: Slot, lead_days: int) -> datetime:
    """Nach Absprache: due like a fixed date, asked for on the same day, for as early as the rules allow.

    It has no deadline of its own. The lead time is what every institution is told to wait for somebody, so one without
    a date waits as long as that for the desk to come back, and no longer.
    """
    return calendar.at_local(calendar.earliest_start(slot.inquiry.submitted_at, lead_days), time.min)
