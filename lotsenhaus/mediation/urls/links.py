"""Short links at the root: they are read out on the telephone and stand in an SMS."""

from django.urls import path

from lotsenhaus.mediation.views import answers, inquiry_status, proofs

urlpatterns = [
    path("a/<str:code>", answers.answer, name="link-answer"),
    path("a/<str:code>/termin.ics", answers.calendar_file, name="link-answer-calendar"),
    path("b/<str:code>", proofs.confirm, name="link-confirm"),
    path("s/<str:code>", inquiry_status.status, name="link-status"),
    path("s/<str:code>/zurueckziehen", inquiry_status.withdraw_by_link, name="link-status-withdraw"),
    path("s/<str:code>/termin.ics", inquiry_status.calendar_by_link, name="link-status-calendar"),
    path("s/<str:code>/plan", inquiry_status.plan_by_link, name="link-status-plan"),
    path("k/<str:code>.ics", answers.feed, name="link-feed"),
]
