"""Protokoll: what was done here, in words; and whether the chain holds."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers import audit as chain
from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.forms.trail import TrailForm
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.centers.permissions import AUDIT_READ
from lotsenhaus.centers.queries import trail

ON_ONE_PAGE = 50


def _line(record: AuditRecord) -> dict[str, object]:
    return {
        "record": record,
        "who": trail.actor_words(record),
        "what": trail.action_words(record.action),
        "thing": trail.thing_words(record),
        "key": f"{record.subject_type}:{record.subject_id}" if record.subject_type else "",
        "detail": trail.detail_words(record),
    }


@require(AUDIT_READ)
def audit(request: CenterRequest) -> HttpResponse:
    form = TrailForm(request.GET, actions=trail.actions_seen(), people=trail.actors_seen())
    wanted = trail.Filter()
    if form.is_valid():
        values = form.cleaned_data
        wanted = trail.Filter(values["aktion"], values["person"], values["tag"], values["sache"])
    page = Paginator(trail.records(wanted), ON_ONE_PAGE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "page": page,
        "lines": [_line(record) for record in page],
        "is_filtered": wanted != trail.Filter(),
    }
    return render(request, "centers/audit.html", context)


@require_POST
@require(AUDIT_READ)
def verify(request: CenterRequest) -> HttpResponse:
    """Recomputes the whole chain of the center."""
    broken = chain.first_break()
    if broken is None:
        words = _("Alle %(n)s Einträge sind unverändert und lückenlos.")
        messages.success(request, words % {"n": AuditRecord.objects.count()})
    else:
        words = _(
            "Ab Eintrag %(n)s passt die Kette nicht mehr. Bitte sofort den Systembetrieb und den Datenschutz anrufen."
        )
        messages.error(request, words % {"n": broken})
    return redirect("centers:audit", request.center.slug)
