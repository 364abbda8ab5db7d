"""The mediator's own pages."""

from django.urls import path

from lotsenhaus.mediation.views import mine

urlpatterns = [
    path("mein/", mine.start, name="my-start"),
    path("mein/frage/<int:pk>", mine.answer, name="my-answer"),
    path("mein/termine/", mine.appointments, name="my-appointments"),
    path("mein/termine/<int:pk>/", mine.appointment, name="my-appointment"),
    path("mein/termine/<int:pk>/absagen", mine.cancel, name="my-appointment-cancel"),
    path("mein/termine/<int:pk>/datum", mine.set_date, name="my-appointment-date"),
    path("einsatz/<int:pk>/termin", mine.set_date_for, name="assignment-date"),
    path("mein/zeiten/", mine.times, name="my-times"),
    path("mein/geld/", mine.money, name="my-money"),
    path("mein/daten/", mine.own_data, name="my-data"),
    path("mein/kalender/neu", mine.renew_feed, name="my-feed-renew"),
]
