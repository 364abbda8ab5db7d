from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.forms import BoundedDateField
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.rules import admissibility
from lotsenhaus.network.choices import OrganizationKind
from lotsenhaus.screening.forms import ScreenedTextField


class DatedForm(forms.Form):
    """A rule with its day and its source; days that are over do not change."""

    valid_from = BoundedDateField(
        label=_("gilt ab"),
        help_text=_("Heute oder später. Anfragen von vorher behalten ihre Regel."),
    )
    source = ScreenedTextField(
        label=_("Quelle"), max_length=200, help_text=_("Zum Beispiel „Beschluss des Kreisausschusses vom 2.11.2026“.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["valid_from"].initial = self.fields["valid_from"].initial or today
        self.order_fields(
            [*(name for name in self.fields if name not in ("valid_from", "source")), "valid_from", "source"]
        )

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Dieser Tag ist vorbei. Bitte wählen Sie heute oder einen späteren Tag."))
        return day

    def values(self) -> dict[str, Any]:
        """Everything but the day, which the action takes apart."""
        return {name: value for name, value in self.cleaned_data.items() if name != "valid_from"}


class PolicyForm(DatedForm):
    lead_working_days = forms.IntegerField(label=_("Vorlauf in Arbeitstagen"), min_value=0, max_value=60)
    max_minutes = forms.IntegerField(
        label=_("höchstens (Minuten)"), min_value=15, max_value=720, required=False, help_text=_("Leer: keine Grenze.")
    )
    may_ask = forms.MultipleChoiceField(
        label=_("wer anfragen darf"), choices=OrganizationKind.choices, widget=forms.CheckboxSelectMultiple
    )
    offers_phone = forms.BooleanField(label=_("Gespräche am Telefon"), required=False)
    offers_video = forms.BooleanField(label=_("Gespräche per Video"), required=False)
    answer_hours = forms.IntegerField(label=_("Wachstunden bis zur Antwort"), min_value=1, max_value=240)
    urgent_answer_minutes = forms.IntegerField(
        label=_("Minuten bis zur Antwort, wenn es eilt"), min_value=5, max_value=600
    )


class RefusalForm(DatedForm):
    occasion = forms.ChoiceField(label=_("Anlass"), choices=Occasion.choices)
    reason = ScreenedTextField(label=_("Begründung"), max_length=300, rows=2)
    way_out = ScreenedTextField(
        label=_("Wohin stattdessen"),
        max_length=300,
        rows=2,
        help_text=_("Jede Absage nennt einen Weg."),
    )


class DeclarationForm(DatedForm):
    wording = ScreenedTextField(
        label=_("Satz"),
        max_length=300,
        rows=2,
        help_text=_(
            "So setzt die Einrichtung ihr Häkchen darunter, zum Beispiel „Eine Fachkraft ist die ganze Zeit dabei.“"
        ),
    )
    explanation = ScreenedTextField(label=_("Warum wir das fragen"), max_length=400, required=False, rows=2)
    wording_en = ScreenedTextField(
        label=_("Satz auf Englisch"),
        max_length=300,
        required=False,
        rows=2,
        attrs={"lang": "en"},
        help_text=_("Wer die Seite auf Englisch liest, sieht diesen Satz. Leer: den deutschen."),
    )
    explanation_en = ScreenedTextField(
        label=_("Warum wir das fragen, auf Englisch"),
        max_length=400,
        required=False,
        rows=2,
        attrs={"lang": "en"},
    )


class TemplateForm(forms.Form):
    """Start from a center that has published its rules."""

    template = forms.ChoiceField(label=_("Vorlage"), widget=forms.RadioSelect)
    valid_from = BoundedDateField(label=_("gilt ab"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["valid_from"].initial = today
        choices = [(key, admissibility.load(key).title) for key in admissibility.templates()]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Dieser Tag ist vorbei. Bitte wählen Sie heute oder einen späteren Tag."))
        return day
