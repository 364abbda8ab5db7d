"""Which desk is responsible for a town, today or on another day, and when it is back."""

from datetime import date, timedelta

from lotsenhaus.kit import calendar
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
