"""The many short talks of a parents' day, pasted from a sheet: time, room, language, code; never a name."""

from collections import defaultdict
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.kit import calendar
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.choices.languages import full_name
from lotsenhaus.mediation.choices.sentences import dropped_sentence, talk_row_sentence
from lotsenhaus.mediation.forms import languages
from lotsenhaus.mediation.forms.spoken import CountField, QuestionField
from lotsenhaus.mediation.rules import screening
from lotsenhaus.mediation.rules.wishes import SlotWish, TalkWish, persons_for


class TalksForm(forms.Form):
    """Rows copied out of a sheet. A column of names is never stored; what is left open is asked back."""

    many_talks = forms.BooleanField(label=gettext_lazy("Viele kurze Gespräche"), required=False)
    talk_minutes = CountField(
        label=gettext_lazy("Minuten je Gespräch"),
        min_value=5,
        max_value=120,
        initial=screening.talks.MINUTES,
    )
    talk_rows = forms.CharField(
        label=gettext_lazy("Liste aus Excel einfügen"),
        required=False,
        strip=False,
        max_length=screening.talks.MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("Spalten: Uhrzeit, Raum, Sprache, Zeichen (zum Beispiel 4B-07). Bitte keine Namen."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        text = (self["talk_rows"].value() or "") if self["many_talks"].value() else ""
        self.table = screening.parse_talk_rows(text, self._minutes()) if text.strip() else screening.TalkTable()
        if self.is_bound and text.strip():  # not even drawn again
            self.data = {**self.data.dict(), "talk_rows": screening.cleaned(text)}  # type: ignore[attr-defined]
        self.open_words = list(dict.fromkeys(row.ambiguous for row in self.table.rows if row.ambiguous))
        for codes in self.open_words:
            name = "-".join(codes)
            names = " / ".join(full_name(code) for code in codes)
            self.fields[f"which-{name}"] = QuestionField(
                label=_("%(names)s: welche Sprache ist gemeint?") % {"names": names},
                widget=forms.RadioSelect,
                choices=languages.option_choices(codes),
            )
            self.fields[f"country-{name}"] = forms.ChoiceField(
                label=_("Aus welchem Land?"), required=False, choices=languages.country_choices()
            )

    def _minutes(self) -> int:
        typed = whole_number(str(self["talk_minutes"].value() or ""), most=120) or 0
        return typed if typed >= 5 else screening.talks.MINUTES

    @property
    def is_used(self) -> bool:
        return bool(self["many_talks"].value())

    @property
    def questions(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        names = ["-".join(codes) for codes in self.open_words]
        return [(self[f"which-{name}"], self[f"country-{name}"]) for name in names]

    @property
    def dropped(self) -> list[str]:
        """Which columns were thrown away, and why."""
        return [
            dropped_sentence(one.reason, column=one.column, heading=one.heading) for one in self.table.dropped_columns
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("many_talks"):
            return data
        if not self.table.problems and not (data.get("talk_rows") or "").strip():
            self.add_error("talk_rows", _("Bitte fügen Sie die Liste ein, oder nehmen Sie den Haken weg."))
        for problem in self.table.problems[:8]:
            sentence = talk_row_sentence(
                problem.code,
                row=problem.row,
                column=problem.column,
                text=problem.text,
                meant=problem.meant,
                limit=screening.talks.MOST_ROWS,
            )
            self.add_error("talk_rows", sentence)
        if not self.table.problems and not self.table.rows and (data.get("talk_rows") or "").strip():
            self.add_error("talk_rows", _("In der Liste steht keine Sprache außer Deutsch. Es wird niemand gebraucht."))
        for codes in self.open_words:
            self._settle(codes, data)
        return data

    def _settle(self, codes: tuple[str, ...], data: dict[str, Any]) -> None:
        name = "-".join(codes)
        answer, country = data.get(f"which-{name}"), data.get(f"country-{name}") or ""
        if answer == languages.UNKNOWN or (not answer and country):
            data[name] = languages.suggestion(country, codes)
        elif answer:
            data[name] = (answer, "")
        else:
            self.add_error(f"which-{name}", _("Bitte wählen Sie aus. Wenn Sie es nicht wissen, hilft das Land."))

    def wishes(self, day: date) -> list[SlotWish]:
        """Each person with her talks: one assignment, n talks. Raises calendar.MissingTime or AmbiguousTime."""
        by_language: dict[tuple[str, str], list[TalkWish]] = defaultdict(list)
        for row in self.table.rows:
            key = self.cleaned_data["-".join(row.ambiguous)] if row.ambiguous else (row.variant or row.language, "")
            begin = calendar.at_local(day, row.starts)
            by_language[key].append(TalkWish(begin, row.minutes, row.room, row.code))
        return [
            SlotWish(
                languages=(code,),
                variant=variant,
                starts_at=talks[0].starts_at,
                ends_at=max(one.ends_at for one in talks),
                talks=len(talks),
                talk_rows=tuple(talks),
            )
            for (code, variant), all_talks in by_language.items()
            for talks in persons_for(all_talks)
        ]
