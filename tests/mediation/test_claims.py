"""The Abrechnung: two persons, questions, late entries, corrections; nothing is paid twice or lost."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.finance import queries as ledger
from lotsenhaus.finance.models import BudgetLine, Posting
from lotsenhaus.mediation.actions import erasure, runs
from lotsenhaus.mediation.choices.states import AllowanceState, ClaimNoteKind, RunState
from lotsenhaus.mediation.models import (
    Allowance,
    AllowanceCorrection,
    Assignment,
    AssignmentProof,
    ClaimNote,
    ClaimRun,
)
from lotsenhaus.mediation.queries import claims as queries
from lotsenhaus.mediation.queries import mine, payouts, sample
from lotsenhaus.mediation.rules.runs import next_month, open_month, payment_day, payment_year, talks_paid_in
from tests.centers.people import a_browser, a_center, sign_in
from tests.house import House
from tests.kit.test_pdf import text_of
from tests.mediation.money import confirmed, furnish

TODAY = date(2026, 11, 22)
LISTS = (
    "uebersicht/",
    "abrechnung/",
    "abrechnung/{month}/",
    "abrechnung/?person=spiel",
    "pruefung/?startwert=1&jahr={year}&anzahl=20",
    "auswertung/?zeitraum=zwoelf",
)


def release(house: House, by: User) -> ClaimRun:
    line = queries.months(timezone.localdate())[0]
    return runs.release(center=house.center, month=line.month, shown=(line.ready, line.total), by=by)


def order(run: ClaimRun, by: User) -> ClaimRun:
    return runs.order(run=run, paid_on=timezone.localdate() + timedelta(days=9), by=by)


def test_the_open_month_follows_the_last_closed_one() -> None:
    assert open_month([date(2026, 10, 1)], [date(2026, 9, 30), date(2026, 11, 3)], TODAY) == date(2026, 11, 1)
    assert open_month([], [date(2026, 9, 30)], TODAY) == date(2026, 9, 1)
    assert open_month([], [], TODAY) == date(2026, 11, 1)
    assert (next_month(date(2026, 12, 1)), payment_day(date(2026, 12, 1))) == (date(2027, 1, 1), date(2027, 1, 10))


def test_a_confirmed_talk_is_computed_booked_and_waits_for_its_run(house: House) -> None:
    line = furnish(house)
    allowance = confirmed(house, lasted=65)
    assert (allowance.amount, allowance.state, allowance.budget_line) == (
        Decimal("22.50"),
        AllowanceState.CONFIRMED,
        line,
    )
    assert Posting.objects.get(about=f"mediation.Allowance:{allowance.pk}").amount == Decimal("22.50")
    assert queries.months(timezone.localdate())[0].ready == 1


def test_the_person_who_released_cannot_order(house: House) -> None:
    furnish(house)
    confirmed(house)
    hanne, rolf = house.person(Role.COORDINATOR), house.person(Role.FINANCE)
    run = release(house, hanne)
    with pytest.raises(runs.SamePerson):
        order(run, hanne)
    order(run, rolf)
    assert Allowance.objects.get().state == AllowanceState.ORDERED
    with pytest.raises(runs.NotOpen):
        order(run, rolf)


def test_what_has_a_question_stays_for_the_next_run(house: House) -> None:
    furnish(house)
    clear, asked = confirmed(house), confirmed(house, minutes=60, lasted=220)
    assert asked.question == "Dauer 3:40 Std., geplant 1:00."
    hanne = house.person(Role.COORDINATOR)
    run = release(house, hanne)
    assert [one.pk for one in queries.members(run.month)] == [clear.pk]
    runs.answer(allowance=asked, note="Am Telefon bestätigt", by=hanne)
    following = queries.months(timezone.localdate())[0]
    assert (following.month, following.ready, following.total) == (next_month(run.month), 1, Decimal("60.00"))


def test_a_late_entry_goes_into_the_next_run(house: House) -> None:
    furnish(house)
    confirmed(house)
    hanne = house.person(Role.COORDINATOR)
    run = release(house, hanne)
    late = confirmed(house)
    assert late.run is None
    assert [one.pk for one in queries.members(next_month(run.month))] == [late.pk]


def test_nothing_is_released_unseen(house: House) -> None:
    furnish(house)
    confirmed(house)
    seen = queries.months(timezone.localdate())[0]
    confirmed(house)
    with pytest.raises(runs.SeenOtherwise):
        runs.release(
            center=house.center, month=seen.month, shown=(seen.ready, seen.total), by=house.person(Role.COORDINATOR)
        )
    assert not ClaimRun.objects.exclude(state=RunState.DRAFT).exists()


def test_a_run_is_sent_back_and_opens_again(house: House) -> None:
    furnish(house)
    confirmed(house)
    run = release(house, house.person(Role.COORDINATOR))
    runs.send_back(run=run, reason="Bitte GT-1 prüfen", by=house.person(Role.FINANCE))
    line = queries.months(timezone.localdate())[0]
    assert (line.month, line.state, line.ready) == (run.month, RunState.DRAFT, 1)


def test_what_people_wrote_is_shown_and_stands_nowhere_in_the_trail(house: House) -> None:
    furnish(house)
    allowance = confirmed(house)
    hanne, rolf = house.person(Role.COORDINATOR, name="Hanne"), house.person(Role.FINANCE, name="Rolf")
    runs.ask(allowance=allowance, question="War Frau Geheimwort da?", by=hanne)
    runs.answer(allowance=allowance, note="Geheimwort am Telefon bestätigt", by=rolf)
    run = release(house, hanne)
    runs.send_back(run=run, reason="Geheimwort fehlt", by=rolf)
    assert not AuditRecord.objects.filter(detail__icontains="Geheimwort").exists()
    client = sign_in(hanne)
    page = client.get(f"/gt/abrechnung/gespraech/{allowance.pk}/").content.decode()
    assert "Rückfrage: War Frau Geheimwort da?" in page
    assert "Antwort: Geheimwort am Telefon bestätigt · Rolf" in page
    assert "Geheimwort fehlt (Rolf)" in client.get(f"/gt/abrechnung/{run.month:%Y-%m}/").content.decode()
    assert [sheet.notes for sheet in sample.sheets([allowance.pk])] == [
        ["Rückfrage: War Frau Geheimwort da?", "Antwort: Geheimwort am Telefon bestätigt"]
    ]


def test_a_question_of_the_house_is_kept_beside_its_answer(house: House) -> None:
    furnish(house)
    asked = confirmed(house, minutes=60, lasted=220)
    runs.answer(allowance=asked, note="Stimmt", by=house.person(Role.COORDINATOR))
    assert list(ClaimNote.objects.values_list("kind", "text", "by__name")) == [
        (ClaimNoteKind.ASKED, "Dauer 3:40 Std., geplant 1:00.", None),
        (ClaimNoteKind.ANSWERED, "Stimmt", User.objects.get().name),
    ]


def test_erasing_a_person_blanks_the_words_about_her_money(house: House) -> None:
    furnish(house)
    allowance = confirmed(house)
    hanne, rolf = house.person(Role.COORDINATOR), house.person(Role.FINANCE)
    runs.ask(allowance=allowance, question="War Frau Spiel da?", by=hanne)
    runs.answer(allowance=allowance, note="Ja, Frau Spiel war da", by=hanne)
    run = order(release(house, hanne), rolf)
    ClaimRun.objects.filter(pk=run.pk).update(paid_on=timezone.localdate() - timedelta(days=1))
    erasure.erase_mediator(mediator=allowance.assignment.mediator, by=hanne)
    assert list(ClaimNote.objects.values_list("text", flat=True)) == ["", ""]


def test_a_correction_reverses_and_books_anew(house: House) -> None:
    furnish(house)
    allowance = confirmed(house, lasted=60)
    proof = allowance.assignment.proof
    runs.correct(
        allowance=allowance,
        started_at=proof.started_at,
        ended_at=proof.started_at + timedelta(minutes=100),
        ticket=None,
        reason="Uhrzeit verlesen",
        by=house.person(Role.FINANCE),
    )
    amounts = (
        Posting.objects.filter(about=f"mediation.Allowance:{allowance.pk}")
        .order_by("pk")
        .values_list("amount", flat=True)
    )
    assert list(amounts) == [Decimal("15.00"), Decimal("-15.00"), Decimal("30.00")]
    assert list(ledger.findings()) == []
    proof.refresh_from_db()
    assert proof.sheet_due
    assert AllowanceCorrection.objects.get().due == Decimal("0.00")


def test_what_was_paid_is_settled_with_the_next_run(house: House) -> None:
    furnish(house)
    allowance = confirmed(house, lasted=60)
    hanne, rolf = house.person(Role.COORDINATOR), house.person(Role.FINANCE)
    run = order(release(house, hanne), rolf)
    start = allowance.assignment.proof.started_at
    end = start + timedelta(minutes=100)
    runs.correct(allowance=allowance, started_at=start, ended_at=end, ticket=None, reason="x", by=rolf)
    months = {line.month: line.total for line in queries.months(timezone.localdate())}
    assert months == {run.month: Decimal("15.00"), next_month(run.month): Decimal("15.00")}
    other = confirmed(house, mediator=allowance.assignment.mediator, start=start - timedelta(hours=5))
    second = release(house, hanne)
    paid = queries.payments(list(queries.members(second.month)), list(queries.corrections(second.month)))
    assert [(one.talks, one.total) for one in paid] == [(1, other.amount + Decimal("15.00"))]


def test_without_money_there_is_a_question_and_no_booking(house: House) -> None:
    line = furnish(house, amount=10)
    allowance = confirmed(house)
    assert (allowance.posting, allowance.state) == (None, AllowanceState.QUESTION)
    finance = house.person(Role.FINANCE)
    with pytest.raises(runs.NoPurse):
        runs.answer(allowance=allowance, note="?", by=finance)
    BudgetLine.objects.filter(name__startswith="Landesmittel").update(amount=Decimal(100))
    runs.answer(allowance=allowance, note="Land erhöht", by=finance)
    assert ledger.booked(line.year).get(pk=line.pk).spent == Decimal("15.00")  # type: ignore[attr-defined]


def test_from_a_chosen_day_the_next_purse_pays(house: House) -> None:
    first = furnish(house)
    second = BudgetLine.objects.create(
        center=house.center, year=first.year, fund_source="municipal", name="Kreismittel", amount=100, order=2
    )
    browser = sign_in(house.person(Role.COORDINATOR))
    url, today = f"/gt/uebersicht/mittel/{first.pk}/", timezone.localdate().isoformat()
    shown = browser.post(url, {"on": today})
    assert "Wirkung ab" in shown.content.decode()
    first.refresh_from_db()
    assert first.ends_on is None
    browser.post(url, {"on": today, "save": "1"})
    start = timezone.now() - timedelta(minutes=61)
    assert confirmed(house, start=start).budget_line == (
        second if timezone.localdate(start).isoformat() == today else first
    )


def test_the_search_says_where_the_money_is(house: House) -> None:
    furnish(house)
    confirmed(house, mediator=house.mediator(last_name="Musterhain"))
    page = sign_in(house.person(Role.COORDINATOR)).get("/gt/abrechnung/", {"person": "musterhain"}).content.decode()
    assert "bestätigt" in page
    assert "im Lauf" in page
    assert "Überweisung bis" in page


def test_the_same_person_reads_a_friendly_sentence(house: House) -> None:
    furnish(house)
    confirmed(house)
    hanne = house.person(Role.COORDINATOR)
    run = release(house, hanne)
    url = f"/gt/abrechnung/{run.month:%Y-%m}/anweisen"
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    page = sign_in(hanne).post(url, {"paid_on": day}, follow=True).content.decode()
    assert "Sie haben diesen Lauf selbst freigegeben" in page
    assert ClaimRun.objects.get().state == RunState.RELEASED


def test_the_payment_list_carries_no_bank_data_and_no_formulas(house: House) -> None:
    furnish(house)
    confirmed(house, mediator=house.mediator(last_name="=Formel"))
    month = f"{queries.months(timezone.localdate())[0].month:%Y-%m}"
    browser = sign_in(house.person(Role.FINANCE))
    text = browser.get(f"/gt/abrechnung/{month}/zahlungsliste.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Nachname;Vorname;Gespräche;Betrag in €;Verwendungszweck"
    assert text.splitlines()[1].startswith("'=Formel;Bei;1;15,00;")
    assert browser.get(f"/gt/abrechnung/{month}/zahlungsliste.xlsx").content[:2] == b"PK"


def test_the_auditor_reads_everything_and_moves_nothing(house: House) -> None:
    furnish(house)
    allowance = confirmed(house)
    month = f"{queries.months(timezone.localdate())[0].month:%Y-%m}"
    auditor = sign_in(house.person(Role.AUDITOR))
    page = auditor.get(f"/gt/abrechnung/{month}/").content.decode()
    assert "freigeben</span>" not in page
    for path in ("freigeben", "anweisen", "zurueckgeben"):
        assert auditor.post(f"/gt/abrechnung/{month}/{path}").status_code == 403
    assert auditor.get(f"/gt/abrechnung/gespraech/{allowance.pk}/").status_code == 200
    for path in ("antwort", "rueckfrage", "berichtigen"):
        assert auditor.post(f"/gt/abrechnung/gespraech/{allowance.pk}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["uebersicht/", "abrechnung/", "auswertung/", "pruefung/"])
def test_strangers_find_nothing_and_mediators_are_refused(house: House, path: str) -> None:
    assert a_browser(a_center("bor"), Role.COORDINATOR).get(f"/gt/{path}").status_code == 404
    assert sign_in(house.person(Role.MEDIATOR)).get(f"/gt/{path}").status_code == 403


@pytest.mark.parametrize("path", LISTS)
def test_lists_take_the_same_number_of_queries_for_one_and_for_three_rows(house: House, path: str) -> None:
    furnish(house)
    role = Role.FINANCE if path.startswith("pruefung") else Role.COORDINATOR
    browser, counts = sign_in(house.person(role)), []
    for number in range(3):
        start = timezone.now() - timedelta(days=2, hours=number * 3)
        confirmed(house, start=start)
        month = queries.months(timezone.localdate())[0].month
        url = "/gt/" + path.format(month=f"{month:%Y-%m}", year=timezone.localtime(start).year)
        browser.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[2]


def paid(house: House, *, minutes: int = 60, **fields: Any) -> tuple[Allowance, ClaimRun]:
    """A talk whose run is ordered, to be transferred in nine days."""
    allowance = confirmed(house, lasted=minutes, **fields)
    return allowance, order(release(house, house.person(Role.COORDINATOR)), house.person(Role.FINANCE))


def correct(allowance: Allowance, minutes: int, by: User) -> None:
    start = AssignmentProof.objects.get(assignment=allowance.assignment_id).started_at
    end = start + timedelta(minutes=minutes)
    runs.correct(allowance=allowance, started_at=start, ended_at=end, ticket=None, reason="verlesen", by=by)


def test_nobody_is_erased_between_the_order_and_the_day_of_the_transfer(house: House) -> None:
    furnish(house)
    allowance, run = paid(house)
    mediator = allowance.assignment.mediator
    for day, reasons in ((timezone.localdate(), ["money"]), (timezone.localdate() - timedelta(days=1), [])):
        ClaimRun.objects.filter(pk=run.pk).update(paid_on=day)
        assert erasure.why_not_yet(mediator) == reasons


def test_nobody_is_erased_while_a_correction_is_unpaid(house: House) -> None:
    furnish(house)
    allowance, run = paid(house)
    ClaimRun.objects.filter(pk=run.pk).update(paid_on=timezone.localdate() - timedelta(days=1))
    correct(allowance, 100, house.person(Role.FINANCE))
    assert erasure.why_not_yet(allowance.assignment.mediator) == ["money"]


def test_a_month_without_talks_does_not_stop_the_later_ones() -> None:
    september, november = date(2026, 9, 1), date(2026, 11, 3)
    assert open_month([september], [november], TODAY) == date(2026, 11, 1)
    assert open_month([september], [date(2026, 9, 3)], TODAY) == date(2026, 10, 1)
    assert open_month([september], [], TODAY) == date(2026, 11, 1)


def test_a_question_that_nobody_answers_holds_up_nobody_else(house: House) -> None:
    furnish(house)
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    asked = confirmed(house, start=start - timedelta(days=70), lasted=220)
    ready = confirmed(house, start=start - timedelta(days=2))
    run = release(house, house.person(Role.COORDINATOR))
    assert [one.pk for one in queries.members(run.month)] == [ready.pk]
    runs.answer(allowance=asked, note="Stimmt", by=house.person(Role.FINANCE))
    assert queries.months(timezone.localdate())[0].ready == 1


def test_a_month_that_holds_only_a_correction_is_released(house: House) -> None:
    furnish(house)
    allowance, first = paid(house)
    hanne = house.person(Role.COORDINATOR)
    correct(allowance, 100, house.person(Role.FINANCE))
    line = queries.months(timezone.localdate())[0]
    page = sign_in(hanne).get(f"/gt/abrechnung/{line.month:%Y-%m}/").content.decode()
    assert "Nur Berichtigungen früherer Läufe: zusammen 15,00 €." in page
    second = release(house, hanne)
    (payment,) = queries.payments(list(queries.members(second.month)), list(queries.corrections(second.month)))
    assert (payment.talks, payment.total) == (0, Decimal("15.00"))
    assert second.month > first.month


def test_statement_and_mein_geld_say_what_was_paid_also_after_a_correction(house: House) -> None:
    furnish(house)
    account = house.person(Role.MEDIATOR)
    mediator = house.mediator(user=account)
    allowance, run = paid(house, mediator=mediator)
    correct(allowance, 100, house.person(Role.FINANCE))
    year = (run.paid_on or TODAY).year
    assert (mine.year_sum(mediator, year), mine.coming_sum(mediator)) == (Decimal("15.00"), Decimal("15.00"))
    client = sign_in(account)
    page = client.get("/gt/mein/geld/").content.decode()
    assert "Berichtigung: 15,00 € dazu" in page
    statement = text_of(client.get(f"/gt/mein/bescheinigung.pdf?monat={run.month:%Y-%m}").content)
    assert "15,00\xa0€" in statement
    assert "30,00" not in statement


def test_a_talk_past_midnight_can_be_corrected(house: House) -> None:
    furnish(house)
    start = timezone.localtime().replace(hour=22, minute=0, second=0, microsecond=0) - timedelta(days=3)
    allowance = confirmed(house, start=start, lasted=60)
    client = sign_in(house.person(Role.FINANCE))
    values = {"starts": "22:00", "ends": "00:30", "reason": "bis nach Mitternacht"}
    client.post(f"/gt/abrechnung/gespraech/{allowance.pk}/berichtigen", values)
    proof = AssignmentProof.objects.get()
    assert proof.ended_at - proof.started_at == timedelta(minutes=150)
    too_long = client.post(f"/gt/abrechnung/gespraech/{allowance.pk}/berichtigen", {**values, "ends": "21:00"})
    assert "mehr als 12 Stunden" in too_long.content.decode()


def test_a_correction_stays_on_its_budget_line_and_its_day(house: House) -> None:
    line = furnish(house)
    allowance = confirmed(house)
    day = allowance.posting.day if allowance.posting else TODAY
    BudgetLine.objects.filter(pk=line.pk).update(order=5)
    BudgetLine.objects.create(
        center=house.center, year=line.year, order=1, fund_source=line.fund_source, name="Kreismittel", amount=500
    )
    moved = timezone.now() - timedelta(days=40)
    Assignment.objects.filter(pk=allowance.assignment_id).update(starts_at=moved, ends_at=moved + timedelta(hours=1))
    correct(allowance, 100, house.person(Role.FINANCE))
    posting = Posting.objects.filter(reverses=None).latest("pk")
    assert (posting.budget_line, posting.day, posting.amount) == (line, day, Decimal("30.00"))


def test_headroom_counts_by_the_day_of_payment(house: House) -> None:
    """§ 11 EStG: a talk of December that is paid in January counts in the new year."""
    furnish(house)
    allowance, run = paid(house)
    mediator, year = allowance.assignment.mediator, timezone.localdate().year
    for paid_on in (date(year, 1, 10), date(year - 1, 12, 10)):
        ClaimRun.objects.filter(pk=run.pk).update(paid_on=paid_on)
        for of in (year - 1, year):
            expected = allowance.amount if paid_on.year == of else Decimal(0)
            assert payouts.sum_of(mediator, payouts.paid_or_owed_in(of, timezone.localdate())) == expected
            assert mine.year_sum(mediator, of) == expected


@pytest.mark.parametrize(
    ("talk", "today", "year"),
    [
        (date(2026, 11, 30), date(2026, 12, 1), 2026),
        (date(2026, 12, 1), date(2026, 12, 1), 2027),
        (date(2026, 12, 31), date(2027, 1, 5), 2027),
        (date(2026, 9, 1), date(2027, 1, 5), 2027),
    ],
)
def test_the_money_of_a_talk_counts_in_the_year_of_its_payment(talk: date, today: date, year: int) -> None:
    assert payment_year(talk, today) == year
    for one in (2025, 2026, 2027, 2028):
        first, last = talks_paid_in(one, today)
        assert ((first is None or first <= talk) and talk < last) == (one == year)
