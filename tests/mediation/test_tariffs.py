"""Allowances to the cent: the checks of DOMAIN 1.3, each with its source, and an independent second computation."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsenhaus.kit.calendar import BERLIN, minutes_between
from lotsenhaus.mediation.choices.sentences import STEPS, step_sentence
from lotsenhaus.mediation.rules.tariffs import (
    Claim,
    ClaimInvalid,
    Rate,
    TariffInvalid,
    compute,
    from_dict,
    load,
    may_last,
    templates,
    to_dict,
)
from tests.mediation import second_tariff

HOUR = 60


def paid(key: str, **claim: object) -> Decimal:
    return compute(load(key), Claim(**claim)).amount  # type: ignore[arg-type]


# Kreis Borken, own pages: 7.50 euro per started half hour, travel time from a route of 5 km.
def test_borken_counts_travel_time_from_five_kilometers() -> None:
    assert paid("borken", talk_minutes=65, route_km=Decimal(22), travel_minutes=36) == Decimal("30.00")
    assert paid("borken", talk_minutes=65, route_km=Decimal(3), travel_minutes=12) == Decimal("22.50")
    assert paid("borken", talk_minutes=65, route_km=Decimal(5), travel_minutes=36) == Decimal("30.00")
    assert paid("borken", talk_minutes=65, route_km=Decimal("4.99"), travel_minutes=36) == Decimal("22.50")


# Kreis Heinsberg, own pages: 25 euro up to 2 hours, 10 euro per started further hour.
@pytest.mark.parametrize(("minutes", "euro"), [(70, 25), (120, 25), (121, 35), (125, 35), (180, 35), (185, 45)])
def test_heinsberg_pays_two_hours_as_one_block(minutes: int, euro: int) -> None:
    assert paid("heinsberg", talk_minutes=minutes) == euro


# Rhein-Erft-Kreis, own pages 2018: 25 euro for the first hour, 5 euro per started half hour, travel included.
@pytest.mark.parametrize(("minutes", "euro"), [(1, 25), (60, 25), (61, 30), (90, 30), (100, 35)])
def test_rhein_erft_includes_travel(minutes: int, euro: int) -> None:
    assert paid("rhein_erft", talk_minutes=minutes, route_km=Decimal(40), travel_minutes=80) == euro


# DOOR, Rheinland-Pfalz, own pages: 20 euro first started hour, then 10 per started half hour, 0.28 euro/km or ticket.
def test_door_pays_kilometers_or_a_ticket() -> None:
    assert paid("door", talk_minutes=100) == Decimal("40.00")
    assert paid("door", talk_minutes=100, route_km=Decimal(22)) == Decimal("52.32")
    assert paid("door", talk_minutes=100, route_km=Decimal(22), ticket=Decimal("6.40")) == Decimal("46.40")


# Stadt Bielefeld, ki-bielefeld.de: 7.50 per started half hour, travel up to 1 hour, late under 24 hours.
def test_bielefeld_pays_travel_apart_up_to_an_hour() -> None:
    assert paid("bielefeld", talk_minutes=65, travel_minutes=60) == Decimal("37.50")
    assert paid("bielefeld", talk_minutes=65, travel_minutes=95) == Decimal("37.50")
    assert paid("bielefeld", talk_minutes=40, remote=True, travel_minutes=60) == Decimal("15.00")


def test_bielefeld_pays_an_hour_of_travel_and_up_to_two_hours_for_a_late_cancellation() -> None:
    assert paid("bielefeld", planned_minutes=120, cancelled_minutes_before=20 * HOUR) == Decimal("45.00")
    assert paid("bielefeld", planned_minutes=180, cancelled_minutes_before=20 * HOUR) == Decimal("45.00")
    assert paid("bielefeld", planned_minutes=45, cancelled_minutes_before=20 * HOUR) == Decimal("30.00")
    assert paid("bielefeld", planned_minutes=120, cancelled_minutes_before=24 * HOUR) == Decimal("0.00")


# Ennepe-Ruhr-Kreis, own pages: 1 hour paid if not cancelled 24 hours before; at most 3 hours. The rate is an example.
def test_ennepe_ruhr_pays_one_hour_when_cancelled_late() -> None:
    rule = load("ennepe_ruhr")
    assert rule.example
    late = Claim(planned_minutes=180, cancelled_minutes_before=23 * HOUR)
    assert compute(rule, late).amount == rule.talk.amount == compute(rule, Claim(talk_minutes=60)).amount
    assert compute(rule, replace(late, cancelled_minutes_before=24 * HOUR)).amount == 0
    assert compute(rule, replace(late, cancelled_minutes_before=24 * HOUR - 1)).amount == rule.talk.amount


def test_ennepe_ruhr_admits_three_hours_and_asks_about_more() -> None:
    rule = load("ennepe_ruhr")
    assert may_last(rule, 180)
    assert not may_last(rule, 210)
    assert "longer_than_admitted" in {step.code for step in compute(rule, Claim(talk_minutes=210)).steps}


# Kreis Gütersloh 2015/16 (carl.media): 20 euro flat to the requester; 454 assignments in 2016.
def test_guetersloh_would_have_billed_9080_euro_in_2016() -> None:
    rule = load("guetersloh_2016_fee")
    assert rule.purpose == "fee"
    assert sum((compute(rule, Claim(talk_minutes=60)).amount for _ in range(454)), Decimal(0)) == Decimal("9080.00")


def test_the_invented_allowance_of_the_demo_is_marked_and_gives_45_euro_for_three_hours() -> None:
    rule = load("guetersloh_example")
    assert rule.example
    assert "Beispiel" in rule.title
    assert compute(rule, Claim(talk_minutes=180)).amount == Decimal("45.00")


@pytest.mark.parametrize(
    ("start", "end", "minutes", "euro"),
    [
        # 25 October 2026: the hour from 2 to 3 happens twice, 01:00 to 04:00 is four hours.
        (datetime(2026, 10, 25, 1, tzinfo=BERLIN), datetime(2026, 10, 25, 4, tzinfo=BERLIN), 240, "60.00"),
        (datetime(2027, 3, 28, 1, tzinfo=BERLIN), datetime(2027, 3, 28, 4, tzinfo=BERLIN), 120, "30.00"),
        (datetime(2028, 2, 28, 23, tzinfo=BERLIN), datetime(2028, 3, 1, 1, tzinfo=BERLIN), 26 * 60, None),
        (datetime(2028, 2, 29, 15, tzinfo=BERLIN), datetime(2028, 2, 29, 16, 1, tzinfo=BERLIN), 61, "22.50"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=BERLIN), datetime(2027, 1, 1, 0, 30, tzinfo=BERLIN), 60, "15.00"),
    ],
)
def test_nights_of_the_clock_leap_days_and_year_ends_are_paid_as_they_passed(
    start: datetime, end: datetime, minutes: int, euro: str | None
) -> None:
    assert minutes_between(start, end) == minutes_between(start.astimezone(UTC), end.astimezone(UTC)) == minutes
    if euro:
        assert paid("borken", talk_minutes=minutes) == Decimal(euro)


def test_a_hundred_thousand_claims_agree_with_the_second_computation() -> None:
    assert second_tariff.compare(100_000, seed=20261122) == (0, Decimal("0.00"))


def test_the_second_computation_would_notice_a_cent() -> None:
    told = to_dict(load("borken"))
    told["talk"]["amount"] = "7.51"
    claim = {"talk_minutes": 30, "planned_minutes": 0, "remote": False, "route_km": "0.00", "travel_minutes": 0,
             "ticket": "0.00", "cancelled_minutes_before": None}  # fmt: skip
    assert second_tariff.allowance(told, claim) - int(paid("borken", talk_minutes=30) * 100) == 1


@given(st.integers(0, 2**32))
def test_steps_always_sum_to_the_amount_and_can_be_read(seed: int) -> None:
    dice = random.Random(seed)
    rule, raw = from_dict(second_tariff.some_rule(dice)), second_tariff.some_claim(dice)
    result = compute(rule, Claim(**{**raw, "route_km": Decimal(raw["route_km"]), "ticket": Decimal(raw["ticket"])}))
    assert sum((step.amount for step in result.steps), Decimal(0)) == result.amount
    assert result.amount >= 0
    assert result.amount == result.amount.quantize(Decimal("0.01"))
    assert all(step_sentence(step.code, step.params) for step in result.steps)


@given(st.integers(0, 2**32))
def test_a_rule_survives_being_stored(seed: int) -> None:
    rule = from_dict(second_tariff.some_rule(random.Random(seed)))
    assert from_dict(to_dict(rule)) == rule


@given(st.integers(1, 1000), st.integers(1, 200))
def test_a_longer_talk_never_pays_less(minutes: int, more: int) -> None:
    for key in templates():
        assert paid(key, talk_minutes=min(1440, minutes + more)) >= paid(key, talk_minutes=minutes)


@pytest.mark.parametrize("key", templates())
def test_every_template_names_its_source_and_fits_its_columns(key: str) -> None:
    rule = load(key)
    assert 0 < len(rule.title) <= 120
    assert 0 < len(rule.source) <= 200
    assert len(rule.note) <= 300


def test_a_computation_is_read_step_by_step() -> None:
    steps = compute(load("borken"), Claim(talk_minutes=65, route_km=Decimal(22), travel_minutes=36)).steps
    assert [step_sentence(step.code, step.params) for step in steps] == [
        "Gespräch 1:05 Std. und Fahrzeit 36 Min.: zusammen 1:41 Std.",
        "1:41 Std.: 4 × angefangene halbe Stunde zu je 7,50\u00a0€",
    ]
    near = compute(load("borken"), Claim(talk_minutes=65, route_km=Decimal(3), travel_minutes=12)).steps
    assert step_sentence(near[0].code, near[0].params) == "Weg von 3 km: Fahrzeit zählt erst ab 5 km"


def test_every_step_has_a_sentence() -> None:
    rates = {f"{what}_{how}" for what in ("talk", "travel", "late_talk", "late_travel")
             for how in ("flat", "first", "started", "exact")}  # fmt: skip
    assert rates <= set(STEPS)


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (Claim(), "no_minutes"),
        (Claim(talk_minutes=-1), "negative"),
        (Claim(talk_minutes=60, ticket=Decimal("-0.01")), "negative"),
        (Claim(talk_minutes=1441), "longer_than_a_day"),
    ],
)
def test_an_impossible_claim_is_not_computed(claim: Claim, code: str) -> None:
    with pytest.raises(ClaimInvalid, match=code):
        compute(load("borken"), claim)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"talk": {"unit": "half_hour", "amount": 7.5}}, ("talk.amount", "not_money")),
        ({"talk": {"unit": "half_hour", "amount": "7.505"}}, ("talk.amount", "more_than_cents")),
        ({"talk": {"unit": "half_hour", "amount": "NaN"}}, ("talk.amount", "not_money")),
        ({"talk": {"unit": "half_hour", "amount": "sieben"}}, ("talk.amount", "not_money")),
        ({"talk": {"unit": "day", "amount": "1.00"}}, ("talk.unit", "not_a_choice")),
        ({"talk": {"amount": "1.00"}}, ("talk.unit", "missing")),
        ({"talk": {"unit": "flat", "amount": "1.00", "first_minutes": 30}}, ("talk", "first_block_in_flat")),
        ({"talk": "7.50"}, ("talk", "not_a_table")),
        ({"valid_from": "gestern"}, ("valid_from", "not_a_date")),
        ({"valid_to": "2001-01-01"}, ("valid_to", "before_valid_from")),
        ({"max_minutes": True}, ("max_minutes", "not_minutes")),
        ({"maximum": 3}, ("maximum", "unknown")),
        ({"travel": {"time": "separate"}}, ("travel.rate", "only_and_always_with_separate")),
        ({"late": {"hours_before": 24, "travel_minutes": 60}}, ("late.travel_minutes", "needs_travel_rate")),
    ],
)
def test_a_wrong_rule_names_every_problem(change: dict[str, object], problem: tuple[str, str]) -> None:
    with pytest.raises(TariffInvalid) as caught:
        from_dict({**to_dict(load("heinsberg")), **change})
    assert problem in caught.value.problems


def test_exact_minutes_are_rounded_once() -> None:
    rule = replace(load("borken"), talk=Rate(unit="hour", amount=Decimal("15.00"), counting="exact"))
    assert compute(rule, Claim(talk_minutes=61)).amount == Decimal("15.25")
    assert compute(rule, Claim(talk_minutes=50)).amount == Decimal("12.50")
