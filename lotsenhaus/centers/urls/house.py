"""Routes at the root: pages of the whole house, without a center."""

from django.urls import URLPattern, path

from lotsenhaus.centers.views import entrance

urlpatterns: list[URLPattern] = [
    path("", entrance.home, name="home"),
    path("hilfe/", entrance.help_page, name="help"),
    path("impressum/", entrance.imprint, name="imprint"),
    path("datenschutz/", entrance.privacy, name="privacy"),
    path("barrierefreiheit/", entrance.accessibility, name="accessibility"),
]
