"""Put a message into the outbox, take it back, send it."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import formataddr, make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.models import Center
from lotsenhaus.outbox.choices import MessageChannel, MessageState
from lotsenhaus.outbox.models import Message

UNDO_SECONDS = 30  # EXPERIENCE part 8, no. 2: undo, not confirm
ATTEMPTS = 5
SENDER_LOCK = 0x4D41494C  # first key of the advisory lock; the second is the message's id


def put(
    *,
    center: Center,
    kind: str,
    about: str,
    key: str,
    recipient: str,
    body: str,
    subject: str = "",
    recipient_name: str = "",
    sender_name: str = "",
    reply_to: str = "",
    by: User | None = None,
    channel: str = MessageChannel.MAIL,
    send_after: datetime | None = None,
    undo: bool = True,
    attachment: tuple[str, str] | None = None,
) -> Message | None:
    """Writes the message in the caller's transaction; None when there is no address or it exists already.

    `undo` holds it back for 30 seconds; `send_after` may hold it back longer (quiet hours).
    """
    if not recipient:
        return None
    now = timezone.now()
    earliest = now + timedelta(seconds=UNDO_SECONDS if undo else 0)
    message, created = Message.objects.get_or_create(
        center=center,
        key=key[:160],
        defaults={
            "channel": channel,
            "kind": kind,
            "about": about,
            "recipient": recipient,
            "recipient_name": _one_line(recipient_name)[:120],
            "sender_name": _one_line(sender_name or center.name)[:160],
            "reply_to": reply_to,
            "subject": _one_line(subject)[:200],
            "body": body,
            "created_by": by,
            "send_after": max(earliest, send_after or earliest),
            "state": MessageState.BY_HAND if channel == MessageChannel.SMS else MessageState.WAITING,
            "message_id": make_msgid(domain="lotsenhaus"),
            "attachment_name": attachment[0] if attachment else "",
            "attachment": attachment[1] if attachment else "",
        },
    )
    return message if created else None


def _one_line(text: str) -> str:
    """A name typed with a line break must not end the header it stands in (Django refuses the whole mail then)."""
    return " ".join(text.split())


def recall(*, center: Center, about: str, by: User | None = None) -> int:
    """Takes back what has not left yet; returns how many messages."""
    return Message.objects.filter(
        center=center,
        about=about,
        state__in=(MessageState.WAITING, MessageState.BY_HAND),
    ).update(state=MessageState.RECALLED)


def take_back(*, center: Center, key: str) -> bool:
    """Takes one message back by its reason; True when it has left, or may have: then its reader is owed another."""
    one = Message.objects.filter(center=center, key=key)
    one.filter(state__in=(MessageState.WAITING, MessageState.BY_HAND)).update(state=MessageState.RECALLED)
    return one.exclude(state__in=(MessageState.RECALLED, MessageState.FAILED)).exists()


MAYBE_TAKEN = (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionResetError, BrokenPipeError)
MOST_COPIES = 2
"""What may have left is tried once more; then a person is asked."""


@contextmanager
def sole_sender(*, message_id: int) -> Iterator[bool]:
    """Whether this process alone is sending the message now; a killed worker's hold ends with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [SENDER_LOCK, message_id])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SENDER_LOCK, message_id])


@transaction.atomic
def claim(*, message_id: int) -> Message | None:
    """Marks one due message as being sent; None when another worker has it or it is not due.

    A message found in `sending` was left by a killed worker: it is tried once more, then it is uncertain and a
    person is asked (RELIABILITY, rule 4).
    """
    message = Message.objects.select_for_update(skip_locked=True).filter(pk=message_id).first()
    if message is None:
        return None
    if message.state == MessageState.SENDING and message.attempts >= 2:
        message.state = MessageState.UNCERTAIN
        message.save(update_fields=["state"])
        return None
    if message.state not in (MessageState.WAITING, MessageState.SENDING) or message.send_after > timezone.now():
        return None
    message.state = MessageState.SENDING
    message.attempts += 1
    message.save(update_fields=["state", "attempts"])
    return message


@transaction.atomic
def send_again(*, message: Message, by: User) -> None:
    """What failed, or may have failed, leaves once more because a person says so."""
    message.state, message.attempts, message.last_error = MessageState.WAITING, 0, ""
    message.send_after = timezone.now()
    message.save(update_fields=["state", "attempts", "last_error", "send_after"])
    audit.record(center=message.center, action="message.sent_again", by=by, on=message)


@transaction.atomic
def note_seen(*, message: Message, by: User) -> None:
    """It did not arrive, somebody knows and calls."""
    message.seen_at = timezone.now()
    message.save(update_fields=["seen_at"])
    audit.record(center=message.center, action="message.seen", by=by, on=message)


@transaction.atomic
def put_test(*, center: Center, by: User) -> None:
    """ "Testnachricht an mich": says who sends, and what to do when it lands among spam."""
    with translation.override(by.language or settings.LANGUAGE_CODE):
        _put_test(center, by)
    audit.record(center=center, action="message.test", by=by)


def _put_test(center: Center, by: User) -> None:
    body = _(
        "%(center)s sendet Ihnen diese Testnachricht aus Lotsenhaus.\n\n"
        "Wenn Sie das lesen, kommen auch Anfragen und Zusagen an. Lag die Nachricht im Spam-Ordner, bitten Sie Ihre"
        " IT, den Absender freizugeben.\n\n%(center)s, Telefon %(phone)s\n"
    ) % {"center": center.name, "phone": center.phone}
    put(
        center=center,
        kind="test",
        about="",
        key=f"test:{by.pk}:{timezone.now():%Y%m%d%H%M%S}",
        recipient=by.email,
        recipient_name=by.name,
        subject=_("Testnachricht von %(center)s") % {"center": center.name},
        body=body,
        by=by,
        undo=False,
    )


def send(*, message: Message) -> None:
    """Hands a claimed message to the mail server and notes the outcome."""
    try:
        _as_mail(message).send()
    except ValueError as problem:  # an address that no mail server can take
        message.state, message.last_error = MessageState.FAILED, type(problem).__name__
    except MAYBE_TAKEN as problem:  # the line broke: nobody knows whether the mail counts
        message.state = MessageState.UNCERTAIN if message.attempts >= MOST_COPIES else MessageState.WAITING
        message.send_after = timezone.now() + timedelta(minutes=2**message.attempts)
        message.last_error = type(problem).__name__
    except OSError as problem:  # the server refused or could not be reached
        message.state = MessageState.FAILED if message.attempts >= ATTEMPTS else MessageState.WAITING
        message.send_after = timezone.now() + timedelta(minutes=2**message.attempts)
        message.last_error = type(problem).__name__
    else:
        message.state, message.sent_at, message.last_error = (
            MessageState.SENT,
            timezone.now(),
            "",
        )
    message.save(update_fields=["state", "sent_at", "send_after", "last_error"])


def _as_mail(message: Message) -> EmailMessage:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((message.sender_name, sender)),
        to=[formataddr((message.recipient_name, message.recipient))],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    if message.attachment:
        mail.attach(message.attachment_name, message.attachment, "text/calendar")
    return mail
