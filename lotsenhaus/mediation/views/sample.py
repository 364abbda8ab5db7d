"""Prüfung: talks drawn by a seed, one sheet each, from the inquiry to the payment."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lotsenhaus.centers import audit
from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.mediation.forms.reports import SampleForm
from lotsenhaus.mediation.permissions import AUDIT_SAMPLE
from lotsenhaus.mediation.queries import sample as queries
from lotsenhaus.mediation.rules.sample import draw
from lotsenhaus.mediation.views.claim import steps_in_words


@require(AUDIT_SAMPLE)
def sample(request: CenterRequest) -> HttpResponse:
    """The form, or the sheets of the sample; who drew what is written down."""
    today = timezone.localdate()
    form = SampleForm(request.GET or None, initial={"startwert": f"{today:%Y}-1", "jahr": today.year, "anzahl": 20})
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        keys = queries.keys(values["jahr"])
        chosen = draw(keys, seed=values["startwert"], count=values["anzahl"])
        sheets = queries.sheets(chosen)
        audit.record(
            center=request.center, action="sample.drawn", by=request.user, seed=values["startwert"], rows=len(chosen)
        )
        context |= {
            "sheets": [(one, steps_in_words(one.allowance)) for one in sheets],
            "total": len(keys),
            "values": values,
        }
    return render(request, "mediation/audit_sample.html", context)
