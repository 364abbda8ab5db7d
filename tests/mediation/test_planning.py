"""From rows to candidates with reasons."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotsenhaus.mediation.choices.states import CredentialKind, Level, MediatorState
from lotsenhaus.mediation.models import (
    Absence,
    Credential,
    LanguageSkill,
    Policy,
    ShiftPattern,
    Slot,
    WeeklyTime,
    WeekStatement,
)
from lotsenhaus.mediation.planning import board_for, reason_sentence, reason_tally
from lotsenhaus.mediation.planning.words import stored_sentence
from tests.house import House, in_days


def slot_of(house: House, *codes: str, **fields: object) -> Slot:
    inquiry = house.inquiry(*codes, **fields)  # type: ignore[arg-type]
    return Slot.objects.select_related("inquiry__town").get(inquiry=inquiry)


def reasons(house: House, slot: Slot) -> list[str]:
    """What stands against or is unknown of the only person there is."""
    ranking = board_for(slot).ranking
    verdicts = [*(c.verdict for c in ranking.candidates), *ranking.others]
    return [reason.code for reason in verdicts[0].reasons.values()] if verdicts else []


@pytest.mark.parametrize("pool", [1, 12])
def test_ranking_one_slot_takes_four_queries_whatever_the_pool(house: House, pool: int) -> None:
    for _number in range(pool):
        mediator = house.mediator("arb", "kmr")
        WeeklyTime.objects.create(center=house.center, mediator=mediator, weekday=1, starts=time(9), ends=time(18))
    slot = slot_of(house, "arb")
    with CaptureQueriesContext(connection) as queries:
        assert len(board_for(slot).ranking.candidates) + len(board_for(slot).ranking.others) == pool
    assert len(queries) == 2 * 4


def test_unknown_times_mean_ask_and_not_no(house: House) -> None:
    house.mediator("arb")
    board = board_for(slot_of(house, "arb"))
    assert [candidate.is_free for candidate in board.ranking.candidates] == [False]
    sentences = [reason_sentence(note).text for note in board.ranking.candidates[0].notes]
    assert "Zeiten unbekannt, bitte anrufen" in sentences


def test_stated_times_are_kept_and_outside_of_them_is_no(house: House) -> None:
    mediator, start = house.mediator("arb"), in_days(10, hour=15)
    WeeklyTime.objects.create(
        center=house.center, mediator=mediator, weekday=start.weekday(), starts=time(9), ends=time(12)
    )
    assert reasons(house, slot_of(house, "arb", start=start)) == ["outside_times"]
    assert reasons(house, slot_of(house, "arb", start=start.replace(hour=10))) == []


def test_a_day_that_is_never_possible_is_no(house: House) -> None:
    mediator, start = house.mediator("arb"), in_days(10)
    WeeklyTime.objects.create(
        center=house.center, mediator=mediator, weekday=start.weekday(), starts=time(0), ends=time(23, 59), never=True
    )
    assert reasons(house, slot_of(house, "arb", start=start)) == ["busy"]


def test_three_shifts_leave_the_hours_after_work(house: House) -> None:
    start = in_days(10, hour=15)
    while start.weekday() > 4:
        start += timedelta(days=1)
    monday = start.date() - timedelta(days=start.weekday())
    ShiftPattern.objects.create(
        center=house.center, mediator=house.mediator("kmr"), first_monday=monday, weeks=["early"]
    )
    assert reasons(house, slot_of(house, "kmr", start=start)) == []
    assert reasons(house, slot_of(house, "kmr", start=start.replace(hour=9))) == ["busy"]


def test_an_answer_for_the_week_counts(house: House) -> None:
    mediator, start = house.mediator("arb"), in_days(10)
    monday = start.date() - timedelta(days=start.weekday())
    WeekStatement.objects.create(center=house.center, mediator=mediator, monday=monday, answer="cannot")
    assert reasons(house, slot_of(house, "arb", start=start)) == ["busy"]
    WeekStatement.objects.update(answer="can")
    assert reasons(house, slot_of(house, "arb", start=start)) == []


def test_away_is_away(house: House) -> None:
    mediator, start = house.mediator("arb"), in_days(10)
    Absence.objects.create(
        center=house.center, mediator=mediator, first_day=start.date() - timedelta(days=1), last_day=start.date()
    )
    assert "absent" in reasons(house, slot_of(house, "arb", start=start))
    assert reason_tally("absent", 1) == "1 ist abwesend"


def test_sorani_is_not_kurmanji_and_a_variant_is_a_question(house: House) -> None:
    house.mediator("kmr")
    assert board_for(slot_of(house, "ckb")).ranking.candidates == ()
    house.mediator("arb")
    board = board_for(slot_of(house, "apc"))
    assert "variant_unknown" in [reason.code for reason in board.ranking.candidates[0].notes]


def test_a_substitute_language_is_never_silent(house: House) -> None:
    house.mediator("rus")
    slot = slot_of(house, "ukr")
    assert board_for(slot).ranking.candidates == ()
    slot.accepts_substitute = True
    assert len(board_for(slot).ranking.candidates) == 1


def test_who_helps_out_in_a_language_ranks_behind_its_speakers_and_only_where_it_is_welcome(house: House) -> None:
    stands_in, speaks = house.mediator("arb"), house.mediator("arb", town=house.towns["Verl"])
    LanguageSkill.objects.filter(mediator=stands_in).update(only_as_substitute=True, level=Level.MOTHER_TONGUE)
    slot = slot_of(house, "arb")
    board = board_for(slot)
    assert [one.mediator for one in board.ranking.candidates] == [str(speaks.pk)]
    against = board.ranking.others[0].against.values()
    assert [reason_sentence(one).text for one in against] == ["könnte mit Arabisch aushelfen; das ist nicht angefragt"]
    slot.accepts_substitute = True
    ranking = board_for(slot).ranking
    assert [one.mediator for one in ranking.candidates] == [str(speaks.pk), str(stands_in.pk)]
    assert [reason_sentence(one).text for one in ranking.candidates[1].notes][:1] == ["hilft mit Arabisch aus"]


def test_what_the_center_requires_must_be_valid_on_that_day(house: House) -> None:
    start = in_days(10)
    Policy.objects.create(
        center=house.center,
        valid_from=date(2020, 1, 1),
        source="Test",
        lead_working_days=5,
        may_ask=["school"],
        clearance_required=False,
    )
    mediator = house.mediator("arb")
    assert "credential_missing" in reasons(house, slot_of(house, "arb", start=start))
    Credential.objects.create(
        center=house.center,
        mediator=mediator,
        kind=CredentialKind.CONFIDENTIALITY,
        seen_on=date(2025, 1, 1),
        seen_by="Beispiel",
        valid_until=start.date() - timedelta(days=1),
    )
    assert "credential_expired" in reasons(house, slot_of(house, "arb", start=start))


def test_the_way_counts_in_minutes_from_the_home_town(house: House) -> None:
    house.mediator("arb", town=house.towns["Verl"], max_travel_minutes=10)
    assert "travel_too_far" in reasons(house, slot_of(house, "arb"))


def test_people_who_left_or_pause_are_not_asked(house: House) -> None:
    house.mediator("arb", state=MediatorState.LEFT)
    assert reasons(house, slot_of(house, "arb")) == []
    house.mediator("arb", paused_until=timezone.localdate() + timedelta(days=60))
    assert "inactive" in reasons(house, slot_of(house, "arb"))


def test_one_person_for_two_languages_must_speak_both(house: House) -> None:
    one = house.mediator("arb")
    slot = slot_of(house, "arb")
    slot.languages, slot.needs_all = ["arb", "kmr"], True
    assert board_for(slot).ranking.candidates == ()
    LanguageSkill.objects.create(center=house.center, mediator=one, code="kmr", level=Level.GOOD)
    assert len(board_for(slot).ranking.candidates) == 1


def test_where_counting_ends_the_words_claim_no_number() -> None:
    said = [stored_sentence(name, amount) for name, amount in (("pause_week", 11), ("pause_week", 12), ("load", 29))]
    assert said == ["seit 11 Wochen nicht gefragt", "lange nicht gefragt", "29 Einsätze in diesem Jahr"]
    assert stored_sentence("load", 30) == "30 Einsätze oder mehr in diesem Jahr"
