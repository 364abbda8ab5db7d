"""The rows of a Wochenplan as a picture: what is proposed, promised and asked, and what nobody takes."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.kit.moments import period_text
from lotsenhaus.mediation.choices.states import SlotState
from lotsenhaus.mediation.models import Assignment, Offer, PlanEntry, Slot, WeekPlan
from lotsenhaus.mediation.queries import plans as queries
from lotsenhaus.mediation.rules.timetable import Item, Picture, draw


def picture_of(
    plan: WeekPlan,
    rows: list[queries.Row],
    entries: Iterable[PlanEntry],
    promised: Iterable[Assignment],
    asked: Iterable[Offer],
) -> Picture:
    """Uncovered slots in the first line, then everybody with something to do in these days.

    Who is proposed and asked, or has promised since, is drawn once: as what she is now, with the way of the proposal.
    """
    entries, promised, asked = list(entries), list(promised), list(asked)
    since = {(one.slot_id, one.mediator_id) for some in (promised, asked) for one in some}
    way = {(one.slot_id, one.mediator_id): one.minutes for one in entries}
    covered = {one.slot_id for one in entries}
    nobody = _("Noch niemand")
    items = [_item(nobody, row.slot, "missing") for row in rows if row.slot.pk not in covered and _is_wanted(row.slot)]
    items += [_proposed(one) for one in entries if (one.slot_id, one.mediator_id) not in since]
    items += [_item(one.mediator.short_name, one.slot, "promised", one.travel_minutes) for one in promised]
    items += [
        _item(one.mediator.short_name, one.slot, "asked", way.get((one.slot_id, one.mediator_id))) for one in asked
    ]
    drawn = [item for item in items if item is not None]
    names = sorted({item.row for item in drawn} - {nobody})
    days = [plan.first_day + timedelta(days=n) for n in range((plan.last_day - plan.first_day).days + 1)]
    used = {item.starts_at.date() for item in drawn}
    shown = [day for day in days if day.weekday() < 5 or day in used]
    return draw(drawn, [*([nobody] if any(one.row == nobody for one in drawn) else []), *names], shown or days)


def _is_wanted(slot: Slot) -> bool:
    return slot.state in (SlotState.OPEN, SlotState.ASKED, SlotState.UNFILLED)


def _proposed(entry: PlanEntry) -> Item | None:
    kind = "proposed" if entry.certain else "question"
    return _item(entry.mediator.short_name, entry.slot, kind, entry.minutes, is_new=entry.is_new)


def _item(row: str, slot: Slot, kind: str, minutes: int | None = None, *, is_new: bool = False) -> Item | None:
    """None without a time: what is "nach Absprache" has no place in a week."""
    if slot.starts_at is None or slot.ends_at is None:
        return None
    begin, end = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    words = f"{slot.language_text}, {period_text(slot.starts_at, slot.ends_at)}: {row}"
    return Item(row, begin, end, kind, words, minutes or 0, is_new)
