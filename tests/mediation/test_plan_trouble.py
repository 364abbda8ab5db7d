"""What goes wrong around a Wochenplan: stale pages, wrong numbers, contradictions, two people at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.choices.plans import PlanState
from lotsenhaus.mediation.choices.states import InquiryState, MediatorState, OfferState, SlotState
from lotsenhaus.mediation.models import Absence, Mediator, Offer, Slot, WeekPlan
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message
from tests.centers.people import sign_in
from tests.house import House, in_days
from tests.mediation.money import promised
from tests.mediation.test_plan_pages import url
from tests.mediation.test_plans import always_free, planned, proposed


@pytest.fixture
def hanne(house: House) -> User:
    return house.person(Role.COORDINATOR, name="Hanne Beispielsen")


@pytest.fixture
def hers(hanne: User) -> Client:
    return sign_in(hanne)


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1e3", "²", "9" * 30, "9" * 5000])
def test_numbers_that_are_no_rows_ask_nobody_and_change_nothing(
    house: House, hanne: User, hers: Client, number: str
) -> None:
    always_free(house, "arb")
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    assert hers.post(url("plan-ask", plan.pk), {"slot": [number]}).status_code == 302
    for wish in ("pin", "forbid", "free", "swap"):
        said = {"was": wish, "person": number, "mit": number}
        assert hers.post(url("plan-slot", plan.pk, slot.pk), said).status_code == 404
    assert (WeekPlan.objects.count(), Offer.objects.count()) == (1, 0)


def test_an_unknown_wish_makes_no_plan(house: House, hanne: User, hers: Client) -> None:
    person = always_free(house, "arb")
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    for wish in ("", "frei", "PIN"):
        hers.post(url("plan-slot", plan.pk, slot.pk), {"was": wish, "person": person.pk})
    assert WeekPlan.objects.count() == 1


def test_a_talk_of_another_plan_is_neither_shown_nor_asked(house: House, hanne: User, hers: Client) -> None:
    always_free(house, "arb")
    house.inquiry("arb")
    plan = planned(house, hanne)
    later = house.inquiry("arb", start=in_days(12)).slots.get()
    assert hers.get(url("plan-slot", plan.pk, later.pk)).status_code == 404
    hers.post(url("plan-ask", plan.pk), {"slot": [later.pk]})
    assert not Offer.objects.exists()


@pytest.mark.parametrize("state", [MediatorState.LEFT, MediatorState.PAUSED])
def test_who_left_after_the_plan_is_not_asked_and_the_pages_still_open(
    house: House, hanne: User, hers: Client, state: str
) -> None:
    gone = always_free(house, "arb", first_name="Weg", last_name="Beispiel")
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    hers.post(url("plan-slot", plan.pk, slot.pk), {"was": "pin", "person": gone.pk})
    pinned = WeekPlan.objects.first()
    assert pinned is not None
    Mediator.objects.filter(pk=gone.pk).update(state=state, left_on=timezone.localdate())
    for one in (plan, pinned):
        assert hers.get(url("plan", one.pk)).status_code == 200
        assert hers.get(url("plan-slot", one.pk, slot.pk)).status_code == 200
        page = hers.post(url("plan-ask", one.pk), {"slot": [slot.pk]}, follow=True).content.decode()
        assert "1 Gespräch ließ sich nicht mehr so anfragen und wurde ausgelassen." in page
    assert not Offer.objects.exists()
    freed = hers.post(url("plan-slot", pinned.pk, slot.pk), {"was": "free", "person": gone.pk}, follow=True)
    assert "Jetzt ohne Person: Arabisch." in freed.content.decode()


def test_two_broken_pins_can_be_let_go_one_after_the_other(house: House, hanne: User, hers: Client) -> None:
    people = [always_free(house, "arb"), always_free(house, "pol")]
    slots = [house.inquiry(code).slots.get() for code in ("arb", "pol")]
    plan = planned(house, hanne)
    for slot, who in zip(slots, people, strict=True):
        hers.post(url("plan-slot", plan.pk, slot.pk), {"was": "pin", "person": who.pk})
        plan = WeekPlan.objects.first()  # type: ignore[assignment]
    for who in people:
        Absence.objects.create(
            center=house.center, mediator=who, first_day=timezone.localdate(), last_day=timezone.localdate(in_days(20))
        )
    said = hers.post(url("plan-slot", plan.pk, slots[0].pk), {"was": "free", "person": people[0].pk}, follow=True)
    words = f"{people[1].short_name} ist nicht mehr festgehalten (Polnisch): Dort hat sich etwas geändert."
    assert words in said.content.decode()
    assert said.content.decode().count("nicht mehr festgehalten") == 1
    after = WeekPlan.objects.first()
    assert after is not None
    assert after.pk > plan.pk
    assert proposed(after) == {}


def test_a_pinned_talk_that_moved_to_another_week_does_not_stop_the_next_change(
    house: House, hanne: User, hers: Client
) -> None:
    people = [always_free(house, "arb"), always_free(house, "pol")]
    slots = [house.inquiry(code).slots.get() for code in ("arb", "pol")]
    plan = planned(house, hanne)
    hers.post(url("plan-slot", plan.pk, slots[0].pk), {"was": "pin", "person": people[0].pk})
    plan = WeekPlan.objects.first()  # type: ignore[assignment]
    Slot.objects.filter(pk=slots[0].pk).update(starts_at=in_days(30), ends_at=in_days(30, hour=16))
    said = hers.post(url("plan-slot", plan.pk, slots[1].pk), {"was": "pin", "person": people[1].pk}, follow=True)
    assert "ist nicht mehr festgehalten (Arabisch): Dort hat sich etwas geändert." in said.content.decode()
    after = WeekPlan.objects.first()
    assert after is not None
    assert proposed(after) == {slots[1].pk: people[1].pk}


def test_everybody_forbidden_is_a_plan_with_nobody_and_says_so(house: House, hanne: User, hers: Client) -> None:
    people = [always_free(house, "arb") for _more in range(3)]
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    for _one in people:
        hers.post(url("plan-slot", plan.pk, slot.pk), {"was": "forbid", "person": proposed(plan)[slot.pk]})
        plan = WeekPlan.objects.first()  # type: ignore[assignment]
    page = hers.get(url("plan-slot", plan.pk, slot.pk)).content.decode()
    assert page.count("wieder zulassen") == 3
    assert "3 sind von Hand ausgeschlossen." in page
    assert "3 sind von Hand ausgeschlossen" in hers.get(url("plan", plan.pk)).content.decode()


def test_the_talk_called_off_meanwhile_stands_in_the_old_plan_and_in_no_new_one(
    house: House, hanne: User, hers: Client
) -> None:
    always_free(house, "arb")
    off, stays = (house.inquiry("arb", start=in_days(8 + n)).slots.get() for n in range(2))
    plan = planned(house, hanne)
    hers.post(url("plan-slot", plan.pk, off.pk), {"was": "pin", "person": proposed(plan)[off.pk]})
    plan = WeekPlan.objects.first()  # type: ignore[assignment]
    Slot.objects.filter(pk=off.pk).update(state=SlotState.WITHDRAWN)
    assert "inzwischen geändert" in hers.get(url("plan-slot", plan.pk, off.pk)).content.decode()
    hers.post(url("plan-slot", plan.pk, stays.pk), {"was": "pin", "person": proposed(plan)[stays.pk]})
    after = WeekPlan.objects.first()
    assert after is not None
    assert set(proposed(after)) == {stays.pk}


def test_two_overlapping_talks_pinned_to_one_person_are_refused_in_words(
    house: House, hanne: User, hers: Client
) -> None:
    only = always_free(house, "arb")
    slots = [house.inquiry("arb").slots.get() for _more in range(2)]
    plan = planned(house, hanne)
    left = next(slot for slot in slots if slot.pk not in proposed(plan))
    other = next(slot for slot in slots if slot.pk != left.pk)
    hers.post(url("plan-slot", plan.pk, other.pk), {"was": "pin", "person": only.pk})
    pinned = WeekPlan.objects.first()
    assert pinned is not None
    said = hers.post(url("plan-slot", pinned.pk, left.pk), {"was": "pin", "person": only.pk}, follow=True)
    assert "Das geht nicht zusammen" in said.content.decode()
    assert WeekPlan.objects.first() == pinned


def test_a_second_press_says_that_they_are_asked_already(house: House, hanne: User, hers: Client) -> None:
    always_free(house, "arb")
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    hers.post(url("plan-ask", plan.pk), {"slot": [slot.pk]})
    page = hers.post(url("plan-ask", plan.pk), {"slot": [slot.pk]}, follow=True).content.decode()
    assert "inzwischen geändert" not in page
    assert "1 Person war schon gefragt." in page
    assert Offer.objects.count() == 1


def test_an_old_plan_leads_to_the_newer_one_of_the_same_days(house: House, hanne: User, hers: Client) -> None:
    always_free(house, "arb")
    house.inquiry("arb", start=timezone.now() + timedelta(days=9))
    old, new = planned(house, hanne), planned(house, hanne)
    slot = old.slots.get().slot_id
    for page in (url("plan", old.pk), url("plan-slot", old.pk, slot)):
        assert f'href="{url("plan", new.pk)}"' in hers.get(page).content.decode()
    assert "Zum neueren Vorschlag" not in hers.get(url("plan", new.pk)).content.decode()
    WeekPlan.objects.filter(pk=old.pk).update(state=PlanState.CANCELLED)
    assert "Zum neueren Vorschlag" in hers.get(url("plan", old.pk)).content.decode()


def test_more_than_ten_questions_are_sent_after_a_second_look_and_can_be_taken_back(
    house: House, hanne: User, hers: Client
) -> None:
    always_free(house, "arb", first_name="Aylin", last_name="Beispielfeld")
    slots = [house.inquiry("arb", start=in_days(7, hour=8 + n)).slots.get() for n in range(11)]
    plan = planned(house, hanne)
    ticked = {"slot": [slot.pk for slot in slots]}
    Mediator.objects.update(email="", accepts_sms=False)
    page = hers.post(url("plan-ask", plan.pk), ticked, follow=True).content.decode()
    assert "Bitte anrufen: Aylin B. (weder E-Mail noch SMS)." in page
    Mediator.objects.update(email="aylin@example.org")
    page = hers.post(url("plan-ask", plan.pk), ticked).content.decode()
    assert "11 Fragen auf einmal senden?" in page
    assert '<bdi>Aylin B.</bdi></div><span class="kit-quiet">11 Fragen</span>' in page
    assert page.count('name="slot"') == 11
    assert not Offer.objects.exists()
    said = hers.post(url("plan-ask", plan.pk), {**ticked, "sure": "1"}, follow=True).content.decode()
    assert "11 Fragen sind unterwegs." in said
    assert f'action="{url("plan-take-back", plan.pk)}"' in said
    back = hers.post(url("plan-take-back", plan.pk), follow=True).content.decode()
    assert "11 Fragen sind zurückgenommen." in back
    assert set(Offer.objects.values_list("state", flat=True)) == {OfferState.WITHDRAWN}
    assert not Message.objects.filter(state=MessageState.WAITING).exists()


def test_only_the_last_press_is_taken_back_and_only_once(house: House, hanne: User, hers: Client) -> None:
    always_free(house, "arb")
    slots = [house.inquiry("arb", start=in_days(8 + n)).slots.get() for n in range(2)]
    plan = planned(house, hanne)
    for slot in slots:
        hers.post(url("plan-ask", plan.pk), {"slot": [slot.pk]})
    assert "1 Frage ist zurückgenommen." in hers.post(url("plan-take-back", plan.pk), follow=True).content.decode()
    assert Offer.objects.open().get().slot_id == slots[0].pk
    assert "Zurückzunehmen war nichts mehr." in hers.post(url("plan-take-back", plan.pk), follow=True).content.decode()


def test_what_somebody_else_or_long_ago_asked_is_not_taken_back(house: House, hanne: User, hers: Client) -> None:
    always_free(house, "arb")
    slots = [house.inquiry("arb", start=in_days(8 + n)).slots.get() for n in range(2)]
    plan = planned(house, hanne)
    other = house.person(Role.COORDINATOR, name="Ada Beispiel")
    sign_in(other).post(url("plan-ask", plan.pk), {"slot": [slots[0].pk]})
    hers.post(url("plan-ask", plan.pk), {"slot": [slots[1].pk]})
    Offer.objects.filter(slot=slots[1]).update(created_at=timezone.now() - timedelta(minutes=5))
    assert "Zurückzunehmen war nichts mehr." in hers.post(url("plan-take-back", plan.pk), follow=True).content.decode()
    assert Offer.objects.open().count() == 2


def test_who_has_promised_something_else_meanwhile_is_left_out_and_a_new_plan_goes_round_it(
    house: House, hanne: User, hers: Client
) -> None:
    busy = always_free(house, "arb")
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    promised(house, mediator=busy, start=in_days(10))
    page = hers.post(url("plan-ask", plan.pk), {"slot": [slot.pk]}, follow=True).content.decode()
    assert "1 Gespräch ließ sich nicht mehr so anfragen und wurde ausgelassen." in page
    assert not Offer.objects.filter(slot=slot).exists()
    held = hers.post(url("plan-slot", plan.pk, slot.pk), {"was": "pin", "person": busy.pk}, follow=True)
    assert "Das geht nicht zusammen" in held.content.decode()
    assert proposed(planned(house, hanne)) == {}


def test_who_has_not_been_called_back_yet_is_not_planned_for(house: House, hanne: User) -> None:
    always_free(house, "arb")
    house.inquiry("arb", state=InquiryState.SUBMITTED)
    assert planned(house, hanne).demand == 0
