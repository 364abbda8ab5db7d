"""Reads around one inquiry: likely doubles, the last one of an institution, who comes, and what happened in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import IntegerField, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.mediation.choices.states import InquiryState, SlotState
from lotsenhaus.mediation.models import Assignment, Handover, Inquiry, Offer, Slot
from lotsenhaus.mediation.models.assignments import BINDING
from lotsenhaus.mediation.models.inquiries import LIVE
from lotsenhaus.mediation.rules.wishes import InquiryWish
from lotsenhaus.network.models import Organization


def highest_number(prefix: str) -> int:
    """The last given number of a year ("GT-2026-"); 0 before the first."""
    numbers = Inquiry.objects.filter(number__startswith=prefix)
    return numbers.aggregate(n=Max(Cast(Substr("number", len(prefix) + 1), IntegerField())))["n"] or 0


def organizations_of(user: User) -> QuerySet[Organization]:
    """Institutions for which she may ask."""
    return Organization.objects.filter(contacts__user=user, contacts__left_on=None).distinct().select_related("town")


def inquiries_of(user: User) -> QuerySet[Inquiry]:
    """Everything her institutions have asked for; nobody else's."""
    return (
        Inquiry.objects.filter(organization__in=organizations_of(user).values("pk"))
        .select_related("organization__town", "desk", "town")
        .prefetch_related("proposed_dates", with_people())
    )


def with_people() -> "Prefetch[Any]":
    """Slots with the people who promised to come."""
    coming = Assignment.objects.filter(state__in=BINDING).select_related("mediator")
    return Prefetch("slots", Slot.objects.prefetch_related(Prefetch("assignments", coming, to_attr="coming")))


def last_inquiry(organization: Organization) -> Inquiry | None:
    """What "Wie letztes Mal" copies."""
    asked = Inquiry.objects.filter(organization=organization).exclude(state=InquiryState.REFUSED)
    return asked.prefetch_related("slots", "proposed_dates").order_by("-submitted_at", "-pk").first()


def likely_doubles(organization: Organization, wish: InquiryWish) -> list[Inquiry]:
    """Live inquiries of the same institution on one of the same days; without a day: of the same languages."""
    live = Inquiry.objects.filter(organization=organization, state__in=LIVE).prefetch_related("slots", "proposed_dates")
    days, spoken = days_of(wish), {code for slot in wish.slots for code in slot.languages}
    found = []
    for inquiry in live.select_related("desk").order_by("pk"):
        theirs = _days(inquiry)
        same_languages = bool(spoken & {code for slot in inquiry.slots.all() for code in slot.languages})
        if (days & theirs) or (not days and not theirs and same_languages):
            found.append(inquiry)
    return found


def days_of(wish: InquiryWish) -> set[date]:
    moments = [wish.starts_at, *(start for start, _end in wish.proposals)]
    return {timezone.localdate(one) for one in moments if one is not None}


def _days(inquiry: Inquiry) -> set[date]:
    moments = [inquiry.starts_at, *(one.starts_at for one in inquiry.proposed_dates.all())]
    return {timezone.localdate(one) for one in moments if one is not None}


@dataclass(frozen=True)
class Person:
    """Who comes for one slot, as the institution may know it: first name and initial, a number only where shared."""

    slot: Slot
    name: str = ""
    phone: str = ""

    @property
    def languages(self) -> str:
        return self.slot.language_text

    @property
    def is_settled(self) -> bool:
        return bool(self.name)


def who_comes(inquiry: Inquiry, *, shares_phone: bool) -> list[Person]:
    """One line per slot that is still wanted; the name only after somebody said yes."""
    people = []
    for slot in inquiry.slots.all():
        if slot.state == SlotState.WITHDRAWN:
            continue
        coming: list[Assignment] = slot.coming  # type: ignore[attr-defined]
        mediator = coming[0].mediator if coming else None
        name = mediator.short_name if mediator else ""
        people.append(Person(slot, name, mediator.phone if mediator and shares_phone else ""))
    return people


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    at: datetime
    text: str


def timeline(inquiry: Inquiry) -> list[Event]:
    """What happened, in words for the institution: no name of anybody who was only asked. Four queries at most."""
    events = [Event(inquiry.submitted_at, _("Anfrage eingegangen."))]
    events += _handed_over(inquiry)
    assignments = Assignment.objects.filter(slot__inquiry=inquiry).select_related("slot", "mediator")
    for assignment in assignments:
        words = {"languages": assignment.slot.language_text, "name": assignment.mediator.short_name}
        events.append(Event(assignment.accepted_at, _("%(languages)s: %(name)s hat zugesagt.") % words))
        if assignment.cancelled_at:
            events.append(Event(assignment.cancelled_at, _("%(languages)s: %(name)s kommt nicht.") % words))
    events += _first_questions(inquiry)
    if inquiry.closed_at:
        events.append(
            Event(inquiry.closed_at, _("Anfrage beendet: %(state)s.") % {"state": inquiry.get_state_display()})
        )
    return sorted(events, key=lambda event: event.at)


def _handed_over(inquiry: Inquiry) -> Iterable[Event]:
    for handover in Handover.objects.filter(inquiry=inquiry).select_related("to_desk"):
        yield Event(handover.given_at, _("Weitergegeben an %(desk)s.") % {"desk": handover.to_desk})


def _first_questions(inquiry: Inquiry) -> Iterable[Event]:
    first: dict[int, datetime] = {}
    offers = Offer.objects.filter(slot__inquiry=inquiry, asked_at__isnull=False).select_related("slot")
    for offer in offers.order_by("asked_at"):
        if offer.slot_id not in first and offer.asked_at:
            first[offer.slot_id] = offer.asked_at
            words = {"languages": offer.slot.language_text}
            yield Event(offer.asked_at, _("%(languages)s: Wir haben begonnen zu fragen.") % words)


def changed_since(moment: datetime) -> QuerySet[Inquiry]:
    """Inquiries whose institution may want to know: somebody promised or cancelled, or it was passed on."""
    promised = Q(slots__assignments__accepted_at__gt=moment) | Q(slots__assignments__cancelled_at__gt=moment)
    return Inquiry.objects.filter(promised | Q(handovers__given_at__gt=moment)).distinct()
