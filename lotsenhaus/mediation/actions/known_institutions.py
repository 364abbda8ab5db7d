"""What the call-back of a first-time institution sets going, and what moves when two entries were one."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.actions.assignments import withdraw_inquiry
from lotsenhaus.mediation.actions.letters import to_requester
from lotsenhaus.mediation.actions.locks import lock_everybody, lock_purses
from lotsenhaus.mediation.choices.states import CancelReason, CancelSide, InquiryState
from lotsenhaus.mediation.models import Block, Inquiry, Slot
from lotsenhaus.network.choices import OrganizationState
from lotsenhaus.network.models import Organization


@said_in_german
def after_call_back(organization: Organization, by: User) -> None:
    """Registered with network.actions.organizations: inquiries that waited go on, or end with a reason."""
    waiting = Inquiry.objects.filter(organization=organization, state=InquiryState.SUBMITTED)
    lock_everybody(Slot.objects.filter(inquiry__in=waiting))
    lock_purses()
    inquiries = list(waiting.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for inquiry in inquiries:
        _go_on(inquiry, by) if organization.state == OrganizationState.APPROVED else _refuse(inquiry, by)


def _go_on(inquiry: Inquiry, by: User) -> None:
    Inquiry.objects.filter(pk=inquiry.pk).update(state=InquiryState.OPEN, version=F("version") + 1)
    text = _("danke für das Gespräch. Wir suchen jetzt jemanden und melden uns, sobald es eine Zusage gibt.")
    to_requester(
        inquiry=inquiry, kind="received", key=f"known:{inquiry.pk}", subject=_("Wir suchen jetzt"), text=text, by=by
    )
    audit.record(center=inquiry.center, action="inquiry.opened", by=by, on=inquiry, inquiry=inquiry.pk)


def _refuse(inquiry: Inquiry, by: User) -> None:
    center = inquiry.center
    params = {
        "reason": _("Wir können Ihre Einrichtung nicht aufnehmen."),
        "way_out": _("Bitte rufen Sie uns an: %(name)s, Telefon %(phone)s.")
        % {"name": center.name, "phone": center.phone},
    }
    # Whoever was asked or promised meanwhile gets an end.
    withdraw_inquiry(inquiry=inquiry, by=by, side=CancelSide.DESK, reason=CancelReason.NOT_ADMITTED)
    Inquiry.objects.filter(pk=inquiry.pk).update(
        state=InquiryState.REFUSED,
        refusal=[{"code": CancelReason.NOT_ADMITTED, "params": params}],
        closed_at=timezone.now(),
        version=F("version") + 1,
    )
    text = f"{params['reason']} {params['way_out']}"
    to_requester(
        inquiry=inquiry, kind="refused", key=f"refused:{inquiry.pk}", subject=_("Zu Ihrer Anfrage"), text=text, by=by
    )
    audit.record(center=center, action="inquiry.refused", by=by, on=inquiry, inquiry=inquiry.pk)


def move(double: Organization, into: Organization) -> None:
    """Registered with network.actions.organizations: what was asked and blocked moves to the entry that stays."""
    Inquiry.objects.filter(organization=double).update(organization=into, version=F("version") + 1)
    Block.objects.filter(organization=double).update(organization=into)
