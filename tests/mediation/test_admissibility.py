"""Who may ask for what, how early, how long: the real rules of DOMAIN 1.2, answered in words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from lotsenhaus.kit.calendar import BERLIN
from lotsenhaus.mediation.choices.occasions import Occasion
from lotsenhaus.mediation.choices.sentences import VERDICTS, verdict_sentence
from lotsenhaus.mediation.rules.admissibility import (
    InquiryFacts,
    PolicyInvalid,
    check,
    from_dict,
    is_admissible,
    load,
    templates,
)
from lotsenhaus.network.choices import OrganizationKind

NOW = datetime(2026, 11, 24, 10, tzinfo=BERLIN)
FINE = InquiryFacts(
    occasion="parent_talk",
    organization_kind="school",
    starts=(datetime(2026, 12, 2, 15, tzinfo=BERLIN),),
    planned_minutes=60,
    declared=frozenset(
        {"no_legal_effect", "professional_present", "no_other_payer", "oral_only", "single_talk", "no_personal_data"}
    ),
)


def codes(key: str, **changes: object) -> list[str]:
    return [one.code for one in check(replace(FINE, **changes), load(key), NOW)]  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["borken", "guetersloh", "heinsberg", "leer"])
def test_a_talk_with_parents_at_a_school_is_fine_everywhere(key: str) -> None:
    assert codes(key) == []


def test_all_four_templates_are_shipped_and_fit_their_columns() -> None:
    assert templates() == ["borken", "guetersloh", "heinsberg", "leer"]
    for policy in map(load, templates()):
        assert set(policy.may_ask) <= set(OrganizationKind.values)
        assert 0 < len(policy.source) <= 200
        assert len(policy.note) <= 300
        for refusal in policy.refusals:
            assert refusal.occasion in Occasion.values
            assert 0 < len(refusal.reason) <= 300
            assert 0 < len(refusal.way_out) <= 300
        for declaration in policy.declarations:
            assert 0 < len(declaration.wording) <= 300
            assert 0 < len(declaration.explanation) <= 400


# Kreis Borken: no court, hospital, bank, insurance, asylum procedure, police, health expertises, Eingriffsverwaltung.
@pytest.mark.parametrize(
    "occasion", ["intervention", "court", "hospital", "bank_insurance", "asylum", "police", "health_office"]
)
def test_borken_refuses_what_its_page_lists(occasion: str) -> None:
    assert codes("borken", occasion=occasion) == ["occasion_refused"]


def test_a_refusal_gives_reason_and_way_out() -> None:
    verdict = check(replace(FINE, occasion="police"), load("borken"), NOW)[0]
    text = verdict_sentence(verdict.code, verdict.params)
    assert text.startswith(
        "Gespräche bei der Polizei dürfen Ehrenamtliche nicht begleiten. Bitte beauftragen Sie vereidigte"
    )
    assert not verdict.override_allowed


def test_private_persons_may_ask_in_heinsberg_only() -> None:
    assert codes("heinsberg", organization_kind="private_person") == []
    assert codes("borken", organization_kind="private_person") == ["private_person"]
    assert codes("guetersloh", organization_kind="private_person") == ["private_person"]


def test_guetersloh_is_free_only_under_its_conditions_since_2020() -> None:
    assert codes("guetersloh", declared=frozenset()) == ["not_declared"] * 5
    assert codes("guetersloh", occasion="special_needs") == ["occasion_refused"]
    assert load("guetersloh").example  # lead time and maximum are invented


def test_lead_time_knows_holidays_and_staff_may_override_it_with_a_reason() -> None:
    soon = replace(FINE, starts=(datetime(2026, 11, 30, 15, tzinfo=BERLIN),))
    (verdict,) = check(soon, load("borken"), NOW)
    assert verdict_sentence(verdict.code, verdict.params) == (
        "Ohne Rückfrage möglich ab Dienstag, 1.12. – wir brauchen 5 Arbeitstage Vorlauf. "
        "Eilt es? Bitte rufen Sie uns an."
    )
    assert not is_admissible([verdict])
    assert is_admissible([verdict], overridden=True)
    assert codes("borken", starts=(datetime(2026, 12, 1, 0, 30, tzinfo=BERLIN),)) == []


def test_every_proposal_must_be_early_enough_and_no_date_is_fine() -> None:
    proposals = (datetime(2026, 12, 2, 15, tzinfo=BERLIN), datetime(2026, 11, 25, 15, tzinfo=BERLIN))
    assert codes("borken", starts=proposals) == ["too_soon"]
    assert codes("borken", starts=()) == []


def test_the_past_cannot_be_overridden() -> None:
    verdicts = check(replace(FINE, starts=(NOW,)), load("leer"), NOW)
    assert [one.code for one in verdicts] == ["in_the_past"]
    assert not is_admissible(verdicts, overridden=True)


# Ennepe-Ruhr: at most 3 hours, 3 h 30 is refused (DOMAIN 1.3).
def test_the_longest_duration_is_admitted_and_one_minute_more_is_not() -> None:
    policy = replace(load("leer"), max_minutes=180)
    assert check(replace(FINE, planned_minutes=180), policy, NOW) == []
    (verdict,) = check(replace(FINE, planned_minutes=210), policy, NOW)
    assert "höchstens 3 Std. dauern, hier sind es 3:30 Std." in verdict_sentence(verdict.code, verdict.params)


def test_everything_that_speaks_against_is_told_at_once() -> None:
    facts = InquiryFacts("court", "private_person", (datetime(2026, 11, 25, 9, tzinfo=BERLIN),), 60, in_district=False)
    found = [one.code for one in check(facts, load("borken"), NOW)]
    assert found == [
        "occasion_refused",
        "private_person",
        "outside_district",
        "too_soon",
        "not_declared",
        "not_declared",
    ]
    assert set(found) <= set(VERDICTS)


def test_phone_and_video_can_be_switched_off() -> None:
    policy = replace(load("leer"), offers_phone=False, offers_video=False)
    assert [one.code for one in check(replace(FINE, place_kind="phone"), policy, NOW)] == ["no_phone"]
    assert [one.code for one in check(replace(FINE, place_kind="video"), policy, NOW)] == ["no_video"]


def test_a_rule_of_yesterday_refuses_nothing_today() -> None:
    policy = load("borken")
    old = tuple(replace(one, valid_to=date(2026, 11, 23)) for one in policy.refusals)
    assert check(replace(FINE, occasion="police"), replace(policy, refusals=old), NOW) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"lead_working_days": "5"}, ("lead_working_days", "not_a_number")),
        ({"lead_working_days": -1}, ("lead_working_days", "not_a_number")),
        ({"valid_from": "2026"}, ("valid_from", "not_a_date")),
        ({"may_ask": "school"}, ("may_ask", "not_a_list")),
        ({"year_limit": 960.0}, ("year_limit", "not_money")),
        ({"lead": 5}, ("lead", "unknown")),
        ({"refusals": [{"occasion": "court"}]}, ("refusals.0.reason", "missing")),
    ],
)
def test_a_wrong_policy_names_its_problems(change: dict[str, object], problem: tuple[str, str]) -> None:
    sound = {
        "key": "k", "title": "t", "valid_from": date(2026, 1, 1), "source": "s", "lead_working_days": 5,
        "may_ask": ["school"], "who_may_ask": "w", "way_out": "o",
    }  # fmt: skip
    assert from_dict(sound).lead_working_days == 5
    with pytest.raises(PolicyInvalid) as caught:
        from_dict({**sound, **change})
    assert problem in caught.value.problems
