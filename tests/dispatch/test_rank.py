import random
from dataclasses import replace

from lotsenhaus.dispatch.problem import Assignment, Mode, Skill
from lotsenhaus.dispatch.rank import Ranking, rank
from tests.dispatch.cases import WEDNESDAY, at, mediator, problem, request, span


def names(ranking: Ranking) -> list[str]:
    return [candidate.mediator for candidate in ranking.candidates]


def test_free_people_come_before_those_whose_times_are_unknown() -> None:
    people = (mediator("unknown", free=(), desk="d", home="rietberg"), mediator("free", load=20))
    ranking = rank(problem(*people), request(desk="d"))
    assert names(ranking) == ["free", "unknown"]
    assert [str(note) for note in ranking.candidates[1].notes] == ["times are not known, call"]


def test_the_own_desk_comes_first_then_the_shorter_way() -> None:
    people = (mediator("near", home="rietberg"), mediator("own", desk="d", home="halle"), mediator("far"))
    assert names(rank(problem(*people), request(desk="d"))) == ["own", "near", "far"]


def test_who_was_asked_long_ago_comes_before_who_was_asked_often() -> None:
    people = (mediator("often", asked_this_week=3, weeks_since_asked=0), mediator("rarely", weeks_since_asked=5))
    assert names(rank(problem(*people), request())) == ["rarely", "often"]


def test_points_are_the_sum_of_their_items() -> None:
    (candidate,) = rank(problem(mediator(load=3)), request()).candidates
    assert candidate.points == sum(item.points for item in candidate.items) == -20 - 6 + 24 + 12


def test_others_speak_the_language_and_carry_what_stands_against_them() -> None:
    people = (
        mediator("turkish", language="tr"),
        mediator("both", active=False, max_minutes=5),
        mediator("far", max_minutes=5),
    )
    ranking = rank(problem(*people), request())
    assert names(ranking) == []
    assert [(one.pair.mediator.id, list(one.against)) for one in ranking.others] == [
        ("far", ["radius"]),
        ("both", ["active", "radius"]),
    ]


def test_the_order_of_rows_changes_nothing() -> None:
    people = [
        mediator(f"m{number}", load=number % 3, free=() if number % 4 else mediator().free) for number in range(40)
    ]
    expected = names(rank(problem(*people), request()))
    for seed in range(20):
        random.Random(seed).shuffle(people)
        assert names(rank(problem(*people), request())) == expected


def test_ties_are_broken_differently_for_each_slot() -> None:
    people = [mediator(f"m{number}") for number in range(8)]
    firsts = {names(rank(problem(*people), request(f"r{number}")))[0] for number in range(60)}
    assert firsts == {one.id for one in people}


def test_best_cuts_the_list() -> None:
    ranking = rank(problem(*(mediator(f"m{number}") for number in range(8))), request())
    assert ranking.best(3) == ranking.candidates[:3]


def test_in_an_emergency_those_who_arrive_in_time_come_first() -> None:
    people = (
        mediator("far", home="halle", desk="d"),
        mediator("near", home="rietberg"),
        mediator("somewhere", home=None, desk="d"),
        mediator("verl"),
    )
    whole = problem(*people, now=at(f"{WEDNESDAY} 14:45"))
    ranking = rank(whole, request(desk="d"), by_arrival=True)
    assert names(ranking) == ["near", "somewhere", "verl", "far"]
    assert [candidate.arrival for candidate in ranking.candidates] == [
        at(f"{WEDNESDAY} 14:55"),
        None,
        at(f"{WEDNESDAY} 15:05"),
        at(f"{WEDNESDAY} 15:30"),
    ]
    assert [str(note) for note in ranking.candidates[3].notes] == ["would be 30 minutes late"]


def test_who_is_at_another_talk_leaves_from_there() -> None:
    talk = span(WEDNESDAY, "14:00", "14:45")
    booked = Assignment(mediator="m", request="x", start=talk.start, end=talk.end, place="office")
    whole = problem(mediator(), now=at(f"{WEDNESDAY} 14:30"), assignments=(booked,))
    (candidate,) = rank(whole, request(), by_arrival=True).candidates
    assert candidate.arrival == at(f"{WEDNESDAY} 15:00")


def test_a_talk_by_phone_has_no_way() -> None:
    who = mediator(modes=frozenset({Mode.PHONE}), home=None)
    (candidate,) = rank(problem(who), request(mode=Mode.PHONE, place=None), by_arrival=True).candidates
    assert candidate.leg == (0, 0)
    assert candidate.notes == ()


def test_assignments_of_a_plan_in_the_making_replace_the_fixed_ones() -> None:
    who, wish = mediator(), request()
    whole = problem(who, assignments=(Assignment.of(who, request("x")),))
    assert names(rank(whole, wish)) == []
    assert names(rank(whole, wish, booked={})) == ["m"]


def test_a_substitute_comes_last_and_only_when_asked_for() -> None:
    people = (
        mediator("ru", skills=(Skill(language="ru", native=True, substitutes_for=("uk",)),)),
        mediator("uk", language="uk"),
    )
    wish = request(languages=("uk",))
    assert names(rank(problem(*people), wish)) == ["uk"]
    assert names(rank(problem(*people), replace(wish, substitutes_allowed=True))) == ["uk", "ru"]
