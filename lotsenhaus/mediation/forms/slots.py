"""One "Gesucht:" of an inquiry, and the many short talks of a parents' day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.kit import calendar, spoken
from lotsenhaus.mediation.choices.languages import LANGUAGES
from lotsenhaus.mediation.choices.sentences import dropped_sentence, talk_row_sentence
from lotsenhaus.mediation.forms import languages
from lotsenhaus.mediation.forms.spoken import ClockField, QuestionField, SpokenField, said, window
from lotsenhaus.mediation.rules import screening
from lotsenhaus.mediation.rules.wishes import SlotWish, TalkWish, persons_for

MOST_PERSONS = 9
TOGETHER = (
    ("each", gettext_lazy("je Sprache eine Person")),
    ("all", gettext_lazy("eine Person, die alles kann")),
    ("any", gettext_lazy("eine Person, eine der Sprachen genügt")),
)


class SlotForm(forms.Form):
    """A row of the form. Questions (which Kurdish? one person or two?) appear only when there is something to ask."""

    use_required_attribute = False

    language = SpokenField(
        label=gettext_lazy("Sprache"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "languages", "autocomplete": "off"}),
    )
    unknown = forms.BooleanField(label=gettext_lazy("Weiß ich nicht"), required=False)
    which = QuestionField(label=gettext_lazy("Welche Sprache ist gemeint?"), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=gettext_lazy("Aus welchem Land?"), required=False)
    together = QuestionField(label=gettext_lazy("Wie viele Personen?"), widget=forms.RadioSelect, choices=TOGETHER)
    start = ClockField(label=gettext_lazy("von"))
    length = SpokenField(label=gettext_lazy("bis / Dauer"))
    count = forms.IntegerField(
        label=gettext_lazy("Personen"), required=False, min_value=1, max_value=MOST_PERSONS, initial=1
    )
    talks = forms.IntegerField(label=gettext_lazy("Gespräche"), required=False, min_value=1, max_value=99, initial=1)
    accepts_substitute = forms.BooleanField(label=gettext_lazy("Eine verwandte Sprache ist auch recht"), required=False)
    variant = forms.CharField(label=gettext_lazy("Dialekt oder Herkunft"), required=False, max_length=60)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reading = languages.read(self["language"].value() or "")
        self.fields["country"].choices = languages.country_choices()  # type: ignore[attr-defined]
        self.fields["which"].choices = languages.option_choices(self.reading.options)  # type: ignore[attr-defined]
        if not self.reading.options:
            del self.fields["which"]
        if len(self.reading.codes) + bool(self.reading.options) < 2:
            del self.fields["together"]
        self.languages: list[tuple[str, str]] = []
        self.window: tuple[datetime | None, datetime | None] = (None, None)

    @property
    def is_blank(self) -> bool:
        return (
            not self.reading.dont_know and not (self["language"].value() or "").strip() and not self["unknown"].value()
        )

    @property
    def has_details(self) -> bool:
        """Something stands in the part that is folded away."""
        names = ("start", "length", "accepts_substitute", "variant")
        return any(self[name].value() or self[name].errors for name in names) or any(
            str(self[name].value() or 1) != "1" for name in ("count", "talks")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.is_blank:
            return data
        if self.reading.not_found:
            words = {"words": ", ".join(self.reading.not_found)}
            self.add_error("language", _("„%(words)s“ kennen wir nicht. Bitte prüfen, oder „Weiß ich nicht“.") % words)
            return data
        self.languages = [*self.reading.codes, *self._asked_back(data)]
        if "together" in self.fields and not data.get("together"):
            self.add_error("together", _("Sie nennen mehrere Sprachen. Wie viele Personen brauchen Sie?"))
        return data

    def _asked_back(self, data: Mapping[str, Any]) -> list[tuple[str, str]]:
        country, word = data.get("country") or "", self.reading.word
        if "which" in self.fields:
            answer = data.get("which")
            if answer == languages.UNKNOWN or (not answer and country):
                return [languages.suggestion(country, self.reading.options, word)]
            if not answer:
                self.add_error("which", _("„%(word)s“ kann mehreres heißen. Bitte wählen Sie aus.") % {"word": word})
            return [(answer, "")] if answer else []
        if self.reading.dont_know or (data.get("unknown") and not self.reading.codes):
            return [languages.suggestion(country)]
        return []

    def place_in(self, day: date | None, event: tuple[datetime | None, datetime | None]) -> None:
        """The times of this person: own ones, or those of the event. Adds errors at the row."""
        start, length = self.cleaned_data.get("start"), self.cleaned_data.get("length") or ""
        self.window = event
        begin, end = event
        if day is None or begin is None or end is None or not (start or length):
            return
        local = timezone.localtime(begin)
        rest = str(int((end - begin).total_seconds() // 60)) if start is None else ""
        try:
            own = window(day, start or local.time(), length or rest or f"bis {timezone.localtime(end):%H:%M}", None)
        except spoken.NotUnderstood as problem:
            self.add_error("length", said(problem))
        except (calendar.MissingTime, calendar.AmbiguousTime):
            self.add_error("start", _("In dieser Nacht wird die Uhr umgestellt. Bitte eine andere Uhrzeit wählen."))
        else:
            self.window = own

    def wishes(self) -> list[SlotWish]:
        """One for each person."""
        data, together = self.cleaned_data, self.cleaned_data.get("together") or "each"
        groups = [self.languages] if together in ("all", "any") else [[one] for one in self.languages]
        return [
            SlotWish(
                languages=tuple(code for code, _variant in group),
                needs_all=together == "all" and len(group) > 1,
                accepts_substitute=bool(data.get("accepts_substitute")),
                variant=data.get("variant") or next((note for _code, note in group if note), ""),
                starts_at=self.window[0],
                ends_at=self.window[1],
                talks=data.get("talks") or 1,
            )
            for group in groups
            for _person in range(data.get("count") or 1)
        ]


class TalksForm(forms.Form):
    """Rows copied out of a sheet. A column of names is never stored; what is left open is asked back."""

    many_talks = forms.BooleanField(label=gettext_lazy("Viele kurze Gespräche"), required=False)
    talk_minutes = forms.IntegerField(
        label=gettext_lazy("Minuten je Gespräch"),
        required=False,
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
            names = " / ".join(LANGUAGES[code].name for code in codes)
            self.fields[f"which-{name}"] = QuestionField(
                label=_("%(names)s: welche Sprache ist gemeint?") % {"names": names},
                widget=forms.RadioSelect,
                choices=languages.option_choices(codes),
            )
            self.fields[f"country-{name}"] = forms.ChoiceField(
                label=_("Aus welchem Land?"), required=False, choices=languages.country_choices()
            )

    def _minutes(self) -> int:
        typed = str(self["talk_minutes"].value() or "")
        return int(typed) if typed.isdigit() and 5 <= int(typed) <= 120 else screening.talks.MINUTES

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
