from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lotsenhaus.accounts.models import User
from lotsenhaus.screening.forms import NameField


class ProfileForm(forms.Form):
    name = NameField(
        label=_("Name"), max_length=120, help_text=_("So stehen Sie unter den Nachrichten, die von Ihnen kommen.")
    )
    language = forms.ChoiceField(
        label=_("Sprache der Oberfläche"), required=False, choices=[("", _("wie der Browser")), *settings.LANGUAGES]
    )
    shortcuts_off = forms.BooleanField(
        label=_("Tastenkürzel ausschalten"),
        required=False,
        help_text=_("Zum Beispiel / für die Suche. Wer mit Sprache oder Schalter arbeitet, schaltet sie besser aus."),
    )


class PrintedCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Ein Code von Ihrer Liste"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("Streichen Sie ihn danach durch. Jeder Code gilt einmal."),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class AccountForm(forms.Form):
    """What somebody who was invited tells us; signing in by a code sent by mail needs no password."""

    name = NameField(label=_("Ihr Name"), max_length=120)
    password = forms.CharField(
        label=_("Kennwort"),
        required=False,
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Mindestens 12 Zeichen. Sie dürfen das Feld leer lassen: dann schicken wir Ihnen bei jeder Anmeldung"
            " einen Code per E-Mail."
        ),
    )

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            try:
                password_validation.validate_password(
                    password, User(email=self.email, name=self.cleaned_data.get("name", ""))
                )
            except ValidationError as weak:
                raise ValidationError(weak.messages) from None
        return password
