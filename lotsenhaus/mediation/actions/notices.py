"""What is written to whom: who asks, when, where in the first line; a person and a number at the end.

Tone and wording: EXPERIENCE part 7.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import url_for
from lotsenhaus.centers.models import Center
from lotsenhaus.kit.calendar import next_waking_moment
from lotsenhaus.kit.moments import day_text, hours_text, period_text, time_text
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.choices.states import CancelReason, PlaceKind
from lotsenhaus.mediation.models import Assignment, Handover, Inquiry, Mediator, Offer, Slot
from lotsenhaus.mediation.rules.deadlines import is_urgent, send_at
from lotsenhaus.network.models import Desk
from lotsenhaus.outbox import actions as outbox
from lotsenhaus.outbox.choices import MessageChannel
from lotsenhaus.outbox.models import Message

SMS_LENGTH = 160


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


@said_in_german
def assigned(*, assignment: Assignment, by: User | None) -> None:
    """To both sides, once somebody said yes."""
    slot, mediator = assignment.slot, assignment.mediator
    inquiry = slot.inquiry
    url = answer_url(assignment.center, assignment.offer)
    to_mediator(
        mediator=mediator,
        desk=assignment.desk,
        kind="assigned",
        by=by,
        about=f"mediation.Assignment:{assignment.pk}",
        key=f"assigned:mediator:{assignment.pk}",
        subject=_("Danke! Ihr Termin am %(when)s") % {"when": when_text(slot)},
        text=_(
            "danke, dass Sie helfen. Der Termin gehört Ihnen: %(when)s, %(where)s.\n"
            "Adresse, Ansprechperson und Kalender finden Sie hier:\n%(url)s\n"
            "Wenn Sie doch nicht können: Dort gibt es „Ich kann doch nicht“. Oder rufen Sie an."
        )
        % {"when": when_text(slot), "where": where_text(inquiry), "url": url},
    )
    _tell_requester(assignment, by)


def _tell_requester(assignment: Assignment, by: User | None) -> None:
    """At once when everybody has been found or it is urgent; else the daily mail tells (inquiry_mails.digest)."""
    slot = assignment.slot
    if Slot.objects.wanted().filter(inquiry=slot.inquiry).exclude(pk=slot.pk).exists() and not is_urgent(
        timezone.now(), slot.starts_at
    ):
        return
    coming = Assignment.objects.binding().filter(slot__inquiry=slot.inquiry).exclude(pk=assignment.pk)
    found = [assignment, *coming.select_related("slot__inquiry", "mediator").order_by("slot__order")]
    lines = [
        _("%(name)s kommt: %(languages)s, %(when)s.")
        % {"name": one.mediator.short_name, "languages": one.slot.language_text, "when": when_text(one.slot)}
        for one in found
    ]
    to_requester(
        inquiry=slot.inquiry,
        kind="assigned",
        by=by,
        key=f"assigned:requester:{assignment.pk}",
        subject=_("%(languages)s ist vermittelt") % {"languages": ", ".join(one.slot.language_text for one in found)},
        text="\n".join([*lines, _("Sie müssen nichts weiter tun.")]),
    )


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


_CANCELLED = gettext_lazy(
    "der Termin am %(when)s in %(where)s fällt aus. Bitte fahren Sie nicht hin.\n"
    "Wir melden uns, wenn wir Sie wieder fragen dürfen. Danke!"
)
_MOVED = gettext_lazy(
    "der Termin am %(when)s in %(where)s wurde verschoben. Bitte fahren Sie nicht hin.\n"
    "Ihre Zusage gilt nicht mehr. Vielleicht fragen wir Sie für den neuen Termin noch einmal. Danke!"
)


@said_in_german
def cancelled(*, assignment: Assignment, to_whom: str, by: User | None) -> None:
    """`to_whom` is "mediator" or "requester": whoever did not cancel herself."""
    slot = assignment.slot
    if to_whom == "mediator":
        to_mediator(
            mediator=assignment.mediator,
            desk=assignment.desk,
            kind="cancelled",
            by=by,
            at_once=True,
            about=f"mediation.Assignment:{assignment.pk}",
            key=f"cancelled:mediator:{assignment.pk}",
            subject=_("Abgesagt: %(when)s") % {"when": when_text(slot)},
            text=(_MOVED if assignment.cancel_reason == CancelReason.DATE_MOVED else _CANCELLED)
            % {"when": when_text(slot), "where": where_text(slot.inquiry)},
        )
        return
    to_requester(
        inquiry=slot.inquiry,
        kind="cancelled",
        by=by,
        at_once=True,
        key=f"cancelled:requester:{assignment.pk}",
        subject=_("%(languages)s: wir suchen Ersatz") % {"languages": slot.language_text},
        text=_(
            "für %(languages)s am %(when)s musste die zugesagte Person leider absagen.\n"
            "Wir suchen sofort Ersatz und melden uns. Sie müssen nichts tun."
        )
        % {"languages": slot.language_text, "when": when_text(slot)},
    )


_NOT_HELD = gettext_lazy(
    "bei uns steht jetzt: Der Termin am %(when)s in %(where)s (%(languages)s) hat nicht stattgefunden.\n"
    "Stimmt das nicht? Bitte rufen Sie uns an. Sonst müssen Sie nichts tun."
)


@said_in_german
def not_held(*, assignment: Assignment, to_whom: str, by: User | None) -> None:
    """A talk that was thought to be held is called off afterwards; `to_whom` as in `cancelled`."""
    slot, key = assignment.slot, f"not-held:{to_whom}:{assignment.pk}"
    when = when_text(slot)
    subject = _("%(when)s: hat nicht stattgefunden") % {"when": when}
    text = _NOT_HELD % {"when": when, "where": where_text(slot.inquiry), "languages": slot.language_text}
    if to_whom == "mediator":
        about = f"mediation.Assignment:{assignment.pk}"
        to_mediator(
            mediator=assignment.mediator,
            desk=assignment.desk,
            kind="cancelled",
            about=about,
            key=key,
            subject=subject,
            text=text,
            by=by,
        )
    else:
        to_requester(inquiry=slot.inquiry, kind="cancelled", key=key, subject=subject, text=text, by=by)


@said_in_german
def called_off(*, assignment: Assignment, by: User | None) -> None:
    """The desk itself calls a talk off: the institution is told at once."""
    slot = assignment.slot
    to_requester(
        inquiry=slot.inquiry,
        kind="cancelled",
        by=by,
        at_once=True,
        key=f"called-off:{assignment.pk}",
        subject=_("Abgesagt: %(languages)s") % {"languages": slot.language_text},
        text=_("der Einsatz für %(languages)s am %(when)s fällt aus. Bitte rufen Sie uns an, wenn Sie Fragen haben.")
        % {"languages": slot.language_text, "when": when_text(slot)},
    )


@said_in_german
def dated(*, assignment: Assignment, by: User | None) -> None:
    """A date was agreed or moved: both sides read it."""
    slot = assignment.slot
    moment = f"{assignment.pk}:{int(assignment.starts_at.timestamp())}" if assignment.starts_at else str(assignment.pk)
    to_mediator(
        mediator=assignment.mediator,
        desk=assignment.desk,
        kind="dated",
        by=by,
        about=f"mediation.Assignment:{assignment.pk}",
        key=f"dated:mediator:{moment}",
        subject=_("Ihr Termin ist am %(when)s") % {"when": when_text(slot)},
        text=_("Ihr Termin in %(where)s ist am %(when)s.\nPasst das nicht? Bitte rufen Sie an.")
        % {"where": where_text(slot.inquiry), "when": when_text(slot)},
    )
    to_requester(
        inquiry=slot.inquiry,
        kind="dated",
        by=by,
        key=f"dated:requester:{moment}",
        subject=_("%(languages)s: der Termin steht") % {"languages": slot.language_text},
        text=_("%(name)s kommt am %(when)s (%(languages)s).\nPasst das nicht? Bitte rufen Sie an.")
        % {"name": assignment.mediator.short_name, "when": when_text(slot), "languages": slot.language_text},
    )


@said_in_german
def handed_over(*, handover: Handover) -> None:
    """To the other desk's shared mailbox: who passes on what, and how to answer."""
    number, from_desk, to_desk = handover.inquiry.number, handover.from_desk, handover.to_desk
    parts = (
        _("%(desk)s gibt Ihnen %(number)s weiter.") % {"desk": from_desk, "number": number},
        handover.note,
        _("Sie können übernehmen oder mit einem Grund zurückgeben."),
        _("%(sender)s\nTelefon %(phone)s") % {"sender": from_desk.sender_name, "phone": from_desk.phone},
    )
    outbox.put(
        center=handover.center,
        kind="handover",
        about=f"mediation.Handover:{handover.pk}",
        key=f"handover:{handover.pk}",
        recipient=to_desk.email,
        recipient_name=to_desk.sender_name,
        sender_name=from_desk.sender_name,
        reply_to=from_desk.email,
        by=handover.given_by,
        subject=_("%(number)s: %(desk)s gibt weiter") % {"number": number, "desk": from_desk},
        body="\n\n".join(part for part in parts if part),
    )


@said_in_german
def unfilled(*, slot: Slot, by: User | None) -> None:
    to_requester(
        inquiry=slot.inquiry,
        kind="unfilled",
        by=by,
        at_once=True,
        key=f"unfilled:{slot.pk}:{slot.inquiry.version}",
        subject=_("%(languages)s: leider nicht vermittelt") % {"languages": slot.language_text},
        text=_(
            "für %(languages)s am %(when)s haben wir leider niemanden gefunden.\n"
            "Bitte rufen Sie uns an. Wir überlegen mit Ihnen, was möglich ist: "
            "ein anderer Tag oder ein Telefongespräch."
        )
        % {"languages": slot.language_text, "when": when_text(slot)},
    )
