"""For which days a Wochenplan is wanted."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.forms import BoundedDateField

LONGEST = 28  # days


class DaysForm(forms.Form):
    """From a day on, for a day, a week or longer."""

    first = BoundedDateField(label=_("ab"))
    days = forms.TypedChoiceField(
        label=_("für"),
        coerce=int,
        choices=((1, _("einen Tag")), (7, _("eine Woche")), (14, _("zwei Wochen")), (LONGEST, _("vier Wochen"))),
        initial=7,
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean_first(self) -> date:
        day: date = self.cleaned_data["first"]
        if day < self.today:
            raise forms.ValidationError(_("Dieser Tag ist vorbei. Bitte wählen Sie heute oder einen späteren Tag."))
        if day > self.today + timedelta(days=366):
            raise forms.ValidationError(_("Bitte wählen Sie einen Tag in den nächsten zwölf Monaten."))
        return day

    @property
    def span(self) -> tuple[date, date]:
        """First and last day, both included."""
        first: date = self.cleaned_data["first"]
        return first, first + timedelta(days=self.cleaned_data["days"] - 1)
