"""The dispatcher's pages and steps."""

from django.urls import path

from lotsenhaus.mediation.views import board, calls, late_entries, plans, proofs, search, steps, texts, today

urlpatterns = [
    path("heute/", today.today, name="today"),
    path("tagesblatt/", today.day_sheet, name="day-sheet"),
    path("nachtragen/", late_entries.enter, name="late-entry"),
    path("suche/", search.search, name="search"),
    path("vermittlung/", board.board, name="board"),
    path("vermittlung/aenderungen", board.changes, name="changes"),
    path("vermittlung/<int:pk>/", board.inquiry, name="inquiry"),
    path("vermittlung/<int:pk>/weitergeben", steps.hand_over, name="inquiry-hand-over"),
    path("vermittlung/<int:pk>/planen", plans.plan_inquiry, name="plan-inquiry"),
    path("wochenplan/", plans.plans, name="plans"),
    path("wochenplan/<int:pk>/", plans.plan, name="plan"),
    path("wochenplan/<int:pk>/abbrechen", plans.cancel, name="plan-cancel"),
    path("wochenplan/<int:pk>/fragen", plans.ask, name="plan-ask"),
    path("wochenplan/<int:pk>/gespraech/<int:slot_pk>/", plans.plan_slot, name="plan-slot"),
    path("weitergabe/<int:pk>", steps.answer_handover, name="handover-answer"),
    path("gesucht/<int:pk>/fragen", steps.ask, name="slot-ask"),
    path("gesucht/<int:pk>/zuruecknehmen", steps.withdraw_offers, name="offers-withdraw"),
    path("gesucht/<int:pk>/nicht-vermittelt", steps.give_up, name="slot-unfilled"),
    path("gesucht/<int:pk>/wieder-suchen", steps.reopen, name="slot-reopen"),
    path("gesucht/<int:slot_pk>/anrufen/<int:pk>", calls.begin, name="call-begin"),
    path("gesucht/<int:slot_pk>/nummer/<int:pk>", steps.show_number, name="number-show"),
    path("frage/<int:pk>/sms", texts.sms, name="offer-sms"),
    path("frage/<int:pk>/nein", steps.decline_for, name="offer-decline-for"),
    path("einsatz/<int:pk>/absagen", steps.cancel, name="assignment-cancel"),
    path("einsatz/<int:pk>/rueckgaengig", steps.undo_acceptance, name="acceptance-undo"),
    path("einsatz/<int:pk>/bestaetigung", proofs.enter, name="proof-enter"),
    path("anruf/<int:pk>/ergebnis", calls.result, name="call-result"),
    path("anruf/<int:pk>/weg", calls.drop, name="call-drop"),
    path("rueckruf/<int:pk>/anrufen", calls.begin_back, name="call-back-begin"),
    path("rueckruf/<int:pk>/erledigt", calls.back_done, name="call-back-done"),
    path("einrichtung/kontakt/<int:pk>/anrufen", calls.begin_contact, name="call-contact"),
]
