"""What a dispatcher types at the board: notes, reasons, times."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotsenhaus.mediation.choices.states import CallResult, CancelReason, CancelSide, DeclineReason, UnfilledReason
from lotsenhaus.mediation.models import ProposedDate, Slot
from lotsenhaus.network.models import Desk
from lotsenhaus.screening.forms import ScreenedTextField

FURTHEST_BACK, FURTHEST = timedelta(days=1), timedelta(days=60)
"""A call-back lies within two months; the minute that has just begun counts as now."""


class CallResultForm(forms.Form):
    result = forms.ChoiceField(choices=CallResult.choices)
    until = forms.DateTimeField(required=False, error_messages={"invalid": _("Bitte Tag und Uhrzeit eintragen.")})
    note = ScreenedTextField(required=False, max_length=160)
    decline_reason = forms.ChoiceField(required=False, choices=[("", ""), *DeclineReason.choices])
    chosen_date: "forms.ModelChoiceField[ProposedDate]" = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: object, slot: Slot | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        proposals = ProposedDate.objects.filter(inquiry=slot.inquiry_id) if slot else ProposedDate.objects.none()
        self.fields["chosen_date"].queryset = proposals  # type: ignore[attr-defined]

    def clean_until(self) -> datetime | None:
        """Without a time: tomorrow at ten."""
        until: datetime | None = self.cleaned_data["until"]
        if until is not None and not timezone.now() - FURTHEST_BACK <= until <= timezone.now() + FURTHEST:
            raise forms.ValidationError(_("Bitte prüfen Sie Tag und Uhrzeit des Rückrufs."))
        if self.data.get("result") != CallResult.CALLS_BACK or until is not None:
            return until
        tomorrow = timezone.localtime() + timedelta(days=1)
        return tomorrow.replace(hour=10, minute=0, second=0, microsecond=0)


class HandoverForm(forms.Form):
    desk: "forms.ModelChoiceField[Desk]" = forms.ModelChoiceField(queryset=None, label=_("Weitergeben an"))
    note = ScreenedTextField(
        label=_("Notiz"),
        max_length=300,
        required=False,
        rows=2,
        help_text=_("Was haben Sie schon versucht?"),
    )

    def __init__(self, *args: object, leave_out: int | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        desks = Desk.objects.filter(closed_on=None).exclude(pk=leave_out or 0)
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = ScreenedTextField(
        label=_("Grund"), max_length=300, error_messages={"required": _("Bitte schreiben Sie kurz, warum.")}
    )


class UnfilledForm(forms.Form):
    reason = forms.ChoiceField(label=_("Warum niemand?"), choices=UnfilledReason.choices)


class CancelForm(forms.Form):
    side = forms.ChoiceField(label=_("Wer sagt ab?"), choices=CancelSide.choices)
    reason = forms.ChoiceField(label=_("Grund"), choices=CancelReason.to_choose())
