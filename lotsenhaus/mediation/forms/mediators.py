"""What one types about a mediator, section by section; errors say what to do."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit import phones
from lotsenhaus.mediation.choices import languages
from lotsenhaus.mediation.choices.states import (
    Gender,
    Level,
    MediatorState,
    Transport,
)
from lotsenhaus.mediation.models import Mediator
from lotsenhaus.network.models import Desk, Town
from lotsenhaus.screening.forms import NameField, ScreenedTextField

PHONE_PROBLEMS = {
    "too_short": _("Diese Nummer ist zu kurz. Bitte prüfen Sie sie, zum Beispiel 05244 123456."),
    "too_long": _("Diese Nummer ist zu lang. Steht noch eine zweite im Feld?"),
    "not_a_number": _("Das ist keine Telefonnummer. Bitte schreiben Sie sie so: 05244 123456."),
}


class PhoneField(forms.CharField):
    """A number as people write it; numbers that only look unusual pass."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, "widget": forms.TextInput(attrs={"inputmode": "tel"}), **options})

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        problem = phones.read(typed).problem if typed else ""
        if problem in PHONE_PROBLEMS:
            raise ValidationError(PHONE_PROBLEMS[problem])
        return typed

    def prepare_value(self, value: Any) -> Any:
        return phones.shown(value) if isinstance(value, str) else value


class LanguagesField(forms.CharField):
    """Languages in prose: "Arabisch, etwas Türkisch"; becomes a list of languages.Parsed."""

    def clean(self, value: Any) -> Any:
        parsed = languages.split_prose(super().clean(value))
        errors = [_unclear(one) for one in parsed if not one.code]
        if errors:
            raise ValidationError(errors)
        return parsed


def _unclear(one: languages.Parsed) -> str:
    if one.ambiguous:
        names = " / ".join(languages.full_name(code) for code in one.ambiguous)
        return _("„%(typed)s“: Welche Sprache ist es? %(names)s") % {"typed": one.source, "names": names}
    return _("„%(typed)s“ kennen wir nicht als Sprache. Bitte schreiben Sie den Namen aus.") % {"typed": one.source}


