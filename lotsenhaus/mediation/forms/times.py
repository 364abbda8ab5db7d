"""When somebody can: the usual week, shifts, this week, absences. Used by the desk and by mediators themselves."""

from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.forms import BoundedDateField, TimeInput
from lotsenhaus.mediation.choices.states import WeekAnswer, Weekday
from lotsenhaus.screening.forms import ScreenedTextField


class TimesForm(forms.Form):
    """The usual week: per day "frei von–bis", or "nie"; empty days stay unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday.values:
            self.fields[f"starts_{day}"] = forms.TimeField(label=_("von"), required=False, widget=TimeInput())
            self.fields[f"ends_{day}"] = forms.TimeField(label=_("bis"), required=False, widget=TimeInput())
            self.fields[f"never_{day}"] = forms.BooleanField(
                label=_("nie"),
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "kern-form-check__checkbox"}),
            )

    def rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """(weekday, from, to, never) for the table of the page."""
        return [
            (label, self[f"starts_{day}"], self[f"ends_{day}"], self[f"never_{day}"]) for day, label in Weekday.choices
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for day in Weekday.values:
            starts, ends = values.get(f"starts_{day}"), values.get(f"ends_{day}")
            if bool(starts) != bool(ends) and f"starts_{day}" not in self.errors and f"ends_{day}" not in self.errors:
                self.add_error(f"ends_{day}" if starts else f"starts_{day}", _("Bitte geben Sie von und bis an."))
            elif starts and ends and ends <= starts:
                self.add_error(f"ends_{day}", _("Das Ende muss nach dem Anfang liegen."))
        return values

    def hours(self) -> list[tuple[int, time, time]]:
        """Weekday, from, to of the days with times."""
        values = self.cleaned_data
        days = [day for day in Weekday.values if values.get(f"starts_{day}") and not values.get(f"never_{day}")]
        return [(day, values[f"starts_{day}"], values[f"ends_{day}"]) for day in days]

    def never(self) -> set[int]:
        return {day for day in Weekday.values if self.cleaned_data.get(f"never_{day}")}


class ShiftForm(forms.Form):
    """Three-shift work: which shift this week, which ones follow."""

    SHIFTS = (("", "—"), ("early", _("Früh")), ("late", _("Spät")), ("night", _("Nacht")), ("off", _("frei")))
    week_1 = forms.ChoiceField(label=_("diese Woche"), required=False, choices=SHIFTS)
    week_2 = forms.ChoiceField(label=_("nächste Woche"), required=False, choices=SHIFTS)
    week_3 = forms.ChoiceField(label=_("3. Woche"), required=False, choices=SHIFTS)
    week_4 = forms.ChoiceField(label=_("4. Woche"), required=False, choices=SHIFTS)

    def weeks(self) -> list[str]:
        """The cycle in its order; the first empty week ends it."""
        typed = [self.cleaned_data.get(f"week_{n}", "") for n in range(1, 5)]
        return typed[: typed.index("")] if "" in typed else typed

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        typed = [values.get(f"week_{n}", "") for n in range(1, 5)]
        filled = typed[: typed.index("")] if "" in typed else typed
        if any(typed[len(filled) :]):
            self.add_error(f"week_{len(filled) + 1}", _("Bitte lassen Sie keine Woche dazwischen frei."))
        return values


class WeekForm(forms.Form):
    answer = forms.ChoiceField(label=_("Diese Woche"), choices=WeekAnswer.choices, widget=forms.RadioSelect)
    note = ScreenedTextField(label=_("Welche Tage?"), required=False, max_length=80)


class AbsenceForm(forms.Form):
    first_day = BoundedDateField(label=_("von"))
    last_day = BoundedDateField(label=_("bis"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Der letzte Tag muss nach dem ersten liegen."))
        elif last and last < timezone.localdate():
            self.add_error("last_day", _("Dieser Zeitraum ist schon vorbei."))
        return values
