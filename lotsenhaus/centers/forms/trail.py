from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.kit.forms import BoundedDateField


class TrailForm(forms.Form):
    """Filter of the audit, by GET; everything may stay empty."""

    aktion = forms.ChoiceField(label=_("Was"), required=False)
    person = forms.TypedChoiceField(label=_("Wer"), required=False, coerce=int, empty_value=None)
    tag = BoundedDateField(label=_("Tag"), required=False)
    sache = forms.RegexField(
        label=_("Sache"),
        required=False,
        regex=r"^[a-z]+\.[A-Za-z]+(:\d{1,18})?$",
        widget=forms.HiddenInput(),
        error_messages={"invalid": _("Bitte wählen Sie die Sache über den Link in einer Zeile aus.")},
    )

    def __init__(
        self, *args: object, actions: list[tuple[str, str]], people: list[tuple[int, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["aktion"].choices = [("", _("alles")), *actions]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("alle")), *people]  # type: ignore[attr-defined]
