"""Beginning and end of a talk, as the professional on site knows them."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.calendar import AmbiguousTime, MissingTime, at_local
from lotsenhaus.mediation.forms.tickets import ticket_field
from lotsenhaus.mediation.models import Assignment
from lotsenhaus.screening.forms import NameField

LONGEST_TALK = timedelta(hours=12)
"""More than that is a slip of the pen: an end before the beginning lies on the next day."""


CLOCKS = ("%H:%M", "%H.%M", "%H:%M:%S", "%H Uhr", "%H")
"""As people write a time on a form."""


class ProofForm(forms.Form):
    """Clean values: started_at, ended_at (aware), talks_held, confirmed_by, family_came."""

    starts = forms.TimeField(
        label=_("Beginn"),
        widget=forms.TimeInput(format="%H:%M"),
        input_formats=CLOCKS,
        error_messages={
            "required": _("Bitte tragen Sie ein, wann das Gespräch begann."),
            "invalid": _("Bitte so: 15:00"),
        },
    )
    ends = forms.TimeField(
        label=_("Ende"),
        widget=forms.TimeInput(format="%H:%M"),
        input_formats=CLOCKS,
        error_messages={
            "required": _("Bitte tragen Sie ein, wann das Gespräch zu Ende war."),
            "invalid": _("Bitte so: 16:30"),
        },
    )
    talks_held = forms.IntegerField(label=_("Wie viele Gespräche?"), min_value=0, max_value=99, required=False)
    family_came = forms.BooleanField(
        label=_("Die Familie war da"),
        required=False,
        initial=True,
        help_text=_("Ist niemand gekommen? Haken weg, und als Ende eintragen, bis wann gewartet wurde."),
    )
    confirmed_by = NameField(
        label=_("Ihr Name"), max_length=120, error_messages={"required": _("Bitte tragen Sie Ihren Namen ein.")}
    )

    def __init__(self, *args: Any, assignment: Assignment, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignment, self.day = assignment, day
        if assignment.slot.talks == 1:
            del self.fields["talks_held"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts"), cleaned.get("ends")
        if start is None or end is None:
            return cleaned
        if start == end and cleaned.get("family_came"):
            sentence = _("Beginn und Ende sind gleich. Kam die Familie nicht? Dann nehmen Sie bitte das Häkchen weg.")
            self.add_error("ends", sentence)
        last_day = self.day if end >= start else self.day + timedelta(days=1)
        cleaned["started_at"] = self._moment("starts", self.day, start)
        cleaned["ended_at"] = self._moment("ends", last_day, end)
        if cleaned["started_at"] and cleaned["ended_at"] and cleaned["ended_at"] - cleaned["started_at"] > LONGEST_TALK:
            self.add_error("ends", _("Das wären mehr als 12 Stunden. Bitte prüfen Sie Beginn und Ende."))
        return cleaned

    def _moment(self, name: str, day: date, clock: Any) -> datetime | None:
        try:
            return at_local(day, clock)
        except AmbiguousTime:  # the night the clock goes back: the later one for the end, the earlier for the start
            return at_local(day, clock, second=name == "ends")
        except MissingTime:
            self.add_error(name, _("Diese Uhrzeit gab es in der Nacht der Zeitumstellung nicht."))
            return None


class DeskProofForm(ProofForm):
    """Clean values: those of ProofForm, and ticket (euro or None); the desk knows what the journey cost."""

    ticket = ticket_field()
