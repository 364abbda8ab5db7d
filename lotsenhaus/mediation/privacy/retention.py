"""What ends by itself: words about people go in time, numbers stay (RELIABILITY part 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.calendar import at_local
from lotsenhaus.mediation.choices.states import MediatorState
from lotsenhaus.mediation.models import (
    Absence,
    Assignment,
    AssignmentProof,
    Call,
    ClaimNote,
    Handover,
    Inquiry,
    Mediator,
    Offer,
    Talk,
    WeekPlan,
    WeekStatement,
)

AHEAD = timedelta(days=30)
"""So far the preview for the administration looks ahead."""
FORMER = timedelta(days=2 * 365 + 1)
"""Two years after leaving, a leap day among them."""


@dataclass(frozen=True)
class Ending:
    """Rows that end on a day: `find` gives those that are due, `blank` what becomes of them; None: they go."""

    title: str | Promise
    find: Callable[[date], QuerySet[Any]]
    blank: dict[str, Any] | None


_INQUIRY: dict[str, Any] = {
    **dict.fromkeys(("contact_name", "callback_phone", "contact_email", "onsite_name", "onsite_phone"), ""),
    **dict.fromkeys(("onsite_email", "room", "street", "case_reference", "remark", "date_wish"), ""),
    **dict.fromkeys(("lead_time_override", "gender_wish"), ""),
    **dict.fromkeys(("contact", "requested_by"), None),
}


def _closed(today: date, path: str = "") -> Q:
    """Over for a year: closed; or its day is past and nobody closed it; or it never had a day and came in back then."""
    before = at_local(today - timedelta(days=365), time())
    closed = Q(**{f"{path}closed_at__lt": before})
    past = Q(**{f"{path}closed_at": None, f"{path}ends_at__lt": before})
    return closed | past | Q(**{f"{path}closed_at": None, f"{path}ends_at": None, f"{path}submitted_at__lt": before})


def _ten_years(today: date) -> datetime:
    """The term begins with the end of the calendar year (§ 147 Abs. 4 AO)."""
    return at_local(date(today.year - 10, 1, 1), time())


ENDINGS: tuple[Ending, ...] = (
    Ending(_("Anfragen: Kontakt, Ort, Zeichen und Hinweis"), lambda on: Inquiry.objects.filter(_closed(on)), _INQUIRY),
    Ending(
        _("Kurze Gespräche: Raum und Kürzel"),
        lambda on: Talk.objects.filter(starts_at__lt=at_local(on - timedelta(days=365), time())),
        {"code": "", "room": ""},
    ),
    Ending(
        _("Weitergaben: Notiz und Grund"),
        lambda on: Handover.objects.filter(_closed(on, "inquiry__")),
        {"note": "", "return_reason": ""},
    ),
    Ending(
        _("Fragen an Ehrenamtliche: Begründung und Grund des Nein"),
        lambda on: Offer.objects.filter(_closed(on, "slot__inquiry__")),
        {"explanation": {}, "decline_reason": ""},
    ),
    Ending(
        _("Absagen: Grund"),
        lambda on: Assignment.objects.filter(_closed(on, "slot__inquiry__")),
        {"cancel_reason": ""},
    ),
    Ending(
        _("Telefonate: Notiz"),
        lambda on: Call.objects.filter(started_at__lt=at_local(on - timedelta(days=91), time())),
        {"note": ""},
    ),
    Ending(
        _("Vergangene Angaben zu Wochen"),
        lambda on: WeekStatement.objects.filter(monday__lt=on - timedelta(days=365)),
        None,
    ),
    Ending(_("Wochenpläne"), lambda on: WeekPlan.objects.filter(last_day__lt=on - timedelta(days=365)), None),
    Ending(
        _("Vergangene Abwesenheiten"),
        lambda on: Absence.objects.filter(last_day__lt=on - timedelta(days=365)),
        None,
    ),
    Ending(
        _("Einsatzbestätigungen: wer bestätigt hat"),
        lambda on: AssignmentProof.objects.filter(ended_at__lt=_ten_years(on)),
        {"confirmed_by": "", "entered_by": None},
    ),
    Ending(
        _("Aufwandsentschädigungen: Rückfragen"),
        lambda on: ClaimNote.objects.filter(at__lt=_ten_years(on)),
        {"text": "", "by": None},
    ),
)


def retain(today: date) -> int:
    """Blanks what is due in the open center; numbers, days, languages, minutes and amounts stay for the figures."""
    count = 0
    for ending in ENDINGS:
        rows = _still_there(ending, today)
        count += rows.update(**ending.blank) if ending.blank else rows.delete()[0]
    return count


def upcoming(today: date) -> list[tuple[str, int]]:
    """What goes within the next 30 days, in words and how many rows."""
    counted: list[tuple[str | Promise, int]] = [
        (ending.title, _still_there(ending, today + AHEAD).count()) for ending in ENDINGS
    ]
    counted.append((_("Ausgeschiedene Personen: Name, Nummern und Angaben"), former(today + AHEAD).count()))
    return [(str(title), count) for title, count in counted if count]


def former(today: date) -> QuerySet[Mediator]:
    """Who left more than two years ago and still has a name; erased by actions.erasure unless money is owed."""
    gone: QuerySet[Mediator] = Mediator.objects.filter(state=MediatorState.LEFT, erased_at=None)
    return gone.filter(left_on__lt=today - FORMER)


def _still_there(ending: Ending, day: date) -> QuerySet[Any]:
    rows = ending.find(day)
    return rows.exclude(**ending.blank) if ending.blank else rows
