"""Routes of the mediation below `/<center>/`; `links` holds the short ones at the root (`/a/CODE`)."""

from lotsenhaus.mediation.urls import (
    board,
    claims,
    imports,
    inquiries,
    mediators,
    mine,
    reports,
    rules,
)

app_name = "mediation"
urlpatterns = [
    *board.urlpatterns,
    *inquiries.urlpatterns,
    *imports.urlpatterns,
    *mediators.urlpatterns,
    *mine.urlpatterns,
    *claims.urlpatterns,
    *reports.urlpatterns,
    *rules.urlpatterns,
]
