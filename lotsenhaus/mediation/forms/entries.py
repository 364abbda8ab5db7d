"""The whole page as one thing: asker, matter, rows of "Gesucht", list of talks, and what the rules say to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from lotsenhaus.kit import calendar
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.choices.sentences import verdict_sentence
from lotsenhaus.mediation.choices.states import DateKind
from lotsenhaus.mediation.forms.inquiries import Frame, WhatForm, rows_in
from lotsenhaus.mediation.forms.slots import SlotForm
from lotsenhaus.mediation.forms.talks import TalksForm
from lotsenhaus.mediation.rules.admissibility import InquiryFacts, Verdict
from lotsenhaus.mediation.rules.wishes import InquiryWish, SlotWish, span

REFUSALS = frozenset({"occasion_refused", "private_person", "institution_kind"})
"""Verdicts that are kept as a refusal, because the need was real; the others are put right in the form."""
FIELD_OF = {
    "occasion_refused": "occasion",
    "no_phone": "place_kind",
    "no_video": "place_kind",
    "outside_district": "town",
    "too_long": "length",
    "in_the_past": "day",
    "too_soon": "day",
}


class Entry:
    """`data` (a sent form) is checked; `initial` (a draft, the last inquiry) is only shown."""

    def __init__(
        self,
        who: forms.Form,
        frame: Frame,
        *,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.who, self.frame = who, frame
        values = data if data is not None else initial or {}
        self.talks = TalksForm(data, initial=dict(initial or {}))
        self.what = WhatForm(data, initial=dict(initial or {}), frame=frame, times_from_list=self.talks.is_used)
        self.rows = [_row(number, data, initial or {}) for number in range(rows_in(values))]
        self.verdicts: list[Verdict] = []

    @property
    def row_count(self) -> int:
        return len(self.rows)

    @property
    def filled(self) -> list[SlotForm]:
        return [row for row in self.rows if not row.is_blank]

    def is_valid(self) -> bool:
        """All parts, whatever fails first: everything wrong is said at once."""
        parts = [self.who.is_valid(), self.what.is_valid(), self.talks.is_valid()]
        parts += [row.is_valid() for row in self.rows]
        if self.talks.is_used:
            parts.append(self._list_fits())
        elif not self.filled:
            self.rows[0].add_error("language", _("Welche Sprache? Sonst kreuzen Sie bitte „Weiß ich nicht“ an."))
            parts.append(False)
        else:
            parts += [self._place(row) for row in self.filled]
        return all(parts)

    def _place(self, row: SlotForm) -> bool:
        row.place_in(self.what.first_day, self.what.event)
        return not row.errors

    def _list_fits(self) -> bool:
        if self.what.cleaned_data.get("date_kind") != DateKind.FIXED:
            self.what.add_error("date_kind", _("Eine Liste mit Uhrzeiten braucht einen festen Tag."))
            return False
        day = self.what.first_day
        if day is None or self.talks.errors:
            return False
        try:
            self.talks.wishes(day)
        except (calendar.MissingTime, calendar.AmbiguousTime):
            self.what.add_error("day", _("In dieser Nacht wird die Uhr umgestellt. Bitte prüfen Sie die Uhrzeiten."))
            return False
        return True

    def slots(self) -> tuple[SlotWish, ...]:
        """One per person wanted."""
        if self.talks.is_used:
            day = self.what.first_day
            assert day is not None
            return tuple(self.talks.wishes(day))
        return tuple(wish for row in self.filled for wish in row.wishes())

    def wish(self) -> InquiryWish:
        """Plain values for the action; only after is_valid()."""
        data, slots = self.what.cleaned_data, self.slots()
        starts_at, ends_at = span(slots)
        proposals = tuple(self.what.moments) if data["date_kind"] == DateKind.PROPOSALS else ()
        minutes = calendar.minutes_between(starts_at, ends_at) if starts_at and ends_at else self.what.planned_minutes
        plain = ("date_kind", "place_kind", "street", "room", "onsite_name", "onsite_phone", "onsite_email",
                 "gender_wish", "gender_wish_is_must", "case_reference", "remark")  # fmt: skip
        return InquiryWish(
            occasion=data["occasion"] or Occasion.OTHER,
            planned_minutes=minutes,
            slots=slots,
            starts_at=starts_at,
            ends_at=ends_at,
            proposals=proposals,
            date_wish=data["date_wish"] if data["date_kind"] == DateKind.BY_AGREEMENT else "",
            town_id=data["town"].pk if data.get("town") else None,
            declared=self.what.declared,
            lead_time_override=data.get("lead_time_override") or "",
            remark_reason=data.get("remark_reason") or "",
            **{name: data[name] for name in plain},
        )

    def facts(self, organization_kind: str) -> InquiryFacts:
        """What the rules look at."""
        wish = self.wish()
        starts = (wish.starts_at,) if wish.starts_at else tuple(start for start, _end in wish.proposals)
        return InquiryFacts(
            occasion=wish.occasion,
            organization_kind=organization_kind,
            starts=tuple(one for one in starts if isinstance(one, datetime)),
            planned_minutes=wish.planned_minutes,
            place_kind=wish.place_kind,
            declared=frozenset(str(one["code"]) for one in wish.declared),
        )

    def show(self, verdicts: Sequence[Verdict]) -> None:
        """Each answer of the rules as a sentence at its field; staff may write down why it goes on."""
        self.verdicts = list(verdicts)
        for verdict in verdicts:
            sentence = verdict_sentence(verdict.code, verdict.params)
            if verdict.override_allowed and self.frame.is_staff:
                words = _("%(sentence)s Soll es trotzdem sein? Dann bitte kurz, warum.") % {"sentence": sentence}
                self.what.add_error("lead_time_override", words)
            elif verdict.code in FIELD_OF:
                self.what.add_error(FIELD_OF[verdict.code], sentence)
            else:
                name = next(one for one in ("organization", "organization_name") if one in self.who.fields)
                self.who.add_error(name, sentence)

    def stops(self, verdict: Verdict) -> bool:
        """Whether this answer of the rules keeps the inquiry from going on; declarations the form has checked."""
        if verdict.code == "not_declared":
            return False
        overridden = self.frame.is_staff and bool(self.what.cleaned_data.get("lead_time_override"))
        return verdict.blocking and not (verdict.override_allowed and overridden)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """(id, label, sentence) of everything that is wrong, in the order of the page."""
        parts = [self.who, self.what, self.talks, *self.rows]
        return [
            (field.auto_id if field.use_fieldset else field.id_for_label, str(field.label), str(field.errors[0]))
            for part in parts
            if part.is_bound
            for field in part
            if field.errors
        ]


def _row(number: int, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> SlotForm:
    prefix = f"s{number}"
    own = {name.removeprefix(f"{prefix}-"): value for name, value in initial.items() if name.startswith(f"{prefix}-")}
    return SlotForm(data, prefix=prefix, initial=own)
