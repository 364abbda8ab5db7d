"""Named rights of the mediation, and the questions about one thing that go with them."""

from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.access import Access, Permission
from lotsenhaus.centers.choices import Role
from lotsenhaus.mediation.models import Assignment, Inquiry, Mediator, Offer, Slot

DISPATCHER, COORDINATOR = Role.DISPATCHER, Role.COORDINATOR
MONEY = {Role.COORDINATOR, Role.FINANCE, Role.AUDITOR}

INQUIRY_CREATE = Permission(
    "mediation.inquiry_create",
    roles={DISPATCHER, COORDINATOR, Role.REQUESTER},
    label=_("Anfragen stellen oder aufnehmen"),
)
INQUIRY_READ_OWN = Permission("mediation.inquiry_read_own", roles={Role.REQUESTER}, label=_("eigene Anfragen sehen"))
DISPATCH = Permission(
    "mediation.dispatch", roles={DISPATCHER, COORDINATOR}, label=_("vermitteln: fragen, anrufen, weitergeben")
)
OVERVIEW = Permission("mediation.overview", roles={COORDINATOR}, label=_("Übersicht aller Stellen sehen"))
MEDIATOR_READ = Permission(
    "mediation.mediator_read",
    roles={DISPATCHER, COORDINATOR},
    label=_("Personen im Pool sehen (Rufnummern anderer Stellen nur per Klick)"),
)
MEDIATOR_CHANGE = Permission(
    "mediation.mediator_change", roles={DISPATCHER, COORDINATOR}, label=_("Personen im Pool aufnehmen, ändern, löschen")
)
# The whole Auskunft tells money and account as well, which a desk does not see otherwise.
MEDIATOR_DISCLOSE = Permission(
    "mediation.mediator_disclose", roles={COORDINATOR}, label=_("Auskunft über eine Person geben (Art. 15 DSGVO)")
)
MEDIATOR_IMPORT = Permission(
    "mediation.mediator_import", roles={COORDINATOR, Role.CENTER_ADMIN}, label=_("Listen einlesen")
)
OWN_PAGES = Permission("mediation.own_pages", roles={Role.MEDIATOR}, label=_("eigene Termine, Zeiten und Geld sehen"))
CLAIMS_READ = Permission("mediation.claims_read", roles=MONEY, label=_("Abrechnung sehen"))
CLAIMS_RELEASE = Permission(
    "mediation.claims_release", roles={COORDINATOR, Role.FINANCE}, label=_("Abrechnung freigeben")
)
REPORT_READ = Permission("mediation.report_read", roles={COORDINATOR, Role.CENTER_ADMIN}, label=_("Auswertung sehen"))
AUDIT_SAMPLE = Permission("mediation.audit_sample", roles={Role.AUDITOR, Role.FINANCE}, label=_("Stichprobe ziehen"))
RULES_CHANGE = Permission("mediation.rules_change", roles={Role.CENTER_ADMIN, COORDINATOR}, label=_("Regeln ändern"))


def may_see_inquiry(access: Access, inquiry: Inquiry) -> bool:
    """Coordinators see all; a desk what it has or had; an institution its own."""
    if access.role == Role.COORDINATOR:
        return True
    if access.role == Role.DISPATCHER:
        desk = access.desk
        return desk is not None and (
            inquiry.desk_id == desk.pk
            or inquiry.slots.filter(desk=desk).exists()
            or inquiry.handovers.filter(from_desk=desk).exists()
            or inquiry.handovers.filter(to_desk=desk).exists()
        )
    return (
        access.role == Role.REQUESTER and inquiry.organization.contacts.filter(user=access.user, left_on=None).exists()
    )


def may_work_on(access: Access, inquiry: Inquiry) -> bool:
    """Only the desk that has it now, its cover through a hand-over, and the coordination."""
    desk = access.desk
    return access.role == Role.COORDINATOR or (
        access.role == Role.DISPATCHER and desk is not None and inquiry.desk_id == desk.pk
    )


def may_work_on_slot(access: Access, slot: Slot) -> bool:
    """The desk that looks for somebody for this slot, and the coordination."""
    desk = access.desk
    return access.role == Role.COORDINATOR or (
        access.role == Role.DISPATCHER and desk is not None and (slot.desk_id or slot.inquiry.desk_id) == desk.pk
    )


def is_own_mediator(access: Access, mediator: Mediator) -> bool:
    """Contact data lie open for the home desk and the coordination; others click and are logged."""
    desk = access.desk
    return access.role == Role.COORDINATOR or (desk is not None and mediator.home_desk_id == desk.pk)


def is_my_offer(access: Access, offer: Offer) -> bool:
    return offer.mediator.user_id == access.user.pk


def is_my_assignment(access: Access, assignment: Assignment) -> bool:
    return assignment.mediator.user_id == access.user.pk
