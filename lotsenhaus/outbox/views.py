"""A test message to oneself, and once more for what did not arrive."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.outbox import actions, queries
from lotsenhaus.outbox.models import Message
from lotsenhaus.outbox.permissions import SEND_AGAIN, TEST_MESSAGE


@require_POST
@require(SEND_AGAIN)
def send_again(request: CenterRequest, pk: int) -> HttpResponse:
    """Failed or uncertain: a person decides that it leaves once more."""
    message = get_object_or_404(Message.objects.undeliverable(), pk=pk)
    actions.send_again(message=message, by=request.user)
    messages.success(request, _("Die Nachricht geht gleich noch einmal hinaus."))
    return _back(request)


@require_POST
@require(SEND_AGAIN)
def seen(request: CenterRequest, pk: int) -> HttpResponse:
    """Somebody has looked at it and calls instead."""
    message = get_object_or_404(Message.objects.undeliverable(), pk=pk)
    actions.note_seen(message=message, by=request.user)
    return _back(request)


def _back(request: CenterRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    safe = safe and wanted.startswith("/") and len(wanted) <= 2000  # anything else would be read as the name of a view
    return redirect(wanted) if safe else redirect("start")


@require(TEST_MESSAGE)
def test_message(request: CenterRequest) -> HttpResponse:
    """Does mail of this center arrive? GET shows the last try, POST sends one."""
    if request.method == "POST":
        actions.put_test(center=request.center, by=request.user)
        messages.success(request, _("Die Testnachricht ist unterwegs an %(email)s.") % {"email": request.user.email})
        return redirect("outbox:test", request.center.slug)
    return render(request, "outbox/test.html", {"last": queries.last_test(request.user)})
