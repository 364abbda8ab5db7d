"""What the last year held beside ordinary talks: Elternsprechtage, a night, shortages, refusals, cancellations."""

from datetime import date, time, timedelta
from typing import Any

from lotsenhaus.demo.actions.batch import add_offer, add_slot, promise
from lotsenhaus.demo.actions.history import History
from lotsenhaus.demo.rules import last_parents_day, night_of_two_hours
from lotsenhaus.kit.calendar import add_working_days, at_local
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CancelReason,
    CancelSide,
    Channel,
    InquiryState,
    OfferState,
    PlaceKind,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import Inquiry, OccasionRule
from lotsenhaus.network.models import Organization

PARENTS_DAYS = ((2, 4), (4, 8), (11, 10), (11, 19))  # month and about which day schools hold them
PARENTS_DAY_LANGUAGES = ("arb", "tur", "rus", "ukr", "pol", "sqi", "kmr")


def parents_days(history: History) -> None:
    """Elternsprechtage: one event, several languages, one person for three hours each (DOMAIN 1.1)."""
    first, last = history.frame.today - timedelta(days=360), history.frame.today - timedelta(days=6)
    schools = [
        one
        for one in history.frame.organizations.values()
        if one.kind == "school" and history.frame.weights[one.name] > 2
    ]
    for year in (first.year, last.year):
        for month, about in PARENTS_DAYS:
            day = add_working_days(date(year, month, about), 1)
            if first <= day <= last:
                for school in history.chance.sample(schools, min(4, len(schools))):
                    parents_day(history, school, day, history.chance.sample(PARENTS_DAY_LANGUAGES, 4))


def parents_day(history: History, school: Organization, day: date, languages: Any, **values: Any) -> Inquiry:
    start, end = at_local(day, time(15)), at_local(day, time(18))
    inquiry = history.inquiry(school, "parents_day", start, 180, case_reference="", **values)
    for order, language in enumerate(languages):
        mediator = history.somebody(language, school, start, end)
        slot = add_slot(history.batch, inquiry, [language], order=order, talks=history.chance.randint(3, 7))
        if mediator:
            history.arrange(slot, mediator)
        else:
            slot.state, slot.unfilled_reason = SlotState.UNFILLED, UnfilledReason.NOBODY_FREE
    return inquiry


def last_year_of_the_story(history: History) -> None:
    """What "Wie letztes Mal" copies."""
    school = history.frame.organizations["Grundschule am Emsbogen"]
    languages = ("sqi", "arb", "kmr", "pol", "ron")
    parents_day(
        history,
        school,
        last_parents_day(history.frame.today),
        languages,
        room="12 und 14",
        remark="Viele kurze Gespräche zu 15 Minuten",
    )


def night_of_the_clocks(history: History) -> None:
    """01:00 to 04:00 by the wall clock, and four hours by the body (RELIABILITY: durations from UTC only)."""
    day = night_of_two_hours(history.frame.today)
    shelter = history.frame.organizations["Notunterkunft Nordring (Beispiel)"]
    start, end = at_local(day, time(1)), at_local(day, time(4))
    mediator = history.somebody("tir", shelter, start, end, PlaceKind.PHONE) or history.speakers["tir"][0]
    inquiry = history.inquiry(
        shelter, "social_office", start, 240, place_kind=PlaceKind.PHONE, lead_time_override="Ankunft in der Nacht"
    )
    history.arrange(add_slot(history.batch, inquiry, ["tir"]), mediator)


def not_found(history: History, town: str, language: str, reason: str, day: date) -> None:
    """Nicht vermittelt, with its reason: the figure that the committee reads."""
    here = [
        one
        for one in history.frame.organizations.values()
        if one.town_id == history.frame.towns[town].pk and history.frame.weights[one.name]
    ]
    organization = history.chance.choice(here)
    start = at_local(day, time(10))
    inquiry = history.inquiry(
        organization,
        "parent_talk" if organization.kind in ("school", "daycare") else "counseling",
        start,
        60,
        state=InquiryState.UNFILLED,
        closed_at=start - timedelta(hours=20),
    )
    slot = add_slot(
        history.batch, inquiry, [language], state=SlotState.UNFILLED, unfilled_reason=UnfilledReason(reason)
    )
    others = history.speakers.get(language, [])
    for mediator in history.chance.sample(others, min(2, len(others))):
        if mediator.name not in history.not_after:
            asked_at = inquiry.submitted_at + timedelta(hours=2)
            add_offer(history.batch, slot, mediator, asked_at=asked_at, state=OfferState.DECLINED,
                      answered_at=asked_at + timedelta(minutes=4), answered_via=Channel.PHONE)  # fmt: skip


def all_not_found(history: History) -> None:
    """Three times Romanian in Rietberg in the last working days, the others over the year."""
    for back in (3, 7, 12):
        not_found(history, "Rietberg", "ron", "too_far", add_working_days(history.frame.today, -back))
    for number, (town, language, reason) in enumerate(history.source["unfilled"]["rows"]):
        not_found(history, town, language, reason, add_working_days(history.frame.today, -15 - number * 12))


def refused(history: History) -> None:
    reasons = {row["occasion"]: row for row in OccasionRule.objects.values("occasion", "reason", "way_out")}
    for number, occasion in enumerate(history.source["refused"]["occasions"]):
        if occasion not in reasons:
            continue
        start = at_local(add_working_days(history.frame.today, -4 - number * 23), time(9, 30))
        words = {name: reasons[occasion][name] for name in ("reason", "way_out")}
        verdict = {"code": "occasion_refused", "params": words}
        inquiry = history.inquiry(
            history.organization(), occasion, start, 60, state=InquiryState.REFUSED, refusal=[verdict]
        )
        inquiry.closed_at = inquiry.submitted_at
        add_slot(
            history.batch, inquiry, [history.chance.choice(["arb", "ukr", "ron", "tur"])], state=SlotState.WITHDRAWN
        )


def cancelled(history: History, count: int) -> None:
    """Cancelled by the institution, some of them less than a day before: the tariff pays for that."""
    for number in range(count):
        day = add_working_days(history.frame.today, -3 - number * 19)
        organization, language = history.organization(), history.chance.choice(["arb", "rus", "tur", "ukr"])
        start = at_local(day, time(11))
        mediator = history.somebody(language, organization, start, start + timedelta(hours=1))
        if mediator is None:
            continue
        hours = (3, 20, 72, 6, 30)[number % 5]
        inquiry = history.inquiry(organization, "counseling", start, 60, state=InquiryState.WITHDRAWN)
        slot = add_slot(history.batch, inquiry, [language], state=SlotState.WITHDRAWN)
        asked_at = history.before_talk(inquiry.submitted_at + timedelta(hours=3), slot)
        at = start - timedelta(hours=hours)
        inquiry.closed_at = at
        promise(
            history.batch,
            slot,
            mediator,
            asked_at=asked_at,
            accepted_at=min(asked_at + timedelta(minutes=5), at),
            state=AssignmentState.CANCELLED,
            cancelled_at=at,
            cancelled_side=CancelSide.REQUESTER,
            cancel_reason=history.chance.choice([CancelReason.NOT_NEEDED, CancelReason.DATE_MOVED]),
        )
