"""Counts of the mediation over a period. No names, no ids of people; a fixed number of queries."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lotsenhaus.kit.calendar import at_local, minutes_between
from lotsenhaus.mediation.choices.languages import short_name
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CancelReason,
    InquiryState,
    OfferState,
    SlotState,
    UnfilledReason,
)
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator, Offer, Slot
from lotsenhaus.mediation.rules.figures import WITHIN_DAYS, quarter_share, spread, spread_hours
from lotsenhaus.network.choices import OrganizationKind

HELD = (AssignmentState.HELD, AssignmentState.CONFIRMED)
ASKED = (OfferState.ASKED, OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED, OfferState.TAKEN)


@dataclass
class Row:
    """One line: Einsätze, talks in them, minutes."""

    label: str
    assignments: int = 0
    talks: int = 0
    minutes: int = 0

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class Unmet:
    """Nicht vermittelt: language, town and reason, how often."""

    language: str
    town: str
    reason: str
    count: int


@dataclass(frozen=True)
class Load:
    """How evenly it is spread: so many people (of the pool today) were asked, or helped, that often."""

    low: int
    high: int | None
    asked: int
    helped: int


@dataclass
class Figures:
    """Everything the page, the report and the sheet show about one period."""

    first: date
    last: date
    inquiries: int = 0
    total: Row = field(default_factory=lambda: Row(""))
    people: int = 0
    institutions: int = 0
    languages: list[Row] = field(default_factory=list)
    towns: list[Row] = field(default_factory=list)
    kinds: list[Row] = field(default_factory=list)
    desks: list[Row] = field(default_factory=list)
    months: list[Row] = field(default_factory=list)
    unmet: list[Unmet] = field(default_factory=list)
    refusals: list[tuple[str, int]] = field(default_factory=list)
    wanted: int = 0
    arranged: int = 0
    within: list[tuple[int, int]] = field(default_factory=list)
    load: list[Load] = field(default_factory=list)
    hours: list[tuple[int | None, int | None, int]] = field(default_factory=list)
    """How many people of the pool today held more than, and up to, so many hours."""

    @property
    def unmet_count(self) -> int:
        return sum(one.count for one in self.unmet)

    def unmet_by(self, name: str) -> list[tuple[str, int]]:
        """Summed by "language", "town" or "reason", the most first."""
        found: Counter[str] = Counter()
        for one in self.unmet:
            found[getattr(one, name)] += one.count
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


@dataclass(frozen=True)
class _Talk:
    languages: tuple[str, ...]
    town: str
    kind: str
    desk: str
    month: date
    talks: int
    minutes: int
    mediator: int
    organization: int


def figures(first: date, last: date) -> Figures:
    """Counts of the open center from `first` to `last`, both included, by the local day."""
    begin, end = at_local(first, time()), at_local(last + timedelta(days=1), time())
    talks = list(_talks(begin, end))
    found = Figures(first, last)
    found.inquiries = (
        Inquiry.objects.filter(submitted_at__gte=begin, submitted_at__lt=end).exclude(state=InquiryState.DRAFT).count()
    )
    found.total = _summed(talks, lambda talk: "").get("", Row(""))
    found.people = len({talk.mediator for talk in talks})
    found.institutions = len({talk.organization for talk in talks})
    found.languages = _ranked(_summed(talks, lambda talk: "/".join(short_name(code) for code in talk.languages)))
    found.towns = _ranked(_summed(talks, lambda talk: talk.town or _("ohne Ort")))
    found.kinds = _ranked(_summed(talks, lambda talk: str(OrganizationKind(talk.kind).label)))
    found.desks = _ranked(_summed(talks, lambda talk: talk.desk))
    found.months = list(_summed(sorted(talks, key=lambda talk: talk.month), _month).values())
    found.unmet = _unmet(begin, end)
    found.refusals = _refusals(begin, end)
    found.wanted, found.arranged, found.within = _speed(begin, end)
    pool = list(Mediator.objects.active().values_list("pk", flat=True))
    found.load = _load(begin, end, talks, pool)
    minutes: Counter[int] = Counter()
    for talk in talks:
        minutes[talk.mediator] += talk.minutes
    found.hours = spread_hours(minutes[pk] for pk in pool)
    return found


def _talks(begin: datetime, end: datetime) -> Iterable[_Talk]:
    rows = Assignment.objects.filter(state__in=HELD, starts_at__gte=begin, starts_at__lt=end).values_list(
        "slot__languages", "slot__inquiry__town__name", "slot__inquiry__organization__kind", "desk__name", "starts_at",
        "ends_at", "proof__started_at", "proof__ended_at", "proof__talks_held", "slot__talks", "mediator",
        "slot__inquiry__organization",
    )  # fmt: skip
    for codes, town, kind, desk, starts, ends, began, ended, held, planned, mediator, organization in rows:
        assert starts is not None
        assert ends is not None
        month = timezone.localdate(starts).replace(day=1)
        minutes = minutes_between(began or starts, ended or ends)
        talks = planned if held is None else held
        yield _Talk(tuple(codes), town or "", kind, desk, month, talks, minutes, mediator, organization)


def _month(talk: _Talk) -> str:
    return date_format(talk.month, "F Y")


def _summed(talks: Iterable[_Talk], key: Callable[[_Talk], str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for talk in talks:
        row = found.setdefault(key(talk), Row(key(talk)))
        row.assignments += 1
        row.talks += talk.talks
        row.minutes += talk.minutes
    return found


def _ranked(rows: dict[str, Row]) -> list[Row]:
    return sorted(rows.values(), key=lambda row: (-row.assignments, -row.talks, row.label))


def _in_time(begin: datetime, end: datetime) -> Q:
    """By the day of the talk; what never had a date by the day it was asked for."""
    return Q(starts_at__gte=begin, starts_at__lt=end) | Q(
        starts_at=None, inquiry__submitted_at__gte=begin, inquiry__submitted_at__lt=end
    )


def _unmet(begin: datetime, end: datetime) -> list[Unmet]:
    rows = Slot.objects.filter(_in_time(begin, end), state=SlotState.UNFILLED)
    counted: Counter[tuple[str, str, str]] = Counter()
    for codes, town, reason in rows.values_list("languages", "inquiry__town__name", "unfilled_reason"):
        language = "/".join(short_name(code) for code in codes) or _("Sprache noch unklar")
        counted[language, town or _("ohne Ort"), str(UnfilledReason(reason).label)] += 1
    return [Unmet(*key, count) for key, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def _refusals(begin: datetime, end: datetime) -> list[tuple[str, int]]:
    """By occasion; an institution that was not admitted says nothing about the occasion and has its own line."""
    not_admitted = str(CancelReason.NOT_ADMITTED.label)
    rows = Inquiry.objects.filter(state=InquiryState.REFUSED, submitted_at__gte=begin, submitted_at__lt=end)
    counted: Counter[str] = Counter()
    for code, refusal in rows.values_list("occasion", "refusal"):
        is_by_occasion = CancelReason.NOT_ADMITTED not in {one["code"] for one in refusal or []}
        counted[_occasion_label(code) if is_by_occasion else not_admitted] += 1
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _occasion_label(code: str) -> str:
    return str(Occasion(code).label) if code in Occasion.values else code


def _speed(begin: datetime, end: datetime) -> tuple[int, int, list[tuple[int, int]]]:
    """Slots asked for in the period, those somebody promised, and within how many days after the inquiry."""
    rows = Slot.objects.filter(inquiry__submitted_at__gte=begin, inquiry__submitted_at__lt=end).exclude(
        Q(state=SlotState.WITHDRAWN) | Q(inquiry__state__in=(InquiryState.REFUSED, InquiryState.DRAFT))
    )
    times = list(
        rows.annotate(promised=Min("assignments__accepted_at")).values_list("inquiry__submitted_at", "promised")
    )
    waits = [promised - asked for asked, promised in times if promised is not None]
    return len(times), len(waits), [(days, sum(wait <= timedelta(days=days) for wait in waits)) for days in WITHIN_DAYS]


def _load(begin: datetime, end: datetime, talks: list[_Talk], pool: list[int]) -> list[Load]:
    asked = dict(
        Offer.objects.filter(state__in=ASKED, created_at__gte=begin, created_at__lt=end)
        .values_list("mediator")
        .annotate(count=Count("pk"))
        .order_by()
    )
    helped = Counter(talk.mediator for talk in talks)
    classes = zip(spread(asked.get(pk, 0) for pk in pool), spread(helped[pk] for pk in pool), strict=True)
    return [Load(low, high, one, other) for (low, high, one), (_low, _high, other) in classes]


@dataclass(frozen=True)
class YearSpread:
    """How the Einsätze of a year are spread over the pool of today; `quarters` is empty where it is too small."""

    year: int
    quarters: list[tuple[date, int]]
    """Per month the share since January, in per cent, of the quarter of people with the most."""


def year_spread(year: int, today: date) -> YearSpread:
    """Months that have begun, up to the year's last; two queries."""
    pool = list(Mediator.objects.active().values_list("pk", flat=True))
    begin, end = at_local(date(year, 1, 1), time()), at_local(date(year + 1, 1, 1), time())
    rows = Assignment.objects.filter(state__in=HELD, starts_at__gte=begin, starts_at__lt=end, mediator__in=pool)
    held = [
        (timezone.localdate(starts).month, pk) for starts, pk in rows.values_list("starts_at", "mediator") if starts
    ]
    months = [date(year, month, 1) for month in range(1, 13) if date(year, month, 1) <= today]
    shares = [(month, quarter_share(_until(held, month.month, pool))) for month in months]
    return YearSpread(year, [(month, share) for month, share in shares if share is not None])


def _until(held: list[tuple[int, int]], month: int, pool: list[int]) -> list[int]:
    """How many each person of the pool held from January to the end of that month."""
    counted = Counter(pk for when, pk in held if when <= month)
    return [counted[pk] for pk in pool]
