"""The Wochenplan: proposed, never sent by itself; changed by hand with what it costs; asked in one go."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.actions import asking, plan_questions, plans
from lotsenhaus.mediation.choices.plans import PlanState, PlanWay, WishKind
from lotsenhaus.mediation.choices.states import OfferState, SlotState
from lotsenhaus.mediation.models import Absence, Mediator, Offer, PlanEntry, Slot, WeeklyTime, WeekPlan
from lotsenhaus.mediation.planning.proposals import Contradiction
from lotsenhaus.mediation.planning.week import days_for, slots_to_plan
from tests.house import House, in_days


@pytest.fixture
def hanne(house: House) -> User:
    return house.person(Role.COORDINATOR, name="Hanne Beispielsen")


def days() -> tuple[date, date]:
    """Two weeks from today, so that whatever lies ten days ahead is in them."""
    today = timezone.localdate()
    return today, today + timedelta(days=14)


def planned(house: House, by: User, **more: Any) -> WeekPlan:
    """Begun and computed, as the worker does it."""
    first, last = days()
    plan = plans.begin_plan(center=house.center, desk=None, first=first, last=last, by=by, **more)
    plans.compute(center_id=house.center.pk, plan_id=plan.pk)
    plan.refresh_from_db()
    return plan


def always_free(house: House, *codes: str, **fields: Any) -> Mediator:
    mediator = house.mediator(*codes, **fields)
    for weekday in range(7):
        WeeklyTime.objects.create(center=house.center, mediator=mediator, weekday=weekday, starts="07:00", ends="21:00")
    return mediator


def proposed(plan: WeekPlan) -> dict[int, int]:
    return dict(plan.entries.filter(way=PlanWay.PLAN).values_list("slot_id", "mediator_id"))


def test_a_plan_covers_more_than_the_telephone_would(house: House, hanne: User) -> None:
    """The nearest person speaks both languages; who comes first takes her, and the second talk finds nobody."""
    both = always_free(house, "arb", "kmr")
    arabic = always_free(house, "arb", town=house.towns["Verl"])
    first = house.inquiry("arb", submitted_at=timezone.now() - timedelta(hours=2)).slots.get()
    second = house.inquiry("kmr").slots.get()
    plan = planned(house, hanne)
    assert (plan.state, plan.method, plan.demand, plan.covered, plan.first_come) == ("ready", "optimal", 2, 2, 1)
    assert plan.coverage_proven
    assert proposed(plan) == {first.pk: arabic.pk, second.pk: both.pk}
    by_telephone = plan.entries.filter(way=PlanWay.FIRST_COME)
    assert [(one.slot_id, one.mediator_id) for one in by_telephone] == [(first.pk, both.pk)]
    assert not Offer.objects.exists()


def test_why_nobody_is_stored_with_the_slot(house: House, hanne: User) -> None:
    away = always_free(house, "ron")
    first, last = days()
    Absence.objects.create(center=house.center, mediator=away, first_day=first, last_day=last)
    slot = house.inquiry("ron").slots.get()
    plan = planned(house, hanne)
    assert (plan.demand, plan.covered, plan.unknown_times) == (1, 0, 0)
    assert plan.slots.get(slot=slot).reasons == [["absent", 1]]


def test_a_person_who_said_nothing_about_her_times_is_a_question_and_comes_last(house: House, hanne: User) -> None:
    house.mediator("arb")
    known = always_free(house, "arb", town=house.towns["Verl"])
    house.inquiry("arb")
    plan = planned(house, hanne)
    entry = plan.entries.get(way=PlanWay.PLAN)
    assert (entry.mediator_id, entry.certain, plan.unknown_times) == (known.pk, True, 1)
    house.inquiry("arb")
    again = planned(house, hanne)
    assert sorted(again.entries.filter(way=PlanWay.PLAN).values_list("certain", flat=True)) == [False, True]


def test_who_is_being_asked_about_another_slot_is_not_proposed_for_the_same_time(house: House, hanne: User) -> None:
    asked = always_free(house, "arb")
    waiting = house.inquiry("arb").slots.get()
    asking.ask(slot=waiting, mediators=[asked], by=hanne, desk=house.desk)
    house.inquiry("arb")
    plan = planned(house, hanne)
    assert (plan.demand, plan.covered) == (1, 0)


def test_a_plan_for_many_slots_asks_the_database_as_often_as_for_one(
    house: House, hanne: User, django_assert_num_queries: Any
) -> None:
    always_free(house, "arb")
    first, last = days()
    for _more in range(2):
        house.inquiry("arb")
        with django_assert_num_queries(7):
            found = days_for(slots_to_plan(first, last, now=timezone.now()), first, last, now=timezone.now())
            assert found.problem.requests


def test_a_wish_by_hand_makes_a_new_plan_that_keeps_the_rest(house: House, hanne: User) -> None:
    near, far = always_free(house, "arb"), always_free(house, "arb", town=house.towns["Verl"])
    slot = house.inquiry("arb").slots.get()
    other = house.inquiry("arb", start=in_days(11)).slots.get()
    plan = planned(house, hanne)
    assert proposed(plan)[slot.pk] == near.pk
    pinned = plans.change_plan(plan=plan, wishes=[(slot, far, WishKind.PIN)], by=hanne)
    assert proposed(pinned) == {**proposed(plan), slot.pk: far.pk}
    assert list(pinned.entries.filter(way="plan", is_new=True).values_list("slot_id", flat=True)) == [slot.pk]
    free = plans.change_plan(plan=pinned, wishes=[(slot, far, "free")], by=hanne)
    assert not free.wishes.exists()
    banned = plans.change_plan(plan=free, wishes=[(slot, near, WishKind.FORBID)], by=hanne)
    assert proposed(banned)[slot.pk] == far.pk
    assert other.pk in proposed(banned)
    assert proposed(WeekPlan.objects.get(pk=plan.pk)) == proposed(plan)


def test_a_pin_that_cannot_be_held_changes_nothing(house: House, hanne: User) -> None:
    mediator = always_free(house, "arb")
    same_time = house.inquiry("arb"), house.inquiry("arb")
    plan = planned(house, hanne)
    taken = next(iter(proposed(plan)))
    left = next(one.slots.get() for one in same_time if one.slots.get().pk != taken)
    pinned = plans.change_plan(plan=plan, wishes=[(Slot.objects.get(pk=taken), mediator, WishKind.PIN)], by=hanne)
    count = WeekPlan.objects.count()
    with pytest.raises(Contradiction):
        plans.change_plan(plan=pinned, wishes=[(left, mediator, WishKind.PIN)], by=hanne)
    assert WeekPlan.objects.count() == count


def test_asking_from_the_plan_asks_each_once_and_leaves_out_what_has_passed(house: House, hanne: User) -> None:
    slots = [house.inquiry("arb", start=in_days(8 + n)).slots.get() for n in range(3)]
    mediator = always_free(house, "arb")
    plan = planned(house, hanne)
    Slot.objects.filter(pk=slots[0].pk).update(state=SlotState.WITHDRAWN)
    sent = plan_questions.ask_from_plan(plan=plan, slots={slot.pk for slot in slots}, by=hanne)
    assert (len(sent.asked), sent.to_call, sent.too_late) == (2, [], 1)
    offers = Offer.objects.filter(state=OfferState.ASKED)
    assert {one.slot_id for one in offers} == {slots[1].pk, slots[2].pk}
    assert all(one.mediator_id == mediator.pk and one.explanation["items"] for one in offers)
    again = plan_questions.ask_from_plan(plan=plan, slots={slot.pk for slot in slots}, by=hanne)
    assert (again.asked, again.already, again.too_late) == ([], 2, 1)


def test_who_can_only_be_called_is_named_and_not_asked_by_message(house: House, hanne: User) -> None:
    always_free(house, "arb", email="", accepts_sms=False, first_name="Bei", last_name="Anruf")
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    sent = plan_questions.ask_from_plan(plan=plan, slots={slot.pk}, by=hanne)
    assert (sent.asked, len(sent.to_call), Offer.objects.count()) == ([], 1, 0)


def test_a_cancelled_plan_stores_nothing(house: House, hanne: User) -> None:
    always_free(house, "arb")
    house.inquiry("arb")
    first, last = days()
    plan = plans.begin_plan(center=house.center, desk=None, first=first, last=last, by=hanne)
    plans.cancel_plan(plan=plan, by=hanne)
    plans.compute(center_id=house.center.pk, plan_id=plan.pk)
    plan.refresh_from_db()
    assert (plan.state, PlanEntry.objects.count()) == (PlanState.CANCELLED, 0)


def test_a_plan_that_a_killed_worker_left_half_way_is_made_by_the_next(house: House, hanne: User) -> None:
    always_free(house, "arb")
    house.inquiry("arb")
    first, last = days()
    plan = plans.begin_plan(center=house.center, desk=None, first=first, last=last, by=hanne)
    WeekPlan.objects.filter(pk=plan.pk).update(state=PlanState.RUNNING, phase="search")
    plans.compute(center_id=house.center.pk, plan_id=plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.covered) == (PlanState.READY, 1)


def test_a_desk_does_not_ask_for_what_it_has_handed_over_since(house: House, hanne: User) -> None:
    always_free(house, "arb")
    slot = house.inquiry("arb").slots.get()
    first, last = days()
    plan = plans.begin_plan(center=house.center, desk=house.desk, first=first, last=last, by=hanne)
    plans.compute(center_id=house.center.pk, plan_id=plan.pk)
    assert proposed(plan).keys() == {slot.pk}
    Slot.objects.filter(pk=slot.pk).update(desk=house.other_desk)
    sent = plan_questions.ask_from_plan(plan=plan, slots={slot.pk}, by=hanne)
    assert (sent.asked, sent.too_late, Offer.objects.count()) == ([], 1, 0)


def test_an_empty_week_is_a_plan_with_nothing_in_it(house: House, hanne: User) -> None:
    plan = planned(house, hanne)
    assert (plan.state, plan.demand, plan.covered) == (PlanState.READY, 0, 0)


def test_a_parents_day_is_covered_by_as_few_people_as_possible(house: House, hanne: User) -> None:
    always_free(house, "arb"), always_free(house, "pol")
    both = always_free(house, "arb", "pol", town=house.towns["Verl"])
    day = house.inquiry("arb")
    later = {"starts_at": day.ends_at, "ends_at": day.ends_at + timedelta(hours=1)} if day.ends_at else {}
    house.slot(day, "pol", **later)
    plan = planned(house, hanne, inquiry=day)
    assert set(proposed(plan).values()) == {both.pk}
