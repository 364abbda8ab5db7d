"""What both sides read about a talk: it stands, it moves, it falls out, nobody was found, another desk takes it.

Tone and wording: EXPERIENCE part 7.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.accounts.models import User
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation.actions.letters import answer_url, to_mediator, to_requester, when_text, where_text
from lotsenhaus.mediation.choices.states import CancelReason
from lotsenhaus.mediation.models import Assignment, Handover, Slot
from lotsenhaus.mediation.rules.deadlines import is_urgent
from lotsenhaus.outbox import actions as outbox


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
