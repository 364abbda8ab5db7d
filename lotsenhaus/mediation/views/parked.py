""" "geparkt (n)": what one has begun and not sent."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.mediation.actions import drafts
from lotsenhaus.mediation.models import Draft
from lotsenhaus.mediation.permissions import DISPATCH, INQUIRY_CREATE


def count_parked(request: CenterRequest) -> None:
    """The number on every page: one query, and none for roles that park nothing."""
    if request.access.has(INQUIRY_CREATE):
        request.access.parked_count = Draft.objects.filter(owner=request.user, inquiry=None).count()


@require(INQUIRY_CREATE)
@require_safe
def parked(request: CenterRequest) -> HttpResponse:
    begun = Draft.objects.filter(owner=request.user, inquiry=None)
    page = "mediation:inquiry-new" if request.access.has(DISPATCH) else "mediation:ask"
    return render(request, "mediation/inquiry_parked.html", {"drafts": begun, "page_name": page})


@require(INQUIRY_CREATE)
@require_POST
def discard(request: CenterRequest, key: uuid.UUID) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.filter(inquiry=None), key=key, owner=request.user)
    drafts.discard(draft=draft, by=request.user)
    messages.success(request, _("Verworfen."))
    return redirect("mediation:parked", request.center.slug)
