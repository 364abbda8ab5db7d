"""Dates and times as people speak: "Mi., 2.12., 15:00", "15–18 Uhr". Words only; nothing here knows the clock."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

Moment = dt.datetime | dt.date | dt.time


def local(value: Moment) -> Moment:
    """An aware time in Europe/Berlin; everything else unchanged."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day_text(value: dt.date) -> str:
    """Weekday and day without the year: "Mi., 2.12."."""
    return date_format(value, pgettext("Datumsformat: Tag", "D., j.n."))


def time_text(value: dt.datetime | dt.time) -> str:
    """24 hours: "15:00"."""
    return time_format(value, pgettext("Datumsformat: Uhrzeit", "H:i"))


def moment_text(value: Moment, style: str = "moment") -> str:
    """`style`: moment (Mi., 2.12., 15:00), day (Mi., 2.12.), long (Mittwoch, 2. Dezember), date (2.12.2026), time."""
    value = local(value)
    if isinstance(value, dt.time) or (style == "time" and isinstance(value, dt.datetime)):
        return time_text(value)
    if style == "long":
        return date_format(value, pgettext("Datumsformat: lang", "l, j. F Y"))
    if style == "date":
        return date_format(value, pgettext("Datumsformat: kurz", "j.n.Y"))
    if style == "day" or not isinstance(value, dt.datetime):
        return day_text(value)
    return _on(value, time_text(value))


def _on(day: dt.date, clock: str) -> str:
    return pgettext("Datumsformat: Tag und Uhrzeit", "%(day)s, %(time)s") % {"day": day_text(day), "time": clock}


def says_bare_hours() -> bool:
    """German says "18 Uhr"; the other languages write 18:00."""
    return (get_language() or "de").startswith("de")


def hours_text(start: dt.datetime | dt.time, end: dt.datetime | dt.time) -> str:
    """ "15–18 Uhr" for whole hours, else "15:00–17:30 Uhr"; only German says a bare hour."""
    whole = start.minute == end.minute == 0 and says_bare_hours()
    first, last = (str(start.hour), str(end.hour)) if whole else (time_text(start), time_text(end))
    return _("%(start)s–%(end)s Uhr") % {"start": first, "end": last}


def period_text(start: dt.datetime, end: dt.datetime) -> str:
    """ "Mi., 2.12., 15–18 Uhr"; two days when it goes past midnight."""
    first, last = local(start), local(end)
    assert isinstance(first, dt.datetime)
    assert isinstance(last, dt.datetime)
    if first.date() != last.date():
        return f"{moment_text(first)} – {moment_text(last)}"
    return _on(first, hours_text(first, last))


def machine_text(value: Moment) -> str:
    """For the datetime attribute of <time>."""
    return local(value).isoformat()
