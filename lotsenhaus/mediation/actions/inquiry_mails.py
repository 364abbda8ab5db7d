"""What the institution reads: that its inquiry has arrived, and once a day what has changed."""

import hashlib
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import url_for
from lotsenhaus.kit.moments import period_text
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.actions.letters import closing, sender, to_requester
from lotsenhaus.mediation.choices.states import InquiryState
from lotsenhaus.mediation.models import Inquiry
from lotsenhaus.mediation.queries.inquiries import timeline
from lotsenhaus.outbox import actions as outbox
from lotsenhaus.outbox.models import Message

TOLD = ("assigned", "unfilled", "digest")
"""Messages that tell an institution everything up to their moment."""


@said_in_german
def received(*, inquiry: Inquiry, by: User | None) -> None:
    """The acknowledgement with the number. A first-time address gets one mail a day, whatever the form is fed with."""
    if inquiry.state == InquiryState.SUBMITTED:
        _received_from_unknown(inquiry, by)
        return
    words = {"wanted": wanted_text(inquiry), "when": when_text(inquiry), "phone": inquiry.desk.phone}
    text = _(
        "wir haben Ihre Anfrage: %(wanted)s, %(when)s.\n"
        "Sie müssen nichts tun. Wir melden uns, sobald jemand zugesagt hat, und wenn wir niemanden finden."
    )
    to_requester(
        inquiry=inquiry, kind="received", key=f"received:{inquiry.pk}", subject=_("Wir haben Ihre Anfrage"),
        text=text % words, by=by,
    )  # fmt: skip


def _received_from_unknown(inquiry: Inquiry, by: User | None) -> None:
    address = hashlib.sha256(inquiry.contact_email.casefold().encode()).hexdigest()[:24]
    url = url_for(center=inquiry.center, purpose=LinkPurpose.STATUS, target_id=inquiry.pk)
    text = _(
        "Guten Tag,\n\nunter dieser Adresse wurde eine Anfrage gestellt: %(number)s.\n"
        "Weil wir Ihre Einrichtung noch nicht kennen, rufen wir dort einmal an. Danach suchen wir jemanden.\n\n"
        "Den Stand sehen Sie hier:\n%(url)s\n\n"
        "Sie haben nichts angefragt? Dann müssen Sie nichts tun.\n\n%(closing)s"
    )
    outbox.put(
        center=inquiry.center,
        kind="received",
        about=f"mediation.Inquiry:{inquiry.pk}",
        key=f"received:unknown:{address}:{timezone.localdate()}",
        recipient=inquiry.contact_email,
        subject=_("%(number)s: Wir rufen Sie an") % {"number": inquiry.number},
        body=text % {"number": inquiry.number, "url": url, "closing": closing(inquiry.desk, by)},
        sender_name=sender(inquiry.desk, by),
        reply_to=inquiry.desk.email,
        by=by,
    )


@said_in_german
def digest(*, inquiry: Inquiry, since: datetime, day: date) -> bool:
    """One mail a day about what has changed since then and was not told yet; False when nothing has."""
    told = Message.objects.filter(about=f"mediation.Inquiry:{inquiry.pk}", kind__in=TOLD)
    last = told.aggregate(at=Max("created_at"))["at"] or since
    news = [
        event.text for event in timeline(inquiry) if event.at > max(since, last) and event.at != inquiry.submitted_at
    ]
    if not news or inquiry.organization.state != "approved":
        return False
    message = to_requester(
        inquiry=inquiry,
        kind="digest",
        key=f"digest:{inquiry.pk}:{day}",
        subject=_("Was sich getan hat"),
        text="\n".join([_("das hat sich getan:"), *(f"– {line}" for line in news), "", _("Sie müssen nichts tun.")]),
        by=None,
    )
    return message is not None


def wanted_text(inquiry: Inquiry) -> str:
    """ "1 × Arabisch, 2 × Polnisch"."""
    names = [slot.language_text for slot in inquiry.slots.all()]
    return ", ".join(f"{names.count(name)} × {name}" for name in dict.fromkeys(names))


def when_text(inquiry: Inquiry) -> str:
    """The date, the proposals, or the rough wish."""
    if inquiry.starts_at and inquiry.ends_at:
        return period_text(inquiry.starts_at, inquiry.ends_at)
    proposals = [period_text(one.starts_at, one.ends_at) for one in inquiry.proposed_dates.all()]
    return _(" oder ").join(proposals) or inquiry.date_wish or _("Termin nach Absprache")
