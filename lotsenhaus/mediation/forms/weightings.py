"""What counts how much: one number for each thing, and why it was chosen."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.mediation.choices.weightings import LABELS, SENTENCES
from lotsenhaus.mediation.planning import strengths as rules
from lotsenhaus.screening.forms import ScreenedTextField


class WeightingForm(forms.Form):
    """People say how strong, never with which sign."""

    use_required_attribute = False  # a preview needs no reason yet

    name = ScreenedTextField(
        label=_("Name"), max_length=60, help_text=_("Zum Beispiel „Kurze Wege zuerst“. Er steht in der Liste unten.")
    )
    note = ScreenedTextField(
        label=_("Warum"),
        max_length=300,
        rows=2,
        help_text=_("Zum Beispiel „Beschluss der Koordinationsrunde vom 2.11.2026“. Für die Vorschau nicht nötig."),
        error_messages={"required": _("Bitte schreiben Sie, warum. Später fragt jemand danach.")},
    )

    def __init__(self, *args: Any, points: Mapping[str, int], **kwargs: Any) -> None:
        """`points` are those in force."""
        super().__init__(*args, **kwargs)
        for name, strength in rules.strengths_from(points).items():
            self.fields[name] = _strength(name, strength)
        self.order_fields([*rules.MOST, "name", "note"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        strengths = self._strengths()
        if len(strengths) == len(rules.MOST) and (points := rules.together(strengths)) > rules.TOGETHER:
            words = _(
                "Zusammen ergeben Ihre Zahlen %(points)s Punkte, höchstens %(most)s sind möglich. Bitte verringern Sie "
                "eine davon. Gezählt sind 60 Minuten Weg, 30 Einsätze und 12 Wochen."
            )
            raise forms.ValidationError(words % {"points": points, "most": rules.TOGETHER})
        return self.cleaned_data

    def is_comparable(self) -> bool:
        """Whether the numbers can be tried out; nobody needs to say why yet."""
        for name in ("name", "note"):
            self.errors.pop(name, None)
        return self.is_valid()

    @property
    def points(self) -> dict[str, int]:
        return rules.points_from(self._strengths())

    def _strengths(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in rules.MOST if name in self.cleaned_data}


def _strength(name: str, in_force: int) -> forms.IntegerField:
    most = rules.highest(name)
    wrong = _("Bitte eine ganze Zahl von 0 bis %(most)s, ohne Vorzeichen.") % {"most": most}
    span = _("0 zählt nicht, %(most)s ist das Stärkste. Standard: %(standard)s.") % {
        "most": most,
        "standard": abs(getattr(rules.STANDARD, name)),
    }
    return forms.IntegerField(
        label=LABELS[name],
        help_text=f"{SENTENCES[name]} {span}",
        min_value=0,
        max_value=most,
        initial=in_force,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )
