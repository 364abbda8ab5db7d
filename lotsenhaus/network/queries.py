"""Which desk is responsible for a town, today or on another day, and when it is back."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.centers.models import Center
from lotsenhaus.kit import calendar
from lotsenhaus.network import rules
from lotsenhaus.network.models import Desk, DeskAbsence, Town


class NoDesk(LookupError):
    """The center has no desk at all yet: Erste Schritte, third step."""


def desk_of(town: Town | None) -> Desk:
    """The desk that serves the town, else the center's own, else the first there is. Raises NoDesk."""
    open_desks = Desk.objects.filter(closed_on=None)
    serving = open_desks.filter(serves=town).order_by("is_center_desk", "pk").first() if town else None
    desk = serving or open_desks.order_by("-is_center_desk", "pk").first()
    if desk is None:
        raise NoDesk
    return desk


def desk_for(town: Town | None, *, on: date) -> Desk:
    """Who takes an inquiry from that town on that day: the desk, its cover while it is away, then the center's desk.

    Raises NoDesk.
    """
    desk = desk_of(town)
    return cover_of(desk, on) if is_away(desk, on) else desk


def cover_of(desk: Desk, on: date) -> Desk:
    """The cover named for the absence, the desk's usual one, or the center's desk; itself when nobody else is there."""
    away = DeskAbsence.objects.on(on).filter(desk=desk).select_related("cover").first()
    center_desk = Desk.objects.filter(is_center_desk=True, closed_on=None).first()
    for one in (away.cover if away else None, desk.cover, center_desk):
        if one is not None and one.pk != desk.pk and one.closed_on is None and not is_away(one, on):
            return one
    return center_desk or desk


def is_away(desk: Desk, on: date) -> bool:
    return DeskAbsence.objects.on(on).filter(desk=desk).exists()


def back_on(desk: Desk, today: date) -> date | None:
    """First working day after the absence that covers today; None while the desk is there."""
    away = DeskAbsence.objects.on(today).filter(desk=desk).order_by("-last_day").first()
    return calendar.add_working_days(away.last_day + timedelta(days=1), 0) if away else None


falling_due: list[Callable[[Desk, datetime], list[str]]] = []
"""Higher floors say, one line each, what falls due at a desk before a moment (Feierabend)."""


def opening(desk: Desk) -> dict[int, list[tuple[time, time]]]:
    """Opening hours as the calendar of the kit wants them."""
    spans = rules.by_weekday(desk.opening_hours)
    return {
        weekday: [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in day]
        for weekday, day in spans.items()
    }


def next_open(desk: Desk, now: datetime) -> datetime | None:
    """When somebody answers there again after today; None without opening hours."""
    hours = opening(desk)
    if not hours:
        return None
    tomorrow = calendar.at_local(timezone.localdate(now) + timedelta(days=1), time.min)
    away = DeskAbsence.objects.filter(desk=desk, last_day__gte=tomorrow.date(), first_day__lte=tomorrow.date()).first()
    start = calendar.at_local(away.last_day + timedelta(days=1), time.min) if away else tomorrow
    return calendar.next_open_moment(start, hours)


def absences_ahead(today: date) -> QuerySet[DeskAbsence]:
    """Running and coming absences with desk and cover, the next first."""
    rows = DeskAbsence.objects.filter(last_day__gte=today).select_related("desk", "desk__cover", "cover")
    return rows.order_by("first_day", "desk__name")


def desk_choices() -> list[tuple[int, str]]:
    """Open desks of the center, for a form."""
    return list(Desk.objects.filter(closed_on=None).values_list("pk", "name"))


def desks_are_furnished(center: Center) -> bool:
    """At least one desk, each with hours; and somebody who covers."""
    desks = list(Desk.objects.filter(closed_on=None))
    return bool(desks) and all(desk.opening_hours for desk in desks) and _somebody_covers(desks)


def _somebody_covers(desks: list[Desk]) -> bool:
    return any(desk.is_center_desk for desk in desks) or all(desk.cover_id for desk in desks)


def desks_hint(center: Center) -> str:
    """How far the desks are, in words."""
    desks = list(Desk.objects.filter(closed_on=None))
    if not desks:
        return _("Noch keine. Eine genügt für den Anfang.")
    without = sum(not desk.opening_hours for desk in desks)
    if without:
        return _("%(n)s angelegt, bei %(without)s fehlen die Sprechzeiten.") % {"n": len(desks), "without": without}
    return _("%(n)s angelegt, es fehlt eine Vertretung oder die Stelle des Zentrums.") % {"n": len(desks)}
