"""Promised talks as iCalendar (RFC 5545). No client, no requester's name; the place only where it may be known."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from lotsenhaus.mediation.choices.states import PlaceKind
from lotsenhaus.mediation.models import Assignment, Inquiry

REFRESH = timedelta(hours=6)
"""How often a calendar that subscribed should look again (RFC 7986 5.7)."""


def uid(kind: str, key: object) -> str:
    """Worldwide unique: two installations have the same ids of rows."""
    return f"{kind}-{key}@{urlsplit(settings.PUBLIC_URL).hostname or 'lotsenhaus'}"


def assignment_calendar(assignments: Iterable[Assignment], *, with_place: bool) -> bytes:
    """One event for each dated assignment; `with_place` adds institution, address and room."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lotsenhaus//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Meine Termine"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for one in assignments:
        if one.starts_at is not None and one.ends_at is not None:
            calendar.add_component(_event(one, with_place))
    if not calendar.subcomponents:  # RFC 5545 3.6: a calendar holds at least one component
        calendar.add_component(Timezone.from_tzid("Europe/Berlin"))
    return bytes(calendar.to_ical())


def _event(one: Assignment, with_place: bool) -> Event:
    inquiry, event = one.slot.inquiry, Event()
    town = inquiry.town.name if inquiry.town else ""
    event.add("uid", uid("einsatz", one.pk))
    event.add("dtstamp", timezone.now())
    event.add("dtstart", one.starts_at)
    event.add("dtend", one.ends_at)
    event.add("summary", f"{one.slot.language_text}, {town or PlaceKind(inquiry.place_kind).label} ({inquiry.number})")
    event.add("location", place_text(inquiry) if with_place else town)
    event.add(
        "description",
        _("Fragen? %(desk)s, Telefon %(phone)s") % {"desk": one.desk.sender_name, "phone": one.desk.phone},
    )
    return event


def place_text(inquiry: Inquiry) -> str:
    """ "Grundschule am Emsbogen, Schulstr. 1, Rietberg, Raum 4"."""
    parts = (
        inquiry.organization.name,
        inquiry.street or inquiry.organization.street,
        inquiry.town.name if inquiry.town else "",
        inquiry.room,
    )
    return ", ".join(part for part in parts if part)
