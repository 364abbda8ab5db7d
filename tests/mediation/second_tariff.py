"""The allowance once more, in another way: whole cents, minute by minute, from the rule as JSON. For comparison only.

Shares no line with mediation/rules/tariffs/compute.py. `python -m tests.mediation.second_tariff --claims 100000`
compares both on generated rules and claims (RELIABILITY G12).
"""

import argparse
import random
import time
from decimal import Decimal
from typing import Any

LENGTH = {"hour": 60, "half_hour": 30, "quarter_hour": 15}
NO_LIMIT = 10**12


def cents(text: str | None, otherwise: int = 0) -> int:
    """ "7.50" → 750, without any arithmetic on fractions."""
    if text is None:
        return otherwise
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int((rest + "00")[:2])


def half_up(over: int, under: int) -> int:
    return (2 * over + under) // (2 * under)


def clocked(rate: dict[str, Any], minutes: int) -> int:
    """A stop watch runs through the talk and throws coins in whenever a unit begins."""
    if minutes == 0:
        return 0
    price = cents(rate["amount"])
    if rate["unit"] == "flat":
        return price
    first, length = rate.get("first_minutes", 0), LENGTH[rate["unit"]]
    paid = cents(rate.get("first_amount")) if first else 0
    whole_minutes = 0
    for minute in range(minutes):
        if minute < first:
            continue
        if rate.get("counting", "started") == "exact":
            whole_minutes += 1
        elif (minute - first) % length == 0:
            paid += price
    paid += half_up(price * whole_minutes, length)
    paid = max(paid, cents(rate.get("minimum")))
    return min(paid, cents(rate.get("cap"), NO_LIMIT))


def allowance(rule: dict[str, Any], claim: dict[str, Any]) -> int:
    """Cents for one claim. Kilometers and money come as text, times as whole minutes."""
    travel = rule.get("travel", {})
    remote = claim["remote"]
    rate = rule["remote"] if remote and "remote" in rule else rule["talk"]
    if claim["cancelled_minutes_before"] is None:
        result = held(rule, rate, travel, claim)
    else:
        result = cancelled(rule, rate, travel, claim)
    return min(result, cents(rule.get("max_amount"), NO_LIMIT))


def held(rule: dict[str, Any], rate: dict[str, Any], travel: dict[str, Any], claim: dict[str, Any]) -> int:
    if claim["remote"]:
        return clocked(rate, claim["talk_minutes"])
    far_enough = cents(claim["route_km"]) >= cents(travel.get("from_km"))
    on_the_way = min(claim["travel_minutes"], travel.get("max_minutes", NO_LIMIT)) if far_enough else 0
    kind = travel.get("time", "none")
    result = clocked(rate, claim["talk_minutes"] + (on_the_way if kind == "with_talk" else 0))
    if kind == "separate":
        result += clocked(travel["rate"], on_the_way)
    if travel.get("ticket") and cents(claim["ticket"]):
        costs = cents(claim["ticket"])
    else:
        costs = half_up(2 * cents(claim["route_km"]) * cents(travel.get("km_rate")), 100)
    return result + min(costs, cents(travel.get("cost_cap"), NO_LIMIT))


def cancelled(rule: dict[str, Any], rate: dict[str, Any], travel: dict[str, Any], claim: dict[str, Any]) -> int:
    late = rule.get("late")
    if late is None or claim["cancelled_minutes_before"] >= 60 * late["hours_before"]:
        return 0
    minutes = late.get("paid_minutes", 0)
    if late.get("up_to_planned", True):
        minutes = min(minutes, claim["planned_minutes"])
    result = cents(late.get("amount")) + clocked(rate, minutes)
    if late.get("travel_minutes") and "rate" in travel and not claim["remote"]:
        result += clocked(travel["rate"], late["travel_minutes"])
    return result


def some_money(dice: random.Random, most: int) -> str:
    amount = dice.randrange(most * 4 + 1) * 25 if dice.random() < 0.7 else dice.randrange(most * 100 + 1)
    return f"{amount // 100}.{amount % 100:02d}"


