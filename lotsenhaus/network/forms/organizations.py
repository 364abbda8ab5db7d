import re
from typing import Any

from django import forms
from django.db.models import Field, ForeignKey
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit import phones
from lotsenhaus.network.models import Contact, Organization, Town
from lotsenhaus.screening.forms import NameField


class PhoneField(forms.CharField):
    """A number as people type it, shown as people dial it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, "label": _("Telefon"), **options})
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        number = phones.read(text) if text else None
        if number and number.problem in ("too_short", "too_long", "not_a_number"):
            raise forms.ValidationError(_("Bitte prüfen Sie die Rufnummer, zum Beispiel 05241 850 oder 0171 1234567."))
        return (number.shown if number else "") or text


def in_center(field: Field, **options: Any) -> forms.Field | None:  # type: ignore[type-arg]
    """Leaves the choices of a center's rows to `__init__`: while the module loads no center is open."""
    if not isinstance(field, ForeignKey):
        return field.formfield(**options)
    known = {name: options[name] for name in ("help_text",) if name in options}
    return forms.ModelChoiceField(
        queryset=None, label=capfirst(field.verbose_name), required=not (field.blank or field.null), **known
    )


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Organization
        fields: tuple[str, ...] = ("name", "kind", "town", "street", "postal_code", "phone", "email", "arrival_hint")
        field_classes = {"phone": PhoneField}
        formfield_callback = in_center
        help_texts = {
            "email": _("Gern ein gemeinsames Postfach, zum Beispiel sekretariat@…"),
            "arrival_hint": _(
                "Zum Beispiel „Eingang am Hof, Sekretariat im 1. Stock“. Sieht, wer den Termin übernimmt."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].queryset = Town.objects.all()  # type: ignore[attr-defined]
        self.fields["town"].required = True

    def clean_postal_code(self) -> str:
        code: str = self.cleaned_data["postal_code"]
        if code and not re.fullmatch("[0-9]{5}", code):
            raise forms.ValidationError(_("Eine Postleitzahl hat 5 Ziffern."))
        return code


class OwnOrganizationForm(OrganizationForm):
    """What an institution corrects itself; kind and name stay with those who approved it."""

    class Meta(OrganizationForm.Meta):
        fields: tuple[str, ...] = ("town", "street", "postal_code", "phone", "email", "arrival_hint")


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Contact
        fields = ("name", "role", "phone", "email")
        field_classes = {"phone": PhoneField}
        help_texts = {"role": _("Zum Beispiel Sekretariat, Schulsozialarbeit, Leitung.")}


class DecisionForm(forms.Form):
    """After the call-back."""

    note = NameField(
        label=_("Notiz zum Rückruf"),
        max_length=200,
        help_text=_(
            "Wen haben Sie unter welcher Nummer erreicht? Nehmen Sie eine Nummer, die Sie selbst gefunden haben."
        ),
    )


class MergeForm(forms.Form):
    into: "forms.ModelChoiceField[Organization]" = forms.ModelChoiceField(
        label=_("Bleibt bestehen"), queryset=None, empty_label=_("Bitte wählen"), help_text=_("Alles zieht dorthin um.")
    )

    def __init__(self, *args: Any, double: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organization.objects.approved().exclude(pk=double.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
