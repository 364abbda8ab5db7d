"""Fields that read dates, times and numbers as people say them, each with a sentence that says what to do."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.kit import calendar, phones, spoken
from lotsenhaus.screening.forms import ScreenedTextField

SENTENCES = {
    "not_a_time": gettext_lazy("Diese Uhrzeit verstehen wir nicht. Bitte so: 15:30 oder 15 Uhr."),
    "not_a_duration": gettext_lazy("Das verstehen wir nicht. Bitte so: 1,5 Std oder 90, oder das Ende: 16:30."),
    "not_a_date": gettext_lazy("Diesen Tag verstehen wir nicht. Bitte so: 2.12. oder Mi 2.12."),
    "no_such_day": gettext_lazy("Diesen Tag gibt es nicht. Bitte prüfen Sie das Datum."),
    "ends_before_start": gettext_lazy("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Zeiten."),
    "too_long": gettext_lazy("Das ist zu viel Text. Bitte kürzer, zum Beispiel 2.12. oder 15:30."),
}
PHONE_SENTENCES = {
    "too_short": gettext_lazy("Diese Nummer ist zu kurz. Bitte mit Vorwahl, zum Beispiel 05244 9860."),
    "too_long": gettext_lazy("Diese Nummer ist zu lang. Bitte prüfen Sie die Ziffern."),
    "not_in_use": gettext_lazy("Diese Nummer gibt es so nicht. Bitte prüfen Sie die Vorwahl."),
}


def said(problem: spoken.NotUnderstood) -> ValidationError:
    """The sentence for the field."""
    if problem.code == "other_weekday":
        day = problem.params["day"]
        assert isinstance(day, date)
        words = {"day": date_format(day, "j.n."), "weekday": date_format(day, "l")}
        return ValidationError(_("Der %(day)s ist ein %(weekday)s. Was gilt?") % words)
    return ValidationError(str(SENTENCES[problem.code]))


class SpokenField(forms.CharField):
    """`required` only says that the field is not marked as voluntary; what is needed depends on the kind of date."""

    def __init__(self, *, example: str = "", **options: Any) -> None:
        attrs = {"autocomplete": "off", "dir": "auto"} | ({"placeholder": example} if example else {})
        super().__init__(**{"max_length": 40, "widget": forms.TextInput(attrs=attrs), **options})

    def validate(self, value: str) -> None:
        """Empty is judged by the form."""


REACH, LONG_AGO = timedelta(days=366), timedelta(days=3660)
"""How far a talk may lie ahead or back before the year must be a slip; what is past is for the rules to say."""


class WishField(ScreenedTextField):
    """ "nächste Woche vormittags": kept in the words of the person; whether it is needed is judged by the form."""

    def __init__(self, *, example: str = "", **options: Any) -> None:
        attrs = {"autocomplete": "off", "dir": "auto"} | ({"placeholder": example} if example else {})
        super().__init__(attrs=attrs, may_stand=False, **options)

    def validate(self, value: str) -> None:
        """Empty is judged by the form."""


class DayField(SpokenField):
    """ "2.12.", "Mi 2.12.", "morgen", or what the device's own picker sends."""

    def clean(self, value: str) -> date | None:
        text, today = super().clean(value), timezone.localdate()
        try:
            day = spoken.parse_date(text, today) if text else None
        except spoken.NotUnderstood as problem:
            raise said(problem) from None
        if day is not None and not today - LONG_AGO <= day <= today + REACH:
            words = {"day": date_format(day, "l, j.n.Y")}
            raise ValidationError(
                _("%(day)s liegt zu weit weg: höchstens 12 Monate voraus. Bitte prüfen Sie das Jahr.") % words
            )
        return day


class ClockField(SpokenField):
    """ "15", "15 Uhr", "15:30", "halb drei"."""

    def clean(self, value: str) -> time | None:
        text = super().clean(value)
        if re.match(r"24\b", text):
            raise ValidationError(_("24 Uhr ist das Ende eines Tages. Für einen Beginn bitte 0 Uhr am Tag danach."))
        try:
            return spoken.parse_time(text) if text else None
        except spoken.NotUnderstood as problem:
            raise said(problem) from None


class CountField(forms.IntegerField):
    """A small number that is 1, or whatever stands there already, unless somebody changes it."""

    def validate(self, value: Any) -> None:
        """Empty means the usual number."""


class QuestionField(forms.ChoiceField):
    """A question that is asked back: not marked as voluntary, and judged by the form."""

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):
            super().validate(value)


class PhoneField(forms.CharField):
    """A number to call back, in one form; an odd one is asked about at once, not found out later."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"}), **options)

    def clean(self, value: str) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        number = phones.read(text)
        if number.problem:
            sentence = PHONE_SENTENCES.get(number.problem, _("Das ist keine Rufnummer. Bitte so: 05244 9860."))
            raise ValidationError(str(sentence))
        return number.shown


def window(day: date, start: time, length: str, second: bool | None) -> tuple[datetime, datetime]:
    """Beginning and end from "15:00" and "1,5 Std", "90" or "16:30".

    Raises spoken.NotUnderstood, calendar.MissingTime, calendar.AmbiguousTime (clocks go back: which hour?).
    """
    begin = calendar.at_local(day, start, second=second)
    try:
        return begin, begin + timedelta(minutes=spoken.parse_duration(length))
    except spoken.NotUnderstood:
        minutes = spoken.parse_length(length, start)
    clock = (datetime.combine(day, start) + timedelta(minutes=minutes)).time()
    end = calendar.at_local(day, clock, second=second if second is not None else True)
    return begin, end if end > begin else begin + timedelta(minutes=minutes)
