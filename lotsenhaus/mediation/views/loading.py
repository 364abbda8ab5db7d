"""Loaders that are also the object's permission check: what one may not see does not exist."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from lotsenhaus.centers.access import CenterRequest
from lotsenhaus.mediation.models import Inquiry, Slot
from lotsenhaus.mediation.permissions import may_see_inquiry, may_work_on, may_work_on_slot


def visible_inquiry(request: CenterRequest, pk: int) -> Inquiry:
    """404 for another desk's inquiry, as for one that does not exist."""
    inquiry = get_object_or_404(
        Inquiry.objects.select_related("organization", "town", "desk", "contact", "center"), pk=pk
    )
    if not may_see_inquiry(request.access, inquiry):
        raise Http404
    return inquiry


def own_inquiry(request: CenterRequest, pk: int) -> Inquiry:
    """One that this desk works on now; 403 for one it only looks at."""
    inquiry = visible_inquiry(request, pk)
    if not may_work_on(request.access, inquiry):
        raise PermissionDenied
    return inquiry


def own_slot(request: CenterRequest, pk: int) -> Slot:
    """A slot that this desk looks for; 404 where the inquiry is not visible, else 403."""
    slot = get_object_or_404(
        Slot.objects.select_related(
            "inquiry__organization", "inquiry__town", "inquiry__desk", "inquiry__center", "desk"
        ),
        pk=pk,
    )
    if not may_see_inquiry(request.access, slot.inquiry):
        raise Http404
    if not may_work_on_slot(request.access, slot):
        raise PermissionDenied
    return slot
