from django.urls import path

from lotsenhaus.mediation.views import imports as views

urlpatterns = [
    path("sprachlotsen/einlesen/", views.begin, name="import"),
    path("sprachlotsen/einlesen/<int:pk>/spalten/", views.columns, name="import-columns"),
    path("sprachlotsen/einlesen/<int:pk>/fragen/", views.check, name="import-check"),
    path("sprachlotsen/einlesen/<int:pk>/vorschau/", views.preview, name="import-preview"),
    path("sprachlotsen/einlesen/<int:pk>/weglassen/", views.leave_out, name="import-leave-out"),
    path("sprachlotsen/einlesen/<int:pk>/fertig/", views.done, name="import-done"),
    path("sprachlotsen/einlesen/<int:pk>/rueckgaengig/", views.undo, name="import-undo"),
    path("sprachlotsen/einlesen/<int:pk>/bemerkungen/", views.forget_remarks, name="import-remarks"),
    path("sprachlotsen/einlesen/<int:pk>/verwerfen/", views.discard, name="import-discard"),
]
