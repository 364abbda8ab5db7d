"""Übersicht, Abrechnung, statements and sheets."""

from django.urls import URLPattern, path

from lotsenhaus.mediation.views import claim, claims, overview, sheets

urlpatterns: list[URLPattern] = [
    path("uebersicht/", overview.overview, name="overview"),
    path("uebersicht/mittel/<int:pk>/", overview.change_over, name="overview-change-over"),
    path("abrechnung/", claims.claims, name="claims"),
    path("abrechnung/gespraech/<int:pk>/", claim.detail, name="claim-detail"),
    path("abrechnung/gespraech/<int:pk>/antwort", claim.answer, name="claim-answer"),
    path("abrechnung/gespraech/<int:pk>/rueckfrage", claim.ask, name="claim-ask"),
    path("abrechnung/gespraech/<int:pk>/berichtigen", claim.correct, name="claim-correct"),
    path("einsatz/<int:pk>/bestaetigung.pdf", sheets.sheet, name="proof-sheet"),
    path("einsatz/<int:pk>/nachweis.pdf", sheets.proof_file, name="proof-file"),
    path("mein/bescheinigung.pdf", sheets.my_statement, name="my-statement"),
    path("sprachlotsen/<int:pk>/bescheinigung.pdf", sheets.statement, name="mediator-statement"),
    path("abrechnung/<str:month>/", claims.run, name="claim-run"),
    path("abrechnung/<str:month>/freigeben", claims.release, name="claims-release"),
    path("abrechnung/<str:month>/anweisen", claims.order, name="claims-order"),
    path("abrechnung/<str:month>/zurueckgeben", claims.send_back, name="claims-send-back"),
    path("abrechnung/<str:month>/zahlungsliste.<str:kind>", claims.payments, name="claims-payments"),
]
