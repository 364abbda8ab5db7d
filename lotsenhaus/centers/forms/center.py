from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.models import Center


class CenterForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who we are, as it stands in messages and on paper."""

    class Meta:
        model = Center
        fields = (
            "name",
            "district",
            "address",
            "phone",
            "email",
            "data_protection_contact",
            "data_protection_authority",
            "number_prefix",
            "mediator_one",
            "mediator_many",
            "shares_mediator_phone",
        )
        help_texts = {
            "name": _("So unterschreiben Nachrichten des Zentrums."),
            "phone": _("Steht unter jeder Nachricht und auf jeder Fehlerseite."),
            "data_protection_contact": _("Name oder Stelle und wie man sie erreicht."),
            "data_protection_authority": _("Bei ihr können sich Menschen beschweren. Sie richtet sich nach dem Land."),
            "number_prefix": _("Zum Beispiel GT für GT-2026-0042. Schon vergebene Nummern ändern sich nicht."),
            "mediator_one": _("Ihr Wort, mit Ihrer Schreibweise für alle Geschlechter."),
        }

    def clean_number_prefix(self) -> str:
        prefix: str = self.cleaned_data["number_prefix"].upper()
        if not prefix.isalpha():
            raise forms.ValidationError(_("Bitte nur Buchstaben, zum Beispiel GT."))
        return prefix
