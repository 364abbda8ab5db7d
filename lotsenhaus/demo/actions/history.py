"""The last twelve months: who asked, who went, who cancelled, who could not be found."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from lotsenhaus.demo.actions.batch import Batch, add_inquiry, add_offer, add_slot, promise
from lotsenhaus.demo.actions.frame import data
from lotsenhaus.demo.rules import draw, last_parents_day, night_of_two_hours
from lotsenhaus.kit.calendar import add_working_days, at_local, is_working_day
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CancelReason,
    CancelSide,
    Channel,
    DeclineReason,
    InquiryState,
    MediatorState,
    OfferState,
    PlaceKind,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import AssignmentProof, Inquiry, Mediator, Slot
from lotsenhaus.network.models import Organization

MOST_IN_A_YEAR = 26  # assignments of one person, so that nobody passes the tax limit unnoticed
PARENTS_DAYS = ((2, 4), (4, 8), (11, 10), (11, 19))  # month and about which day schools hold them
PARENTS_DAY_LANGUAGES = ("arb", "tur", "rus", "ukr", "pol", "sqi", "kmr")


class History:
    """Draws talks from today − 365 days to now, in the order of their days."""

    def __init__(self, batch: Batch, *, talks: int) -> None:
        self.batch, self.frame, self.pool, self.talks = batch, batch.frame, batch.pool, talks
        self.chance: Random = draw(self.frame.seed, f"history:{self.frame.center.slug}")
        self.source: dict[str, Any] = data("history")
        self.count: dict[str, int] = {}
        self.speakers: dict[str, list[Mediator]] = {}
        for place, mediator in enumerate(self.pool.people):
            if mediator.state in (MediatorState.ACTIVE, MediatorState.PAUSED):
                for code in self.pool.skills[place]:
                    self.speakers.setdefault(code, []).append(mediator)

    def prepare(self) -> None:
        """Who must not have been asked lately."""
        rested = {self.pool.people[place].name: days for place, days in self.pool.rested.items()}
        self.not_after = {name: self.frame.today - timedelta(days=days) for name, days in rested.items()}

    def draw(self) -> None:
        for day in self.days():
            self.one_talk(day)

    def days(self) -> list[date]:
        """Working days of the year past with replacement; nothing in the last week of December."""
        first = self.frame.today - timedelta(days=364)
        days = [first + timedelta(days=n) for n in range(364)]
        open_days = [day for day in days if is_working_day(day) and not (day.month == 12 and day.day > 23)]
        return sorted(self.chance.choice(open_days) for _ in range(self.talks))

    def one_talk(self, day: date) -> None:
        """Up to six tries to find a talk that somebody can go to; the rest is dropped."""
        for _ in range(6):
            organization = self.organization()
            language = self.chance.choices(list(self.pool.demand), list(self.pool.demand.values()))[0]
            minutes = int(self.chosen(self.source["minutes"]))
            start = at_local(day, time.fromisoformat(self.chance.choice(self.source["starts"])))
            place = self.chance.choices([PlaceKind.INSTITUTION, PlaceKind.PHONE, PlaceKind.VIDEO], [90, 7, 3])[0]
            mediator = self.somebody(language, organization, start, start + timedelta(minutes=minutes), place)
            if mediator:
                occasion = self.chosen(self.source["occasions"].get(organization.kind, {"counseling": 1}))
                inquiry = self.inquiry(organization, occasion, start, minutes, place_kind=place)
                self.arrange(add_slot(self.batch, inquiry, [language]), mediator)
                return

    def inquiry(
        self, organization: Organization, occasion: str, start: datetime, minutes: int, **values: Any
    ) -> Inquiry:
        channel = self.chance.choices([Channel.PHONE, Channel.WEB, Channel.EMAIL, Channel.PAPER], [48, 34, 13, 5])[0]
        values.setdefault(
            "case_reference",
            self.chance.choice(["", "", f"{self.chance.randint(1, 4)}B-{self.chance.randint(1, 28):02d}"]),
        )
        values.setdefault("state", InquiryState.CLOSED)
        return add_inquiry(
            self.batch,
            organization,
            occasion=occasion,
            start=start,
            minutes=minutes,
            submitted_at=self.submitted(start),
            channel=channel,
            **values,
        )

    def submitted(self, start: datetime) -> datetime:
        """Six to eighteen working days before, in office hours."""
        day = add_working_days(start.date(), -self.chance.randint(6, 18))
        return at_local(day, time(self.chance.randint(8, 15), self.chance.randint(0, 59)))

    def somebody(
        self, language: str, organization: Organization, start: datetime, end: datetime, place: str = "institution"
    ) -> Mediator | None:
        """Near people and those of the desk first, by chance; None when nobody can."""
        fitting = [one for one in self.speakers.get(language, ()) if self.may_go(one, organization, start, end, place)]
        if not fitting:
            return None
        desk = self.frame.desk_for(organization)
        weights = [
            (4 if one.home_desk_id == desk.pk else 1) / (10 + self.batch.leg(one, organization.town).minutes)
            for one in fitting
        ]
        return self.chance.choices(fitting, weights)[0]

    def may_go(self, one: Mediator, organization: Organization, start: datetime, end: datetime, place: str) -> bool:
        leg = self.batch.leg(one, organization.town, place)
        way = timedelta(minutes=leg.minutes)
        return (
            leg.minutes <= (one.max_travel_minutes or 60)
            and self.count.get(one.name, 0) < MOST_IN_A_YEAR
            and (one.joined_on is None or one.joined_on <= start.date())
            and start.date() < self.not_after.get(one.name, date.max)
            and self.batch.is_free(one, start - way, end + way)
        )

    def arrange(self, slot: Slot, mediator: Mediator) -> None:
        """Some said no before; then a yes, the talk, and mostly its confirmation."""
        asked_at = self.frame_open(slot.inquiry.submitted_at + timedelta(minutes=self.chance.randint(20, 300)), slot)
        for _ in range(self.chance.choices([0, 1, 2], [62, 27, 11])[0]):
            asked_at = self.decline(slot, mediator, asked_at)
        channel = self.chance.choices([Channel.PHONE, Channel.EMAIL, Channel.SMS], [58, 32, 10])[0]
        channel = Channel.PHONE if channel == Channel.EMAIL and not mediator.email else channel
        answered = asked_at + timedelta(minutes=3 if channel == Channel.PHONE else self.chance.randint(20, 400))
        assignment = promise(
            self.batch, slot, mediator, asked_at=asked_at, accepted_at=self.frame_open(answered, slot), channel=channel,
            state=AssignmentState.CONFIRMED,
        )  # fmt: skip
        slot.state = SlotState.FILLED
        self.count[mediator.name] = self.count.get(mediator.name, 0) + 1
        self.prove(assignment)

    def frame_open(self, moment: datetime, slot: Slot) -> datetime:
        """Never later than an hour before the talk."""
        assert slot.starts_at is not None
        return min(moment, slot.starts_at - timedelta(hours=1))

    def decline(self, slot: Slot, mediator: Mediator, asked_at: datetime) -> datetime:
        """Somebody else was asked first; returns when the next one was asked."""
        asked = {one.mediator.name for one in self.batch.offers[-6:] if one.slot is slot} | {
            mediator.name,
            *self.not_after,
        }
        others = [one for one in self.speakers[slot.languages[0]] if one.name not in asked]
        if not others:
            return asked_at
        expired = self.chance.random() < 0.3
        answered = asked_at + timedelta(minutes=self.chance.randint(2, 500))
        add_offer(
            self.batch, slot, self.chance.choice(others), asked_at=asked_at,
            state=OfferState.EXPIRED if expired else OfferState.DECLINED,
            channel=Channel.EMAIL if expired else Channel.PHONE,
            answered_at=None if expired else answered,
            answered_via="" if expired else Channel.PHONE,
            decline_reason="" if expired else self.chance.choice(["", DeclineReason.NO_TIME, DeclineReason.TOO_FAR]),
        )  # fmt: skip
        return self.frame_open(answered + timedelta(minutes=30), slot)

    def prove(self, assignment: Any) -> None:
        """Minutes as they really were; mostly a little longer than planned."""
        more = self.chance.choices([-10, 0, 5, 12, 20, 35], [8, 38, 20, 18, 10, 6])[0]
        ended = assignment.ends_at + timedelta(minutes=more)
        self.batch.proofs.append(
            AssignmentProof(
                center=assignment.center,
                assignment=assignment,
                started_at=assignment.starts_at,
                ended_at=ended,
                talks_held=assignment.slot.talks,
                way=self.chance.choices(["link", "paper", "phone", "qr"], [52, 24, 14, 10])[0],
                confirmed_by=assignment.slot.inquiry.onsite_name,
                confirmed_at=min(ended + timedelta(hours=self.chance.randint(0, 60)), self.frame.now),
            )
        )

    def parents_days(self) -> None:
        """Elternsprechtage: one event, several languages, one person for three hours each (DOMAIN 1.1)."""
        first, last = self.frame.today - timedelta(days=360), self.frame.today - timedelta(days=6)
        schools = [
            one
            for one in self.frame.organizations.values()
            if one.kind == "school" and self.frame.weights[one.name] > 2
        ]
        for year in (first.year, last.year):
            for month, about in PARENTS_DAYS:
                day = add_working_days(date(year, month, about), 1)
                if first <= day <= last:
                    for school in self.chance.sample(schools, min(2, len(schools))):
                        self.parents_day(school, day, self.chance.sample(PARENTS_DAY_LANGUAGES, 4))

    def parents_day(self, school: Organization, day: date, languages: Any, **values: Any) -> Inquiry:
        start, end = at_local(day, time(15)), at_local(day, time(18))
        inquiry = self.inquiry(school, "parents_day", start, 180, case_reference="", **values)
        for order, language in enumerate(languages):
            mediator = self.somebody(language, school, start, end)
            slot = add_slot(self.batch, inquiry, [language], order=order, talks=self.chance.randint(3, 7))
            if mediator:
                self.arrange(slot, mediator)
            else:
                slot.state, slot.unfilled_reason = SlotState.UNFILLED, UnfilledReason.NOBODY_FREE
        return inquiry

    def last_year_of_the_story(self) -> None:
        """What "Wie letztes Mal" copies."""
        school = self.frame.organizations["Grundschule am Emsbogen"]
        languages = ("sqi", "arb", "kmr", "pol", "ron")
        self.parents_day(
            school, last_parents_day(self.frame.today), languages, room="Räume 12 und 14",
            remark="Viele kurze Gespräche zu 15 Minuten",
        )  # fmt: skip

    def night_of_the_clocks(self) -> None:
        """01:00 to 04:00 by the wall clock, and four hours by the body (RELIABILITY: durations from UTC only)."""
        day = night_of_two_hours(self.frame.today)
        shelter = self.frame.organizations["Notunterkunft Nordring (Beispiel)"]
        start, end = at_local(day, time(1)), at_local(day, time(4))
        mediator = self.somebody("tir", shelter, start, end, PlaceKind.PHONE) or self.speakers["tir"][0]
        inquiry = self.inquiry(
            shelter, "social_office", start, 240, place_kind=PlaceKind.PHONE, lead_time_override="Ankunft in der Nacht"
        )
        self.arrange(add_slot(self.batch, inquiry, ["tir"]), mediator)

    def not_found(self, town: str, language: str, reason: str, day: date) -> None:
        """Nicht vermittelt, with its reason: the figure that the committee reads."""
        here = [
            one
            for one in self.frame.organizations.values()
            if one.town_id == self.frame.towns[town].pk and self.frame.weights[one.name]
        ]
        organization = self.chance.choice(here)
        start = at_local(day, time(10))
        inquiry = self.inquiry(
            organization,
            "parent_talk" if organization.kind in ("school", "daycare") else "counseling",
            start,
            60,
            state=InquiryState.UNFILLED,
            closed_at=start - timedelta(hours=20),
        )
        slot = add_slot(
            self.batch, inquiry, [language], state=SlotState.UNFILLED, unfilled_reason=UnfilledReason(reason)
        )
        others = self.speakers.get(language, [])
        for mediator in self.chance.sample(others, min(2, len(others))):
            if mediator.name not in self.not_after:
                asked_at = inquiry.submitted_at + timedelta(hours=2)
                add_offer(self.batch, slot, mediator, asked_at=asked_at, state=OfferState.DECLINED,
                          answered_at=asked_at + timedelta(minutes=4), answered_via=Channel.PHONE)  # fmt: skip

    def all_not_found(self) -> None:
        """Three times Romanian in Rietberg in the last working days, the others over the year."""
        for back in (3, 7, 12):
            self.not_found("Rietberg", "ron", "too_far", add_working_days(self.frame.today, -back))
        for number, (town, language, reason) in enumerate(self.source["unfilled"]["rows"]):
            self.not_found(town, language, reason, add_working_days(self.frame.today, -15 - number * 12))

    def refused(self) -> None:
        reasons = {row.occasion: row for row in self.refusals()}
        for number, occasion in enumerate(self.source["refused"]["occasions"]):
            if occasion not in reasons:
                continue
            start = at_local(add_working_days(self.frame.today, -4 - number * 23), time(9, 30))
            rule = reasons[occasion]
            verdict = {"code": "occasion_refused", "params": {"reason": rule.reason, "way_out": rule.way_out}}
            inquiry = self.inquiry(
                self.organization(), occasion, start, 60, state=InquiryState.REFUSED, refusal=[verdict]
            )
            inquiry.closed_at = inquiry.submitted_at
            add_slot(self.batch, inquiry, [self.chance.choice(["arb", "ukr", "ron", "tur"])], state=SlotState.WITHDRAWN)

    @staticmethod
    def refusals() -> Any:
        from lotsenhaus.mediation.models import OccasionRule

        return OccasionRule.objects.order_by("pk")

    def cancelled(self, count: int) -> None:
        """Cancelled by the institution, some of them less than a day before: the tariff pays for that."""
        for number in range(count):
            day = add_working_days(self.frame.today, -3 - number * 19)
            organization, language = self.organization(), self.chance.choice(["arb", "rus", "tur", "ukr"])
            start = at_local(day, time(11))
            mediator = self.somebody(language, organization, start, start + timedelta(hours=1))
            if mediator is None:
                continue
            hours = (3, 20, 72, 6, 30)[number % 5]
            inquiry = self.inquiry(organization, "counseling", start, 60, state=InquiryState.WITHDRAWN)
            slot = add_slot(self.batch, inquiry, [language], state=SlotState.WITHDRAWN)
            asked_at = self.frame_open(inquiry.submitted_at + timedelta(hours=3), slot)
            at = start - timedelta(hours=hours)
            inquiry.closed_at = at
            promise(
                self.batch, slot, mediator, asked_at=asked_at, accepted_at=min(asked_at + timedelta(minutes=5), at),
                state=AssignmentState.CANCELLED, cancelled_at=at, cancelled_side=CancelSide.REQUESTER,
                cancel_reason=self.chance.choice([CancelReason.NOT_NEEDED, CancelReason.DATE_MOVED]),
            )  # fmt: skip

    def organization(self) -> Organization:
        names, weights = list(self.frame.weights), list(self.frame.weights.values())
        return self.frame.organizations[self.chance.choices(names, weights)[0]]

    def chosen(self, shares: dict[str, int]) -> str:
        return self.chance.choices(list(shares), list(shares.values()))[0]
