"""The living page of components, and two choices of this browser: light or dark, keys on or off."""

import datetime as dt

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.kit.forms import DateInput, TimeInput

YEAR = 365 * 24 * 3600


def form_again(
    request: HttpRequest, form: forms.BaseForm, *, title: str, back: str, keep: tuple[str, ...] = ()
) -> HttpResponse:
    """A form that stood on a larger page, alone with its errors and all that was typed; `keep`: further POST values."""
    kept = [(name, request.POST[name]) for name in keep if name in request.POST]
    return render(
        request, "kit/form_again.html", {"form": form, "title": title, "back": back, "kept": kept}, status=422
    )


class ExampleForm(forms.Form):
    """One field of each kind."""

    organization = forms.CharField(label="Einrichtung", help_text="Drei Buchstaben genügen.")
    day = forms.DateField(label="Tag", widget=DateInput())
    start = forms.TimeField(label="Beginn", widget=TimeInput(), required=False)
    language = forms.ChoiceField(
        label="Sprache", choices=[("ar", "Arabisch"), ("kmr", "Kurmandschi"), ("", "weiß ich nicht")]
    )
    kind = forms.ChoiceField(
        label="Wann?",
        widget=forms.RadioSelect,
        choices=[("fixed", "Fester Termin"), ("several", "Mehrere Vorschläge"), ("open", "Nach Absprache")],
    )
    means = forms.MultipleChoiceField(
        label="Verkehrsmittel",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("car", "Auto"), ("bus", "Bus und Bahn"), ("bike", "Rad")],
    )
    remark = forms.CharField(
        label="Bemerkung", widget=forms.Textarea(attrs={"rows": 3}), required=False, help_text="Bitte keine Namen."
    )
    present = forms.BooleanField(label="Eine Fachkraft ist die ganze Zeit dabei.")


def style(request: HttpRequest) -> HttpResponse:
    """Every component in its states; the pages of the product are made of these."""
    today = dt.datetime(2026, 12, 2, 14, 0, tzinfo=dt.UTC)
    context = {
        "form": ExampleForm(initial={"organization": "Grundschule am Emsbogen", "kind": "fixed"}),
        "wrong_form": ExampleForm(
            prefix="wrong",
            data={"wrong-organization": "", "wrong-day": "gestern", "wrong-kind": "", "wrong-remark": "Familie"},
        ),
        "start": today,
        "end": today + dt.timedelta(hours=3),
        "now": timezone.now(),
        "page": Paginator(range(200), 10).get_page(request.GET.get("seite", 4)),
        "tabs": [
            {"label": _("Jetzt kümmern"), "url": "#", "count": 1, "kind": "danger"},
            {"label": _("Neu"), "url": "#", "count": 3, "here": True},
            {"label": _("Wartet"), "url": "#", "count": 4},
            {"label": _("Zugesagt"), "url": "#", "count": 9},
            {"label": _("Alle"), "url": "#"},
        ],
        "tasks": [
            {"label": _("Zentrum und Absender"), "url": "#", "state": "done"},
            {"label": _("Regeln"), "url": "#", "state": "done"},
            {
                "label": _("Vermittlungsstellen mit Sprechzeiten und Vertretung"),
                "url": "#",
                "hint": _("3 von 13 angelegt"),
            },
            {"label": _("Testnachricht an mich"), "url": "#", "state": "later"},
        ],
        "bars": [("Arabisch", 142), ("Ukrainisch", 97), ("Kurmandschi", 61), ("Rumänisch", 40), ("Tigrinya", 3)],
        "facts": [(_("Ort"), "Rietberg"), (_("Ansprechperson"), "Frau Probesand"), (_("Leer"), "")],
    }
    return render(request, "kit/style.html", context)


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    safe = safe and wanted.startswith("/") and len(wanted) <= 2000  # anything else would be read as the name of a view
    return redirect(wanted if safe else "/")


def _remember(request: HttpRequest, name: str, allowed: set[str]) -> HttpResponse:
    value = request.POST.get(name, "")
    response = _back(request)
    if value in allowed:
        response.set_cookie(name, value, max_age=YEAR, httponly=True, secure=request.is_secure(), samesite="Lax")
    else:
        response.delete_cookie(name, samesite="Lax")
    return response


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Light or dark in this browser; empty: as the device."""
    return _remember(request, "theme", {"light", "dark"})


@require_POST
def choose_shortcuts(request: HttpRequest) -> HttpResponse:
    """Keys off in this browser (WCAG 2.1.4); empty: on."""
    return _remember(request, "shortcuts", {"off"})
