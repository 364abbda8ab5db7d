"""Purses and other costs: amounts as Germans type them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotsenhaus.finance.choices import FundSource
from lotsenhaus.finance.models import BudgetLine
from lotsenhaus.kit.forms import BoundedDateField
from lotsenhaus.kit.money import NotMoney, parse_euro
from lotsenhaus.screening.forms import ScreenedTextField


class EuroField(forms.CharField):
    """ "1.250,50", "1250,5 €"; never below zero."""

    def clean(self, value: Any) -> Decimal:
        text = super().clean(value)
        try:
            amount = parse_euro(text)
        except NotMoney:
            raise forms.ValidationError(_("Bitte einen Betrag in Euro eingeben, zum Beispiel 1.250,50.")) from None
        if amount <= 0:
            raise forms.ValidationError(_("Der Betrag muss größer als 0 sein."))
        return amount


class LineForm(forms.Form):
    """A purse for one year."""

    year = forms.IntegerField(label=_("Jahr"), min_value=2000, max_value=2100)
    fund_source = forms.ChoiceField(label=_("Mittelherkunft"), choices=FundSource.choices)
    name = ScreenedTextField(label=_("Bezeichnung"), max_length=80, help_text=_("Zum Beispiel: Landesmittel 2027"))
    amount = EuroField(label=_("Betrag"), max_length=20)
    source_note = ScreenedTextField(label=_("Quelle, Beschluss"), max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        year, name = values.get("year"), values.get("name")
        if year and name and BudgetLine.objects.filter(year=year, name=name).exists():
            self.add_error("name", _("Diese Bezeichnung gibt es in dem Jahr schon."))
        return values


class AmountForm(forms.Form):
    """A new decision on how much there is."""

    amount = EuroField(label=_("Betrag"), max_length=20)
    source_note = ScreenedTextField(label=_("Quelle, Beschluss"), max_length=200)


class ExpenseForm(forms.Form):
    """What is paid from a purse besides talks: a course, an insurance."""

    line: forms.ModelChoiceField[BudgetLine] = forms.ModelChoiceField(label=_("Mittelherkunft"), queryset=None)
    day = BoundedDateField(label=_("Tag"))
    amount = EuroField(label=_("Betrag"), max_length=20)
    text = ScreenedTextField(label=_("Wofür?"), max_length=160, help_text=_("Ohne Namen von Personen."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = BudgetLine.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        line, day = values.get("line"), values.get("day")
        if day and day > timezone.localdate():
            self.add_error("day", _("Dieser Tag liegt in der Zukunft."))
        elif line and day and line.year != day.year:
            self.add_error("day", _("Der Tag liegt nicht im Jahr dieser Mittelherkunft."))
        return values


class ReversalForm(forms.Form):
    reason = ScreenedTextField(label=_("Grund"), max_length=120)


class FilterForm(forms.Form):
    """What postings to show."""

    mittel: forms.ModelChoiceField[BudgetLine] = forms.ModelChoiceField(
        label=_("Mittelherkunft"), queryset=None, required=False, empty_label=_("alle")
    )
    von = BoundedDateField(label=_("von"), required=False)
    bis = BoundedDateField(label=_("bis"), required=False)
    text = forms.CharField(label=_("Text enthält"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mittel"].queryset = BudgetLine.objects.all()  # type: ignore[attr-defined]
