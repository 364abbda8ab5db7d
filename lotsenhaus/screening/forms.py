"""The one field for free text: nothing about the person who needs a mediator is stored without being asked about."""

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lotsenhaus.screening import rules
from lotsenhaus.screening.choices import finding_sentence

SHOWN = 3
"""Sentences at a field; the rest shows when these are mended."""
KEPT = "_stands"
"""Name of the tick beside a field, behind the field's own name."""
logger = logging.getLogger(__name__)


class Typed(str):
    """The text of a field, and whether the person ticked that it may stand as it is."""

    stands: bool

    def __new__(cls, text: str, *, stands: bool = False) -> "Typed":
        typed = super().__new__(cls, text)
        typed.stands = stands
        return typed


class _Ticked(forms.Widget):
    """Below the input a tick "Das darf so stehen", only after something was found."""

    template_name = "kit/widgets/screened.html"
    inner_template = forms.TextInput.template_name
    asks = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value if value is None else Typed(value, stands=bool(data.get(name + KEPT)))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        tick = {
            "name": name + KEPT,
            "id": f"{context['widget']['attrs'].get('id', name)}{KEPT}",
            "checked": getattr(value, "stands", False),
        }
        return {**context, "inner": self.inner_template, "tick": tick if self.asks else None}


class ScreenedInput(_Ticked, forms.TextInput):
    template_name = _Ticked.template_name


class ScreenedTextarea(_Ticked, forms.Textarea):
    template_name = _Ticked.template_name
    inner_template = forms.Textarea.template_name


class ScreenedTextField(forms.CharField):
    """Free text of at most `max_length` signs. Names, numbers, birth dates and file numbers are errors at the field.

    `may_stand`: a tick lets the text stand as it is (a false alarm, the name of a colleague); that is logged without
    the text. `rows`: height of a text area; without it one line.
    """

    screen = staticmethod(rules.screen)

    def __init__(self, *, max_length: int, may_stand: bool = True, rows: int = 0, **options: Any) -> None:
        self.may_stand = may_stand
        attrs = options.pop("attrs", {})
        widget = ScreenedTextarea({"rows": rows, **attrs}) if rows else ScreenedInput(attrs)
        super().__init__(max_length=max_length, widget=options.pop("widget", widget), **options)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        found = self.screen(text, timezone.localdate())
        self.widget.asks = bool(found) and self.may_stand
        if found and self.may_stand and getattr(value, "stands", False):
            logger.info("text kept as it is: %s", ", ".join(sorted({one.kind for one in found})))
        elif found:
            raise ValidationError([finding_sentence(one.kind, one.text) for one in found[:SHOWN]])
        return text


class NameField(ScreenedTextField):
    """The name of a professional, a volunteer or an institution; only what tells about somebody else is an error."""

    screen = staticmethod(rules.about_a_client)
