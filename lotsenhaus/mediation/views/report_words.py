"""Classes and rows of the Auswertung in words."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lotsenhaus.mediation import figures
from lotsenhaus.mediation.rules.figures import SMALLEST


def days_text(days: int) -> str:
    return _("1 Tag") if days == 1 else _("%(days)s Tage") % {"days": days}


def class_text(low: int, high: int | None) -> str:
    if high is None:
        return _("%(low)s-mal und öfter") % {"low": low}
    return _("nie") if high == 0 else _("%(low)s- bis %(high)s-mal") % {"low": low, "high": high}


def hours_text(low: int | None, high: int | None) -> str:
    if low is None:
        return _("keine Stunde")
    if high is None:
        return _("mehr als %(low)s Stunden") % {"low": low}
    return _("bis %(high)s Stunden") % {"high": high}


def year_rows(found: figures.YearSpread) -> dict[str, Any]:
    """Rows of the picture: month by month the share of the fullest quarter."""
    return {
        "year": found.year,
        "quarters": [(date_format(month, "F"), share) for month, share in found.quarters],
        "enough": 4 * SMALLEST,
    }
