"""The one page of an inquiry: for what, when and where. Returns plain values, saves nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.kit import calendar, spoken
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.choices.states import DateKind, Gender, PlaceKind
from lotsenhaus.mediation.forms import onsite
from lotsenhaus.mediation.forms.spoken import ClockField, DayField, QuestionField, SpokenField, WishField, said, window
from lotsenhaus.mediation.rules import screening
from lotsenhaus.mediation.rules.admissibility import Declaration, Policy
from lotsenhaus.screening.choices import finding_sentence
from lotsenhaus.screening.forms import ScreenedTextField

USUAL_MINUTES = 60
MOST_ROWS = 12
"""Languages of one inquiry; more are a list of talks."""
DAYS = ("day", "day_2", "day_3")
STARTS = ("start", "start_2", "start_3")
Moments = tuple[datetime, datetime]


@dataclass(frozen=True)
class Frame:
    """What the page needs to know: who uses it, and the rules of this day."""

    policy: Policy
    towns: Any  # network.Town, to choose from
    today: date
    is_staff: bool = False

    @property
    def declarations(self) -> list[Declaration]:
        return self.policy.declarations_on(self.today)


def declaration_field(declaration: Declaration) -> str:
    return f"declared_{declaration.code}"


class WhatForm(forms.Form):
    """Occasion, date and place. Staff on the phone need only a rough date."""

    use_required_attribute = False

    occasion = forms.ChoiceField(label=gettext_lazy("Anlass"))
    date_kind = forms.ChoiceField(
        label=gettext_lazy("Termin"), choices=DateKind.choices, widget=forms.RadioSelect, initial=DateKind.FIXED
    )
    day = DayField(label=gettext_lazy("Tag"), example="2.12.")
    start = ClockField(label=gettext_lazy("Beginn"), example="15 Uhr")
    day_2 = DayField(label=gettext_lazy("2. Vorschlag: Tag"), required=False)
    start_2 = ClockField(label=gettext_lazy("Beginn"), required=False)
    day_3 = DayField(label=gettext_lazy("3. Vorschlag: Tag"), required=False)
    start_3 = ClockField(label=gettext_lazy("Beginn"), required=False)
    length = SpokenField(label=gettext_lazy("Dauer oder Ende"), example="1,5 Std")
    second_hour = QuestionField(
        label=gettext_lazy("In dieser Nacht gibt es diese Stunde zweimal. Welche ist gemeint?"),
        widget=forms.RadioSelect,
        choices=[("0", gettext_lazy("vor der Zeitumstellung")), ("1", gettext_lazy("nach der Zeitumstellung"))],
    )
    date_wish = WishField(label=gettext_lazy("Ungefähr wann?"), max_length=120, example="nächste Woche vormittags")
    place_kind = forms.ChoiceField(
        label=gettext_lazy("Ort"), widget=forms.RadioSelect, initial=PlaceKind.INSTITUTION, choices=PlaceKind.choices
    )
    street = ScreenedTextField(label=gettext_lazy("Straße und Hausnummer"), required=False, max_length=120)
    town: Any = forms.ModelChoiceField(
        label=gettext_lazy("Ort"), queryset=None, required=False, empty_label=gettext_lazy("wie die Einrichtung")
    )
    room, onsite_name = onsite.room(), onsite.onsite_name()
    onsite_phone, onsite_email = onsite.onsite_phone(), onsite.onsite_email()
    gender_wish = forms.ChoiceField(
        label=gettext_lazy("Wunsch"), required=False, choices=[("", gettext_lazy("egal")), *Gender.choices[:2]]
    )
    gender_wish_is_must = forms.BooleanField(label=gettext_lazy("unbedingt"), required=False)
    case_reference, remark = onsite.case_reference(), onsite.remark()
    lead_time_override, remark_reason = onsite.lead_time_override(), onsite.remark_reason()

    def __init__(self, *args: Any, frame: Frame, times_from_list: bool = False, **options: Any) -> None:
        """`times_from_list`: a pasted list of talks brings its own times, only the day is asked."""
        super().__init__(*args, **options)
        self.frame, self.times_from_list = frame, times_from_list
        empty = gettext_lazy("noch offen") if frame.is_staff else gettext_lazy("Bitte wählen …")
        self.fields["occasion"].choices = [("", empty), *Occasion.choices]  # type: ignore[attr-defined]
        self.fields["occasion"].required = not frame.is_staff
        self.fields["town"].queryset = frame.towns  # type: ignore[attr-defined]
        self.fields["place_kind"].choices = self._place_kinds()  # type: ignore[attr-defined]
        for one in frame.declarations:
            self.fields[declaration_field(one)] = forms.BooleanField(label=one.wording, required=False)
        if not frame.is_staff:
            del self.fields["lead_time_override"], self.fields["remark_reason"]
        self.moments: list[Moments] = []

    def _place_kinds(self) -> list[tuple[str, str]]:
        policy = self.frame.policy
        shown = {PlaceKind.PHONE: policy.offers_phone, PlaceKind.VIDEO: policy.offers_video}
        return [(value, str(label)) for value, label in PlaceKind.choices if shown.get(PlaceKind(value), True)]

    @property
    def declarations(self) -> list[tuple[forms.BoundField, str]]:
        """Each sentence with the reason why it is asked."""
        return [(self[declaration_field(one)], one.explanation) for one in self.frame.declarations]

    @property
    def declared(self) -> tuple[dict[str, str | int], ...]:
        """What was ticked, in the wording and version of today."""
        return tuple(
            {"code": one.code, "wording": one.wording, "version": one.version}
            for one in self.frame.declarations
            if self.cleaned_data.get(declaration_field(one))
        )

    @property
    def planned_minutes(self) -> int:
        """Of the first moment; without one, of the duration that was said."""
        if self.moments:
            return calendar.minutes_between(*self.moments[0])
        try:
            return spoken.parse_duration(self.cleaned_data.get("length") or str(USUAL_MINUTES))
        except spoken.NotUnderstood:
            return USUAL_MINUTES

    def clean_case_reference(self) -> str:
        reference = screening.case_reference(self.cleaned_data["case_reference"])
        problem = screening.case_reference_problem(reference, self.frame.today) if reference else ""
        if problem:
            raise forms.ValidationError(finding_sentence(problem, reference))
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._screen(data)
        self._check_declarations(data)
        kind = data.get("date_kind")
        if kind == DateKind.BY_AGREEMENT:
            if not data.get("date_wish"):
                self.add_error("date_wish", _("Bitte sagen Sie ungefähr, wann. Das genügt für den ersten Anruf."))
            self._check_length(data)
        elif kind:
            pairs = list(zip(DAYS, STARTS, strict=True))
            for day, start in pairs if kind == DateKind.PROPOSALS else pairs[:1]:
                self._read_moment(data, day, start)
        return data

    def _screen(self, data: Mapping[str, Any]) -> None:
        found = screening.screen(data.get("remark") or "", self.frame.today)
        if found and not (self.frame.is_staff and data.get("remark_reason")):
            for one in found[:3]:
                self.add_error("remark", finding_sentence(one.kind, one.text))

    def _check_declarations(self, data: Mapping[str, Any]) -> None:
        """Nobody on the phone reads out five sentences before the first call: staff may ask them later."""
        for one in self.frame.declarations if not self.frame.is_staff else []:
            if not data.get(declaration_field(one)):
                self.add_error(
                    declaration_field(one), _("Bitte bestätigen Sie das, sonst dürfen wir nicht vermitteln.")
                )

    def _check_length(self, data: Mapping[str, Any]) -> None:
        if data.get("length"):
            try:
                spoken.parse_duration(data["length"])
            except spoken.NotUnderstood as problem:
                self.add_error("length", said(problem))

    def _read_moment(self, data: Mapping[str, Any], day_name: str, start_name: str) -> None:
        day, start = data.get(day_name), data.get(start_name)
        is_first = day_name == DAYS[0]
        if not is_first and not (day or start):
            return
        if day is None and day_name not in self.errors:
            self.add_error(day_name, _("Welcher Tag? Wenn er offen ist, wählen Sie „Nach Absprache“."))
        if self.times_from_list:
            return
        if start is None and start_name not in self.errors:
            self.add_error(start_name, _("Wann beginnt es? Zum Beispiel 15:30 oder 15 Uhr."))
        if day and start:
            self._add_window(day, start, data, start_name)

    def _add_window(self, day: date, start: time, data: Mapping[str, Any], start_name: str) -> None:
        length = data.get("length") or (str(USUAL_MINUTES) if self.frame.is_staff else "")
        if not length:
            if "length" not in self.errors:
                self.add_error("length", _("Wie lange etwa? Zum Beispiel 1,5 Std, 90 oder 16:30."))
            return
        second = {"0": False, "1": True}.get(data.get("second_hour") or "")
        try:
            self.moments.append(window(day, start, length, second))
        except spoken.NotUnderstood as problem:
            if "length" not in self.errors:
                self.add_error("length", said(problem))
        except calendar.MissingTime:
            words = {"day": date_format(day, "j.n.")}
            self.add_error(start_name, _("Diese Uhrzeit gibt es am %(day)s nicht: Die Uhr wird vorgestellt.") % words)
        except calendar.AmbiguousTime:
            self.add_error("second_hour", _("Bitte wählen Sie: vor oder nach der Zeitumstellung."))

    @property
    def first_day(self) -> date | None:
        """The day of a fixed date; the pasted list of talks needs it."""
        fixed = self.cleaned_data.get("date_kind") == DateKind.FIXED
        day: date | None = self.cleaned_data.get("day") if fixed else None
        return day

    @property
    def event(self) -> tuple[datetime | None, datetime | None]:
        """Beginning and end of a fixed date; proposals and "nach Absprache" have none yet."""
        fixed = self.cleaned_data.get("date_kind") == DateKind.FIXED
        return self.moments[0] if fixed and self.moments else (None, None)


def rows_in(values: Mapping[str, Any]) -> int:
    """How many rows "Gesucht" the page has, 1 to MOST_ROWS: those that were typed, and what the hidden counter says."""
    numbers = [
        whole_number(name[1:].split("-")[0], most=MOST_ROWS) for name in values if name[:1] == "s" and "-" in name
    ]
    counter = whole_number(str(values.get("rows", "")), most=99) or 0
    return max(1, min(MOST_ROWS, max([number + 1 for number in numbers if number is not None] + [counter])))
