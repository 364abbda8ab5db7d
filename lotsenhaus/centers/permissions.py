"""Named rights over a center itself."""

from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.access import Permission
from lotsenhaus.centers.choices import STAFF_ROLES, Role

ADMIN, OPERATOR, COORDINATOR = Role.CENTER_ADMIN, Role.OPERATOR, Role.COORDINATOR

CONDITION_READ = Permission("centers.condition_read", roles={ADMIN, OPERATOR}, label=_("Zustand sehen"))
PEOPLE_READ = Permission("centers.people_read", roles={ADMIN, OPERATOR}, label=_("Personen und Rechte sehen"))
PEOPLE_CHANGE = Permission(
    "centers.people_change", roles={ADMIN}, label=_("Personen einladen, Aufgaben geben und beenden")
)
PRIVACY_READ = Permission(
    "centers.privacy_read", roles={ADMIN, OPERATOR, Role.AUDITOR}, label=_("Datenschutz-Seite sehen")
)
AUDIT_READ = Permission(
    "centers.audit_read", roles={ADMIN, OPERATOR, Role.AUDITOR}, label=_("Protokoll sehen und prüfen")
)
CENTER_CHANGE = Permission("centers.center_change", roles={ADMIN, COORDINATOR}, label=_("Zentrum und Absender ändern"))
FIRST_STEPS = Permission(
    "centers.first_steps", roles={ADMIN, COORDINATOR}, label=_("Erste Schritte erledigen oder verschieben")
)
STAFF = Permission("centers.staff", roles=set(STAFF_ROLES), label=_("Seiten für alle Beschäftigten sehen"))
MEMBER = Permission("centers.member", roles=set(Role), label=_("zwischen eigenen Aufgaben wechseln"))
