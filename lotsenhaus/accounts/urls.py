"""Pages about oneself, outside of any center."""

from django.urls import URLPattern, URLResolver, include, path

from lotsenhaus.accounts import views

_own = [
    path("profil/", views.profile, name="profile"),
    path("aufgehoben/", views.kept, name="kept"),
    path("zweiter-schritt/", views.second_factor, name="second-factor"),
    path("zweiter-schritt/gedruckte-codes/", views.printed_codes, name="printed-codes"),
    path("zweiter-schritt/gedruckte-codes/probe/", views.check_printed_code, name="printed-codes-check"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("konto/", include((_own, "accounts")))]
