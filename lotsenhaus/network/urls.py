"""Routes below `/<center>/`."""

from django.urls import URLPattern, path

from lotsenhaus.network.views import desks, invitations, mine, organizations

app_name = "network"
_one = "einrichtungen/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("einrichtungen/", organizations.organizations, name="organizations"),
    path("einrichtungen/neu/", organizations.create, name="organization-new"),
    path(_one, organizations.detail, name="organization-detail"),
    path(_one + "aendern/", organizations.edit, name="organization-edit"),
    path(_one + "entscheiden/", organizations.decide, name="organization-decide"),
    path(_one + "zusammenlegen/", organizations.merge, name="organization-merge"),
    path(_one + "menschen/neu/", organizations.contact, name="organization-contact-new"),
    path(_one + "menschen/<int:contact_pk>/", organizations.contact, name="organization-contact"),
    path(_one + "menschen/<int:contact_pk>/weg/", organizations.contact_left, name="organization-contact-left"),
    path(_one + "menschen/<int:contact_pk>/einladen/", invitations.invite, name="organization-contact-invite"),
    path("stellen/", desks.desks, name="desks"),
    path("stellen/neu/", desks.edit, name="desk-new"),
    path("stellen/<int:pk>/", desks.edit, name="desk-edit"),
    path("stellen/<int:pk>/schliessen/", desks.close, name="desk-close"),
    path("stellen/<int:pk>/abwesenheit/", desks.absence, name="desk-absence"),
    path("meine-abwesenheit/", desks.my_absence, name="my-absence"),
    path("abwesenheit/<int:pk>/beenden/", desks.end_absence, name="absence-end"),
    path("meine-einrichtung/", mine.my_organization, name="my-organization"),
]
