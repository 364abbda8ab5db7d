"""An inquiry as the fields of the page, for "Wie letztes Mal": everything but the day."""

from collections import Counter

from django.utils import timezone

from lotsenhaus.mediation.choices.languages import LANGUAGES, UNDETERMINED, full_name
from lotsenhaus.mediation.models import Inquiry, Slot, Talk

SAME = (
    "occasion", "date_kind", "place_kind", "street", "room", "onsite_name", "onsite_phone", "onsite_email",
    "gender_wish",
)  # fmt: skip


def as_fields(inquiry: Inquiry) -> dict[str, str]:
    """Names and values as the form would send them; no remark, no reference: they belong to the last talk."""
    fields = {name: str(getattr(inquiry, name)) for name in SAME if getattr(inquiry, name)}
    fields["length"] = length_text(inquiry)
    if inquiry.starts_at:
        fields["start"] = f"{timezone.localtime(inquiry.starts_at):%H:%M}"
    if inquiry.town_id and inquiry.town_id != inquiry.organization.town_id:
        fields["town"] = str(inquiry.town_id)
    rows = Counter(_row(slot) for slot in inquiry.slots.all())
    for number, (row, count) in enumerate(rows.items()):
        fields |= {f"s{number}-{name}": value for name, value in row if value} | {f"s{number}-count": str(count)}
    fields |= _many_talks(inquiry)
    return {name: value for name, value in fields.items() if value}


def _many_talks(inquiry: Inquiry) -> dict[str, str]:
    """A parents' day comes again as one: the tick and the minutes, never the list, whose codes belong to the last."""
    first = Talk.objects.filter(slot__inquiry=inquiry).first()
    return {"many_talks": "on", "talk_minutes": str(first.minutes)} if first else {}


def length_text(inquiry: Inquiry) -> str:
    if inquiry.ends_at:
        return f"{timezone.localtime(inquiry.ends_at):%H:%M}"
    return f"{inquiry.planned_minutes}"


def _row(slot: Slot) -> tuple[tuple[str, str], ...]:
    names = [full_name(code) for code in slot.languages if code in LANGUAGES and code != UNDETERMINED]
    several = ("together", "all" if slot.needs_all else "any") if len(names) > 1 else ("together", "")
    unknown = ("unknown", "" if names else "on")
    substitute = ("accepts_substitute", "on" if slot.accepts_substitute else "")
    return (("language", ", ".join(names)), several, unknown, substitute)
