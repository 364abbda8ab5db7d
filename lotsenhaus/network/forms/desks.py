from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.forms import DateInput
from lotsenhaus.network import rules
from lotsenhaus.network.forms.organizations import PhoneField, in_center
from lotsenhaus.network.models import Desk, DeskAbsence, Town

WORKING_DAYS = range(5)


class DeskForm(forms.ModelForm):  # type: ignore[type-arg]
    """A desk, the towns it serves, and one line of hours for each working day: "8–12, 14–16"."""

    class Meta:
        model = Desk
        fields = ("name", "carrier", "sender_name", "town", "phone", "email", "cover", "is_center_desk")
        field_classes = {"phone": PhoneField}
        formfield_callback = in_center
        help_texts = {
            "name": _("Stellen heißen nach ihrem Ort, zum Beispiel „Rietberg“."),
            "sender_name": _("So steht die Stelle in Nachrichten, zum Beispiel „Familienzentrum Rietberg“."),
            "cover": _("Übernimmt, wenn die Stelle abwesend ist. Ohne Vertretung übernimmt die Stelle des Zentrums."),
            "is_center_desk": _("Übernimmt, was niemand sonst übernimmt. Es kann nur eine geben."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Town.objects.all()
        self.fields["town"].queryset = towns  # type: ignore[attr-defined]
        others = Desk.objects.filter(closed_on=None).exclude(pk=self.instance.pk)
        self.fields["cover"].queryset = others  # type: ignore[attr-defined]
        self.fields["serves"] = forms.ModelMultipleChoiceField(
            label=_("zuständig für"),
            queryset=towns,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=list(self.instance.serves.all()) if self.instance.pk else [],
            help_text=_("Jeder Ort hat eine Stelle. Ein Ort, den Sie hier wählen, wechselt hierher."),
        )
        hours = rules.by_weekday(self.instance.opening_hours)
        for weekday in WORKING_DAYS:
            self.fields[f"hours_{weekday}"] = forms.CharField(
                label=_("Sprechzeiten %(day)s") % {"day": WEEKDAYS[weekday]},
                required=False,
                max_length=60,
                initial=rules.hours_words(hours.get(weekday, [])),
                help_text=_("Zum Beispiel 8–12, 14–16. Leer heißt: nicht besetzt.") if weekday == 0 else "",
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        rows: list[list[object]] = []
        for weekday in WORKING_DAYS:
            try:
                spans = rules.parse_hours(values.get(f"hours_{weekday}") or "")
            except rules.NotHours:
                self.add_error(f"hours_{weekday}", _("Bitte schreiben Sie die Zeiten so: 8–12 oder 8:30–12, 14–16."))
            else:
                rows += [[weekday, start, end] for start, end in spans]
        values["opening_hours"] = rows
        if values.get("is_center_desk") and Desk.objects.filter(is_center_desk=True).exclude(pk=self.instance.pk):
            self.add_error(
                "is_center_desk", _("Es gibt schon eine Stelle des Zentrums. Nehmen Sie dort das Häkchen weg.")
            )
        return values

    def values(self) -> dict[str, Any]:
        """What the action writes; towns go apart."""
        names = (*self.Meta.fields, "opening_hours")
        return {name: self.cleaned_data[name] for name in names}

    def validate_unique(self) -> None:
        """The name, in words at its field."""
        name = self.cleaned_data.get("name")
        if name and Desk.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("Eine Stelle mit diesem Namen gibt es schon."))


class AbsenceForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = DeskAbsence
        fields = ("first_day", "last_day", "cover")
        formfield_callback = in_center
        widgets = {"first_day": DateInput(), "last_day": DateInput()}
        help_texts = {"last_day": _("Der letzte Tag, an dem niemand da ist.")}

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        others = Desk.objects.filter(closed_on=None).exclude(pk=desk.pk)
        self.fields["cover"].queryset = others  # type: ignore[attr-defined]
        self.fields["cover"].empty_label = str(desk.cover or _("Stelle des Zentrums"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie beide."))
        elif (
            first
            and last
            and DeskAbsence.objects.filter(desk=self.desk, first_day__lte=last, last_day__gte=first).exists()
        ):
            self.add_error("first_day", _("In dieser Zeit ist schon eine Abwesenheit eingetragen."))
        return values
