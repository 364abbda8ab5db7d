"""What every message of the mediation is made of: when and where, who writes, how it ends.

Tone and wording: EXPERIENCE part 7.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import url_for
from lotsenhaus.centers.models import Center
from lotsenhaus.kit.calendar import next_waking_moment
from lotsenhaus.kit.moments import period_text
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.choices.states import PlaceKind
from lotsenhaus.mediation.models import Inquiry, Mediator, Offer, Slot
from lotsenhaus.network.models import Desk
from lotsenhaus.outbox import actions as outbox
from lotsenhaus.outbox.models import Message


@said_in_german
def when_text(slot: Slot) -> str:
    if slot.starts_at is None or slot.ends_at is None:
        return slot.inquiry.date_wish or _("Termin nach Absprache")
    return period_text(slot.starts_at, slot.ends_at)


def where_text(inquiry: Inquiry) -> str:
    """The town, or the way of talking; the address only after a yes."""
    if inquiry.place_kind != PlaceKind.INSTITUTION:
        return str(PlaceKind(inquiry.place_kind).label)
    return inquiry.town.name if inquiry.town else ""


def sender(desk: Desk, by: User | None) -> str:
    """ "Petra Mustermeier, Familienzentrum Rietberg": they know one person."""
    return f"{by.name}, {desk.sender_name}" if by else desk.sender_name


@said_in_german
def closing(desk: Desk, by: User | None) -> str:
    return _("Viele Grüße\n%(sender)s\nTelefon %(phone)s") % {"sender": sender(desk, by), "phone": desk.phone}


def answer_url(center: Center, offer: Offer) -> str:
    return url_for(center=center, purpose=LinkPurpose.ANSWER, target_id=offer.pk)


@said_in_german
def to_mediator(
    *,
    mediator: Mediator,
    desk: Desk,
    kind: str,
    about: str,
    key: str,
    subject: str,
    text: str,
    by: User | None,
    attachment: tuple[str, str] | None = None,
    at_once: bool = False,
) -> Message | None:
    """Any other message to a mediator; without an address nothing is written, the desk phones."""
    now = timezone.now()
    body = f"{_('Guten Tag %(name)s,') % {'name': mediator.name}}\n\n{text}\n\n{closing(desk, by)}"
    return outbox.put(
        center=mediator.center,
        kind=kind,
        about=about,
        key=key,
        recipient=mediator.email,
        subject=subject,
        body=body,
        recipient_name=mediator.name,
        sender_name=sender(desk, by),
        reply_to=desk.email,
        by=by,
        undo=not at_once,
        send_after=next_waking_moment(now),
        attachment=attachment,
    )


@said_in_german
def to_requester(
    *,
    inquiry: Inquiry,
    kind: str,
    key: str,
    subject: str,
    text: str,
    by: User | None,
    at_once: bool = False,
    attachment: tuple[str, str] | None = None,
) -> Message | None:
    """A message to the institution; it always holds the link to the status page."""
    desk = inquiry.desk
    url = url_for(center=inquiry.center, purpose=LinkPurpose.STATUS, target_id=inquiry.pk)
    greeting = _("Guten Tag %(name)s,") % {"name": inquiry.contact_name}
    status = _("Den Stand Ihrer Anfrage %(number)s sehen Sie hier:\n%(url)s") % {"number": inquiry.number, "url": url}
    return outbox.put(
        center=inquiry.center,
        kind=kind,
        about=f"mediation.Inquiry:{inquiry.pk}",
        key=key,
        recipient=inquiry.contact_email or inquiry.organization.email,
        subject=f"{inquiry.number}: {subject}",
        body="\n\n".join((greeting, text, status, closing(desk, by))),
        recipient_name=inquiry.contact_name,
        sender_name=sender(desk, by),
        reply_to=desk.email,
        by=by,
        undo=not at_once,
        attachment=attachment,
    )
