"""Proposals, agreed dates and moved ones: everybody who promised gets the date, and nobody is in two places."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import code_for
from lotsenhaus.mediation.actions import asking, assignments, calls, dates, endings, offers
from lotsenhaus.mediation.choices.states import AssignmentState, Channel, DateKind, OfferState, SlotState
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator, Offer, ProposedDate, Slot
from lotsenhaus.outbox.models import Message
from tests.house import House, in_days
from tests.mediation.inquiry_pages import signed_in

HOUR = timedelta(hours=1)


@pytest.fixture
def petra(house: House) -> User:
    return house.person(Role.DISPATCHER)


@pytest.fixture
def proposed(house: House) -> Inquiry:
    """Two languages, two proposals, no date yet."""
    inquiry = house.inquiry("arb", "ron", date_kind=DateKind.PROPOSALS)
    Slot.objects.update(starts_at=None, ends_at=None)
    Inquiry.objects.update(starts_at=None, ends_at=None)
    for days in (10, 12):
        ProposedDate.objects.create(
            center=house.center, inquiry=inquiry, starts_at=in_days(days), ends_at=in_days(days) + HOUR
        )
    return inquiry


def ask(house: House, slot: Slot, mediator: Mediator, petra: User) -> Offer:
    (offer,) = asking.ask(slot=slot, mediators=[mediator], by=petra, desk=house.desk)
    offer.refresh_from_db()
    return offer


def yes(offer: Offer, chosen: ProposedDate | None = None) -> Assignment:
    return offers.accept_offer(offer=offer, via=Channel.LINK, by=None, chosen_date=chosen)


def booked(house: House, mediator: Mediator, start: datetime, petra: User) -> None:
    yes(ask(house, house.inquiry("arb", start=start).slots.get(), mediator, petra))


def test_the_chosen_proposal_dates_everybody_who_promised_before(house: House, petra: User, proposed: Inquiry) -> None:
    one, two = proposed.slots.order_by("pk")
    early = yes(ask(house, one, house.mediator(), petra))
    assert early.state == AssignmentState.AGREED
    chosen = proposed.proposed_dates.last()
    assert chosen is not None
    yes(ask(house, two, house.mediator("ron"), petra), chosen)
    assert set(Assignment.objects.values_list("state", "starts_at")) == {(AssignmentState.PLANNED, chosen.starts_at)}
    assert set(Slot.objects.values_list("starts_at", flat=True)) == {chosen.starts_at}
    assert Message.objects.filter(kind="dated", about=f"mediation.Assignment:{early.pk}").count() == 1


def test_a_proposal_that_does_not_suit_who_promised_before_is_refused_with_her_name(
    house: House, petra: User, proposed: Inquiry
) -> None:
    one, two = proposed.slots.order_by("pk")
    samira, chosen = house.mediator(), proposed.proposed_dates.first()
    assert chosen is not None
    yes(ask(house, one, samira, petra))
    booked(house, samira, chosen.starts_at, petra)
    offer = ask(house, two, house.mediator("ron"), petra)
    with pytest.raises(offers.AlreadyBusy) as busy:
        yes(offer, chosen)
    assert busy.value.who == samira
    assert set(proposed.slots.values_list("starts_at", flat=True)) == {None}
    page = Client().post(
        f"/a/{code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)}",
        {"antwort": "ja", "termin": chosen.pk},
    )
    assert "Dieser Termin passt einer anderen Person nicht, die schon zugesagt hat" in page.content.decode()
    assert samira.last_name not in page.content.decode()


def test_nobody_says_yes_to_a_date_that_was_fixed_while_she_was_reading(
    house: House, petra: User, proposed: Inquiry
) -> None:
    one, two = proposed.slots.order_by("pk")
    first, last = proposed.proposed_dates.all()
    late = ask(house, one, house.mediator(), petra)
    yes(ask(house, two, house.mediator("ron"), petra), last)
    with pytest.raises(offers.TooLate) as why:
        yes(late, first)
    assert why.value.why == "dated"
    code = code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=late.pk)
    answer = Client().post(f"/a/{code}", {"antwort": "ja", "termin": first.pk}).content.decode()
    assert "Der Termin steht inzwischen fest" in answer
    late.refresh_from_db()
    assert late.state == OfferState.ASKED
    Client().post(f"/a/{code}", {"antwort": "ja", "termin": last.pk})
    late.refresh_from_db()
    assert late.state == OfferState.ACCEPTED


def test_a_proposal_that_is_over_is_not_chosen(house: House, petra: User, proposed: Inquiry) -> None:
    offer = ask(house, proposed.slots.order_by("pk")[0], house.mediator(), petra)
    past = proposed.proposed_dates.first()
    assert past is not None
    with pytest.raises(offers.TooLate) as why:
        offers.accept_offer(offer=offer, via=Channel.LINK, by=None, chosen_date=past, now=past.ends_at)
    assert why.value.why == "past"


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (lambda one: ProposedDate.objects.filter(pk=one.pk).update(starts_at=in_days(-2), ends_at=in_days(-2) + HOUR),
         "Dieser Termin ist inzwischen vorbei"),
        (lambda one: one.delete(), "Die Termine haben sich inzwischen geändert"),
    ],
)  # fmt: skip
def test_a_proposal_that_is_gone_while_the_page_is_open_is_said_and_another_can_be_chosen(
    house: House, petra: User, proposed: Inquiry, gone: Callable[[ProposedDate], object], said: str
) -> None:
    offer = ask(house, proposed.slots.order_by("pk")[0], house.mediator(), petra)
    first, last = proposed.proposed_dates.all()
    chosen = first.pk
    path = f"/a/{code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)}"
    gone(first)
    answer = Client().post(path, {"antwort": "ja", "termin": chosen})
    assert said in answer.content.decode()
    assert [one.pk for one in answer.context["dates"]] == [last.pk]
    assert not Assignment.objects.exists()
    Client().post(path, {"antwort": "ja", "termin": last.pk})
    assert Assignment.objects.get().starts_at == last.starts_at


@pytest.mark.parametrize("chooses", [True, False])
def test_a_yes_after_all_proposals_reads_a_friendly_end(
    house: House, petra: User, proposed: Inquiry, chooses: bool
) -> None:
    offer = ask(house, proposed.slots.order_by("pk")[0], house.mediator(), petra)
    ProposedDate.objects.update(starts_at=in_days(-2), ends_at=in_days(-2) + HOUR)
    chosen = proposed.proposed_dates.first() if chooses else None
    with pytest.raises(offers.TooLate) as why:
        yes(offer, chosen)
    assert why.value.why == "over"
    path = f"/a/{code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)}"
    answer = Client().post(path, {"antwort": "ja", "termin": chosen.pk if chosen else ""}, follow=True)
    assert "Diese Frage hat sich erledigt. Danke!" in answer.content.decode()
    assert not Assignment.objects.exists()


def test_moving_a_talk_onto_another_one_says_who_is_busy(house: House, petra: User) -> None:
    samira = house.mediator()
    booked(house, samira, in_days(9), petra)
    promise = yes(ask(house, house.inquiry("arb", start=in_days(11)).slots.get(), samira, petra))
    with pytest.raises(offers.AlreadyBusy) as busy:
        assignments.set_date(assignment=promise, starts_at=in_days(9), ends_at=in_days(9) + HOUR, by=petra)
    assert busy.value.who == samira
    assert Slot.objects.get(pk=promise.slot_id).starts_at == in_days(11)


def test_another_refusal_of_the_database_is_not_called_busy(house: House, petra: User) -> None:
    promise = yes(ask(house, house.inquiry("arb").slots.get(), house.mediator(), petra))
    promise.starts_at = None
    with pytest.raises(IntegrityError), dates.booking(promise.mediator):
        promise.save()


def test_a_yes_that_was_called_off_does_not_count_again(house: House, petra: User) -> None:
    offer = ask(house, house.inquiry("arb").slots.get(), house.mediator(), petra)
    assignments.cancel_assignment(assignment=yes(offer), side="mediator", reason="prevented", by=None)
    with pytest.raises(offers.TooLate):
        yes(offer)
    assert Slot.objects.get().state == SlotState.OPEN


def test_only_proposals_still_to_come_can_be_chosen(house: House, petra: User, proposed: Inquiry) -> None:
    offer = ask(house, proposed.slots.order_by("pk")[0], house.mediator(), petra)
    past, coming = proposed.proposed_dates.order_by("starts_at")
    ProposedDate.objects.filter(pk=past.pk).update(starts_at=in_days(-2), ends_at=in_days(-2) + HOUR)
    page = Client().get(f"/a/{code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)}")
    assert [one.pk for one in page.context["dates"]] == [coming.pk]


def test_a_search_whose_proposals_are_all_past_ends(house: House, petra: User, proposed: Inquiry) -> None:
    offer = ask(house, proposed.slots.order_by("pk")[0], house.mediator(), petra)
    now = in_days(13)
    assert endings.due(in_days(11)) == []
    assert endings.due(now) == [proposed.pk]
    endings.note_over(inquiry_id=proposed.pk, now=now)
    assert set(Slot.objects.values_list("state", flat=True)) == {SlotState.UNFILLED}
    ProposedDate.objects.update(starts_at=in_days(-2), ends_at=in_days(-2) + HOUR)
    page = Client().get(f"/a/{code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)}")
    assert page.context["view"] == "over"


def test_a_day_that_the_desk_sets_is_the_day_of_the_whole_event(house: House, petra: User, proposed: Inquiry) -> None:
    arabic, romanian = proposed.slots.order_by("pk")
    first, second = house.mediator("arb"), house.mediator("ron")
    agreed = [yes(ask(house, slot, mediator, petra)) for slot, mediator in ((arabic, first), (romanian, second))]
    day = in_days(14)
    assignments.set_date(assignment=agreed[0], starts_at=day, ends_at=day + HOUR, by=petra)
    assert list(Assignment.objects.values_list("starts_at", "state")) == [(day, AssignmentState.PLANNED)] * 2
    assert list(Slot.objects.values_list("starts_at", flat=True)) == [day, day]


def test_one_of_the_proposals_is_chosen_on_the_telephone(house: House, petra: User, proposed: Inquiry) -> None:
    client = signed_in(petra)
    arabic, mediator = proposed.slots.order_by("pk")[0], house.mediator("arb")
    later = proposed.proposed_dates.last()
    assert later is not None
    call = calls.begin_call(center=house.center, by=petra, desk=house.desk, mediator=mediator, slot=arabic)
    page = client.get(f"/gt/vermittlung/{proposed.pk}/").content.decode()
    assert f'<option value="{later.pk}">' in page
    client.post(f"/gt/anruf/{call.pk}/ergebnis", {"result": "accepted", "chosen_date": later.pk})
    assert Assignment.objects.get().starts_at == later.starts_at


def test_who_is_signed_in_chooses_among_the_proposals_on_the_page_of_the_question(
    house: House, petra: User, proposed: Inquiry
) -> None:
    person = house.person(Role.MEDIATOR)
    offer = ask(house, proposed.slots.order_by("pk")[0], house.mediator("arb", user=person), petra)
    answer = signed_in(person).post(f"/gt/mein/frage/{offer.pk}", {"antwort": "ja"})
    assert answer["Location"].endswith(code_for(center=house.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk))
    assert not Assignment.objects.exists()
