"""Auswertung and Prüfung."""

from django.urls import URLPattern, path

from lotsenhaus.mediation.views import recruiting, reports, sample

urlpatterns: list[URLPattern] = [
    path("auswertung/", reports.report, name="report"),
    path("auswertung/auswertung.xlsx", reports.export, name="report-export"),
    path("auswertung/bericht.pdf", reports.committee, name="report-committee"),
    path("auswertung/wo-jemand-fehlt/", recruiting.lacking, name="recruiting"),
    path("pruefung/", sample.sample, name="audit-sample"),
]