class FilterForm(forms.Form):
    """The filters above the list; what cannot be read filters nothing."""

    q = forms.CharField(label=_("Suchen"), required=False, max_length=60)
    sprache = forms.ChoiceField(label=_("Sprache"), required=False)
    ort: Any = forms.ModelChoiceField(None, label=_("Ort"), required=False, empty_label=_("alle Orte"))
    stelle: Any = forms.ModelChoiceField(None, label=_("Stammstelle"), required=False, empty_label=_("alle Stellen"))
    stand = forms.ChoiceField(
        label=_("Stand"), required=False, choices=[("", _("alle, die dabei sind")), *MediatorState.choices]
    )

    def __init__(self, *args: Any, spoken: list[tuple[str, str]], desks: Any, towns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sprache"].choices = [("", _("alle Sprachen")), *spoken]  # type: ignore[attr-defined]
        self.fields["stelle"].queryset = desks  # type: ignore[attr-defined]
        self.fields["ort"].queryset = towns  # type: ignore[attr-defined]


class NewForm(forms.Form):
    """A name and a number suffice; the rest can wait for the first talk."""

    first_name = NameField(label=_("Vorname"), max_length=60, required=False)
    last_name = NameField(label=_("Nachname"), max_length=60, required=False)
    phone = PhoneField(label=_("Telefon"))
    languages = LanguagesField(
        label=_("Sprachen"),
        required=False,
        help_text=_("Wie Sie es sagen würden: Arabisch, etwas Türkisch"),
        max_length=300,
    )
    town: Any = forms.ModelChoiceField(None, label=_("Wohnort"), required=False)
    home_desk: Any = forms.ModelChoiceField(None, label=_("Stammstelle"))

    def __init__(self, *args: Any, desk: Desk | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].queryset = Town.objects.all()  # type: ignore[attr-defined]
        if desk:
            del self.fields["home_desk"]
        else:
            self.fields["home_desk"].queryset = Desk.objects.filter(closed_on=None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("first_name") and not values.get("last_name"):
            self.add_error("last_name", _("Bitte geben Sie einen Namen an; Vorname oder Nachname genügt."))
        return values


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, numbers, home, ways."""

    phone = PhoneField(label=_("Telefon"), required=False)
    second_phone = PhoneField(label=_("Zweite Nummer"), required=False)
    # Declared here, because rows of a center exist only while a center is open.
    town: Any = forms.ModelChoiceField(
        None, label=_("Wohnort"), required=False, help_text=_("Nur für den Weg. Einrichtungen sehen ihn nicht.")
    )
    home_desk: Any = forms.ModelChoiceField(None, label=_("Stammstelle"))

    class Meta:
        model = Mediator
        fields = (
            "first_name", "last_name", "name_hint", "address_form", "gender", "phone", "second_phone", "email",
            "accepts_sms", "transport", "max_travel_minutes", "offers_phone", "offers_video",
        )  # fmt: skip
        help_texts = {
            "name_hint": _("Hilft am Telefon, zum Beispiel: „Dschi-lan“"),
            "gender": _("Nur wichtig, wenn eine Einrichtung eine Frau oder einen Mann wünscht."),
        }

    def __init__(self, *args: Any, may_change_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = self.fields["last_name"].required = False
        self.fields["gender"].choices = [("", _("nicht angegeben")), *Gender.choices]  # type: ignore[attr-defined]
        self.fields["transport"].choices = [("", _("nicht bekannt")), *Transport.choices]  # type: ignore[attr-defined]
        self.initial.update({"town": self.instance.town_id, "home_desk": self.instance.home_desk_id})
        self.fields["town"].queryset = Town.objects.all()  # type: ignore[attr-defined]
        self.fields["home_desk"].queryset = Desk.objects.filter(closed_on=None)  # type: ignore[attr-defined]
        if not may_change_desk:
            del self.fields["home_desk"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("first_name") and not values.get("last_name"):
            self.add_error("last_name", _("Bitte geben Sie einen Namen an; Vorname oder Nachname genügt."))
        return values


class LimitsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the person does not want to exceed; empty means no limit."""

    class Meta:
        model = Mediator
        fields = ("max_per_day", "max_per_week", "year_limit")
        help_texts = {
            "max_per_day": _("Gespräche. Leer heißt: keine Grenze."),
            "year_limit": _("Bis zu dieser Summe möchte die Person im Jahr vermittelt werden."),
        }


class SkillForm(forms.Form):
    """One language of a person; an empty choice takes the line away."""

    code = forms.ChoiceField(label=_("Sprache"), required=False)
    level = forms.ChoiceField(label=_("Niveau"), required=False, choices=[("", _("nicht bekannt")), *Level.choices])
    variant = ScreenedTextField(label=_("Dialekt, Herkunft"), required=False, max_length=60)
    script = forms.ChoiceField(label=_("Schrift"), required=False)
    writes = forms.BooleanField(label=_("auch schriftlich"), required=False)
    only_as_substitute = forms.BooleanField(label=_("nur als Ersatz"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "—"), *languages.all_choices()]  # type: ignore[attr-defined]
        self.fields["script"].choices = [("", _("egal")), *SCRIPTS.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        language = languages.LANGUAGES.get(values.get("code", ""))
        script = values.get("script")
        if language and script and script not in language.scripts:
            names = ", ".join(str(SCRIPTS[one]) for one in language.scripts if one in SCRIPTS)
            self.add_error(
                "script",
                _("%(language)s schreibt man so nicht. Möglich: %(names)s.")
                % {"language": languages.full_name(language.code), "names": names},
            )
        return values


class SkillFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            code = form.cleaned_data.get("code", "") if hasattr(form, "cleaned_data") else ""
            if code and code in seen:
                form.add_error("code", _("Diese Sprache steht schon weiter oben. Bitte nur einmal eintragen."))
            seen.add(code)


Skills = forms.formset_factory(SkillForm, formset=SkillFormSet, extra=3, max_num=30)

SCRIPTS = {
    "Latn": _("lateinisch"),
    "Cyrl": _("kyrillisch"),
    "Arab": _("arabisch"),
    "Syrc": _("syrisch"),
    "Hans": _("chinesisch, vereinfacht"),
    "Hant": _("chinesisch, traditionell"),
    "Guru": _("Gurmukhi"),
    "Tfng": _("Tifinagh"),
    "Adlm": _("Adlam"),
}
