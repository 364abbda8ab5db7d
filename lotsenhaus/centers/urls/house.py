"""Routes at the root: pages of the whole house, without a center."""

from django.urls import URLPattern, path

from lotsenhaus.centers.views import condition, entrance, health, invitations

urlpatterns: list[URLPattern] = [
    path("", entrance.home, name="home"),
    path("hilfe/", entrance.help_page, name="help"),
    path("impressum/", entrance.imprint, name="imprint"),
    path("datenschutz/", entrance.privacy, name="privacy"),
    path("barrierefreiheit/", entrance.accessibility, name="accessibility"),
    path("e/<str:code>", invitations.invitation, name="link-invite"),
    path("m/<str:code>", invitations.invitation_by_mail, name="link-mailed"),
    path("betrieb/", condition.operator_page, name="operator"),
    path("betrieb/auftraege/<int:pk>/noch-einmal/", condition.retry, name="operator-retry"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
