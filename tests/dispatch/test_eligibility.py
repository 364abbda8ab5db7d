from datetime import UTC, date, datetime
from typing import Any

import pytest

from lotsenhaus.dispatch.clock import Span, minute, moment
from lotsenhaus.dispatch.eligibility import FILTERS, judge, pairs, passes
from lotsenhaus.dispatch.problem import Assignment, Credential, Limits, Mode, Needs, Request, Skill
from lotsenhaus.dispatch.reasons import MEANINGS, Kind
from lotsenhaus.dispatch.travel import Means
from tests.dispatch.cases import WEDNESDAY, WEEK, ZONE, mediator, pair, problem, request, span

LATE_NIGHT = span("2026-12-02", "21:00", "22:00")


def fixed(start: str, end: str, *, day: str = WEDNESDAY, place: str | None = "school", id: str = "x") -> Assignment:
    times = span(day, start, end)
    return Assignment(mediator="m", request=id, start=times.start, end=times.end, place=place)


def by_agreement(**fields: Any) -> Request:
    return request(start=None, end=None, **fields)


CASES: list[tuple[str, dict[str, Any], dict[str, Any], tuple[str, dict[str, Any]] | None]] = [
    # filter, mediator, request, reason
    ("language", {}, {}, None),
    ("language", {}, {"languages": ("kmr",)}, ("language_missing", {"language": "kmr"})),
    ("language", {}, {"languages": ("kmr", "ar")}, None),
    ("language", {}, {"languages": ("kmr", "ar"), "needs": Needs.ALL}, ("language_missing", {"language": "kmr"})),
    ("language", {}, {"languages": ("ar-apc",)}, ("variant_unknown", {"language": "ar-apc", "spoken": "ar"})),
    (
        "language",
        {"skills": (Skill(language="ru", substitutes_for=("uk",)),)},
        {"languages": ("uk",)},
        ("substitute_not_asked_for", {"language": "uk", "substitute": "ru"}),
    ),
    (
        "language",
        {"skills": (Skill(language="ru", substitutes_for=("uk",)),)},
        {"languages": ("uk",), "substitutes_allowed": True},
        ("substitute_language", {"language": "uk", "substitute": "ru"}),
    ),
    ("level", {}, {"minimum_level": 5}, None),
    ("level", {}, {"minimum_level": 6}, ("level_too_low", {"language": "ar", "level": 5, "minimum": 6})),
    ("level", {"skills": (Skill(language="ar"),)}, {"minimum_level": 3}, ("level_unknown", {"language": "ar"})),
    ("level", {"skills": (Skill(language="ar"),)}, {}, None),
    ("level", {"skills": (Skill(language="ar", native=True),)}, {"minimum_level": 6}, None),
    (
        "level",
        {"skills": (Skill(language="ar"), Skill(language="ku", level=2))},
        {"languages": ("ar", "ku"), "needs": Needs.ALL, "minimum_level": 3},
        ("level_too_low", {"language": "ku", "level": 2, "minimum": 3}),
    ),
    ("active", {"active": False}, {}, ("inactive", {})),
    ("answer", {}, {"asked": frozenset({"m"})}, ("already_asked", {})),
    ("answer", {}, {"declined": frozenset({"m"})}, ("declined", {})),
    ("answer", {}, {"asked": frozenset({"n"}), "declined": frozenset({"o"})}, None),
    ("conflict_of_interest", {"blocked_parties": frozenset({"p"})}, {"party": "p"}, ("blocked_party", {})),
    ("conflict_of_interest", {"blocked_parties": frozenset({"p"})}, {"party": "q"}, None),
    (
        "conflict_of_interest",
        {"blocked_institutions": frozenset({"i"})},
        {"institution": "i"},
        ("blocked_institution", {}),
    ),
    ("gender", {"gender": "m"}, {"gender": "f"}, None),
    ("gender", {"gender": "m"}, {"gender": "f", "gender_required": True}, ("gender_not_wished", {"wish": "f"})),
    ("gender", {"gender": "f"}, {"gender": "f", "gender_required": True}, None),
    ("gender", {}, {"gender": "f", "gender_required": True}, ("gender_unknown", {"wish": "f"})),
    ("credential", {}, {"credentials": ("pledge",)}, ("credential_missing", {"credential": "pledge"})),
    ("credential", {"credentials": (Credential(code="pledge"),)}, {"credentials": ("pledge",)}, None),
    (
        "credential",
        {"credentials": (Credential(code="pledge", until=date(2026, 12, 2)),)},
        {"credentials": ("pledge",)},
        None,
    ),
    (
        "credential",
        {"credentials": (Credential(code="pledge", until=date(2026, 12, 1)),)},
        {"credentials": ("pledge",)},
        ("credential_expired", {"credential": "pledge", "until": date(2026, 12, 1)}),
    ),
    (
        "credential",
        {"credentials": (Credential(code="a", until=date(2025, 1, 1)), Credential(code="a", until=date(2027, 1, 1)))},
        {"credentials": ("a",)},
        None,
    ),
    (
        "credential",  # without a date today counts
        {"credentials": (Credential(code="pledge", until=date(2026, 11, 23)),)},
        {"credentials": ("pledge",), "start": None, "end": None},
        None,
    ),
    ("mode", {}, {"mode": Mode.PHONE}, ("mode_not_offered", {"mode": "phone"})),
    ("mode", {"modes": frozenset({Mode.PHONE})}, {"mode": Mode.PHONE}, None),
    ("mode", {"modes": frozenset({Mode.PHONE})}, {}, ("mode_not_offered", {"mode": "on_site"})),
    ("radius", {"max_minutes": 20}, {}, None),
    ("radius", {"max_minutes": 19}, {}, ("travel_too_far", {"minutes": 20, "limit": 19})),
    ("radius", {"max_minutes": 45, "means": Means.BICYCLE}, {}, ("travel_too_far", {"minutes": 50, "limit": 45})),
    ("radius", {"max_minutes": None, "home": "halle"}, {}, None),
    ("radius", {"home": None, "max_minutes": 5}, {}, ("travel_unknown", {})),
    ("radius", {"home": "atlantis"}, {}, ("travel_unknown", {})),
    ("radius", {}, {"place": None}, ("travel_unknown", {})),
    ("radius", {"max_minutes": 0, "home": None}, {"mode": Mode.VIDEO}, None),
    (
        "absence",
        {"absences": (span(WEDNESDAY, "15:59", "23:59"),)},
        {},
        ("absent", {"until": date(2026, 12, 2)}),
    ),
    ("absence", {"absences": (WEEK,)}, {}, ("absent", {"until": date(2026, 12, 6)})),
    ("absence", {"absences": (span(WEDNESDAY, "16:00", "18:00"), span(WEDNESDAY, "08:00", "15:00"))}, {}, None),
    ("absence", {"absences": (WEEK,)}, {"start": None, "end": None}, None),
    ("availability", {"free": ()}, {}, ("times_unknown", {})),
    ("availability", {"free": (), "stated": (WEEK,)}, {}, ("outside_times", {})),
    ("availability", {"free": (), "busy": (span(WEDNESDAY, "15:30", "17:00"),)}, {}, ("busy", {})),
    ("availability", {"busy": (span(WEDNESDAY, "15:30", "17:00"),)}, {}, ("busy", {})),
    ("availability", {"free": (span(WEDNESDAY, "15:00", "16:00"),), "stated": (WEEK,)}, {}, None),
    ("availability", {"free": (span(WEDNESDAY, "15:01", "16:00"),), "stated": (WEEK,)}, {}, ("outside_times", {})),
    ("availability", {"free": (span(WEDNESDAY, "15:01", "16:00"),)}, {}, ("times_unknown", {})),
    ("availability", {"free": (span(WEDNESDAY, "15:00", "15:30"), span(WEDNESDAY, "15:30", "16:00"))}, {}, None),
    (
        "availability",
        {"free": (span(WEDNESDAY, "14:40", "16:20"),), "stated": (WEEK,), "travel_in_times": True},
        {},
        None,
    ),
    (
        "availability",
        {"free": (span(WEDNESDAY, "14:41", "16:20"),), "stated": (WEEK,), "travel_in_times": True},
        {},
        ("outside_times", {}),
    ),
    ("availability", {"free": (), "stated": (WEEK,)}, {"start": None, "end": None}, None),
    ("tax_limit", {"headroom": 1000}, {"allowance": 1000}, None),
    ("tax_limit", {"headroom": 999}, {"allowance": 1000}, ("tax_limit", {"left": 999})),
    ("tax_limit", {}, {"allowance": 1000}, None),
]


