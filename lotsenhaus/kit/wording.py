"""Time as people speak: "in 2 Arbeitstagen", "seit 2 Std.", "noch 40 Min.", "ab Dienstag, 1.12."; now is told."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import calendar, moments

HOUR, DAY, WEEK, MONTH = 60, 1440, 10080, 43830


P = ParamSpec("P")
R = TypeVar("R")


def said_in_german(function: Callable[P, R]) -> Callable[P, R]:
    """For messages to others and for stored sentences: German, whatever the person reads who causes them."""

    @wraps(function)
    def in_german(*args: P.args, **kwargs: P.kwargs) -> R:
        with translation.override("de"):
            return function(*args, **kwargs)

    return in_german


def local_day(moment: datetime | date) -> date:
    return moment.astimezone(calendar.BERLIN).date() if isinstance(moment, datetime) else moment


def in_working_days(day: datetime | date, now: datetime) -> str:
    """ "heute", "morgen", "in 2 Arbeitstagen", "gestern", "vor 3 Tagen". Tomorrow is tomorrow, also on a Saturday."""
    wanted, today = local_day(day), local_day(now)
    apart = (wanted - today).days
    if apart in (-1, 0, 1):
        return {-1: _("gestern"), 0: _("heute"), 1: _("morgen")}[apart]
    if apart < 0:
        return ngettext("vor %(count)s Tag", "vor %(count)s Tagen", -apart) % {"count": -apart}
    count = calendar.working_days_between(today, wanted)
    if not count:
        return ngettext("in %(count)s Tag", "in %(count)s Tagen", apart) % {"count": apart}
    return ngettext("in %(count)s Arbeitstag", "in %(count)s Arbeitstagen", count) % {"count": count}


def since(moment: datetime, now: datetime) -> str:
    """ "seit 2 Std.": how long something waits. "gerade eben" under a minute and for what lies ahead."""
    minutes = calendar.minutes_between(moment, now)
    return _("seit %(span)s") % {"span": _dative(minutes)} if minutes >= 1 else _("gerade eben")


def ago(moment: datetime, now: datetime) -> str:
    """ "vor 5 Wochen": when something happened last."""
    minutes = calendar.minutes_between(moment, now)
    return _("vor %(span)s") % {"span": _dative(minutes)} if minutes >= 1 else _("gerade eben")


def left(moment: datetime, now: datetime) -> str:
    """ "noch 40 Min.", "abgelaufen"."""
    minutes = calendar.minutes_between(now, moment)
    if minutes < 0:
        return _("abgelaufen")
    return _("noch %(span)s") % {"span": _dative(max(1, minutes)) if minutes < 2 * DAY else _accusative_days(minutes)}


def from_day(day: date) -> str:
    """ "ab Dienstag, 1.12."."""
    return _("ab %(day)s") % {"day": weekday_and_day(day)}


def weekday_and_day(day: datetime | date) -> str:
    """ "Dienstag, 1.12."."""
    return date_format(local_day(day), _("l, j.n."))


def answer_by(moment: datetime) -> str:
    """ "Montag, 18 Uhr", "Montag, 17:30 Uhr": until when an answer is wanted."""
    local = moment.astimezone(calendar.BERLIN)
    clock = str(local.hour) if local.minute == 0 and moments.says_bare_hours() else f"{local:%H:%M}"
    return _("%(weekday)s, %(time)s Uhr") % {"weekday": date_format(local.date(), "l"), "time": clock}


def _dative(minutes: int) -> str:
    """Rounded down to the largest unit, in the dative: "2 Tagen", "5 Wochen"."""
    if minutes < HOUR:
        return _("%(count)s Min.") % {"count": minutes}
    if minutes < DAY:
        return _("%(count)s Std.") % {"count": minutes // HOUR}
    if minutes < 2 * WEEK:
        return ngettext("%(count)s Tag", "%(count)s Tagen", minutes // DAY) % {"count": minutes // DAY}
    if minutes < 3 * MONTH:
        return ngettext("%(count)s Woche", "%(count)s Wochen", minutes // WEEK) % {"count": minutes // WEEK}
    return ngettext("%(count)s Monat", "%(count)s Monaten", minutes // MONTH) % {"count": minutes // MONTH}


def _accusative_days(minutes: int) -> str:
    return ngettext("%(count)s Tag", "%(count)s Tage", minutes // DAY) % {"count": minutes // DAY}
