"""May this person be asked for this slot? One named filter per hard rule.

A filter answers None (nothing to say) or a `Reason`. Reasons of kind *against* exclude, *unknown* ones
mark ("please call"), *hints* only inform. What nobody has stated never excludes anybody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lotsenhaus.dispatch.clock import Span, monday_of, uncovered
from lotsenhaus.dispatch.languages import Fit, Match, is_spoken, matches
from lotsenhaus.dispatch.problem import Assignment, Mediator, Problem, Request, primary
from lotsenhaus.dispatch.reasons import Kind, Reason
from lotsenhaus.dispatch.travel import NOWHERE, Leg


@dataclass(frozen=True)
class Pair:
    """One person and one slot, with what both need to be judged; `booked` are her other assignments."""

    mediator: Mediator
    request: Request
    problem: Problem
    booked: Sequence[Assignment]

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        return matches(self.mediator, self.request)

    @cached_property
    def leg(self) -> Leg | None:
        """The way from home; None when home or place is not known."""
        if self.request.is_remote:
            return NOWHERE
        if self.mediator.home is None or self.request.place is None:
            return None
        return self.problem.travel.leg(self.mediator.home, self.request.place, self.mediator.means)

    @cached_property
    def day(self) -> date:
        """The local day of the slot; today while its time is still to be agreed."""
        return self.problem.day(self.problem.now if self.request.start is None else self.request.start)

    @cached_property
    def spans_of_week(self) -> list[tuple[date, Span]]:
        """Her assignments in the week of the slot; nothing while the time of the slot is open."""
        if self.request.span is None:
            return []
        days = [(self.problem.day(entry.span.start), entry.span) for entry in self.booked if entry.span]
        return [(day, span) for day, span in days if monday_of(day) == monday_of(self.day)]

    def way_between(self, one: str | None, other: str | None) -> int:
        """Minutes between the places of two assignments; none where one is remote or not known."""
        leg = None if one is None or other is None else self.problem.travel.leg(one, other, self.mediator.means)
        return leg.minutes if leg else 0


Booked = Mapping[str, Sequence[Assignment]]
Filter = Callable[[Pair], Reason | None]


def language(pair: Pair) -> Reason | None:
    match = max(pair.matches, key=lambda match: match.fit)
    if match.skill is None:
        return Reason("language_missing", {"language": match.wanted})
    if match.fit is Fit.VARIANT_UNKNOWN:
        return Reason("variant_unknown", {"language": match.wanted, "spoken": match.skill.language})
    if match.fit is Fit.SUBSTITUTE:
        code = "substitute_language" if pair.request.substitutes_allowed else "substitute_not_asked_for"
        return Reason(code, {"language": match.wanted, "substitute": match.skill.language})
    return None


def level(pair: Pair) -> Reason | None:
    minimum = pair.request.minimum_level
    weak = [match for match in pair.matches if is_spoken(match, pair.request) and match.level < minimum]
    known = [match for match in weak if match.level]
    if known:
        lowest = min(known, key=lambda match: match.level)
        return Reason("level_too_low", {"language": lowest.wanted, "level": lowest.level, "minimum": minimum})
    return Reason("level_unknown", {"language": weak[0].wanted}) if weak else None


def active(pair: Pair) -> Reason | None:
    return None if pair.mediator.active else Reason("inactive")


def answer(pair: Pair) -> Reason | None:
    """Nobody is asked twice for the same slot."""
    mediator, request = pair.mediator, pair.request
    if any(entry.request == request.id for entry in pair.booked):
        return Reason("already_assigned")
    if mediator.id in request.declined:
        return Reason("declined")
    return Reason("already_asked") if mediator.id in request.asked else None


def conflict_of_interest(pair: Pair) -> Reason | None:
    if pair.request.party in pair.mediator.blocked_parties:
        return Reason("blocked_party")
    if pair.request.institution in pair.mediator.blocked_institutions:
        return Reason("blocked_institution")
    return None


def gender(pair: Pair) -> Reason | None:
    wish = pair.request.gender
    if not (wish and pair.request.gender_required) or pair.mediator.gender == wish:
        return None
    return Reason("gender_not_wished" if pair.mediator.gender else "gender_unknown", {"wish": wish})


def credential(pair: Pair) -> Reason | None:
    """Each credential asked for must be valid on the day of the talk, not on the day of the question."""
    for code in pair.request.credentials:
        held = [entry for entry in pair.mediator.credentials if entry.code == code]
        if not held:
            return Reason("credential_missing", {"credential": code})
        latest = max(entry.until or date.max for entry in held)
        if latest < pair.day:
            return Reason("credential_expired", {"credential": code, "until": latest})
    return None


def mode(pair: Pair) -> Reason | None:
    wanted = pair.request.mode
    return None if wanted in pair.mediator.modes else Reason("mode_not_offered", {"mode": wanted.value})


def radius(pair: Pair) -> Reason | None:
    limit = pair.mediator.max_minutes
    if pair.leg is None:
        return Reason("travel_unknown")
    if limit is None or pair.request.is_remote or pair.leg.minutes <= limit:
        return None
    return Reason("travel_too_far", {"minutes": pair.leg.minutes, "limit": limit})


def absence(pair: Pair) -> Reason | None:
    span = pair.request.span
    ends = [away.end for away in pair.mediator.absences if span and away.overlaps(span)]
    return Reason("absent", {"until": pair.problem.day(max(ends) - 1)}) if ends else None


def availability(pair: Pair) -> Reason | None:
    span, mediator = pair.request.span, pair.mediator
    if span is None:
        return None
    if mediator.travel_in_times and pair.leg:
        span = span.widened(pair.leg.minutes)
    if any(busy.overlaps(span) for busy in mediator.busy):
        return Reason("busy")
    gaps = list(uncovered(span, mediator.free))
    if any(stated.overlaps(gap) for stated in mediator.stated for gap in gaps):
        return Reason("outside_times")
    return Reason("times_unknown") if gaps else None


def overlap(pair: Pair) -> Reason | None:
    """Between two assignments there must be time for the way; ending at the minute of the next start is no overlap."""
    span, place = pair.request.span, None if pair.request.is_remote else pair.request.place
    if span is None:
        return None
    others = [(entry.span, entry.place) for entry in pair.booked if entry.span]
    if any(other.overlaps(span) for other, _ in others):
        return Reason("overlap")
    ways = [(span.gap(other), pair.way_between(other_place, place)) for other, other_place in others]
    tight = min(((gap, minutes) for gap, minutes in ways if gap < minutes), default=None)
    return Reason("way_too_short", {"minutes": tight[1], "gap": tight[0]}) if tight else None


def day_limit(pair: Pair) -> Reason | None:
    limit, booked = pair.mediator.limits.per_day, sum(day == pair.day for day, _ in pair.spans_of_week)
    return _full("day_full", booked, limit, pair)


def week_limit(pair: Pair) -> Reason | None:
    return _full("week_full", len(pair.spans_of_week), pair.mediator.limits.per_week, pair)


def hour_limit(pair: Pair) -> Reason | None:
    limit, span = pair.mediator.limits.minutes_per_week, pair.request.span
    if limit is None or span is None:
        return None
    minutes = sum(end - start for start, end in [span, *(span for _, span in pair.spans_of_week)])
    return Reason("hours_full", {"minutes": minutes, "limit": limit}) if minutes > limit else None


def tax_limit(pair: Pair) -> Reason | None:
    left = pair.mediator.headroom
    return None if left is None or left >= pair.request.allowance else Reason("tax_limit", {"left": left})


def _full(code: str, booked: int, limit: int | None, pair: Pair) -> Reason | None:
    if limit is None or pair.request.span is None or booked < limit:
        return None
    return Reason(code, {"booked": booked, "limit": limit})


FILTERS: Mapping[str, Filter] = {
    rule.__name__: rule
    for rule in (
        language,
        level,
        active,
        answer,
        conflict_of_interest,
        gender,
        credential,
        mode,
        radius,
        absence,
        availability,
        overlap,
        day_limit,
        week_limit,
        hour_limit,
        tax_limit,
    )
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the filters say about one pair, by name of the filter."""

    pair: Pair
    reasons: Mapping[str, Reason]

    @property
    def against(self) -> dict[str, Reason]:
        return {name: reason for name, reason in self.reasons.items() if reason.kind is Kind.AGAINST}

    @property
    def is_eligible(self) -> bool:
        return not any(reason.kind is Kind.AGAINST for reason in self.reasons.values())

    @property
    def is_free(self) -> bool:
        """Her times are known to fit; otherwise asking her is a question, never a promise."""
        return "availability" not in self.reasons


def pairs(problem: Problem, request: Request, booked: Booked) -> Iterator[Pair]:
    """Everybody worth a look: who speaks what is wanted, or a language that could stand in for it."""
    groups = (problem.by_language.get(primary(tag), ()) for tag in request.languages)
    near = {mediator.id: mediator for group in groups for mediator in group}
    for mediator in near.values():
        pair = Pair(mediator, request, problem, booked.get(mediator.id, ()))
        if all(match.fit is not Fit.NONE for match in pair.matches):
            yield pair


def judge(pair: Pair) -> Verdict:
    """Everything that can be said about a pair, in the order of the filters."""
    found = ((name, rule(pair)) for name, rule in FILTERS.items())
    return Verdict(pair, {name: reason for name, reason in found if reason})


def objections(pair: Pair, filters: Iterable[str] = FILTERS) -> Iterator[tuple[str, Reason]]:
    """What stands against a pair, one filter after the other and only as far as somebody asks."""
    for name in filters:
        if (reason := FILTERS[name](pair)) and reason.kind is Kind.AGAINST:
            yield name, reason


def passes(pair: Pair, filters: Iterable[str] = FILTERS) -> bool:
    return next(objections(pair, filters), None) is None
