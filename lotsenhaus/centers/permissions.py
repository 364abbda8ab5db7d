"""Named rights over a center itself."""

from lotsenhaus.centers.access import Permission
from lotsenhaus.centers.choices import STAFF_ROLES, Role

ADMIN, OPERATOR, COORDINATOR = Role.CENTER_ADMIN, Role.OPERATOR, Role.COORDINATOR

CONDITION_READ = Permission("centers.condition_read", roles={ADMIN, OPERATOR})
PEOPLE_READ = Permission("centers.people_read", roles={ADMIN, OPERATOR})
PEOPLE_CHANGE = Permission("centers.people_change", roles={ADMIN})
PRIVACY_READ = Permission("centers.privacy_read", roles={ADMIN, OPERATOR, Role.AUDITOR})
AUDIT_READ = Permission("centers.audit_read", roles={ADMIN, OPERATOR, Role.AUDITOR})
CENTER_CHANGE = Permission("centers.center_change", roles={ADMIN, COORDINATOR})
FIRST_STEPS = Permission("centers.first_steps", roles={ADMIN, COORDINATOR})
STAFF = Permission("centers.staff", roles=set(STAFF_ROLES))
MEMBER = Permission("centers.member", roles=set(Role))
