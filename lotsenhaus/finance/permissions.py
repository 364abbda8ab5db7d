"""Named rights of the ledger."""

from lotsenhaus.centers.access import Permission
from lotsenhaus.centers.choices import Role

LEDGER_READ = Permission("finance.ledger_read", roles=frozenset({Role.COORDINATOR, Role.FINANCE, Role.AUDITOR}))
BUDGET_CHANGE = Permission("finance.budget_change", roles=frozenset({Role.COORDINATOR, Role.FINANCE}))
LEDGER_POST = Permission("finance.ledger_post", roles=frozenset({Role.FINANCE}))
