"""What the desk notes about a mediator: papers seen, courses, blocks, the next state, and the end."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.forms import BoundedDateField
from lotsenhaus.mediation.choices.states import CredentialKind, MediatorState
from lotsenhaus.network.models import Organization
from lotsenhaus.screening.forms import ScreenedTextField


class CredentialForm(forms.Form):
    """Seen on, valid until; the paper goes back to the person."""

    kind = forms.ChoiceField(label=_("Nachweis"), choices=CredentialKind.choices)
    seen_on = BoundedDateField(label=_("gesehen am"), initial=timezone.localdate)
    valid_until = BoundedDateField(label=_("gültig bis"), required=False, help_text=_("Leer heißt: ohne Ende."))

    def clean_seen_on(self) -> date:
        return not_in_the_future(self.cleaned_data["seen_on"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        seen, until = values.get("seen_on"), values.get("valid_until")
        if seen and until and until < seen:
            self.add_error("valid_until", _("Gültig bis liegt vor dem Tag, an dem Sie es gesehen haben."))
        return values


class TrainingForm(forms.Form):
    name = ScreenedTextField(label=_("Schulung"), max_length=120)
    hours = forms.DecimalField(
        label=_("Stunden"), required=False, max_digits=5, decimal_places=1, min_value=Decimal("0.5"), localize=True
    )
    finished_on = BoundedDateField(label=_("abgeschlossen am"))

    def clean_finished_on(self) -> date:
        return not_in_the_future(self.cleaned_data["finished_on"])


class BlockForm(forms.Form):
    """Either an institution or a reference; the reason stays with the person."""

    organization: Any = forms.ModelChoiceField(None, label=_("Einrichtung"), required=False)
    case_reference = forms.CharField(label=_("oder Zeichen"), required=False, max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("organization")) == bool(values.get("case_reference")) and not self.errors:
            self.add_error("organization", _("Bitte geben Sie entweder eine Einrichtung oder ein Zeichen an."))
        return values


class MoveForm(forms.Form):
    """To another state."""

    to = forms.ChoiceField(choices=MediatorState.choices)
    until = BoundedDateField(label=_("Pause bis"), required=False)

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("Dieser Tag ist schon vorbei."))
        return until


class EraseForm(forms.Form):
    sure = forms.BooleanField(label=_("Ja, ich möchte Name, Nummern und Angaben dieser Person endgültig löschen."))


def not_in_the_future(day: date) -> date:
    if day > timezone.localdate():
        raise ValidationError(_("Dieser Tag liegt in der Zukunft."))
    return day
