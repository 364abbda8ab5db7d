"""Fields that both "Neue Anfrage" and "Anfrage ändern" ask for, each with one label and one length."""

from django import forms
from django.utils.translation import gettext_lazy

from lotsenhaus.mediation.forms.spoken import PhoneField
from lotsenhaus.screening.forms import NameField, ScreenedTextField


def room() -> ScreenedTextField:
    return ScreenedTextField(label=gettext_lazy("Raum"), required=False, max_length=80, may_stand=False)


def onsite_name() -> NameField:
    label = gettext_lazy("Ansprechperson vor Ort")
    return NameField(label=label, required=False, max_length=120, may_stand=False)


def onsite_phone() -> PhoneField:
    return PhoneField(label=gettext_lazy("Telefon vor Ort"), required=False)


def onsite_email() -> forms.EmailField:
    return forms.EmailField(label=gettext_lazy("E-Mail vor Ort (für die Bestätigung)"), required=False)


def case_reference() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Ihr Zeichen"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Zum Beispiel 4B-07. Kein Name, keine Initialen."),
    )


def remark() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Hinweis"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Bitte keine Namen, Nummern oder Geburtsdaten."),
    )


def remark_reason() -> NameField:
    """Says of whom the remark tells, so a professional may be named."""
    return NameField(label=gettext_lazy("Warum bleibt der Hinweis so?"), required=False, max_length=200)


def lead_time_override() -> ScreenedTextField:
    label = gettext_lazy("Warum kurzfristig oder außer der Regel?")
    return ScreenedTextField(label=label, required=False, max_length=200)
