"""The pages of the Wochenplan: for whom, in how many queries, and what a change by hand says."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.mediation.actions import plans
from lotsenhaus.mediation.choices.plans import PlanState
from lotsenhaus.mediation.models import Inquiry, Offer, Slot, Talk, WeekPlan
from lotsenhaus.mediation.planning.week import LIMIT
from tests.centers.people import sign_in
from tests.house import House, build, in_days, new_center
from tests.mediation.test_plans import always_free, planned, proposed

SAME = ("center", "inquiry", "languages", "starts_at", "ends_at")


def url(name: str, *args: Any) -> str:
    return reverse(f"mediation:{name}", args=["gt", *args])


@pytest.fixture
def hanne(house: House) -> User:
    return house.person(Role.COORDINATOR, name="Hanne Beispielsen")


@pytest.fixture
def hers(hanne: User) -> Client:
    return sign_in(hanne)


def begun(by: Client, day: Inquiry) -> WeekPlan:
    by.post(url("plan-inquiry", day.pk))
    plan = WeekPlan.objects.first()
    assert plan is not None
    return plan


def computed(plan: WeekPlan) -> WeekPlan:
    plans.compute(center_id=plan.center_id, plan_id=plan.pk)
    plan.refresh_from_db()
    return plan


def test_a_plan_is_asked_for_waited_for_and_read(house: House, hers: Client) -> None:
    always_free(house, "arb", first_name="Aylin", last_name="Beispielfeld")
    house.inquiry("arb")
    assert "Offene Gespräche mit Termin" in hers.get(url("plans")).content.decode()
    answer = hers.post(url("plans"), {"first": f"{timezone.localdate():%Y-%m-%d}", "days": "14"})
    plan = WeekPlan.objects.get()
    assert answer["Location"] == url("plan", plan.pk)
    waiting = hers.get(url("plan", plan.pk))
    assert (waiting["Refresh"], plan.state) == ("1", PlanState.QUEUED)
    assert "Der Vorschlag wird zusammengestellt." in waiting.content.decode()
    computed(plan)
    page = hers.get(url("plan", plan.pk)).content.decode()
    assert "Für 1 von 1 offenem Gespräch gibt es einen Vorschlag." in page
    assert "Aylin B." in page
    assert "kit-week__talk--proposed" in page
    assert "kit-week__talk--proposed" in hers.get(url("plan", plan.pk) + "?bild=telefon").content.decode()


def test_a_day_in_the_past_is_refused_at_its_field_and_nothing_begins(house: House, hers: Client) -> None:
    page = hers.post(url("plans"), {"first": "2020-01-01", "days": "7"}).content.decode()
    assert "Dieser Tag ist vorbei." in page
    assert 'value="2020-01-01"' in page
    later = f"{timezone.localdate() + timedelta(days=400):%Y-%m-%d}"
    assert "in den nächsten zwölf Monaten" in hers.post(url("plans"), {"first": later, "days": "7"}).content.decode()
    assert not WeekPlan.objects.exists()


def test_a_plan_under_way_can_be_cancelled(house: House, hers: Client) -> None:
    hers.post(url("plans"), {"first": f"{timezone.localdate():%Y-%m-%d}", "days": "7"})
    plan = WeekPlan.objects.get()
    hers.post(url("plan-cancel", plan.pk))
    page = hers.get(url("plan", plan.pk))
    assert "Dieser Vorschlag wurde abgebrochen." in page.content.decode()
    assert "Refresh" not in page


def test_who_waits_unusually_long_reads_whom_to_tell_and_the_page_looks_less_often(house: House, hers: Client) -> None:
    hers.post(url("plans"), {"first": f"{timezone.localdate():%Y-%m-%d}", "days": "7"})
    plan = WeekPlan.objects.get()
    assert "länger als sonst" not in hers.get(url("plan", plan.pk)).content.decode()
    WeekPlan.objects.update(created_at=timezone.now() - timedelta(seconds=61))
    page = hers.get(url("plan", plan.pk))
    assert page["Refresh"] == "10"
    assert "Es dauert länger als sonst." in page.content.decode()
    WeekPlan.objects.update(state=PlanState.FAILED)
    assert "länger als sonst" not in hers.get(url("plan", plan.pk)).content.decode()


def test_a_change_by_hand_says_at_once_what_it_costs(house: House, hanne: User, hers: Client) -> None:
    near = always_free(house, "arb", first_name="Nah", last_name="Beispiel")
    far = always_free(house, "arb", first_name="Fern", last_name="Beispiel", town=house.towns["Verl"])
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    assert proposed(plan) == {slot.pk: near.pk}
    page = hers.get(url("plan-slot", plan.pk, slot.pk)).content.decode()
    assert "Stattdessen Fern B." in page
    said = hers.post(url("plan-slot", plan.pk, slot.pk), {"was": "pin", "person": far.pk}, follow=True)
    assert "Minuten mehr Weg." in said.content.decode()
    assert "festgehalten" in said.content.decode()
    changed = WeekPlan.objects.first()
    assert changed is not None
    assert (changed.previous, proposed(changed)) == (plan, {slot.pk: far.pk})
    forbidden = hers.post(url("plan-slot", plan.pk, slot.pk), {"was": "forbid", "person": near.pk}, follow=True)
    assert "Fern B." in forbidden.content.decode()


def test_two_people_of_the_same_short_name_are_told_apart(house: House, hanne: User, hers: Client) -> None:
    for last, code, town in (("Beispiel", "rus", "Rietberg"), ("Bader", "ukr", "Verl"), ("Bauer", "pol", "Verl")):
        always_free(house, code, first_name="Olena", last_name=last, town=house.towns[town])
    slots = [house.inquiry(code).slots.get() for code in ("rus", "ukr", "pol")]
    plan = planned(house, hanne)
    page = hers.get(url("plan", plan.pk)).content.decode()
    names = ["Olena B. (Rietberg)", "Olena Bader", "Olena Bauer"]
    assert [page.count(f'">{name}</text>') for name in names] == [1, 1, 1]
    assert [page.count(f"<bdi>{name}</bdi>") for name in names] == [1, 1, 1]
    always_free(house, "rus", first_name="Olena", last_name="Beier", town=house.towns["Verl"])
    other = hers.get(url("plan-slot", plan.pk, slots[0].pk)).content.decode()
    assert "Stattdessen Olena Beier" in other


def test_two_people_swap_their_talks(house: House, hanne: User, hers: Client) -> None:
    one, two = always_free(house, "arb", "kmr"), always_free(house, "arb", "kmr")
    arabic, kurdish = house.inquiry("arb").slots.get(), house.inquiry("kmr").slots.get()
    plan = planned(house, hanne)
    before = proposed(plan)
    assert set(before.values()) == {one.pk, two.pk}
    assert "tauschen" in hers.get(url("plan-slot", plan.pk, arabic.pk)).content.decode()
    swap = {"was": "swap", "person": before[kurdish.pk], "mit": kurdish.pk}
    hers.post(url("plan-slot", plan.pk, arabic.pk), swap)
    after = WeekPlan.objects.first()
    assert after is not None
    assert proposed(after) == {arabic.pk: before[kurdish.pk], kurdish.pk: before[arabic.pk]}


def test_a_change_that_makes_a_question_of_a_sure_thing_says_so(house: House, hanne: User, hers: Client) -> None:
    sure, unknown = always_free(house, "arb"), house.mediator("arb")
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    assert "nur Fragen" not in hers.get(url("plan", plan.pk)).content.decode()
    said = hers.post(url("plan-slot", plan.pk, slot.pk), {"was": "forbid", "person": sure.pk}, follow=True)
    page = " ".join(said.content.decode().split())
    assert "Geändert. Bei 1 Gespräch mehr sind die Zeiten unbekannt." in page
    assert "1 Person hat keine Zeiten angegeben. Deshalb ist 1 Vorschlag nur eine Frage." in page
    changed = WeekPlan.objects.first()
    assert changed is not None
    here = hers.get(url("plan-slot", changed.pk, slot.pk)).content.decode()
    assert "wieder zulassen" in here
    assert "Wer könnte stattdessen?" not in here  # who is ruled out is not offered in the same breath
    nobody = hers.post(url("plan-slot", changed.pk, slot.pk), {"was": "forbid", "person": unknown.pk}, follow=True)
    assert "Jetzt ohne Person: Arabisch." in nobody.content.decode()


def test_a_plan_of_very_many_talks_says_that_it_holds_the_first_only(house: House, hanne: User, hers: Client) -> None:
    (slot,) = house.inquiry("arb").slots.all()
    more = [Slot(**{name: getattr(slot, name) for name in SAME}, order=order) for order in range(2, LIMIT + 2)]
    Slot.objects.bulk_create(more)
    page = hers.get(url("plan", planned(house, hanne).pk)).content.decode()
    assert f"Für 0 von {LIMIT} offenen Gesprächen gibt es einen Vorschlag." in page
    assert f"Ein Vorschlag fasst höchstens {LIMIT} Gespräche, die ersten dieser Tage." in page


def test_days_without_an_open_talk_say_just_that(house: House, hanne: User, hers: Client) -> None:
    page = hers.get(url("plan", planned(house, hanne).pk)).content.decode()
    assert page.count("In diesen Tagen ist kein Gespräch offen.") == 2
    assert "wer zuerst kommt" not in page
    assert 'class="kit-week"' not in page


def test_a_talk_without_anybody_offers_who_would_have_to_be_taken_from_elsewhere(
    house: House, hanne: User, hers: Client
) -> None:
    only = always_free(house, "arb", first_name="Allein", last_name="Beispiel")
    slots = [house.inquiry("arb").slots.get() for _more in range(2)]
    plan = planned(house, hanne)
    left = next(slot for slot in slots if slot.pk not in proposed(plan))
    page = hers.get(url("plan-slot", plan.pk, left.pk)).content.decode()
    assert "1 ist schon im Einsatz." in page
    assert "im Vorschlag dann woanders" in page
    assert "Allein B. vorschlagen" in page
    assert "Stattdessen" not in page
    said = hers.post(url("plan-slot", plan.pk, left.pk), {"was": "pin", "person": only.pk}, follow=True)
    assert "Jetzt ohne Person: Arabisch." in said.content.decode()


def test_the_people_ticked_are_asked_and_the_others_not(house: House, hanne: User, hers: Client) -> None:
    always_free(house, "arb")
    slots = [house.inquiry("arb", start=in_days(8 + n)).slots.get() for n in range(2)]
    plan = planned(house, hanne)
    page = hers.post(url("plan-ask", plan.pk), {"slot": [slots[0].pk]}, follow=True).content.decode()
    assert "1 Frage ist unterwegs." in page
    assert list(Offer.objects.values_list("slot_id", flat=True)) == [slots[0].pk]
    assert [page.count(f"kit-week__talk--{kind}") for kind in ("proposed", "asked")] == [1, 1]  # nobody drawn twice
    assert (
        "Bitte kreuzen Sie mindestens ein Gespräch an."
        in hers.post(url("plan-ask", plan.pk), follow=True).content.decode()
    )


def test_a_parents_day_shows_who_is_at_which_short_talk(house: House, hers: Client) -> None:
    always_free(house, "arb", first_name="Aylin", last_name="Beispielfeld")
    day = house.inquiry("arb")
    house.slot(day, "pol")
    slot = day.slots.get(languages=["arb"])
    Talk.objects.create(center=house.center, slot=slot, starts_at=slot.starts_at, room="12", code="4B-01")
    assert "Alle Sprachen auf einmal planen" in hers.get(url("inquiry", day.pk)).content.decode()
    polish = day.slots.get(languages=["pol"])
    Talk.objects.create(center=house.center, slot=polish, starts_at=slot.starts_at, room="14", code="4B-02")
    hers.post(url("plan-inquiry", day.pk))
    plan = computed(WeekPlan.objects.get())
    page = " ".join(hers.get(url("plan", plan.pk)).content.decode().split())
    assert "Gefunden: 1 von 2 gesuchten Personen." in page
    assert "ist bei 1 von 2 kurzen Gesprächen jemand dabei." in page
    assert "<bdi>Aylin B.</bdi>, vorgeschlagen</td>" in page
    assert '4B-02</td><td class="kern-table__cell" data-label="Wer">noch niemand</td>' in page
    hers.post(url("plan-ask", plan.pk), {"slot": [slot.pk]})
    assert "<bdi>Aylin B.</bdi>, gefragt</td>" in hers.get(url("plan", plan.pk)).content.decode()
    other = always_free(house, "arb", first_name="Samira", last_name="Musterhain")
    Offer.objects.create(center=house.center, slot=slot, mediator=other, desk=house.desk, state="asked")
    both = "<bdi>Aylin B.</bdi>, <bdi>Samira M.</bdi>, gefragt</td>"
    assert both in hers.get(url("plan", plan.pk)).content.decode()
    later = computed(begun(hers, day))
    page = hers.get(url("plan", later.pk)).content.decode()
    assert both in page  # not in this plan, and in its table all the same
    assert "Die kurzen Gespräche der Reihe nach" in page
    assert "4B-01" in page
    assert "so wenigen Menschen wie möglich" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_plan_asks_as_often_for_one_talk_as_for_three(
    house: House, hanne: User, hers: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    always_free(house, "arb")
    for n in range(count):
        house.inquiry("arb", start=in_days(5 + n))
    plan = planned(house, hanne)
    planned(house, hanne)
    hers.get(url("plan", plan.pk))
    with django_assert_max_num_queries(QUERIES):
        hers.get(url("plan", plan.pk))
    with django_assert_max_num_queries(QUERIES):
        hers.get(url("plans"))


QUERIES = 25


def test_a_desk_sees_its_own_plans_and_a_stranger_none(house: House, hanne: User, hers: Client) -> None:
    slot = house.inquiry("arb").slots.get()
    plan = planned(house, hanne)
    petra = sign_in(house.person(Role.DISPATCHER, name="Petra Mustermeier"))
    with center_scope(new_center("bor", "BOR")):
        stranger = sign_in(build("bor", "BOR").person(Role.COORDINATOR))
    for client in (petra, stranger):
        assert client.get(url("plan", plan.pk)).status_code == 404
        assert client.get(url("plan-slot", plan.pk, slot.pk)).status_code == 404
        assert client.post(url("plan-cancel", plan.pk)).status_code == 404
        assert client.post(url("plan-ask", plan.pk), {"slot": [slot.pk]}).status_code == 404
    assert petra.get(url("plans")).status_code == 200
    assert stranger.get(url("plans")).status_code == 404


def test_today_offers_a_plan_from_ten_open_talks_on(house: House) -> None:
    petra = sign_in(house.person(Role.DISPATCHER))
    for _more in range(9):
        house.inquiry("arb", start=timezone.now() + timedelta(days=6))
    house.inquiry("arb", start=timezone.now() - timedelta(hours=1))  # has begun, so no plan is for it
    assert "Wochenplan (Vorschlag)" not in petra.get(url("today")).content.decode()
    house.inquiry("arb", start=timezone.now() + timedelta(days=6))
    assert "10 Gespräche sind offen." in petra.get(url("today")).content.decode()
    assert "für 10 offene Gespräche" in petra.get(url("board")).content.decode()
