"""Short links at the root: they are read out on the telephone and stand in an SMS."""

from django.urls import path

from lotsenhaus.mediation.views import answers

urlpatterns = [
    path("a/<str:code>", answers.answer, name="link-answer"),
    path("b/<str:code>", answers.confirm, name="link-confirm"),
    path("s/<str:code>", answers.status, name="link-status"),
    path("k/<str:code>.ics", answers.feed, name="link-feed"),
]
