"""Named rights over institutions and desks, and the questions about one thing that go with them."""

from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.access import Access, Permission
from lotsenhaus.centers.choices import Role
from lotsenhaus.network.models import Organization

DISPATCHER, COORDINATOR, ADMIN = Role.DISPATCHER, Role.COORDINATOR, Role.CENTER_ADMIN

ORGANIZATIONS_READ = Permission(
    "network.organizations_read", roles={DISPATCHER, COORDINATOR, ADMIN}, label=_("Einrichtungen sehen")
)
ORGANIZATIONS_CHANGE = Permission(
    "network.organizations_change",
    roles={DISPATCHER, COORDINATOR},
    label=_("Einrichtungen ändern, nach Rückruf freigeben"),
)
ORGANIZATIONS_MERGE = Permission(
    "network.organizations_merge", roles={COORDINATOR, ADMIN}, label=_("doppelte Einrichtungen zusammenlegen")
)
DESKS_READ = Permission(
    "network.desks_read", roles={DISPATCHER, COORDINATOR, ADMIN, Role.OPERATOR}, label=_("Stellen und Regeln sehen")
)
DESKS_CHANGE = Permission(
    "network.desks_change", roles={COORDINATOR, ADMIN}, label=_("Stellen anlegen und ändern, Abwesenheit eintragen")
)
OWN_ABSENCE = Permission(
    "network.own_absence", roles={DISPATCHER, COORDINATOR}, label=_("Abwesenheit der eigenen Stelle eintragen")
)
OWN_ORGANIZATION = Permission(
    "network.own_organization", roles={Role.REQUESTER}, label=_("eigene Einrichtung sehen und berichtigen")
)


def is_own_organization(access: Access, organization: Organization) -> bool:
    return organization.contacts.filter(user=access.user, left_on=None).exists()
