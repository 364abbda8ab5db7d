"""Routes below `/<center>/`; `house` holds those at the root."""

from django.urls import URLPattern, path

from lotsenhaus.centers.views import condition, entrance, furnishing, people, privacy, trail

app_name = "centers"
urlpatterns: list[URLPattern] = [
    path("arbeiten-als/", entrance.work_as, name="work-as"),
    path("zustand/", condition.condition, name="condition"),
    path("zentrum/", furnishing.center, name="center"),
    path("erste-schritte/", furnishing.first_steps, name="first-steps"),
    path("erste-schritte/<slug:code>/spaeter/", furnishing.postpone, name="first-step-later"),
    path("personen/", people.people, name="people"),
    path("personen/einladen/", people.invite, name="invite"),
    path("personen/rechte/", privacy.rights, name="rights"),
    path("personen/<int:pk>/", people.person, name="person"),
    path("personen/<int:pk>/zweiter-schritt/", people.reset_second_factor, name="reset-second-factor"),
    path("personen/aufgaben/<int:pk>/beenden/", people.end_role, name="end-role"),
    path("personen/einladungen/<int:pk>/brief/", people.letter, name="invitation-letter"),
    path("personen/einladungen/<int:pk>/senden/", people.send_again, name="invitation-again"),
    path("personen/einladungen/<int:pk>/zurueckziehen/", people.withdraw, name="invitation-withdraw"),
    path("datenschutz/", privacy.privacy, name="privacy"),
    path("protokoll/", trail.audit, name="audit"),
    path("protokoll/pruefen/", trail.verify, name="audit-verify"),
]
