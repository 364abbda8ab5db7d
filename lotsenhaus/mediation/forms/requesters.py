"""Who asks: an institution that signed in, one that staff has on the phone, or one that asks for the first time."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.states import Channel
from lotsenhaus.mediation.forms.spoken import PhoneField
from lotsenhaus.network.choices import OrganizationKind
from lotsenhaus.network.models import Organization
from lotsenhaus.screening.forms import NameField, ScreenedInput

CALL_CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.PAPER, Channel.IN_PERSON)
# A public form cannot be sent by those whom it does not serve: they read at once where to turn.
KINDS = [("", gettext_lazy("Bitte wählen …")), *OrganizationKind.choices]


def shown_name(organization: Organization) -> str:
    """ "Grundschule am Emsbogen, Rietberg": what stands in the list of suggestions."""
    return f"{organization.name}, {organization.town.name}" if organization.town else organization.name


class OwnForm(forms.Form):
    """Signed in: her institutions are known, her number is filled in; behind a shared mailbox she types her name."""

    organization: Any = forms.ModelChoiceField(
        label=gettext_lazy("Einrichtung"),
        queryset=None,
        empty_label=None,
    )
    contact_name = NameField(label=gettext_lazy("Ihr Name"), max_length=120)
    callback_phone = PhoneField(label=gettext_lazy("Rückrufnummer"))
    contact_email = forms.EmailField(label=gettext_lazy("E-Mail"), required=False)

    def __init__(self, *args: Any, organizations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organizations


class FoundForm(forms.Form):
    """On the phone: three letters find the institution; only it and the number are needed."""

    organization_name = NameField(
        label=gettext_lazy("Einrichtung"),
        max_length=250,
        widget=ScreenedInput(
            attrs={
                "list": "institutions",
                "autocomplete": "off",
                "placeholder": gettext_lazy("Drei Buchstaben genügen"),
            }
        ),
    )
    callback_phone = PhoneField(label=gettext_lazy("Rückrufnummer"))
    contact_name = NameField(label=gettext_lazy("Wer ruft an?"), max_length=120, required=False)
    contact_email = forms.EmailField(label=gettext_lazy("E-Mail"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("Eingang"), choices=[(one.value, one.label) for one in CALL_CHANNELS], initial=Channel.PHONE
    )
    organization_kind = forms.ChoiceField(label=gettext_lazy("Art der Einrichtung"), choices=KINDS, required=False)
    organization_town: Any = forms.ModelChoiceField(
        label=gettext_lazy("Ort der Einrichtung"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Ort wählen …"),
    )

    def __init__(self, *args: Any, organizations: Iterable[Organization], towns: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organizations = list(organizations)
        self.suggested: list[Organization] = []
        field = self.fields["organization_town"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = towns
        self.organization: Organization | None = None

    @property
    def is_new(self) -> bool:
        """The name was looked for and not found: kind and town are asked."""
        typed = self["organization_name"].value() or ""
        return bool(self.is_bound and typed and not found(self.organizations, typed))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        typed = data.get("organization_name") or ""
        hits = found(self.organizations, typed)
        if len(hits) == 1:
            self.organization = hits[0]
        elif hits:
            names = " · ".join(shown_name(one) for one in hits[:5])
            self.add_error(
                "organization_name", _("Mehrere passen: %(names)s. Bitte wählen Sie eine.") % {"names": names}
            )
        elif typed and not (data.get("organization_kind") and data.get("organization_town")):
            sentence = _("„%(name)s“ kennen wir noch nicht. Art und Ort angeben, dann nehmen wir sie auf.")
            self.add_error("organization_kind", sentence % {"name": typed})
        return data


class FirstForm(forms.Form):
    """From the public page: a new institution that is called back before anybody is asked."""

    organization_name = NameField(label=gettext_lazy("Name der Einrichtung"), max_length=160)
    organization_kind = forms.ChoiceField(label=gettext_lazy("Art der Einrichtung"), choices=KINDS)
    organization_town: Any = forms.ModelChoiceField(
        label=gettext_lazy("Ort der Einrichtung"), queryset=None, empty_label=gettext_lazy("Ort wählen …")
    )
    contact_name = NameField(label=gettext_lazy("Ihr Name"), max_length=120)
    callback_phone = PhoneField(
        label=gettext_lazy("Rückrufnummer"),
        help_text=gettext_lazy(
            "Am besten die Nummer der Zentrale. Wir rufen dort einmal an, bevor wir jemanden suchen."
        ),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Dienstliche E-Mail-Adresse"), help_text=gettext_lazy("Dorthin kommt eine Bestätigung.")
    )
    # Nobody sees it; programs fill it in.
    website = forms.CharField(label=gettext_lazy("Bitte frei lassen"), required=False, max_length=200)

    def __init__(self, *args: Any, towns: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["organization_town"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = towns

    @property
    def is_program(self) -> bool:
        return bool(self["website"].value())


def found(organizations: Iterable[Organization], typed: str) -> list[Organization]:
    """Institutions that fit what was typed: the exact one, else all that contain each of the words."""
    wanted = folded(typed)
    if len(wanted) < 3:
        return []
    known = [(one, folded(shown_name(one))) for one in organizations]
    exact = [one for one, name in known if name == wanted or folded(one.name) == wanted]
    return exact or [one for one, name in known if all(word in name for word in wanted.split())]
