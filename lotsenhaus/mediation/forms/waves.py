from django import forms
from django.utils.translation import gettext_lazy as _


class WavesForm(forms.Form):
    per_day = forms.IntegerField(
        label=_("Einladungen am Tag"),
        min_value=1,
        max_value=100,
        initial=10,
        help_text=_("So viele, wie Ihre Stellen an Rückfragen am Telefon gut beantworten können."),
    )
