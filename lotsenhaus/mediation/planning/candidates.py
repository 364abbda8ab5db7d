"""Rows to problem for one slot, in four queries whatever the size of the pool."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from lotsenhaus.dispatch.clock import Span, minute, moment
from lotsenhaus.dispatch.explain import Explanation, explain
from lotsenhaus.dispatch.problem import Assignment as Booked
from lotsenhaus.dispatch.problem import Credential, Limits, Mode, Needs, Problem, Request, Skill
from lotsenhaus.dispatch.problem import Mediator as Person
from lotsenhaus.dispatch.rank import Ranking, rank
from lotsenhaus.dispatch.travel import Coordinates, Haversine, Leg, Means
from lotsenhaus.mediation.choices.states import (
    CredentialKind,
    Level,
    MediatorState,
    OfferState,
    PlaceKind,
)
from lotsenhaus.mediation.models import (
    Absence,
    Assignment,
    Block,
    LanguageSkill,
    Mediator,
    Offer,
    Policy,
    ShiftPattern,
    Slot,
    WeeklyTime,
    WeekStatement,
    Weighting,
)
from lotsenhaus.mediation.models import Credential as CredentialRow
from lotsenhaus.mediation.models.assignments import BINDING
from lotsenhaus.mediation.planning import languages
from lotsenhaus.mediation.planning.times import ZONE, day_span, times_of
from lotsenhaus.mediation.planning.weights import weights_from
from lotsenhaus.mediation.queries.payouts import paid_or_owed_in
from lotsenhaus.mediation.rules.runs import payment_year
from lotsenhaus.network.models import Town

LEVELS = {Level.MOTHER_TONGUE: 6, Level.FLUENT: 5, Level.GOOD: 4, Level.BASIC: 2}
MODES = {PlaceKind.INSTITUTION: Mode.ON_SITE, PlaceKind.PHONE: Mode.PHONE, PlaceKind.VIDEO: Mode.VIDEO}
WINDOW = timedelta(days=7)
PENDING = {OfferState.WAITING, OfferState.ASKED, OfferState.ACCEPTED}


@dataclass
class Board:
    """Everything the page of one slot needs: the ranking, the people behind the ids, and why nobody."""

    slot: Slot
    problem: Problem
    request: Request
    mediators: dict[str, Mediator]
    by_arrival: bool = False

    @cached_property
    def ranking(self) -> Ranking:
        return rank(self.problem, self.request, by_arrival=self.by_arrival)

    @cached_property
    def explanation(self) -> Explanation:
        return explain(self.problem, self.request)


def board_for(slot: Slot, *, now: datetime | None = None, by_arrival: bool = False) -> Board:
    """`slot.inquiry` should be loaded with it. Four queries: policy, towns, people, their assignments."""
    now = now or timezone.now()
    day = timezone.localdate(slot.starts_at or now)
    policy = Policy.objects.on(day).order_by("-valid_from").first()
    towns = {str(town.pk): Coordinates(town.latitude, town.longitude) for town in Town.objects.all()}
    found = people(slot.languages, [slot.inquiry.case_reference], day, now)
    answers = Offer.objects.filter(mediator=OuterRef("pk"), slot=slot).values("mediator_id", "state")
    mediators = list(found.annotate(answers=ArraySubquery(answers.values("state"))))
    problem = Problem(
        mediators=tuple(person(mediator, day, day) for mediator in mediators),
        requests=(),
        travel=Haversine(towns),
        now=minute(now),
        assignments=booked([mediator.pk for mediator in mediators], day, day),
        weights=weights_from(mediators[0].weighting if mediators else None),
    )
    states = [(mediator.pk, state) for mediator in mediators for state in mediator.answers]
    request = request_of(slot, required(policy), states)
    return Board(slot, problem, request, {str(m.pk): m for m in mediators}, by_arrival)


def leg_between(mediator: Mediator, slot: Slot) -> Leg | None:
    """The way from home to the talk; None when either is unknown. Remote talks have none."""
    town, home = slot.inquiry.town, mediator.town
    if slot.inquiry.place_kind != PlaceKind.INSTITUTION:
        return Leg(0, 0)
    if town is None or home is None:
        return None
    places = {str(t.pk): Coordinates(t.latitude, t.longitude) for t in (town, home)}
    return Haversine(places).leg(str(home.pk), str(town.pk), Means(mediator.transport or Means.CAR))


def _rows(model: Any, **columns: str) -> ArraySubquery:
    return ArraySubquery(model.objects.filter(mediator=OuterRef("pk")).values(row=JSONObject(**columns)))


def people(wanted: Iterable[str], references: Iterable[str], day: date, now: datetime) -> Any:
    """Everybody who speaks one of the languages or could stand in, with all that is known, in one query.

    `references` are the institutions' signs for which it matters whether a person was there before.
    """
    codes, today = languages.codes_worth_a_look(list(wanted)), timezone.localdate(now)
    asked = Offer.objects.filter(mediator=OuterRef("pk"))
    year = Assignment.objects.binding().filter(mediator=OuterRef("pk"), starts_at__year=day.year)
    return (
        Mediator.objects.filter(
            Exists(LanguageSkill.objects.filter(mediator=OuterRef("pk"), code__in=codes, speaks=True))
        )
        .exclude(state=MediatorState.LEFT)
        .select_related("home_desk", "town")
        .annotate(
            skill_rows=_rows(LanguageSkill, code="code", level="level", substitute="only_as_substitute"),
            weekly=_rows(WeeklyTime, weekday="weekday", starts="starts", ends="ends", never="never"),
            weeks=_rows(WeekStatement, monday="monday", answer="answer"),
            shift=_rows(ShiftPattern, first_monday="first_monday", weeks="weeks"),
            away=_rows(Absence, first="first_day", last="last_day"),
            seen=_rows(CredentialRow, kind="kind", until="valid_until"),
            blocked=ArraySubquery(
                Block.objects.filter(mediator=OuterRef("pk"), lifted_at=None).values(
                    row=JSONObject(organization="organization_id", reference="case_reference")
                )
            ),
            load=_count(year),
            last_asked=Subquery(asked.values("mediator").annotate(n=Max("asked_at")).values("n")),
            asked_this_week=_count(asked.filter(asked_at__gte=now - timedelta(days=7))),
            year_sum=paid_or_owed_in(payment_year(day, today), today),
            cases_known=ArraySubquery(
                year.filter(slot__inquiry__case_reference__in=[one for one in references if one])
                .order_by()
                .values("slot__inquiry__case_reference")
                .distinct()
            ),
            # The same for everybody: asked along with the people instead of in a query of its own.
            weighting=Subquery(
                Weighting.objects.order_by("-version").values(
                    row=JSONObject(name="name", version="version", points="points")
                )[:1]
            ),
        )
        .order_by("pk")
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("mediator").annotate(n=Count("pk")).values("n")), 0)


def booked(ids: list[int], first: date, last: date) -> tuple[Booked, ...]:
    """Promised talks of these people from a week before the first day to a week after the last."""
    rows = (
        Assignment.objects.filter(mediator__in=ids, state__in=BINDING, starts_at__isnull=False)
        .filter(
            starts_at__gte=moment(day_span(first).start, ZONE) - WINDOW,
            starts_at__lt=moment(day_span(last).end, ZONE) + WINDOW,
        )
        .values_list(
            "mediator_id", "slot_id", "starts_at", "ends_at", "slot__inquiry__town_id", "slot__inquiry__place_kind"
        )
        .order_by("pk")
    )
    return tuple(
        Booked(
            mediator=str(mediator),
            request=str(slot),
            start=minute(start),
            end=minute(end),
            place=str(town) if town and kind == PlaceKind.INSTITUTION else None,
        )
        for mediator, slot, start, end, town, kind in rows
        if start and end
    )


def person(row: Any, first: date, last: date) -> Person:
    """A row of `people` for the days from `first` to `last`."""
    times = times_of({"weekly": row.weekly, "weeks": row.weeks, "shift": row.shift}, first - WINDOW, last + WINDOW)
    return Person(
        id=str(row.pk),
        skills=tuple(_skill(skill) for skill in row.skill_rows),
        desk=str(row.home_desk_id),
        active=row.state == MediatorState.ACTIVE and not _is_paused(row, last),
        gender=row.gender,
        credentials=tuple(Credential(code=seen["kind"], until=_date(seen["until"])) for seen in row.seen),
        modes=_modes(row),
        home=str(row.town_id) if row.town_id else None,
        means=Means(row.transport or Means.CAR),
        max_minutes=row.max_travel_minutes,
        free=tuple(times.free),
        busy=tuple(times.busy),
        stated=tuple(times.stated),
        absences=(*(_away(away) for away in row.away), *_pause(row, first)),
        limits=Limits(per_day=row.max_per_day, per_week=row.max_per_week),
        blocked_parties=frozenset(b["reference"] for b in row.blocked if b["reference"]),
        blocked_institutions=frozenset(str(b["organization"]) for b in row.blocked if b["organization"]),
        known_parties=frozenset(row.cases_known or ()),  # without any sign there is nothing to ask for
        load=row.load,
        weeks_since_asked=None
        if row.last_asked is None
        else max(0, (first - timezone.localdate(row.last_asked)).days // 7),
        asked_this_week=row.asked_this_week,
        headroom=None if row.year_limit is None else int((row.year_limit - row.year_sum) * 100),
    )


def _skill(row: dict[str, Any]) -> Skill:
    """Who helps out in a language "nur als Ersatz" stands in for it: where that is welcome, behind its speakers."""
    if row["substitute"]:
        return Skill(
            language=languages.stand_in(row["code"]),
            level=LEVELS.get(row["level"], 0),
            substitutes_for=(languages.tag(row["code"]),),
        )
    return Skill(
        language=languages.tag(row["code"]),
        level=LEVELS.get(row["level"], 0),
        native=row["level"] == Level.MOTHER_TONGUE,
        substitutes_for=languages.stands_in_for(row["code"]),
    )


def _modes(row: Mediator) -> frozenset[Mode]:
    offered = ((Mode.PHONE, row.offers_phone), (Mode.VIDEO, row.offers_video))
    return frozenset({Mode.ON_SITE} | {mode for mode, offers in offered if offers})


def _is_paused(row: Mediator, day: date) -> bool:
    return row.paused_until is not None and row.paused_until >= day


def _pause(row: Mediator, first: date) -> tuple[Span, ...]:
    """A pause that ends within the days looked at is an absence until then."""
    if row.paused_until is None or row.paused_until < first:
        return ()
    return (Span(day_span(first - WINDOW).start, day_span(row.paused_until).end),)


def _away(row: dict[str, str]) -> Span:
    return Span(day_span(date.fromisoformat(row["first"])).start, day_span(date.fromisoformat(row["last"])).end)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def request_of(slot: Slot, credentials: tuple[str, ...], answers: Iterable[tuple[int, str]]) -> Request:
    """A slot as the optimizer knows it; `answers` are (person, state of the question) of those asked before."""
    inquiry, answers = slot.inquiry, list(answers)
    return Request(
        id=str(slot.pk),
        languages=tuple(languages.tag(code) for code in slot.languages),
        needs=Needs.ALL if slot.needs_all else Needs.ANY,
        substitutes_allowed=slot.accepts_substitute,
        start=minute(slot.starts_at) if slot.starts_at else None,
        end=minute(slot.ends_at) if slot.ends_at else None,
        mode=MODES[PlaceKind(inquiry.place_kind)],
        place=str(inquiry.town_id) if inquiry.town_id else None,
        gender=inquiry.gender_wish,
        gender_required=inquiry.gender_wish_is_must,
        credentials=credentials,
        party=inquiry.case_reference,
        institution=str(inquiry.organization_id),
        desk=str(inquiry.desk_id),
        received=minute(inquiry.submitted_at),
        asked=frozenset(str(who) for who, state in answers if state in PENDING),
        declined=frozenset(str(who) for who, state in answers if state == OfferState.DECLINED),
    )


def required(policy: Policy | None) -> tuple[str, ...]:
    """Which credentials the center wants to have seen."""
    if policy is None:
        return ()
    wanted = (
        (CredentialKind.CONFIDENTIALITY, policy.pledge_required),
        (CredentialKind.POLICE_CLEARANCE, policy.clearance_required),
    )
    return tuple(kind for kind, required in wanted if required)
