"""A paper sheet, typed in under a minute."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotsenhaus.mediation.choices.languages import choices, full_name
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.choices.states import MediatorState
from lotsenhaus.mediation.forms.mine import DateForm
from lotsenhaus.mediation.forms.tickets import ticket_field
from lotsenhaus.mediation.models import Mediator
from lotsenhaus.network.models import Organization
from lotsenhaus.screening.forms import NameField


class LateEntryForm(DateForm):
    """Clean values: those of DateForm, and who, where, what; ticket in euro or None."""

    organization: "forms.ModelChoiceField[Organization]" = forms.ModelChoiceField(queryset=None, label=_("Einrichtung"))
    mediator: "forms.ModelChoiceField[Mediator]" = forms.ModelChoiceField(queryset=None, label=_("Wer war da?"))
    language = forms.ChoiceField(label=_("Sprache"))
    language_stands = forms.BooleanField(label=_("Die Sprache stimmt so"), required=False)
    occasion = forms.ChoiceField(label=_("Anlass"), choices=Occasion.choices, initial=Occasion.PARENT_TALK)
    talks = forms.IntegerField(label=_("Gespräche"), min_value=1, max_value=99, initial=1)
    ticket = ticket_field()
    confirmed_by = NameField(label=_("Unterschrift von"), max_length=120)
    field_order = (
        *("organization", "mediator", "language", "language_stands", "day", "starts", "ends"),
        *("occasion", "talks", "ticket", "confirmed_by"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.approved()  # type: ignore[attr-defined]
        people = Mediator.objects.exclude(state=MediatorState.LEFT).select_related("home_desk")
        self.fields["mediator"].queryset = people  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("bitte wählen")), *choices()]  # type: ignore[attr-defined]
        self.stands = self.fields.pop("language_stands")

    def clean(self) -> dict[str, Any]:
        """A language that the person is not listed with is asked about; a tick says that it is right."""
        values = super().clean()
        mediator, language = values.get("mediator"), values.get("language")
        if mediator and language and not mediator.skills.filter(code=language).exists():
            self.fields["language_stands"] = self.stands
            self.order_fields(self.field_order)
            if not self.data.get(self.add_prefix("language_stands")):
                words = {"who": mediator.short_name, "language": full_name(language)}
                self.add_error(
                    "language", gettext("%(who)s ist nicht mit %(language)s eingetragen. Bitte prüfen.") % words
                )
        return values
