"""The answer page behind a signed link: no sign-in, and a GET never decides (mail scanners open links).

The decision is single-use, the page is not: it shows details until 24 hours after the talk.
"""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from lotsenhaus.centers.access import CenterRequest
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import by_link
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.actions import assignments, offers
from lotsenhaus.mediation.choices.states import CancelReason, CancelSide, Channel, DeclineReason, OfferState, SlotState
from lotsenhaus.mediation.models import Assignment, Offer, ProposedDate
from lotsenhaus.mediation.planning import leg_between
from lotsenhaus.mediation.planning.because import why_you
from lotsenhaus.mediation.planning.calendar import assignment_calendar
from lotsenhaus.mediation.planning.estimate import estimate
from lotsenhaus.mediation.queries.changes import is_over
from lotsenhaus.mediation.rules.deadlines import page_closes_at


def _load(pk: int) -> Offer:
    offer = (
        Offer.objects.select_related(
            "mediator__town",
            "mediator__center",
            "slot__inquiry__town",
            "slot__inquiry__organization",
            "slot__inquiry__desk",
            "slot__inquiry__center",
            "desk",
            "asked_by",
            "center",
        )
        .filter(pk=pk)
        .first()
    )
    if offer is None:
        raise Http404
    return offer


@by_link(LinkPurpose.ANSWER)
def answer(request: CenterRequest, target_id: int) -> HttpResponse:
    offer = _load(target_id)
    if request.method == "POST":
        return _decide(request, offer)
    return _page(request, offer)


def _decide(request: CenterRequest, offer: Offer) -> HttpResponse:
    decision = request.POST.get("antwort", "")
    try:
        if decision == "ja":
            offers.accept_offer(offer=offer, via=Channel.LINK, by=None, chosen_date=_chosen_date(request, offer))
        elif decision == "nein":
            reason = request.POST.get("grund", "")
            offers.decline_offer(
                offer=offer, via=Channel.LINK, by=None, reason=reason if reason in DeclineReason.values else ""
            )
        elif decision == "doch-nicht":
            _cancel(offer, CancelReason.PREVENTED)
        elif decision == "befangen":
            _cancel(offer, CancelReason.BIASED)
    except offers.TooLate as late:
        if late.why in ("past", "dated", "changed"):
            return _page(request, _load(offer.pk), gone=late.why)
        # else the page says in a friendly sentence how things stand
    except offers.AlreadyBusy as busy:  # who else cannot come is nobody's business here
        return _page(request, offer, busy="you" if busy.who.pk == offer.mediator_id else "other")
    except assignments.NotPossible:
        pass
    return redirect(request.path)


def _chosen_date(request: CenterRequest, offer: Offer) -> ProposedDate | None:
    """One of the proposals; none was needed for a fixed date or one by agreement.

    Raises TooLate when another date was fixed, or the proposals were changed, while she was reading: she has not said
    yes to that.
    """
    wanted = request.POST.get("termin", "")
    dates = ProposedDate.objects.filter(inquiry=offer.slot.inquiry_id)
    chosen = dates.filter(pk=whole_number(wanted) or 0).first()
    if wanted and chosen is None:
        raise offers.TooLate("changed")
    if chosen is not None and offer.slot.starts_at is not None:
        if chosen.starts_at != offer.slot.starts_at:
            raise offers.TooLate("dated")
        return None
    return chosen


def _cancel(offer: Offer, reason: str) -> None:
    assignment = Assignment.objects.binding().filter(offer=offer).first()
    if assignment is not None:
        assignments.cancel_assignment(
            assignment=assignment, side=CancelSide.MEDIATOR, reason=reason, by=None, via=Channel.LINK
        )


def _page(request: CenterRequest, offer: Offer, *, busy: str = "", gone: str = "") -> HttpResponse:
    assignment = Assignment.objects.filter(offer=offer).first()
    slot = offer.slot
    now = timezone.now()
    context = {
        "offer": offer,
        "slot": slot,
        "inquiry": slot.inquiry,
        "desk": offer.desk,
        "busy": busy,
        "gone": gone,
        "assignment": assignment,
        "view": _what_to_show(offer, assignment),
        "leg": leg_between(offer.mediator, slot),
        "dates": list(slot.inquiry.proposed_dates.filter(ends_at__gt=now)) if slot.starts_at is None else [],
        "reasons": DeclineReason.choices,
        "estimate": estimate(slot, offer.mediator),
        "why_you": why_you(offer),
        # Place and contact from the yes until 24 hours after the talk (RELIABILITY, abuse case 5).
        "shows_place": assignment is not None
        and (assignment.ends_at is None or now < page_closes_at(assignment.ends_at)),
        "soon_over": assignment is not None
        and assignment.ends_at is not None
        and now > assignment.ends_at - timedelta(hours=1),
        "offer_language": request.GET.get("sprache", ""),
    }
    return render(request, "mediation/answer.html", context)


def _what_to_show(offer: Offer, assignment: Assignment | None) -> str:
    """question, accepted, cancelled, declined, taken or over."""
    if assignment is not None:
        return "cancelled" if assignment.cancelled_at else "accepted"
    if offer.state in (OfferState.TAKEN, OfferState.DECLINED, OfferState.WITHDRAWN):
        return {OfferState.TAKEN: "taken", OfferState.DECLINED: "declined"}.get(OfferState(offer.state), "over")
    if offer.slot.state == SlotState.FILLED:
        return "taken"
    ended = is_over(offer.slot, timezone.now())
    return "over" if ended or offer.slot.state not in (SlotState.OPEN, SlotState.ASKED) else "question"


@by_link(LinkPurpose.ANSWER)
def calendar_file(request: CenterRequest, target_id: int) -> HttpResponse:
    """The appointment for the telephone's calendar."""
    assignment = (
        Assignment.objects.binding()
        .filter(offer=target_id, starts_at__isnull=False)
        .select_related("slot__inquiry__organization", "slot__inquiry__town", "desk")
        .first()
    )
    if assignment is None or assignment.ends_at is None or timezone.now() > page_closes_at(assignment.ends_at):
        raise Http404
    response = HttpResponse(
        assignment_calendar([assignment], with_place=True), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


@by_link(LinkPurpose.FEED)
def feed(request: CenterRequest, target_id: int) -> HttpResponse:
    """All promised talks of one mediator; says when and in which town, never which institution (abuse case 10)."""
    promised = (
        Assignment.objects.binding()
        .filter(mediator=target_id, ends_at__gte=timezone.now() - timedelta(days=1))
        .select_related("slot__inquiry__organization", "slot__inquiry__town", "desk")
        .order_by("starts_at")
    )
    return HttpResponse(assignment_calendar(promised, with_place=False), content_type="text/calendar; charset=utf-8")
