"""The last twelve months: who asked, who went, who cancelled, who could not be found."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from lotsenhaus.demo.actions.batch import Batch, add_inquiry, add_offer, add_slot, promise
from lotsenhaus.demo.actions.frame import data
from lotsenhaus.demo.rules import draw
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
)
from lotsenhaus.mediation.models import AssignmentProof, Handover, Inquiry, Mediator, Slot
from lotsenhaus.network.models import Organization

MOST_IN_A_YEAR = 26  # assignments of one person, so that nobody passes the tax limit unnoticed


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
        """Some said no before, one in thirty-three cancelled; then a yes, the talk, and its confirmation."""
        self.hand_over(slot.inquiry, mediator)
        asked_at = self.before_talk(slot.inquiry.submitted_at + timedelta(minutes=self.chance.randint(20, 300)), slot)
        for _ in range(self.chance.choices([0, 1, 2], [62, 27, 11])[0]):
            asked_at = self.decline(slot, mediator, asked_at)
        if self.chance.random() < 0.03:
            asked_at = self.first_promise(slot, mediator, asked_at)
        channel = self.chance.choices([Channel.PHONE, Channel.EMAIL, Channel.SMS], [58, 32, 10])[0]
        channel = Channel.PHONE if channel == Channel.EMAIL and not mediator.email else channel
        answered = asked_at + timedelta(minutes=3 if channel == Channel.PHONE else self.chance.randint(20, 400))
        assignment = promise(
            self.batch,
            slot,
            mediator,
            asked_at=asked_at,
            accepted_at=self.before_talk(answered, slot),
            channel=channel,
            state=AssignmentState.CONFIRMED,
        )
        slot.state = SlotState.FILLED
        self.count[mediator.name] = self.count.get(mediator.name, 0) + 1
        self.prove(assignment)

    def before_talk(self, moment: datetime, slot: Slot) -> datetime:
        """Never later than an hour before the talk."""
        assert slot.starts_at is not None
        return min(moment, slot.starts_at - timedelta(hours=1))

    def hand_over(self, inquiry: Inquiry, mediator: Mediator) -> None:
        """Found by the desk of the mediator: passed on in the morning, taken by noon (DOMAIN part 0, no. 4)."""
        desk, other = inquiry.desk, mediator.home_desk
        if desk.pk == other.pk or self.chance.random() > 0.15:
            return
        given_at = inquiry.submitted_at + timedelta(minutes=10)
        self.batch.handovers.append(
            Handover(
                center=inquiry.center,
                inquiry=inquiry,
                from_desk=desk,
                to_desk=other,
                note="Bei uns ist niemand frei.",
                given_by=self.frame.dispatchers.get(desk.pk),
                given_at=given_at,
                taken_at=given_at + timedelta(minutes=9),
            )
        )
        inquiry.desk = other

    def first_promise(self, slot: Slot, mediator: Mediator, asked_at: datetime) -> datetime:
        """Somebody else had said yes and was prevented."""
        assert slot.starts_at is not None
        assert slot.ends_at is not None
        other = self.somebody(slot.languages[0], slot.inquiry.organization, slot.starts_at, slot.ends_at)
        cancelled_at = asked_at + timedelta(hours=20)
        if other is None or other is mediator or cancelled_at > slot.starts_at - timedelta(hours=3):
            return asked_at
        promise(
            self.batch,
            slot,
            other,
            asked_at=asked_at,
            accepted_at=asked_at + timedelta(minutes=3),
            state=AssignmentState.CANCELLED,
            cancelled_at=cancelled_at,
            cancelled_side=CancelSide.MEDIATOR,
            cancel_reason=self.chance.choice([CancelReason.PREVENTED, CancelReason.PREVENTED, CancelReason.BIASED]),
        )
        return cancelled_at + timedelta(minutes=20)

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
            self.batch,
            slot,
            self.chance.choice(others),
            asked_at=asked_at,
            state=OfferState.EXPIRED if expired else OfferState.DECLINED,
            channel=Channel.EMAIL if expired else Channel.PHONE,
            answered_at=None if expired else answered,
            answered_via="" if expired else Channel.PHONE,
            decline_reason="" if expired else self.chance.choice(["", DeclineReason.NO_TIME, DeclineReason.TOO_FAR]),
        )
        return self.before_talk(answered + timedelta(minutes=30), slot)

    def prove(self, assignment: Any) -> None:
        """Minutes as they really were; mostly a little longer than planned."""
        planned = assignment.slot.inquiry.planned_minutes
        # Half as long again would be a question of the house; those are made on purpose.
        more = min(self.chance.choices([-10, 0, 5, 12, 20, 35], [8, 38, 20, 18, 10, 6])[0], planned // 2 - 5)
        ended = assignment.ends_at + timedelta(minutes=more)
        way = self.chance.choices(["link", "paper", "phone", "qr"], [52, 24, 14, 10])[0]
        self.batch.proofs.append(
            AssignmentProof(
                center=assignment.center,
                assignment=assignment,
                started_at=assignment.starts_at,
                ended_at=ended,
                talks_held=assignment.slot.talks,
                way=way,
                entered_by=assignment.offer.asked_by if way in ("paper", "phone") else None,
                confirmed_by=assignment.slot.inquiry.onsite_name,
                confirmed_at=min(ended + timedelta(hours=self.chance.randint(0, 60)), self.frame.now),
            )
        )

    def organization(self) -> Organization:
        names, weights = list(self.frame.weights), list(self.frame.weights.values())
        return self.frame.organizations[self.chance.choices(names, weights)[0]]

    def chosen(self, shares: dict[str, int]) -> str:
        return self.chance.choices(list(shares), list(shares.values()))[0]
