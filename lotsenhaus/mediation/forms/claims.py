"""The Abrechnung: a note to a question, other times with a reason, the day of payment, a month in the address."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.calendar import AmbiguousTime, MissingTime, at_local
from lotsenhaus.kit.forms import BoundedDateField, TimeInput
from lotsenhaus.mediation.forms.proofs import LONGEST_TALK
from lotsenhaus.mediation.forms.tickets import ticket_field
from lotsenhaus.screening.forms import ScreenedTextField


class AnswerForm(forms.Form):
    note = ScreenedTextField(
        label=_("Was hat die Rückfrage ergeben?"),
        max_length=200,
        help_text=_("Zum Beispiel: „Frau P. bestätigt am Telefon 3:40 Stunden.“ Bitte keine Namen von Ratsuchenden."),
    )


class AskForm(forms.Form):
    question = ScreenedTextField(
        label=_("Was ist zu klären?"),
        max_length=300,
        help_text=_("Das Gespräch wird erst nach der Antwort ausgezahlt."),
    )


class ReasonForm(forms.Form):
    reason = ScreenedTextField(label=_("Grund"), max_length=200)


class CorrectForm(forms.Form):
    """Begin, end and ticket as they really were; an end before the begin lies on the next day."""

    starts = forms.TimeField(label=_("Beginn"), widget=TimeInput())
    ends = forms.TimeField(label=_("Ende"), widget=TimeInput())
    ticket = ticket_field()
    reason = ScreenedTextField(label=_("Grund der Berichtigung"), max_length=120)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("starts"), values.get("ends")
        if starts is None or ends is None:
            return values
        values["started_at"] = self._moment("starts", self.day, starts)
        values["ended_at"] = self._moment("ends", self.day + timedelta(days=ends < starts), ends)
        if values["started_at"] and values["ended_at"] and values["ended_at"] - values["started_at"] > LONGEST_TALK:
            self.add_error("ends", _("Das wären mehr als 12 Stunden. Bitte prüfen Sie Beginn und Ende."))
        return values

    def _moment(self, name: str, day: date, clock: time) -> datetime | None:
        try:
            return at_local(day, clock, second=name == "ends")  # when the clock goes back: as in the proof
        except (AmbiguousTime, MissingTime):
            self.add_error(
                name, _("Diese Uhrzeit gibt es wegen der Zeitumstellung nicht. Bitte wählen Sie eine andere.")
            )
            return None


class OrderForm(forms.Form):
    paid_on = BoundedDateField(label=_("Überweisung bis"))

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist vorbei. Bitte wählen Sie heute oder einen späteren Tag."))
        return day


class ChangeOverForm(forms.Form):
    """ "Ab wann Kreismittel?"; empty: as soon as the first purse is empty."""

    on = BoundedDateField(label=_("Ab wann?"), required=False)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["on"].help_text = _("Leer heißt: sobald die erste Mittelherkunft aufgebraucht ist.")

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day and (day.year != self.year or day < timezone.localdate()):
            raise forms.ValidationError(
                _("Bitte wählen Sie einen Tag ab heute im Jahr %(year)s. Gebuchtes bleibt, wo es ist.")
                % {"year": self.year}
            )
        return day
