from django import forms
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.choices import Role
from lotsenhaus.screening.forms import NameField

# Whom a center admin may let in; operators come by the command line.
GRANTABLE = [(role.value, role.label) for role in Role if role != Role.OPERATOR]


class RoleForm(forms.Form):
    """A role, and the desk that a dispatcher needs."""

    role = forms.ChoiceField(label=_("Aufgabe"), choices=GRANTABLE)
    desk = forms.TypedChoiceField(
        label=_("Vermittlungsstelle"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Nur für die Aufgabe „Vermittlung“."),
    )

    def __init__(self, *args: object, desks: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices: list[tuple[int | str, str]] = [("", "–"), *desks]
        self.fields["desk"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        values: dict[str, object] = super().clean() or self.cleaned_data
        if values.get("role") == Role.DISPATCHER and "desk" in values and values["desk"] is None:
            self.add_error("desk", _("Bitte wählen Sie die Vermittlungsstelle, für die diese Person arbeitet."))
        if values.get("role") != Role.DISPATCHER:
            values["desk"] = None
        return values


class InvitationForm(RoleForm):
    name = NameField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    field_order = ("name", "email", "role", "desk")
