"""The Abrechnung: two persons, questions, late entries, corrections; nothing is paid twice or lost."""

from datetime import date, timedelta
from decimal import Decimal

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
from lotsenhaus.mediation.models import Allowance, AllowanceCorrection, ClaimNote, ClaimRun
from lotsenhaus.mediation.queries import claims as queries
from lotsenhaus.mediation.queries import sample
from lotsenhaus.mediation.rules.runs import next_month, open_month, payment_day
from tests.centers.people import a_browser, a_center, sign_in
from tests.house import House
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
    order(release(house, hanne), rolf)
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
    assert proof.sheet is not None
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
