"""Is it arranged, who comes? For the institution: signed in, or by the link in its mail, without sign-in."""

import datetime as dt
from collections import defaultdict
from typing import Any

import icalendar
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotsenhaus.centers.access import CenterRequest
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import by_link
from lotsenhaus.kit import calendar
from lotsenhaus.mediation.actions.assignments import NotPossible, withdraw_inquiry
from lotsenhaus.mediation.actions.inquiry_mails import wanted_text, when_text
from lotsenhaus.mediation.choices.sentences import verdict_sentence
from lotsenhaus.mediation.choices.states import InquiryState, PlaceKind
from lotsenhaus.mediation.models import Inquiry, Talk
from lotsenhaus.mediation.models.inquiries import LIVE
from lotsenhaus.mediation.planning.calendar import uid
from lotsenhaus.mediation.queries.changes import CHANGEABLE
from lotsenhaus.mediation.queries.inquiries import timeline, who_comes, with_people
from lotsenhaus.network.models import Desk
from lotsenhaus.network.queries import back_on


def status_context(request: HttpRequest, inquiry: Inquiry) -> dict[str, Any]:
    """Everything the status page says; the same by sign-in and by link."""
    people = who_comes(inquiry, shares_phone=inquiry.center.shares_mediator_phone)
    now = timezone.now()
    return {
        "inquiry": inquiry,
        "people": people,
        "settled": sum(person.is_settled for person in people),
        "when": when_text(inquiry),
        "wanted": wanted_text(inquiry),
        "occasion": inquiry.occasion_text,
        "is_on_site": inquiry.place_kind == PlaceKind.INSTITUTION,
        "events": timeline(inquiry),
        "desk_back_on": back_on(inquiry.desk, timezone.localdate()),
        "desk_opens_at": opens_at(inquiry.desk, now),
        "may_withdraw": inquiry.state in LIVE,
        "may_change": inquiry.state in CHANGEABLE,
        "waits_for_call": inquiry.state == InquiryState.SUBMITTED and inquiry.organization.state == "waiting",
        "refusals": [verdict_sentence(one["code"], one["params"]) for one in inquiry.refusal or []],
        "talk_count": Talk.objects.filter(slot__inquiry=inquiry).count(),
    }


def opens_at(desk: Desk, now: dt.datetime) -> dt.datetime | None:
    """When somebody answers the telephone next; now means: at once. None while hours are unknown."""
    hours: dict[int, list[tuple[dt.time, dt.time]]] = defaultdict(list)
    for weekday, start, end in desk.opening_hours:
        hours[int(weekday)].append((dt.time.fromisoformat(start), dt.time.fromisoformat(end)))
    try:
        return calendar.next_open_moment(now, hours)
    except calendar.NeverOpen:
        return None


def calendar_file(request: CenterRequest, inquiry: Inquiry) -> HttpResponse:
    """One event per fixed date; no name of anybody in it."""
    if inquiry.starts_at is None or inquiry.ends_at is None:
        raise Http404
    event = icalendar.Event()
    event.add("uid", uid("anfrage", inquiry.number))
    event.add("summary", _("Sprachmittlung %(number)s") % {"number": inquiry.number})
    event.add("dtstart", inquiry.starts_at)
    event.add("dtend", inquiry.ends_at)
    event.add("dtstamp", inquiry.updated_at)
    event.add("sequence", inquiry.version)
    event.add("location", place_text(inquiry))
    event.add("description", wanted_text(inquiry))
    if inquiry.state == InquiryState.WITHDRAWN:
        event.add("status", "CANCELLED")
    sheet = icalendar.Calendar()
    sheet.add("prodid", "-//Lotsenhaus//DE")
    sheet.add("version", "2.0")
    sheet.add_component(event)
    response = HttpResponse(sheet.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{inquiry.number}.ics"'
    return response


def place_text(inquiry: Inquiry) -> str:
    """Street, room and town, or the way of talking."""
    if inquiry.place_kind != PlaceKind.INSTITUTION:
        return str(PlaceKind(inquiry.place_kind).label)
    town = inquiry.town.name if inquiry.town else ""
    parts = [inquiry.organization.name, inquiry.street, town, inquiry.room]
    return ", ".join(part for part in parts if part)


def plan(request: CenterRequest, inquiry: Inquiry) -> HttpResponse:
    """The parents' day on paper: one list per room, one per language."""
    talks = list(Talk.objects.filter(slot__inquiry=inquiry).select_related("slot").order_by("starts_at", "room"))
    rooms: dict[str, list[Talk]] = defaultdict(list)
    languages: dict[str, list[Talk]] = defaultdict(list)
    for talk in talks:
        rooms[talk.room or _("ohne Raum")].append(talk)
        languages[talk.slot.language_text].append(talk)
    context = {
        **status_context(request, inquiry),
        "rooms": sorted(rooms.items()),
        "languages": sorted(languages.items()),
    }
    return render(request, "mediation/inquiry_plan.html", context)


# --- by the link of the mail --------------------------------------------------------------------------------------
def _by_link(target_id: int) -> Inquiry:
    found = Inquiry.objects.select_related("organization__town", "desk", "town", "center")
    inquiry = found.prefetch_related("proposed_dates", with_people()).filter(pk=target_id).first()
    if inquiry is None:
        raise Http404
    return inquiry


def _code(request: CenterRequest) -> str:
    assert request.resolver_match is not None
    return str(request.resolver_match.kwargs["code"])


@by_link(LinkPurpose.STATUS)
@require_safe
def status(request: CenterRequest, target_id: int) -> HttpResponse:
    """The address in every mail; opening it changes nothing."""
    context = {**status_context(request, _by_link(target_id)), "code": _code(request)}
    return render(request, "mediation/inquiry_status.html", context)


@by_link(LinkPurpose.STATUS)
@require_POST
def withdraw_by_link(request: CenterRequest, target_id: int) -> HttpResponse:
    try:
        withdraw_inquiry(inquiry=_by_link(target_id), by=None)
    except NotPossible:
        messages.error(request, _("Das Gespräch hat schon stattgefunden. Bitte rufen Sie uns an."))
    else:
        messages.success(request, _("Zurückgezogen. Alle, die es betrifft, erfahren es."))
    return redirect("link-status", _code(request))


@by_link(LinkPurpose.STATUS)
@require_safe
def calendar_by_link(request: CenterRequest, target_id: int) -> HttpResponse:
    return calendar_file(request, _by_link(target_id))


@by_link(LinkPurpose.STATUS)
@require_safe
def plan_by_link(request: CenterRequest, target_id: int) -> HttpResponse:
    return plan(request, _by_link(target_id))
