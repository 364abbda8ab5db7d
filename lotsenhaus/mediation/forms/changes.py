""" "Anfrage ändern": the few things that change after an inquiry was taken, and its date."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lotsenhaus.kit import calendar, spoken
from lotsenhaus.mediation.choices.sentences import verdict_sentence
from lotsenhaus.mediation.choices.states import SlotState
from lotsenhaus.mediation.forms import onsite
from lotsenhaus.mediation.forms.copies import length_text
from lotsenhaus.mediation.forms.spoken import (
    ClockField,
    CountField,
    DayField,
    PhoneField,
    SpokenField,
    WishField,
    said,
    window,
)
from lotsenhaus.mediation.models import Inquiry, Slot
from lotsenhaus.mediation.rules import screening
from lotsenhaus.mediation.rules.admissibility import Verdict
from lotsenhaus.mediation.rules.wishes import ChangeWish
from lotsenhaus.screening.choices import finding_sentence

DATE = ("day", "start", "length", "second_hour")
SAME = (
    "callback_phone", "room", "onsite_name", "onsite_phone", "onsite_email", "case_reference", "remark", "date_wish",
)  # fmt: skip


class ChangeForm(forms.Form):
    """Starts with what is stored. The date is parsed only when somebody typed another one."""

    use_required_attribute = False

    day = DayField(label=gettext_lazy("Tag"), example="2.12.")
    start = ClockField(label=gettext_lazy("Beginn"), example="15 Uhr")
    length = SpokenField(label=gettext_lazy("Dauer oder Ende"), example="1,5 Std")
    second_hour = forms.ChoiceField(
        label=gettext_lazy("In dieser Nacht gibt es diese Stunde zweimal. Welche ist gemeint?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("0", gettext_lazy("vor der Zeitumstellung")), ("1", gettext_lazy("nach der Zeitumstellung"))],
    )
    cancel_promises = forms.BooleanField(required=False)
    date_wish = WishField(label=gettext_lazy("Ungefähr wann?"), max_length=120)
    room, onsite_name = onsite.room(), onsite.onsite_name()
    onsite_phone, onsite_email = onsite.onsite_phone(), onsite.onsite_email()
    callback_phone = PhoneField(label=gettext_lazy("Rückrufnummer"))
    case_reference, remark = onsite.case_reference(), onsite.remark()
    remark_reason, lead_time_override = onsite.remark_reason(), onsite.lead_time_override()

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        inquiry: Inquiry,
        slots: Sequence[Slot],
        promised: int,
        can_move: bool,
        is_staff: bool,
        today: date,
    ) -> None:
        super().__init__(data, initial=stored(inquiry))
        self.inquiry, self.promised, self.is_staff, self.today = inquiry, promised, is_staff, today
        self.moved_to: tuple[datetime, datetime] | None = None
        self.counted = [one for one in slots if one.state != SlotState.WITHDRAWN and not one.talk_rows.all()]
        self.has_list = any(one.talk_rows.all() for one in slots)
        for slot in self.counted:
            label = _("Gespräche: %(languages)s") % {"languages": slot.language_text}
            self.fields[f"talks-{slot.pk}"] = CountField(label=label, min_value=1, max_value=99, initial=slot.talks)
        gone = [] if can_move else [*DATE, "cancel_promises"]
        gone += [] if promised else ["cancel_promises"]
        gone += ["date_wish"] if inquiry.starts_at else []
        gone += ["length"] if self.has_list else []
        gone += [] if is_staff else ["remark_reason", "lead_time_override"]
        for name in set(gone):
            del self.fields[name]
        if "cancel_promises" in self.fields:
            words = ngettext("%(n)s Zusage wird abgesagt", "%(n)s Zusagen werden abgesagt", promised) % {"n": promised}
            self.fields["cancel_promises"].label = _("Anderer Termin: %(words)s. Wir suchen dann neu.") % {
                "words": words
            }

    @property
    def counts(self) -> list[forms.BoundField]:
        return [self[f"talks-{slot.pk}"] for slot in self.counted]

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """(label, as stored now, as typed) of every field that is not the same."""
        names = [one for one in self.changed_data if one not in ("cancel_promises", "second_hour")]
        return [(str(self[one].label), str(self[one].initial or ""), str(self[one].data or "")) for one in names]

    def clean_case_reference(self) -> str:
        reference = screening.case_reference(self.cleaned_data["case_reference"])
        problem = screening.case_reference_problem(reference, self.today) if reference else ""
        if problem:
            raise forms.ValidationError(finding_sentence(problem, reference))
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "remark" in self.changed_data and not (self.is_staff and data.get("remark_reason")):
            for one in screening.screen(data.get("remark") or "", self.today)[:3]:
                self.add_error("remark", finding_sentence(one.kind, one.text))
        if set(DATE[:3]) & set(self.changed_data):
            self._move(data)
        if self.moved_to and "cancel_promises" in self.fields and not data.get("cancel_promises"):
            self.add_error("cancel_promises", _("Bitte ankreuzen, wenn der Termin wirklich verschoben wird."))
        return data

    def _move(self, data: Mapping[str, Any]) -> None:
        day, start = data.get("day"), data.get("start")
        if not day and "day" not in self.errors:
            self.add_error("day", _("Welcher Tag?"))
        if not start and "start" not in self.errors:
            self.add_error("start", _("Wann beginnt es? Zum Beispiel 15:30 oder 15 Uhr."))
        if not (day and start):
            return
        second = {"0": False, "1": True}.get(data.get("second_hour") or "")
        length = data.get("length") if "length" in self.fields and "length" in self.changed_data else ""
        try:
            self.moved_to = window(day, start, length or str(self.inquiry.planned_minutes), second)
        except spoken.NotUnderstood as problem:
            self.add_error("length", said(problem))
        except calendar.MissingTime:
            self.add_error("start", _("Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr wird vorgestellt."))
        except calendar.AmbiguousTime:
            self.add_error("second_hour", _("Bitte wählen Sie: vor oder nach der Zeitumstellung."))
        if self.moved_to == (self.inquiry.starts_at, self.inquiry.ends_at):
            self.moved_to = None  # the same moment in other words

    def wish(self) -> ChangeWish:
        """Only after is_valid(); a field that is not shown stays as it is stored."""
        data = self.cleaned_data
        talks = tuple((slot.pk, data[f"talks-{slot.pk}"] or 1) for slot in self.counted)
        return ChangeWish(
            talks=talks,
            moved_to=self.moved_to,
            lead_time_override=data.get("lead_time_override") or "",
            remark_reason=data.get("remark_reason") or "",
            **{name: data[name] if name in self.fields else getattr(self.inquiry, name) for name in SAME},
        )

    def show(self, verdicts: Sequence[Verdict]) -> bool:
        """What the rules say to the new date, as a sentence at its field; True when it may not go on."""
        override = self.is_staff and bool(self.cleaned_data.get("lead_time_override"))
        stopping = [one for one in verdicts if one.blocking and not (one.override_allowed and override)]
        for one in stopping:
            sentence = verdict_sentence(one.code, one.params)
            if one.override_allowed and self.is_staff:
                words = _("%(sentence)s Soll es trotzdem sein? Dann bitte kurz, warum.") % {"sentence": sentence}
                self.add_error("lead_time_override", words)
            else:
                self.add_error("length" if one.code == "too_long" and "length" in self.fields else "day", sentence)
        return bool(stopping)


def stored(inquiry: Inquiry) -> dict[str, str]:
    """As the fields would be typed."""
    values = {name: str(getattr(inquiry, name)) for name in SAME}
    if inquiry.starts_at:
        begin = timezone.localtime(inquiry.starts_at)
        values |= {"day": f"{begin:%d.%m.%Y}", "start": f"{begin:%H:%M}", "length": length_text(inquiry)}
    return values
