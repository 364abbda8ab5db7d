"""Routes below `/<center>/`."""

from django.urls import URLPattern, path

from lotsenhaus.finance import views

app_name = "finance"
urlpatterns: list[URLPattern] = [
    path("mittel/", views.budget, name="budget"),
    path("mittel/neu/", views.add_line, name="budget-new"),
    path("mittel/<int:pk>/", views.set_amount, name="budget-amount"),
    path("buchungen/", views.postings, name="postings"),
    path("buchungen/buchungen.csv", views.export, name="postings-export"),
    path("buchungen/neu/", views.expense, name="posting-new"),
    path("buchungen/<int:pk>/zurueckbuchen/", views.reverse, name="posting-reverse"),
]
