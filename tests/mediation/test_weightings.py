"""What counts how much: numbers within bounds, tried out on last month, one version after the other."""

import threading
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord, Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.dispatch.problem import Weights
from lotsenhaus.kit.calendar import at_local
from lotsenhaus.mediation.actions.weightings import Overtaken, Unchanged, change_weighting, go_back
from lotsenhaus.mediation.choices.states import AssignmentState, OfferState, SlotState, UnfilledReason
from lotsenhaus.mediation.forms.weightings import WeightingForm
from lotsenhaus.mediation.models import Assignment, Offer, Slot, Weighting
from lotsenhaus.mediation.planning import board_for
from lotsenhaus.mediation.planning.last_month import compare, last_month, month_problem
from lotsenhaus.mediation.planning.weights import points_of, versions
from tests.house import House
from tests.mediation.test_plans import always_free

STANDARD = points_of(Weights())
NEAR = {**STANDARD, "own_desk": 0}
SAID = {"travel_minute": "1", "load": "2", "pause_week": "2", "continuity": "40", "own_desk": "100", "kept": "30"}
WORDS = {"name": "Kurze Wege zuerst", "note": "Runde vom 2.11. (Beispiel)"}


@pytest.fixture
def hanne(house: House) -> User:
    return house.person(Role.COORDINATOR, name="Hanne Beispielsen")


def form(**changes: str) -> WeightingForm:
    return WeightingForm({**SAID, **WORDS, **changes}, points=STANDARD)


def saved(house: House, by: User, *, based_on: int = 1, **points: int) -> Weighting:
    return change_weighting(
        center=house.center, name="Neu", points={**STANDARD, **points}, note="Test", based_on=based_on, by=by
    )


def a_month_ago(day: int = 10, hour: int = 15) -> datetime:
    first, _last = last_month(timezone.localdate())
    return at_local(first.replace(day=day), time(hour))


def test_what_people_say_without_a_sign_is_stored_as_the_optimizer_counts_it() -> None:
    said = form()
    assert said.is_valid(), said.errors
    assert said.points == STANDARD
    assert (STANDARD["travel_minute"], STANDARD["load"], STANDARD["own_desk"]) == (-1, -2, 100)


@pytest.mark.parametrize(
    ("name", "typed", "most"),
    [
        ("travel_minute", "4", 3),
        ("load", "-2", 6),
        ("pause_week", "17", 16),
        ("own_desk", "201", 200),
        ("kept", "", 200),
        ("continuity", "viel", 200),
    ],
)
def test_each_number_has_an_end_and_says_which(name: str, typed: str, most: int) -> None:
    said = form(**{name: typed})
    assert not said.is_valid()
    assert said.errors == {name: [f"Bitte eine ganze Zahl von 0 bis {most}, ohne Vorzeichen."]}


def test_all_together_stay_behind_a_question_to_somebody_whose_times_are_unknown() -> None:
    highest = {"continuity": "200", "own_desk": "200", "travel_minute": "3", "load": "3", "pause_week": "0"}
    assert form(**highest, kept="30").is_valid()
    said = form(**highest, kept="31")
    assert "Zusammen ergeben Ihre Zahlen 701 Punkte, höchstens 700 sind möglich." in said.non_field_errors()[0]


def test_a_reason_is_needed_to_save_and_not_to_compare() -> None:
    assert form(note="").errors == {"note": ["Bitte schreiben Sie, warum. Später fragt jemand danach."]}
    assert form(note="", name="").is_comparable()
    assert not form(note="", load="7").is_comparable()


def test_the_standard_is_version_one_and_each_change_the_next(house: House, hanne: User) -> None:
    assert [(one.weights.version, one.name) for one in versions()] == [(1, "Standard")]
    row = saved(house, hanne, own_desk=0)
    assert row.version == 2
    assert [(one.weights.version, one.by) for one in versions()] == [(2, "Hanne Beispielsen"), (1, "")]
    record = AuditRecord.objects.get(action="weighting.changed")
    assert (record.actor, record.detail) == (hanne, {"version": 2})


def test_going_back_is_a_new_version_with_the_old_points(house: House, hanne: User) -> None:
    saved(house, hanne, own_desk=0)
    again = go_back(center=house.center, to=versions()[1], based_on=2, by=hanne)
    assert (again.version, again.points, again.note) == (3, STANDARD, "Wieder so wie Fassung 1")
    assert Weighting.objects.count() == 2


def test_who_saves_on_top_of_a_version_she_has_not_seen_is_told(house: House, hanne: User) -> None:
    saved(house, hanne, load=-1)
    with pytest.raises(Overtaken):
        saved(house, hanne, based_on=1)
    assert Weighting.objects.count() == 1


def test_numbers_that_hold_already_make_no_new_version(house: House, hanne: User) -> None:
    with pytest.raises(Unchanged):
        saved(house, hanne)
    saved(house, hanne, own_desk=0)
    with pytest.raises(Unchanged):
        go_back(center=house.center, to=versions()[0], based_on=2, by=hanne)
    assert Weighting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_saved_and_one_is_told() -> None:
    center = Center.objects.create(
        slug="gt", name="KI (Beispiel)", number_prefix="GT", phone="0000 1", email="gt@example.org", district="gt"
    )
    people = [User.objects.create_user(f"p{n}@example.org", name=f"Bei Spiel {n}") for n in range(2)]
    start, told = threading.Barrier(2), []

    def save(by: User) -> None:
        try:
            with center_scope(center):
                start.wait(10)
                change_weighting(center=center, name="Neu", points=NEAR, note="Test", based_on=1, by=by)
                told.append("saved")
        except Overtaken:
            told.append("overtaken")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(one,)) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sorted(told) == ["overtaken", "saved"]
    with center_scope(center):
        assert Weighting.objects.count() == 1


