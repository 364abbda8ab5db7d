"""What really happened, and what it is paid with."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lotsenhaus.centers.choices import Role
from lotsenhaus.finance.choices import FundSource
from lotsenhaus.finance.models import BudgetLine, Posting
from lotsenhaus.mediation.actions import allowances, asking, assignments, endings, offers, proofs
from lotsenhaus.mediation.choices.states import (
    AllowanceState,
    AssignmentState,
    CancelReason,
    CancelSide,
    InquiryState,
    ProofWay,
)
from lotsenhaus.mediation.forms.proofs import ProofForm
from lotsenhaus.mediation.models import Allowance, Assignment, AssignmentProof, Inquiry, Tariff
from lotsenhaus.mediation.rules.purses import Purse, purse_for
from lotsenhaus.mediation.rules.tariffs import load, to_dict
from lotsenhaus.outbox.models import Message
from tests.centers.people import sign_in
from tests.house import House, in_days


def tariff(house: House, key: str = "heinsberg") -> Tariff:
    rule = to_dict(load(key))
    return Tariff.objects.create(center=house.center, name=key, rule=rule, valid_from=date(2015, 1, 1), source="Test")


def line(house: House, year: int, amount: str, order: int = 1) -> BudgetLine:
    source = FundSource.STATE if order == 1 else FundSource.MUNICIPAL
    return BudgetLine.objects.create(
        center=house.center,
        year=year,
        fund_source=source,
        name=f"{source.label} {year}",
        amount=Decimal(amount),
        order=order,
    )


def promised(house: House, start: datetime, minutes: int = 60) -> Assignment:
    slot = house.inquiry("arb", start=start, minutes=minutes).slots.get()
    (offer,) = asking.ask(
        slot=slot, mediators=[house.mediator()], by=None, desk=house.desk, now=start - timedelta(days=7)
    )
    return offers.accept_offer(offer=offer, via="link", by=None, now=start - timedelta(days=6))


def confirm(
    assignment: Assignment, *, minutes: int = 60, start: datetime | None = None, now: datetime | None = None
) -> AssignmentProof:
    begin = start or assignment.starts_at
    assert begin is not None
    return proofs.confirm(
        assignment=assignment,
        started_at=begin,
        ended_at=begin + timedelta(minutes=minutes),
        confirmed_by="Frau Vorort",
        way=ProofWay.LINK,
        by=None,
        now=now or begin + timedelta(minutes=minutes + 5),
    )


START = datetime(2026, 11, 10, 14, 0, tzinfo=UTC)


def test_a_confirmed_talk_is_computed_booked_and_closed(house: House) -> None:
    tariff(house)
    purse = line(house, 2026, "1000.00")
    proof = confirm(promised(house, START), minutes=125)
    allowance = Allowance.objects.get()
    assert (allowance.amount, allowance.budget_line, proof.assignment.state) == (
        Decimal("35.00"),
        purse,
        AssignmentState.CONFIRMED,
    )
    assert Posting.objects.get().amount == Decimal("35.00")
    assert sum(Decimal(str(step["amount"])) for step in allowance.steps) == allowance.amount
    assert Inquiry.objects.get().state == InquiryState.CLOSED


def test_a_second_confirmation_gives_the_first_and_pays_once(house: House) -> None:
    tariff(house)
    line(house, 2026, "1000.00")
    assignment = promised(house, START)
    assert confirm(assignment).pk == confirm(assignment, minutes=200).pk
    assert Posting.objects.count() == 1


def test_the_future_cannot_be_confirmed(house: House) -> None:
    assignment = promised(house, START)
    with pytest.raises(proofs.NotYet):
        confirm(assignment, now=START - timedelta(minutes=1))
    assert not AssignmentProof.objects.exists()


def test_an_end_before_the_beginning_is_refused(house: House) -> None:
    with pytest.raises(proofs.TimesInvalid):
        confirm(promised(house, START), minutes=-5)


def test_the_night_the_clock_goes_back_has_four_hours_from_one_to_four(house: House) -> None:
    tariff(house)
    line(house, 2026, "1000.00")
    start = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)  # 25 October, 01:00 in Germany
    confirm(promised(house, start, 240), start=start, minutes=240)
    assert Allowance.objects.get().amount == Decimal("45.00")  # 25 for two hours, 10 for each of two more


def test_a_talk_much_longer_than_planned_is_paid_and_asked_about(house: House) -> None:
    tariff(house)
    line(house, 2026, "1000.00")
    confirm(promised(house, START), minutes=220)
    allowance = Allowance.objects.get()
    assert allowance.state == AllowanceState.QUESTION
    assert "3:40" in allowance.question
    assert allowance.posting is not None


def test_an_empty_purse_gives_way_to_the_next_and_then_to_a_question(house: House) -> None:
    tariff(house)
    line(house, 2026, "30.00", order=1)
    second = line(house, 2026, "30.00", order=2)
    for day in range(3):
        confirm(promised(house, START + timedelta(days=day)))
    lines = [a.budget_line for a in Allowance.objects.order_by("pk")]
    assert lines[1] == second
    assert lines[2] is None
    assert Allowance.objects.order_by("pk").last().state == AllowanceState.QUESTION


def test_the_purse_follows_the_day_of_the_talk_across_the_year(house: House) -> None:
    tariff(house)
    old, new = line(house, 2026, "100.00"), line(house, 2027, "100.00")
    confirm(promised(house, datetime(2026, 12, 31, 10, 0, tzinfo=UTC)), now=datetime(2027, 1, 2, 10, 0, tzinfo=UTC))
    confirm(promised(house, datetime(2027, 1, 1, 10, 0, tzinfo=UTC)), now=datetime(2027, 1, 2, 10, 0, tzinfo=UTC))
    assert [a.budget_line for a in Allowance.objects.order_by("pk")] == [old, new]


def test_without_a_rule_of_that_day_nothing_is_paid(house: House) -> None:
    confirm(promised(house, START))
    assert not Allowance.objects.exists()


@pytest.mark.parametrize(("hours", "amount"), [(20, Decimal("45.00")), (30, None), (-3, None)])
def test_a_late_cancellation_is_paid_where_the_rule_says_so(house: House, hours: int, amount: Decimal | None) -> None:
    tariff(house, "bielefeld")
    line(house, 2026, "1000.00")
    assignment = promised(house, START, 120)
    assignments.cancel_assignment(
        assignment=assignment,
        side=CancelSide.REQUESTER,
        reason=CancelReason.NOT_NEEDED,
        by=None,
        now=START - timedelta(hours=hours),
    )
    paid = Allowance.objects.first()
    assert (paid.amount if paid else None) == amount


def test_a_mediator_who_cancels_is_not_paid_for_it(house: House) -> None:
    tariff(house, "bielefeld")
    line(house, 2026, "1000.00")
    assignments.cancel_assignment(
        assignment=promised(house, START),
        side=CancelSide.MEDIATOR,
        reason=CancelReason.PREVENTED,
        by=None,
        now=START - timedelta(hours=2),
    )
    assert not Allowance.objects.exists()


def test_the_professional_is_reminded_after_1_3_and_7_days_and_then_no_more(house: House) -> None:
    assignment = promised(house, START)
    endings.note_over(inquiry_id=assignment.slot.inquiry_id, now=START + timedelta(hours=2))
    sent = [proofs.remind(assignment=assignment, now=START + timedelta(days=day, hours=2)) for day in range(1, 12)]
    assert [day for day, went in enumerate(sent, start=1) if went] == [1, 3, 7]
    assert Message.objects.filter(kind="confirm").count() == 3


def test_the_order_of_the_center_decides_the_purse() -> None:
    state = Purse(1, 2026, 1, Decimal("10.00"), ends_on=date(2026, 12, 7))
    town = Purse(2, 2026, 2, Decimal("99.00"), starts_on=date(2026, 12, 8))
    assert purse_for(date(2026, 12, 7), Decimal("10.00"), [town, state]) == state
    assert purse_for(date(2026, 12, 8), Decimal("10.00"), [town, state]) == town
    assert purse_for(date(2026, 12, 7), Decimal("10.01"), [town, state]) is None


def test_claims_know_both_ways_of_the_journey(house: House) -> None:
    assignment = promised(house, START)
    assignment.travel_minutes, assignment.travel_km = 18, Decimal("22.0")
    claim = allowances.claim_of(assignment, AssignmentProof(started_at=START, ended_at=START + timedelta(minutes=65)))
    assert (claim.talk_minutes, claim.travel_minutes, claim.route_km) == (65, 36, Decimal("22.0"))


@pytest.mark.parametrize(("ticket", "amount", "code"), [("6.80", "26.80", "ticket"), (None, "31.20", "kilometers")])
def test_a_ticket_is_paid_instead_of_kilometers(house: House, ticket: str | None, amount: str, code: str) -> None:
    tariff(house, "door")
    line(house, 2026, "1000.00")
    assignment = promised(house, START)
    Assignment.objects.filter(pk=assignment.pk).update(travel_km=Decimal("20.0"))
    proof = proofs.confirm(
        assignment=assignment,
        started_at=START,
        ended_at=START + timedelta(minutes=60),
        confirmed_by="Frau Vorort",
        way=ProofWay.PHONE,
        by=None,
        ticket=Decimal(ticket) if ticket else None,
        now=START + timedelta(hours=2),
    )
    allowance = Allowance.objects.get()
    assert proof.ticket == (Decimal(ticket) if ticket else None)
    assert allowance.amount == Decimal(amount)
    assert [step["code"] for step in allowance.steps][-1] == code


@pytest.mark.parametrize(("typed", "stored"), [("6,80", Decimal("6.80")), ("6.80", Decimal("6.80")), ("", None)])
def test_the_desk_enters_a_ticket_as_people_write_it(house: House, typed: str, stored: Decimal | None) -> None:
    begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
    assignment = promised(house, begin)
    client = sign_in(house.person(Role.DISPATCHER))
    url = f"/gt/einsatz/{assignment.pk}/bestaetigung"
    sent = {"starts": "15:00", "ends": "16:00", "confirmed_by": "Frau Vorort", "family_came": "on", "way": "paper"}
    assert "6,80" in client.post(url, sent | {"ticket": "viel"}).content.decode()
    assert not AssignmentProof.objects.exists()
    client.post(url, sent | {"ticket": typed})
    assert AssignmentProof.objects.get().ticket == stored
    if stored:
        assert "6,80" in client.get(url).content.decode()


@pytest.mark.parametrize(("typed", "amount"), [("7,40", "27.40"), ("", "31.20")])
def test_a_wrong_ticket_is_corrected_with_the_times(house: House, typed: str, amount: str) -> None:
    tariff(house, "door")
    begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
    line(house, begin.year, "1000.00")
    assignment = promised(house, begin)
    Assignment.objects.filter(pk=assignment.pk).update(travel_km=Decimal("20.0"))
    sent = {"starts": "15:00", "ends": "16:00", "confirmed_by": "Frau Vorort", "family_came": "on", "way": "paper"}
    desk = sign_in(house.person(Role.DISPATCHER))
    desk.post(f"/gt/einsatz/{assignment.pk}/bestaetigung", sent | {"ticket": "6,80"})
    allowance = Allowance.objects.get()
    assert allowance.amount == Decimal("26.80")
    client = sign_in(house.person(Role.FINANCE))
    page = client.get(f"/gt/abrechnung/gespraech/{allowance.pk}/").content.decode()
    assert 'value="6,80"' in page
    times = {"starts": "15:00", "ends": "16:00", "reason": "Fahrkarte verlesen"}
    client.post(f"/gt/abrechnung/gespraech/{allowance.pk}/berichtigen", times | {"ticket": typed})
    allowance.refresh_from_db()
    assert allowance.amount == Decimal(amount)


def test_the_professional_on_site_is_not_asked_for_a_ticket() -> None:
    assert "ticket" not in ProofForm.base_fields


@pytest.mark.parametrize("typed", ["18.20", "18:20", "18:20:00"])
def test_a_time_is_taken_as_people_write_it(house: House, typed: str) -> None:
    assignment = promised(house, in_days(-2))
    day = in_days(-2).date()
    form = ProofForm({"starts": "17", "ends": typed, "confirmed_by": "x"}, assignment=assignment, day=day)
    assert form.is_valid(), form.errors
    assert f"{form.cleaned_data['ends']:%H:%M}" == "18:20"
    shown = ProofForm(initial={"starts": in_days(-2).time()}, assignment=assignment, day=day)
    assert 'value="15:00"' in str(shown["starts"])
