"""One "Gesucht:" of an inquiry: which languages, how many persons, when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.kit import calendar, spoken
from lotsenhaus.mediation.forms import languages
from lotsenhaus.mediation.forms.spoken import ClockField, CountField, QuestionField, SpokenField, said, window
from lotsenhaus.mediation.rules.wishes import SlotWish
from lotsenhaus.screening.forms import ScreenedTextField

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
    count = CountField(label=gettext_lazy("Personen"), min_value=1, max_value=MOST_PERSONS, initial=1)
    talks = CountField(label=gettext_lazy("Gespräche"), min_value=1, max_value=99, initial=1)
    accepts_substitute = forms.BooleanField(label=gettext_lazy("Eine verwandte Sprache ist auch recht"), required=False)
    variant = ScreenedTextField(label=gettext_lazy("Dialekt"), required=False, max_length=60, may_stand=False)

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
