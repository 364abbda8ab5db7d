"""Periods and samples."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.forms import BoundedDateField


class PeriodForm(forms.Form):
    """From–to, both days included."""

    von = BoundedDateField(label=_("von"), past=20, future=1)
    bis = BoundedDateField(label=_("bis"), past=20, future=1)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("von"), values.get("bis")
        if first and last and last < first:
            self.add_error("bis", _("Dieser Tag liegt vor dem Beginn des Zeitraums."))
        elif first and last and (last - first).days > 3 * 366:
            self.add_error("bis", _("Höchstens drei Jahre auf einmal."))
        return values


class SampleForm(forms.Form):
    """The seed makes the draw repeatable; write it into your report."""

    startwert = forms.CharField(label=_("Startwert"), max_length=40)
    jahr = forms.IntegerField(label=_("Jahr"), min_value=2000, max_value=2100)
    anzahl = forms.IntegerField(label=_("Anzahl"), min_value=1, max_value=50, initial=20)