def some_rate(dice: random.Random) -> dict[str, Any]:
    rate: dict[str, Any] = {"unit": dice.choice(["flat", *LENGTH]), "amount": some_money(dice, 30)}
    if rate["unit"] == "flat":
        return rate
    rate["counting"] = dice.choice(["started", "started", "exact"])
    if dice.random() < 0.5:
        rate |= {"first_minutes": dice.choice([15, 30, 45, 60, 90, 120]), "first_amount": some_money(dice, 40)}
    if dice.random() < 0.3:
        rate["minimum"] = some_money(dice, 30)
    if dice.random() < 0.2:
        rate["cap"] = some_money(dice, 90)
    return rate


def some_travel(dice: random.Random) -> dict[str, Any]:
    travel: dict[str, Any] = {"time": dice.choice(["none", "with_talk", "separate"])}
    travel["from_km"] = f"{dice.choice([0, 0, 3, 5, 10])}.00"
    if dice.random() < 0.4:
        travel["max_minutes"] = dice.choice([30, 60, 90])
    if travel["time"] == "separate":
        travel["rate"] = some_rate(dice)
    if dice.random() < 0.6:
        travel["km_rate"] = some_money(dice, 1)
    travel["ticket"] = dice.random() < 0.5
    if dice.random() < 0.3:
        travel["cost_cap"] = some_money(dice, 30)
    return travel


def some_rule(dice: random.Random) -> dict[str, Any]:
    """Any rule the data files could say."""
    rule: dict[str, Any] = {"key": "generated", "title": "-", "valid_from": "2026-01-01", "source": "-"}
    rule |= {"talk": some_rate(dice), "travel": some_travel(dice)}
    if dice.random() < 0.3:
        rule["remote"] = some_rate(dice)
    if dice.random() < 0.6:
        rule["late"] = {
            "hours_before": dice.choice([12, 24, 48]),
            "paid_minutes": dice.choice([0, 30, 60, 120]),
            "up_to_planned": dice.random() < 0.5,
            "amount": some_money(dice, 20),
            "travel_minutes": dice.choice([0, 60]) if "rate" in rule["travel"] else 0,
        }
    if dice.random() < 0.3:
        rule["max_amount"] = some_money(dice, 120)
    return rule


def some_claim(dice: random.Random) -> dict[str, Any]:
    """Minutes lie on and beside the edges of units more often than chance would have it."""
    edge = dice.choice([15, 30, 60, 90, 120, 180]) + dice.choice([-1, 0, 1])
    return {
        "talk_minutes": edge if dice.random() < 0.5 else dice.randrange(1, 480),
        "planned_minutes": dice.choice([15, 30, 60, 61, 90, 120, 180]),
        "remote": dice.random() < 0.2,
        "route_km": dice.choice(
            ["0.00", "3.00", "4.99", "5.00", "22.00", f"{dice.randrange(80)}.{dice.randrange(100):02d}"]
        ),
        "travel_minutes": dice.choice([0, 10, 30, 36, 60, 61, dice.randrange(180)]),
        "ticket": dice.choice(["0.00", "0.00", "6.40", "13.05"]),
        "cancelled_minutes_before": dice.choice([-30, 0, 60, 1439, 1440, 1441, 3000]) if dice.random() < 0.25 else None,
    }


def compare(claims: int, seed: int, claims_per_rule: int = 20) -> tuple[int, Decimal]:
    """How many claims differ, and by how many euro in all."""
    from lotsenhaus.mediation.rules.tariffs import Claim, compute, from_dict

    dice = random.Random(seed)
    wrong, difference = 0, Decimal("0.00")
    for number in range(claims):
        if number % claims_per_rule == 0:
            told = some_rule(dice)
            rule = from_dict(told)
        raw = some_claim(dice)
        claim = Claim(**{**raw, "route_km": Decimal(raw["route_km"]), "ticket": Decimal(raw["ticket"])})
        apart = compute(rule, claim).amount - Decimal(allowance(told, raw)) / 100
        wrong, difference = wrong + (apart != 0), difference + abs(apart)
    return wrong, difference


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    begun = time.perf_counter()
    wrong, difference = compare(given.claims, given.seed)
    seconds = time.perf_counter() - begun
    print(
        f"GOAL G12 difference={difference:.2f}€ differing={wrong} claims={given.claims} seed={given.seed} "
        f"seconds={seconds:.1f} target=0.00€ {'PASS' if wrong == 0 else 'FAIL'}"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
