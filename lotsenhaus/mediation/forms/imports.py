"""A file, what its columns are, and answers to what the list leaves open."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.mediation.choices.languages import LANGUAGES, all_choices
from lotsenhaus.mediation.rules.imports import TARGETS
from lotsenhaus.mediation.rules.imports.plan import LATER, NONE
from lotsenhaus.network.models import Desk

LABELS = {
    "name": _("Vor- und Nachname"),
    "last_name": _("Nachname"),
    "first_name": _("Vorname"),
    "salutation": _("Anrede"),
    "phone": _("Telefon"),
    "email": _("E-Mail-Adresse"),
    "town": _("Wohnort"),
    "languages": _("Sprachen"),
    "mother_tongue": _("Muttersprache"),
    "desk": _("Stammstelle"),
    "remark": _("Bemerkung (nicht übernehmen, einmal zeigen)"),
    "ignore": _("nicht übernehmen"),
}
NAMES = {"name", "last_name", "first_name"}


class FileForm(forms.Form):
    """The file, and the desk of everybody for whom the list names none."""

    file = forms.FileField(
        label=_("Excel-Datei oder CSV-Datei"),
        help_text=_("Höchstens 5 MB und 1.000 Zeilen. .xlsx, .xls, .ods und .csv gehen."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        error_messages={
            "required": _("Bitte wählen Sie eine Datei aus."),
            "empty": _("Die Datei ist leer. Haben Sie die richtige Datei gewählt?"),
        },
    )
    desk: Any = forms.ModelChoiceField(
        None,
        label=_("Stammstelle"),
        help_text=_("Gilt für alle, bei denen Ort oder Liste nichts anderes sagt."),
        empty_label=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = Desk.objects.filter(closed_on=None)  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """One choice per column, as guessed; a name must be among them."""

    header = forms.TypedChoiceField(label=_("Überschriften stehen in"), coerce=int)
    desk: Any = forms.ModelChoiceField(None, label=_("Stammstelle"), empty_label=None)

    def __init__(self, *args: Any, rows: Sequence[Sequence[str]], targets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(str(n), _("Zeile %d") % (n + 1)) for n in range(min(len(rows), 20))]
        self.fields["header"].choices = [("-1", _("keiner Zeile")), *numbers]  # type: ignore[attr-defined]
        self.fields["desk"].queryset = Desk.objects.filter(closed_on=None)  # type: ignore[attr-defined]
        for n, target in enumerate(targets):
            self.fields[f"column_{n}"] = forms.ChoiceField(
                label=_("Spalte %d") % (n + 1), choices=target_choices(target), initial=target
            )

    def targets(self) -> list[str]:
        columns = [name for name in self.fields if name.startswith("column_")]
        return [self.cleaned_data[name] for name in columns]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen = {value for name, value in values.items() if name.startswith("column_")}
        if not self.errors and not chosen & NAMES:
            self.add_error(
                "column_0", _("Welche Spalte ist der Name? Bitte wählen Sie bei einer Spalte „Nachname“ aus.")
            )
        return values


def target_choices(guessed: str) -> list[tuple[str, Any]]:
    """All targets; a column that is headed by a language keeps it as a choice."""
    choices: list[tuple[str, Any]] = [(target, LABELS[target]) for target in TARGETS]
    if guessed.startswith("language:"):
        code = guessed.removeprefix("language:")
        choices.insert(0, (guessed, _("spricht %s") % LANGUAGES[code].name))
    return choices


class AnswersForm(forms.Form):
    """Questions of one list; built from what is open in it. Field names: word_0, which_0, double_17."""

    def __init__(self, *args: Any, words: Sequence[Any], whiches: Sequence[Any], doubles: Sequence[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for n, word in enumerate(words):
            self.fields[f"word_{n}"] = forms.ChoiceField(
                label=word.source, choices=_word_choices(), initial=word.initial
            )
        for n, which in enumerate(whiches):
            self.fields[f"which_{n}"] = forms.ChoiceField(
                label=f"{which.name}: {which.source}", choices=which_choices(which.options), initial=which.initial
            )
        for double in doubles:
            self.fields[f"double_{double.line}"] = forms.ChoiceField(
                label=double.name, widget=forms.RadioSelect, choices=double_choices(double), initial=double.initial
            )


def _word_choices() -> list[tuple[str, Any]]:
    return [(LATER, _("später klären")), (NONE, _("keine Sprache, weglassen")), *all_choices()]


def which_choices(options: Sequence[str]) -> list[tuple[str, Any]]:
    """One of the languages, both, none, or later."""
    one = [(code, LANGUAGES[code].name) for code in options]
    both = [(",".join(options), _("beide") if len(options) == 2 else _("alle"))]
    return [(LATER, _("später klären")), *one, *both, (NONE, _("weglassen"))]


def double_choices(double: Any) -> list[tuple[str, Any]]:
    """For somebody of the pool also: add what is missing there."""
    choices: list[tuple[str, Any]] = [("skip", _("dieselbe Person: nicht noch einmal aufnehmen"))]
    if double.pk:
        choices.append(("fill", _("dieselbe Person: Fehlendes ergänzen")))
    return [*choices, ("new", _("zwei Personen: neu aufnehmen"))]
