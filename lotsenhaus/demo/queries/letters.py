"""What has left the house, as its readers get it."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message

SEPARATOR = b"-" * 79
LINK = re.compile(r"(?:https?://|localhost:\d+/)[^\s<>\"]+")


@dataclass(frozen=True)
class Letter:
    """An outgoing message as its reader gets it."""

    at: datetime
    channel: str
    sender: str
    recipient: str
    subject: str
    body: SafeString
    note: str = ""


def outgoing() -> list[Letter]:
    """Messages of all centers and the files of the mail server's stand-in, newest first; each once."""
    letters, known = [], set()
    for center in Center.objects.order_by("pk"):
        with center_scope(center):
            for message in Message.objects.exclude(state=MessageState.RECALLED).order_by("-pk")[:200]:
                known.add(message.message_id)
                letters.append(_of_outbox(message))
    letters += [_of_file(mail, at) for mail, at in _files() if mail["Message-ID"] not in known]
    return sorted(letters, key=lambda one: one.at, reverse=True)


def _of_outbox(message: Message) -> Letter:
    return Letter(
        message.sent_at or message.send_after,
        str(message.get_channel_display()),
        message.sender_name,
        f"{message.recipient_name} <{message.recipient}>",
        message.subject,
        linked(message.body),
        "" if message.state == MessageState.SENT else str(message.get_state_display()),
    )


def _of_file(mail: EmailMessage, at: datetime) -> Letter:
    text = mail.get_body(("plain",))
    content = text.get_content() if text else ""
    return Letter(at, "E-Mail", str(mail["From"]), str(mail["To"]), str(mail["Subject"]), linked(content))


def _files() -> Iterator[tuple[EmailMessage, datetime]]:
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
    for file in sorted(folder.glob("*.log"))[-300:] if folder.is_dir() else []:
        at = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())
        for part in file.read_bytes().split(SEPARATOR):
            if part.strip():
                mail = email.message_from_bytes(part.strip(), policy=email.policy.default)
                assert isinstance(mail, EmailMessage)
                yield mail, at


def linked(text: str) -> SafeString:
    """The text with its addresses as links; SMS write them without "http://"."""
    parts, end = [], 0
    for match in LINK.finditer(text):
        parts.append(escape(text[end : match.start()]))
        shown = match.group()
        url = shown if shown.startswith("http") else f"http://{shown}"
        parts.append(format_html('<a class="kern-link" href="{}">{}</a>', url, shown))
        end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))
