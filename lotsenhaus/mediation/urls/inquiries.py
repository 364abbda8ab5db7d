"""Asking: by an institution, by staff during a call, by somebody who asks for the first time."""

from django.urls import path

from lotsenhaus.mediation.views import inquiries as staff
from lotsenhaus.mediation.views import inquiry_changes as changes
from lotsenhaus.mediation.views import inquiry_edits, paper_form, parked, public_form, requester

urlpatterns = [
    path("anfragen/neu/", staff.create, name="inquiry-new"),
    path("anfragen/neu/einrichtung/", staff.institution, name="inquiry-institution"),
    path("anfragen/frage/<int:row>/", staff.question, name="inquiry-question"),
    path("anfragen/anlass/", staff.occasion, name="inquiry-occasion"),
    path("anfragen/entwurf/<uuid:key>/", staff.store_field, name="inquiry-draft"),
    path("anfragen/entwurf/<uuid:key>/verwerfen/", parked.discard, name="parked-discard"),
    path("anfragen/geparkt/", parked.parked, name="parked"),
    path("anfragen/<int:pk>/gesucht/", changes.add_slot, name="slot-add"),
    path("anfragen/<int:pk>/aendern/", inquiry_edits.edit, name="inquiry-edit"),
    path("anfragen/<int:pk>/plan/", changes.staff_plan, name="inquiry-plan"),
    path("anfragen/<int:pk>/zurueckziehen/", changes.withdraw, name="inquiry-withdraw"),
    path("anfrage/", requester.ask, name="ask"),
    path("meine-anfragen/", requester.my_inquiries, name="my-inquiries"),
    path("meine-anfragen/<int:pk>/", requester.my_inquiry, name="my-inquiry"),
    path("meine-anfragen/<int:pk>/aendern/", inquiry_edits.my_edit, name="my-inquiry-edit"),
    path("meine-anfragen/<int:pk>/zurueckziehen/", requester.withdraw, name="my-inquiry-withdraw"),
    path("meine-anfragen/<int:pk>/termin.ics", requester.my_calendar, name="my-inquiry-calendar"),
    path("meine-anfragen/<int:pk>/plan/", requester.my_plan, name="my-inquiry-plan"),
    path("erste-anfrage/", public_form.ask, name="public-form"),
    path("erste-anfrage/danke/", public_form.done, name="public-form-done"),
    path("erste-anfrage/formular/", paper_form.paper_form, name="paper-form"),
    path("zeigekarte/", public_form.pointing_card, name="pointing-card"),
]