@pytest.mark.parametrize(("name", "who", "what", "expected"), CASES)
def test_each_filter_gives_its_reason(
    name: str, who: dict[str, Any], what: dict[str, Any], expected: tuple[str, dict[str, Any]] | None
) -> None:
    reason = FILTERS[name](pair(mediator(**who), request(**what)))
    assert (reason and (reason.code, reason.parameters)) == expected
    assert reason is None or str(reason)


BOOKINGS: list[tuple[str, Assignment, dict[str, Any], tuple[str, dict[str, Any]] | None]] = [
    ("answer", fixed("08:00", "09:00", id="r"), {}, ("already_assigned", {})),
    ("overlap", fixed("15:59", "17:00"), {}, ("overlap", {})),
    ("overlap", fixed("14:00", "15:01"), {}, ("overlap", {})),
    ("overlap", fixed("14:00", "15:00"), {}, None),
    ("overlap", fixed("16:00", "17:00"), {}, None),
    ("overlap", fixed("14:00", "14:45", place="office"), {}, None),
    ("overlap", fixed("14:00", "14:46", place="office"), {}, ("way_too_short", {"minutes": 15, "gap": 14})),
    ("overlap", fixed("16:14", "17:00", place="office"), {}, ("way_too_short", {"minutes": 15, "gap": 14})),
    ("overlap", fixed("16:00", "17:00", place=None), {}, None),
    ("overlap", fixed("15:00", "16:00"), {"start": None, "end": None}, None),
    ("day_limit", fixed("08:00", "09:00"), {"limits": Limits(per_day=2)}, None),
    ("day_limit", fixed("08:00", "09:00"), {"limits": Limits(per_day=1)}, ("day_full", {"booked": 1, "limit": 1})),
    ("day_limit", fixed("08:00", "09:00", day="2026-12-03"), {"limits": Limits(per_day=1)}, None),
    (
        "week_limit",
        fixed("08:00", "09:00", day="2026-12-06"),
        {"limits": Limits(per_week=1)},
        ("week_full", {"booked": 1, "limit": 1}),
    ),
    ("week_limit", fixed("08:00", "09:00", day="2026-12-07"), {"limits": Limits(per_week=1)}, None),
    ("hour_limit", fixed("08:00", "09:00"), {"limits": Limits(minutes_per_week=120)}, None),
    (
        "hour_limit",
        fixed("08:00", "09:00"),
        {"limits": Limits(minutes_per_week=119)},
        ("hours_full", {"minutes": 120, "limit": 119}),
    ),
]


