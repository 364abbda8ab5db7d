"""What bus or train cost."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


def ticket_field() -> forms.DecimalField:
    """Euro, with comma or point as people write them; None when nothing is entered."""
    return forms.DecimalField(
        label=_("Fahrkarte in €"),
        help_text=_("Hin und zurück, wenn jemand mit Bus oder Bahn gefahren ist. Sonst bitte leer lassen."),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=5,
        decimal_places=2,
        localize=True,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            _("Bitte tragen Sie den Preis der Fahrkarte so ein: 6,80"),
        ),
    )
