"""What a mediator changes herself."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.calendar import AmbiguousTime, MissingTime, at_local
from lotsenhaus.kit.forms import BoundedDateField, TimeInput
from lotsenhaus.mediation.forms.mediators import PhoneField
from lotsenhaus.mediation.models import Mediator


class OwnDataForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Mediator
        fields = (
            "name_hint",
            "address_form",
            "phone",
            "email",
            "accepts_sms",
            "transport",
            "max_travel_minutes",
            "offers_phone",
            "offers_video",
            "max_per_day",
            "max_per_week",
            "year_limit",
        )
        field_classes: ClassVar = {"phone": PhoneField}

    def clean_year_limit(self) -> Decimal | None:
        limit: Decimal | None = self.cleaned_data["year_limit"]
        if limit is not None and limit <= 0:
            raise forms.ValidationError(_("Bitte einen Betrag über 0 €, oder das Feld leer lassen."))
        return limit


class DateForm(forms.Form):
    """A day, from and to: for "Termin offen" and for moved dates. Clean values: starts_at, ends_at (aware)."""

    day = BoundedDateField(label=_("Tag"))
    starts = forms.TimeField(label=_("von"), widget=TimeInput())
    ends = forms.TimeField(label=_("bis"), widget=TimeInput())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, starts, ends = values.get("day"), values.get("starts"), values.get("ends")
        if not (day and starts and ends):
            return values
        if ends <= starts:
            self.add_error("ends", _("Das Ende muss nach dem Anfang liegen."))
            return values
        values["starts_at"], values["ends_at"] = self._moment("starts", day, starts), self._moment("ends", day, ends)
        return values

    def _moment(self, name: str, day: date, clock: time) -> datetime | None:
        try:
            return at_local(day, clock)
        except AmbiguousTime:
            return at_local(day, clock, second=False)
        except MissingTime:
            self.add_error(name, _("Diese Uhrzeit gibt es in der Nacht der Zeitumstellung nicht."))
            return None
