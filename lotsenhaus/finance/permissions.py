"""Named rights of the ledger."""

from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.access import Permission
from lotsenhaus.centers.choices import Role

LEDGER_READ = Permission(
    "finance.ledger_read",
    roles=frozenset({Role.COORDINATOR, Role.FINANCE, Role.AUDITOR}),
    label=_("Mittel und Buchungen sehen"),
)
BUDGET_CHANGE = Permission(
    "finance.budget_change", roles=frozenset({Role.COORDINATOR, Role.FINANCE}), label=_("Mittel anlegen und ändern")
)
LEDGER_POST = Permission("finance.ledger_post", roles=frozenset({Role.FINANCE}), label=_("buchen und stornieren"))
