"""From rule and claim to euro, step by step. Rounding is to the cent, half up, once per line."""

from decimal import ROUND_HALF_UP, Decimal

from .rule import NOTHING, UNIT_MINUTES, Claim, ClaimInvalid, Computation, Late, Rate, Step, TariffRule

CENT = Decimal("0.01")
LONGEST = 24 * 60


def compute(rule: TariffRule, claim: Claim) -> Computation:
    """What one talk is paid with under one rule, in euro.

    Raises ClaimInvalid for minutes, kilometers or money below zero, for a held talk of no or more than 1,440 minutes.
    """
    check(claim)
    steps = late_steps(rule, claim) if claim.cancelled_minutes_before is not None else held_steps(rule, claim)
    steps += lowered("max_amount", rule.max_amount, steps)
    return Computation(amount=total(steps), steps=tuple(steps))


def may_last(rule: TariffRule, planned_minutes: int) -> bool:
    """Ennepe-Ruhr refuses an inquiry for more than 3 hours (DOMAIN 1.3)."""
    return rule.max_minutes is None or planned_minutes <= rule.max_minutes


def check(claim: Claim) -> None:
    numbers = (claim.talk_minutes, claim.planned_minutes, claim.travel_minutes, claim.route_km, claim.ticket)
    if any(number < 0 for number in numbers):
        raise ClaimInvalid("negative")
    if max(claim.talk_minutes, claim.planned_minutes, claim.travel_minutes) > LONGEST:
        raise ClaimInvalid("longer_than_a_day")
    if claim.cancelled_minutes_before is None and claim.talk_minutes == 0:
        raise ClaimInvalid("no_minutes")


def held_steps(rule: TariffRule, claim: Claim) -> list[Step]:
    rate = rule.remote if claim.remote and rule.remote else rule.talk
    minutes, steps = counted_minutes(rule, claim)
    steps += rate_steps(rate, minutes, "talk")
    if not claim.remote:
        steps += travel_time_steps(rule, claim)
        steps += travel_cost_steps(rule, claim)
    if not may_last(rule, claim.talk_minutes):
        steps.append(
            Step("longer_than_admitted", {"minutes": claim.talk_minutes, "max": rule.max_minutes or 0}, NOTHING)
        )
    return steps


def counted_minutes(rule: TariffRule, claim: Claim) -> tuple[int, list[Step]]:
    """Minutes of the talk, with the way where the rule adds it (Borken: from 5 km)."""
    if claim.remote or rule.travel.time != "with_talk" or not claim.travel_minutes:
        return claim.talk_minutes, []
    if claim.route_km < rule.travel.from_km:
        return claim.talk_minutes, [below_threshold(rule, claim)]
    travel = paid_travel_minutes(rule, claim.travel_minutes)
    together = claim.talk_minutes + travel
    params = {"talk": claim.talk_minutes, "travel": travel, "minutes": together}
    return together, [Step("travel_added", dict(params), NOTHING)]


def rate_steps(rate: Rate, minutes: int, what: str) -> list[Step]:
    """Lines for minutes at one rate: first block, steps, minimum, cap. No minutes, no lines."""
    if minutes == 0:
        return []
    if rate.unit == "flat":
        return [Step(f"{what}_flat", {"each": rate.amount}, rate.amount)]
    steps = []
    if rate.first_minutes:
        steps.append(Step(f"{what}_first", {"minutes": minutes, "first": rate.first_minutes}, rate.first_amount))
    rest = max(0, minutes - rate.first_minutes)
    if rest:
        steps.append(unit_step(rate, rest, what))
    if total(steps) < rate.minimum:
        steps.append(Step("minimum", {"limit": rate.minimum}, rate.minimum - total(steps)))
    return steps + lowered("cap", rate.cap, steps)


def unit_step(rate: Rate, minutes: int, what: str) -> Step:
    unit = UNIT_MINUTES[rate.unit]
    if rate.counting == "exact":
        amount = cents(rate.amount * minutes / unit)
        return Step(f"{what}_exact", {"minutes": minutes, "unit": unit, "each": rate.amount}, amount)
    count = -(-minutes // unit)
    return Step(
        f"{what}_started", {"minutes": minutes, "count": count, "unit": unit, "each": rate.amount}, count * rate.amount
    )


def travel_time_steps(rule: TariffRule, claim: Claim) -> list[Step]:
    travel = rule.travel
    if travel.time != "separate" or travel.rate is None or not claim.travel_minutes:
        return []
    if claim.route_km < travel.from_km:
        return [below_threshold(rule, claim)]
    return rate_steps(travel.rate, paid_travel_minutes(rule, claim.travel_minutes), "travel")


def travel_cost_steps(rule: TariffRule, claim: Claim) -> list[Step]:
    """The ticket where there is one and the rule refunds it, else kilometers both ways (DOOR: 0.28 euro)."""
    travel = rule.travel
    steps = []
    if travel.ticket and claim.ticket:
        steps.append(Step("ticket", {}, cents(claim.ticket)))
    elif travel.km_rate and claim.route_km:
        amount = cents(2 * claim.route_km * travel.km_rate)
        steps.append(Step("kilometers", {"km": 2 * claim.route_km, "each": travel.km_rate}, amount))
    return steps + lowered("cost_cap", travel.cost_cap, steps)


def late_steps(rule: TariffRule, claim: Claim) -> list[Step]:
    late = rule.late
    notice = claim.cancelled_minutes_before or 0
    if late is None:
        return [Step("cancelled_unpaid", {}, NOTHING)]
    if notice >= late.hours_before * 60:
        return [Step("cancelled_in_time", {"hours": late.hours_before}, NOTHING)]
    steps = [Step("cancelled_late", {"hours": late.hours_before}, late.amount)]
    steps += rate_steps(late_rate(rule, claim), late_minutes(late, claim), "late_talk")
    if late.travel_minutes and rule.travel.rate and not claim.remote:
        steps += rate_steps(rule.travel.rate, late.travel_minutes, "late_travel")
    return steps


def late_rate(rule: TariffRule, claim: Claim) -> Rate:
    return rule.remote if claim.remote and rule.remote else rule.talk


def late_minutes(late: Late, claim: Claim) -> int:
    return min(late.paid_minutes, claim.planned_minutes) if late.up_to_planned else late.paid_minutes


def paid_travel_minutes(rule: TariffRule, minutes: int) -> int:
    return minutes if rule.travel.max_minutes is None else min(minutes, rule.travel.max_minutes)


def below_threshold(rule: TariffRule, claim: Claim) -> Step:
    return Step("travel_below_threshold", {"km": claim.route_km, "from_km": rule.travel.from_km}, NOTHING)


def lowered(code: str, limit: Decimal | None, steps: list[Step]) -> list[Step]:
    """A line that brings the lines before down to a limit, or nothing."""
    over = total(steps) - limit if limit is not None else NOTHING
    return [Step(code, {"limit": limit or NOTHING}, -over)] if over > 0 else []


def total(steps: list[Step]) -> Decimal:
    return sum((step.amount for step in steps), NOTHING)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
