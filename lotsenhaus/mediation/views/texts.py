"""A question as SMS: the desk's own phone sends it, never the server (EXPERIENCE part 9)."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.mediation.actions import asking, questions
from lotsenhaus.mediation.models import Offer
from lotsenhaus.mediation.permissions import DISPATCH, is_own_mediator
from lotsenhaus.mediation.views.loading import own_slot
from lotsenhaus.mediation.views.steps import page_of


@require(DISPATCH)
def sms(request: CenterRequest, pk: int) -> HttpResponse:
    """Text to copy or to open on the telephone; a POST notes that it was sent."""
    offer = get_object_or_404(
        Offer.objects.select_related(
            "slot__inquiry__town", "slot__inquiry__desk", "mediator", "desk", "asked_by", "center"
        ),
        pk=pk,
    )
    slot = own_slot(request, offer.slot_id)
    if request.method == "POST":
        asking.note_sent_by_hand(offer=offer, by=request.user)
        messages.success(request, _("Eingetragen: SMS gesendet."))
        return redirect(page_of(request, slot))
    text = questions.sms_text(request.center, offer)
    shows = is_own_mediator(request.access, offer.mediator) or offer.mediator_id in request.session.get(
        "shown_numbers", []
    )
    digits = "".join(sign for sign in offer.mediator.phone if sign.isdecimal() or sign == "+")
    return render(
        request,
        "mediation/offer_sms.html",
        {
            "offer": offer,
            "text": text,
            "back": page_of(request, slot),
            "sms_link": f"sms:{digits}?body={quote(text)}" if shows and digits else "",
        },
    )
