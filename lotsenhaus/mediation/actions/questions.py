"""The question to a mediator, as mail or SMS: who asks, when, where in the first line; and how it ends without her.

Tone and wording: EXPERIENCE part 7.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.centers.models import Center
from lotsenhaus.kit.moments import day_text, hours_text, time_text
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.actions.letters import answer_url, closing, sender, to_mediator, when_text, where_text
from lotsenhaus.mediation.models import Offer, Slot
from lotsenhaus.mediation.rules.deadlines import is_urgent, send_at
from lotsenhaus.outbox import actions as outbox
from lotsenhaus.outbox.choices import MessageChannel
from lotsenhaus.outbox.models import Message

SMS_LENGTH = 160


@said_in_german
def offer_asked(*, offer: Offer, now: datetime) -> Message | None:
    """The question itself, by mail; without an address an SMS text that the desk's own phone sends."""
    slot, mediator, desk = offer.slot, offer.mediator, offer.desk
    center, urgent = offer.center, is_urgent(now, slot.starts_at)
    common: dict[str, Any] = {
        "center": center,
        "kind": "offer",
        "about": f"mediation.Offer:{offer.pk}",
        "key": f"offer:{offer.pk}",
        "recipient_name": mediator.name,
        "sender_name": sender(desk, offer.asked_by),
        "by": offer.asked_by,
        "undo": not urgent,
        "send_after": send_at(now, slot.starts_at),
    }
    if not mediator.email:
        if not (mediator.accepts_sms and mediator.phone):
            return None
        return outbox.put(channel=MessageChannel.SMS, recipient=mediator.phone, body=sms_text(center, offer), **common)
    body = "\n\n".join(
        (
            _("Guten Tag %(name)s,") % {"name": mediator.name},
            _("können Sie am %(when)s in %(where)s? Gesucht: %(languages)s.\n%(occasion)s.")
            % {
                "when": when_text(slot),
                "where": where_text(slot.inquiry),
                "languages": slot.language_text,
                "occasion": slot.inquiry.occasion_text,
            },
            _("Bitte antworten Sie hier mit einem Tippen:\n%(url)s") % {"url": answer_url(center, offer)},
            _(
                "Sie müssen nicht zusagen. Ein Nein ist in Ordnung. "
                "Wenn Sie bis %(until)s nicht antworten, fragen wir jemand anderen."
            )
            % {"until": _deadline(offer)},
            closing(desk, offer.asked_by),
        )
    )
    return outbox.put(recipient=mediator.email, subject=_subject(slot), body=body, reply_to=desk.email, **common)


def _subject(slot: Slot) -> str:
    """When and where; no language, no name, no number first."""
    where = where_text(slot.inquiry)
    if slot.starts_at is None:
        return _("Können Sie in %(where)s helfen?") % {"where": where}
    return _("Können Sie am %(when)s in %(where)s?") % {"when": _subject_when(slot.starts_at), "where": where}


def _subject_when(starts_at: datetime) -> str:
    start = timezone.localtime(starts_at)
    return _("%(day)s, %(time)s Uhr") % {"day": day_text(start), "time": time_text(start).removesuffix(":00")}


def _deadline(offer: Offer) -> str:
    if offer.expires_at is None:
        return _("dahin")
    until = timezone.localtime(offer.expires_at)
    return _("%(day)s, %(time)s Uhr") % {"day": day_text(until), "time": time_text(until)}


@said_in_german
def sms_text(center: Center, offer: Offer) -> str:
    """One part of 160 characters; the sender's name is shortened before anything else."""
    slot, desk = offer.slot, offer.desk
    name = offer.asked_by.name if offer.asked_by else ""
    link = answer_url(center, offer).removeprefix("https://").removeprefix("http://")
    for who in (f"{desk.sender_name}, {_initialed(name)}", desk.sender_name, desk.name):
        text = _("%(who)s: Können Sie %(when)s in %(where)s? Ja/Nein: %(link)s oder Tel. %(phone)s") % {
            "who": who.strip(", "),
            "when": _short_when(slot),
            "where": where_text(slot.inquiry),
            "link": link,
            "phone": desk.phone,
        }
        if len(text) <= SMS_LENGTH:
            return text
    return _("%(who)s: Können Sie %(when)s? %(link)s Tel. %(phone)s") % {
        "who": desk.name,
        "when": _short_when(slot),
        "link": link,
        "phone": desk.phone,
    }


def _initialed(name: str) -> str:
    first, _blank, last = name.rpartition(" ")
    return f"{first[:1]}. {last}" if first else name


def _short_when(slot: Slot) -> str:
    if slot.starts_at is None or slot.ends_at is None:
        return _("demnächst")
    start, end = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    return f"{day_text(start).replace('., ', ' ')} {hours_text(start, end).replace('–', '-')}"


@said_in_german
def taken(*, offer: Offer) -> None:
    """Everybody asked gets an end."""
    to_mediator(
        mediator=offer.mediator,
        desk=offer.desk,
        kind="taken",
        by=offer.asked_by,
        about=f"mediation.Offer:{offer.pk}",
        key=f"taken:{offer.pk}",
        subject=_("Danke! Diesmal war schon jemand da"),
        text=_("danke, dass Sie da sind. Für %(when)s hat schon jemand zugesagt.\nSie müssen nichts tun.")
        % {"when": when_text(offer.slot)},
    )


@said_in_german
def withdrawn(*, offer: Offer) -> None:
    to_mediator(
        mediator=offer.mediator,
        desk=offer.desk,
        kind="withdrawn",
        by=offer.asked_by,
        about=f"mediation.Offer:{offer.pk}",
        key=f"withdrawn:{offer.pk}",
        subject=_("Unsere Frage hat sich erledigt"),
        text=_("unsere Frage für %(when)s hat sich erledigt. Danke!\nSie müssen nichts tun.")
        % {"when": when_text(offer.slot)},
    )
