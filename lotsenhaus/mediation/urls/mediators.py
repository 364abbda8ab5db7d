from django.urls import path

from lotsenhaus.mediation.views import mediator_detail as one
from lotsenhaus.mediation.views import mediator_end as end
from lotsenhaus.mediation.views import mediators as views
from lotsenhaus.mediation.views import waves

urlpatterns = [
    path("sprachlotsen/", views.mediators, name="mediators"),
    path("sprachlotsen/neu/", views.create, name="mediator-new"),
    path("sprachlotsen/telefonliste/", views.phone_list, name="mediator-phone-list"),
    path("sprachlotsen/einladungen/", waves.waves, name="invitation-waves"),
    path("sprachlotsen/einladungen/anhalten/", waves.pause, name="invitation-waves-pause"),
    path("sprachlotsen/liste.xlsx", views.export, name="mediator-export"),
    path("sprachlotsen/<int:pk>/", one.mediator_detail, name="mediator-detail"),
    path("sprachlotsen/<int:pk>/nummer/", one.show_phone, name="mediator-phone"),
    path("sprachlotsen/<int:pk>/stimmt/", one.confirm, name="mediator-confirm"),
    path("sprachlotsen/<int:pk>/stand/", one.move, name="mediator-move"),
    path("sprachlotsen/<int:pk>/bearbeiten/<slug:section>/", one.edit, name="mediator-edit"),
    path("sprachlotsen/<int:pk>/eintragen/<slug:what>/", one.add, name="mediator-add"),
    path("sprachlotsen/<int:pk>/entfernen/<slug:what>/<int:row>/", one.remove, name="mediator-remove"),
    path("sprachlotsen/<int:pk>/auskunft/", end.disclose, name="mediator-disclosure"),
    path("sprachlotsen/<int:pk>/auskunft.pdf", end.disclose_pdf, name="mediator-disclosure-pdf"),
    path("sprachlotsen/<int:pk>/auskunft.json", end.disclose_json, name="mediator-disclosure-json"),
    path("sprachlotsen/<int:pk>/einladen/", end.invite, name="mediator-invite"),
    path("sprachlotsen/<int:pk>/loeschen/", end.erase, name="mediator-erase"),
]
