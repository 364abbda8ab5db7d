"""Every rule is one small question; all are asked, so that a requester learns everything at once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from lotsenhaus.kit import calendar

from .policy import InquiryFacts, Policy, Verdict

Rule = Callable[[InquiryFacts, Policy, datetime], Iterator[Verdict]]


def check(facts: InquiryFacts, policy: Policy, now: datetime) -> list[Verdict]:
    """All that speaks against an inquiry, gravest first; empty when nothing does."""
    return [verdict for rule in RULES for verdict in rule(facts, policy, now)]


def is_admissible(verdicts: Sequence[Verdict], *, overridden: bool = False) -> bool:
    """Whether the inquiry may go on; `overridden`: a dispatcher gave a reason for what may be overridden."""
    return not any(one.blocking and not (overridden and one.override_allowed) for one in verdicts)


def occasion(facts: InquiryFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """Court, police, medical, AOSF …, each with its reason and where to turn (EXPERIENCE part 7)."""
    refusal = policy.refusal_of(facts.occasion, now.astimezone(calendar.BERLIN).date())
    if refusal:
        yield Verdict("occasion_refused", {"reason": refusal.reason, "way_out": refusal.way_out})


def requester(facts: InquiryFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """Most pools serve institutions only; Heinsberg serves the people themselves, too (DOMAIN 1.2)."""
    if facts.organization_kind not in policy.may_ask:
        code = "private_person" if facts.organization_kind == "private_person" else "institution_kind"
        yield Verdict(
            code, {"reason": policy.who_may_ask, "way_out": policy.way_out}, override_allowed=code != "private_person"
        )


def place(facts: InquiryFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """Friedrichshafen allows on-site only; Borken and Warendorf only inside the district."""
    if facts.place_kind == "phone" and not policy.offers_phone:
        yield Verdict("no_phone", {})
    if facts.place_kind == "video" and not policy.offers_video:
        yield Verdict("no_video", {})
    if facts.place_kind == "institution" and policy.only_own_district and not facts.in_district:
        yield Verdict("outside_district", {"way_out": policy.way_out}, override_allowed=True)


def duration(facts: InquiryFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """Ennepe-Ruhr: at most 3 hours; exactly 3 hours is admitted (DOMAIN 1.3)."""
    if policy.max_minutes is not None and facts.planned_minutes > policy.max_minutes:
        yield Verdict("too_long", {"minutes": facts.planned_minutes, "max": policy.max_minutes}, override_allowed=True)


def lead_time(facts: InquiryFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """Working days with the holidays of North Rhine-Westphalia. In the past nothing can be asked for at all."""
    first = calendar.earliest_start(now, policy.lead_working_days)
    if any(start <= now for start in facts.starts):
        yield Verdict("in_the_past", {})
    elif any(start.astimezone(calendar.BERLIN).date() < first for start in facts.starts):
        params: dict[str, str | int] = {"first": first.isoformat(), "days": policy.lead_working_days}
        yield Verdict("too_soon", params, override_allowed=True)


def declarations(facts: InquiryFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """What the center must be told: a professional is present, no other payer, no legal effect …"""
    for one in policy.declarations_on(now.astimezone(calendar.BERLIN).date()):
        if one.code not in facts.declared:
            yield Verdict("not_declared", {"declaration": one.code, "wording": one.wording})


RULES: tuple[Rule, ...] = (occasion, requester, place, duration, lead_time, declarations)