@pytest.mark.parametrize(("name", "booked", "fields", "expected"), BOOKINGS)
def test_other_assignments_leave_room_for_the_way_and_respect_the_limits(
    name: str, booked: Assignment, fields: dict[str, Any], expected: tuple[str, dict[str, Any]] | None
) -> None:
    times = {key: fields.pop(key) for key in ("start", "end") if key in fields}
    reason = FILTERS[name](pair(mediator(**fields), request(**times), assignments=(booked,)))
    assert (reason and (reason.code, reason.parameters)) == expected


def test_a_limit_of_zero_means_nobody_is_asked() -> None:
    assert not passes(pair(mediator(limits=Limits(per_day=0)), request()))


def test_nothing_is_too_full_for_a_talk_without_a_date() -> None:
    assert passes(pair(mediator(limits=Limits(per_day=0, per_week=0, minutes_per_week=0)), by_agreement()))


def test_a_talk_at_midnight_counts_for_the_local_day_on_which_it_starts() -> None:
    booked = Assignment(mediator="m", request="x", start=LATE_NIGHT.start, end=LATE_NIGHT.end)
    early = span("2026-12-03", "00:30", "01:30")  # 23:30 UTC of the day before
    who = mediator(limits=Limits(per_day=1))
    assert FILTERS["day_limit"](pair(who, request(start=early.start, end=early.end), assignments=(booked,))) is None


def test_in_the_night_the_clock_goes_back_both_hours_of_two_oclock_are_different_minutes() -> None:
    change = minute(datetime(2026, 10, 25, 1, tzinfo=UTC))
    first, second = Span(change - 60, change), Span(change, change + 60)
    assert {moment(span.start, ZONE).hour for span in (first, second)} == {2}
    booked = Assignment(mediator="m", request="x", start=first.start, end=first.end, place="school")
    assert (
        FILTERS["overlap"](pair(mediator(), request(start=second.start, end=second.end), assignments=(booked,))) is None
    )


def test_everything_is_said_about_a_pair_in_the_order_of_the_filters() -> None:
    verdict = judge(pair(mediator(active=False, max_minutes=5, free=()), request()))
    assert list(verdict.reasons) == ["active", "radius", "availability"]
    assert list(verdict.against) == ["active", "radius"]
    assert not verdict.is_eligible
    assert not verdict.is_free


def test_what_is_unknown_never_excludes() -> None:
    nothing_said = mediator(skills=(Skill(language="ar"),), home=None, free=())
    verdict = judge(
        pair(nothing_said, request(minimum_level=4, gender="f", gender_required=True, languages=("ar-apc",)))
    )
    assert verdict.is_eligible
    assert {reason.kind for reason in verdict.reasons.values()} == {Kind.UNKNOWN}
    assert len(verdict.reasons) == 5


def test_only_who_speaks_or_could_stand_in_is_looked_at() -> None:
    people = (
        mediator("a"),
        mediator("b", language="tr"),
        mediator("c", language="ar-acm"),
        mediator("d", skills=(Skill(language="ku", substitutes_for=("ar",)),)),
        mediator("e", skills=()),
    )
    wish = request(languages=("ar-apc", "fr"))
    assert [one.mediator.id for one in pairs(problem(*people), wish, {})] == ["a", "d"]


def test_every_reason_a_filter_can_give_is_in_the_tables_above() -> None:
    tested = {case[-1][0] for case in [*CASES, *BOOKINGS] if case[-1]}
    assert tested | {"late"} == set(MEANINGS)


@pytest.mark.parametrize(
    "fields",
    [{"languages": ()}, {"count": 0}, {"priority": -1}, {"end": None}, {"start": 100, "end": 100}],
)
def test_a_contradictory_request_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="request r"):
        request(**fields)


def test_a_person_or_slot_may_appear_once() -> None:
    with pytest.raises(ValueError, match="the mediator m appears twice"):
        problem(mediator(), mediator())
    with pytest.raises(ValueError, match="the request r appears twice"):
        problem(requests=(request(), request()))
