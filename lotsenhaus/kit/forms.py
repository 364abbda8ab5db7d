"""Forms in KERN's markup: `{{ form }}`, `{{ form.name.as_field_group }}` and `{% field form.name %}` look the same."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


class Renderer(TemplatesSetting):
    """FORM_RENDERER of the house."""

    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"


class DateInput(forms.DateInput):
    """The device's own date picker; typed dates work as well."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class BoundedDateField(forms.DateField):
    """A day within reach: from January of the year `past` years ago to December of the one `future` years ahead."""

    def __init__(self, *, past: int = 10, future: int = 3, **options: Any) -> None:
        self.past, self.future = past, future
        super().__init__(**{"widget": DateInput(), **options})

    def bounds(self) -> tuple[date, date]:
        today = timezone.localdate()
        return date(today.year - self.past, 1, 1), date(today.year + self.future, 12, 31)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        first, last = self.bounds()
        if day is not None and not first <= day <= last:
            words = {"first": date_format(first, "j.n.Y"), "last": date_format(last, "j.n.Y")}
            raise ValidationError(_("Bitte prüfen Sie das Jahr: möglich ist %(first)s bis %(last)s.") % words)
        return day


PICKERS = (DateInput, TimeInput, DateTimeInput)
MACHINE_WRITTEN = re.compile(r"[\d:T-]*")


def keep_what_was_typed(bound: BoundField) -> None:
    """A picker shows nothing when it does not understand: "gestern" stays readable in a plain field."""
    typed = bound.value()
    if isinstance(bound.field.widget, PICKERS) and isinstance(typed, str) and not MACHINE_WRITTEN.fullmatch(typed):
        bound.field.widget.input_type = "text"


def kind_of(bound: BoundField) -> str:
    """group (radios, several ticks), parts (several inputs), check (one tick), select, or input."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.MultiWidget):
        return "parts"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "select" if isinstance(widget, forms.Select) else "input"


def _css(bound: BoundField, kind: str, width: int | None) -> str:
    base = {"check": "kern-form-check__checkbox", "select": "kern-form-input__select"}.get(
        kind, "kern-form-input__input"
    )
    if isinstance(bound.field.widget, forms.SelectMultiple):
        base = "kern-form-input__input kit-select-many"
    parts = [bound.field.widget.attrs.get("class", ""), base, f"{base}--error" if bound.errors else ""]
    parts.append(f"kit-width-{width}" if width else "")
    return " ".join(part for part in parts if part)


def field_context(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    width: int | None = None,
    horizontal: bool = False,
    hide_label: bool = False,
) -> dict[str, Any]:
    """What kit/components/field.html needs. Django names the ids of hint and errors and points at them itself."""
    keep_what_was_typed(bound)
    if getattr(bound.field, "empty_label", None) == "---------":
        bound.field.empty_label = _("bitte wählen")  # type: ignore[attr-defined]
    kind = kind_of(bound)
    attrs: dict[str, Any] = {"class": _css(bound, kind, width)}
    hint = hint or str(bound.help_text)
    described = [f"{bound.auto_id}_helptext"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    if described and kind not in ("group", "parts"):
        attrs["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "kind": kind,
        "widget": "" if kind == "group" else bound.as_widget(attrs=attrs),
        "options": list(bound) if kind == "group" else [],
        "is_radio": not isinstance(bound.field.widget, forms.CheckboxSelectMultiple),
        "many": isinstance(bound.field.widget, forms.SelectMultiple),
        "label": label or bound.label,
        "hint": hint,
        "described": " ".join(described),
        "optional": not bound.field.required and kind != "check",
        "horizontal": horizontal,
        "hide_label": hide_label,
    }