def test_after_saving_the_list_of_one_inquiry_is_in_another_order(house: House, hanne: User) -> None:
    near_by = always_free(house, "arb", home_desk=house.other_desk)
    own = always_free(house, "arb", town=house.towns["Verl"])
    slot = Slot.objects.select_related("inquiry__town").get(inquiry=house.inquiry("arb"))
    assert [int(one.mediator) for one in board_for(slot).ranking.candidates] == [own.pk, near_by.pk]
    saved(house, hanne, own_desk=0)
    assert [int(one.mediator) for one in board_for(slot).ranking.candidates] == [near_by.pk, own.pk]


def test_last_month_as_it_would_have_been(house: House) -> None:
    """Two talks; the people of the own desk live far, and the other one next door."""
    near_by = always_free(house, "arb", home_desk=house.other_desk)
    own = always_free(house, "arb", town=house.towns["Verl"])
    talks = [house.inquiry("arb", start=a_month_ago(day)).slots.get() for day in (10, 17)]
    Slot.objects.filter(pk=talks[0].pk).update(state=SlotState.WITHDRAWN)
    found = compare(timezone.localdate(), Weights(), Weights(own_desk=0))
    assert found is not None
    assert (found.demand, found.before.covered, found.after.covered, found.rough) == (2, 2, 2, False)
    assert found.before.way
    assert (found.after.way, found.others) == (0, 2)
    assert (found.before.people, found.before.most, found.after.people, found.after.most) == (1, 2, 1, 2)
    assert {near_by.pk, own.pk} == {int(one.id) for one in month_problem(*last_month(timezone.localdate())).mediators}


@pytest.mark.parametrize(("talks", "is_cut"), [(2, False), (3, True)])
def test_a_month_is_cut_only_when_it_had_more_talks_than_are_compared(
    house: House, monkeypatch: pytest.MonkeyPatch, talks: int, is_cut: bool
) -> None:
    monkeypatch.setattr("lotsenhaus.mediation.planning.last_month.LIMIT", 2)
    always_free(house, "arb")
    for nth in range(talks):
        house.inquiry("arb", start=a_month_ago(10 + nth))
    found = compare(timezone.localdate(), Weights(), Weights())
    assert found is not None
    assert (found.total, found.demand, found.is_cut) == (talks, 2, is_cut)


def test_a_month_without_talks_with_a_date_cannot_be_compared(house: House) -> None:
    always_free(house, "arb")
    house.inquiry("arb", start=a_month_ago() - timedelta(days=40))
    refused = house.inquiry("arb", start=a_month_ago()).slots.get()
    Slot.objects.filter(pk=refused.pk).update(state=SlotState.UNFILLED, unfilled_reason=UnfilledReason.NOT_ADMISSIBLE)
    assert compare(timezone.localdate(), Weights(), Weights()) is None


def test_nobody_is_booked_in_that_month_and_what_happened_in_it_does_not_count(house: House, hanne: User) -> None:
    """Who did the talk is neither busy then nor known at the sign because of it; a no stays a no."""
    did, declined = always_free(house, "arb"), always_free(house, "arb")
    start = a_month_ago()
    slot = house.inquiry("arb", start=start, case_reference="K-1").slots.get()
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.FILLED)
    asked = {"center": house.center, "slot": slot, "desk": house.desk, "asked_at": start - timedelta(days=1)}
    yes = Offer.objects.create(mediator=did, state=OfferState.ACCEPTED, **asked)
    Offer.objects.create(mediator=declined, state=OfferState.DECLINED, **asked)
    Assignment.objects.create(
        center=house.center, slot=slot, mediator=did, offer=yes, desk=house.desk, state=AssignmentState.HELD,
        accepted_at=start - timedelta(days=1),
        starts_at=start, ends_at=start + timedelta(hours=1),
        blocked_from=start, blocked_to=start + timedelta(hours=1),
    )  # fmt: skip
    problem = month_problem(*last_month(timezone.localdate()))
    assert problem.assignments == ()
    assert [(one.load, one.known_parties, one.weeks_since_asked) for one in problem.mediators] == [
        (0, frozenset(), None)
    ] * 2
    assert (problem.requests[0].asked, problem.requests[0].declined) == (frozenset(), frozenset({str(declined.pk)}))
    found = compare(timezone.localdate(), Weights(), Weights())
    assert found is not None
    assert (found.before.covered, found.others) == (1, 0)


@pytest.mark.parametrize("talks", [1, 3])
def test_last_month_takes_the_same_queries_however_many_talks(
    house: House, django_assert_num_queries: Any, talks: int
) -> None:
    for nth in range(talks):
        always_free(house, "arb")
        house.inquiry("arb", start=a_month_ago(10 + nth))
    with django_assert_num_queries(9):
        assert len(month_problem(*last_month(timezone.localdate())).requests) == talks


def test_the_month_before_january_is_december() -> None:
    with time_machine.travel("2027-01-05 12:00:00+00:00"):
        assert [f"{day}" for day in last_month(timezone.localdate())] == ["2026-12-01", "2026-12-31"]
