from lotsenhaus.dispatch.explain import Alternative, explain
from lotsenhaus.dispatch.problem import Assignment, Mode
from tests.dispatch.cases import WEDNESDAY, WEEK, at, mediator, problem, request, span


def alternative(day: str, start: str, end: str, *mediators: str) -> Alternative:
    return Alternative(*span(day, start, end), mediators)


def test_two_live_too_far_away_and_one_is_on_holiday() -> None:
    people = (
        mediator("a", home="halle", max_minutes=30),
        mediator("b", home="halle", max_minutes=20),
        mediator("c", absences=(WEEK,)),
        mediator("d", absences=(WEEK,), max_minutes=5),
        mediator("e", language="tr"),
    )
    explanation = explain(problem(*people), request())
    assert explanation.near_misses == {"absent": ("c",), "travel_too_far": ("a", "b")}
    left = {step.filter: step.left for step in explanation.funnel}
    assert [left[name] for name in ("everybody", "language", "mode", "radius", "absence", "tax_limit")] == [
        5,
        4,
        4,
        1,
        0,
        0,
    ]


def test_the_funnel_ends_with_the_candidates() -> None:
    explanation = explain(problem(mediator("a"), mediator("b", free=()), mediator("c", active=False)), request())
    assert explanation.funnel[-1].left == 2


def test_alternatives_are_the_nearest_starts_that_bring_in_somebody_new() -> None:
    people = (
        mediator("a", free=(span(WEDNESDAY, "16:00", "18:00"),)),
        mediator("b", free=(span(WEDNESDAY, "09:00", "11:00"),)),
        mediator("c", free=(span("2026-12-04", "09:05", "10:20"),)),
        mediator("d", free=(span("2026-12-08", "09:00", "12:00"),)),  # next week
        mediator("e", free=()),  # unknown: a candidate already
    )
    assert explain(problem(*people), request()).alternatives == (
        alternative(WEDNESDAY, "16:00", "17:00", "a"),
        alternative(WEDNESDAY, "10:00", "11:00", "b"),
        alternative("2026-12-04", "09:15", "10:15", "c"),
    )


def test_there_are_at_most_five_alternatives() -> None:
    days = ("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05")
    people = [mediator(day, free=(span(day, "09:00", "10:00"),)) for day in days]
    assert len(explain(problem(*people), request()).alternatives) == 5


def test_an_alternative_respects_assignments_with_their_way_and_the_past() -> None:
    talk = span(WEDNESDAY, "14:00", "15:30")
    booked = Assignment(mediator="m", request="x", start=talk.start, end=talk.end, place="office")
    whole = problem(mediator(), assignments=(booked,), now=at(f"{WEDNESDAY} 12:30"))
    assert explain(whole, request()).alternatives == (alternative(WEDNESDAY, "15:45", "16:45", "m"),)


def test_an_alternative_has_enough_people_for_the_slot() -> None:
    people = (
        mediator("a", free=(span(WEDNESDAY, "16:00", "18:00"),)),
        mediator("b", free=(span(WEDNESDAY, "17:00", "18:00"),)),
    )
    assert explain(problem(*people), request(count=2)).alternatives == (
        alternative(WEDNESDAY, "17:00", "18:00", "a", "b"),
    )


def test_who_declined_this_time_may_come_at_another() -> None:
    (nearest,) = explain(problem(mediator()), request(declined=frozenset({"m"}))).alternatives
    assert nearest == alternative(WEDNESDAY, "14:45", "15:45", "m")


def test_nothing_is_proposed_before_eight_or_after_twenty() -> None:
    early, late = span(WEDNESDAY, "05:00", "08:59"), span(WEDNESDAY, "19:01", "23:00")
    assert explain(problem(mediator(free=(early, late))), request()).alternatives == ()


def test_the_grid_follows_the_local_clock_in_the_week_of_the_change() -> None:
    wish = span("2026-10-23", "10:00", "11:00")
    free = span("2026-10-25", "08:00", "09:00")
    whole = problem(mediator(free=(free,)), now=at("2026-10-19 08:00"))
    assert explain(whole, request(start=wish.start, end=wish.end)).alternatives == (
        alternative("2026-10-25", "08:00", "09:00", "m"),
    )


def test_by_phone_or_video_the_way_does_not_count() -> None:
    people = (
        mediator("a", home="halle", max_minutes=5, modes=frozenset({Mode.ON_SITE, Mode.PHONE})),
        mediator("b", home="halle", max_minutes=5, modes=frozenset({Mode.VIDEO})),
    )
    assert explain(problem(*people), request()).remote == {Mode.PHONE: ("a",), Mode.VIDEO: ("b",)}
    assert explain(problem(*people), request(mode=Mode.PHONE)).remote == {}


def test_a_talk_by_agreement_needs_no_alternative() -> None:
    assert explain(problem(mediator()), request(start=None, end=None)).alternatives == ()


def test_the_way_there_may_begin_before_the_opening_time_only_if_she_is_free_then() -> None:
    early = span(WEDNESDAY, "07:00", "08:00")
    for free_from, begins in (("08:00", "08:30"), ("07:40", "08:00")):
        who = mediator(free=(span(WEDNESDAY, free_from, "10:00"),), travel_in_times=True)
        nearest = explain(problem(who), request(start=early.start, end=early.end)).alternatives[0]
        assert nearest.start == at(f"{WEDNESDAY} {begins}")
