"""What lies in the outbox of the open center."""

from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.queries.machine import LATE_AFTER
from lotsenhaus.centers.seams import Finding, Trouble
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message

SHOWN = 30


def oldest_due(now: datetime) -> datetime | None:
    """Since when the message that waits longest should have left."""
    at: datetime | None = Message.objects.due(now).aggregate(at=Min("send_after"))["at"]
    return at


def findings(center: Center) -> list[Finding]:
    """Outgoing messages, for the page "Zustand"."""
    now, title = timezone.now(), _("Nachrichten")
    counts = dict(Message.objects.values_list("state").annotate(n=Count("pk")))
    stuck = list(Message.objects.undeliverable().order_by("-pk")[:SHOWN])
    if stuck:
        words = ngettext(
            "%(n)s Nachricht ist nicht oder vielleicht nicht angekommen.",
            "%(n)s Nachrichten sind nicht oder vielleicht nicht angekommen.",
            len(stuck),
        )
        return [Finding(title, "warning", words % {"n": len(stuck)}, [_trouble(one) for one in stuck])]
    oldest = oldest_due(now)
    if oldest and now - oldest > LATE_AFTER:
        return [Finding(title, "danger", _("Nachrichten warten länger als 15 Minuten auf das Senden."))]
    sent, waiting = counts.get(MessageState.SENT, 0), counts.get(MessageState.WAITING, 0)
    words = _("%(sent)s gesendet, %(waiting)s warten auf ihre Zeit.") % {"sent": sent, "waiting": waiting}
    return [Finding(title, "success", words)]


def _trouble(message: Message) -> Trouble:
    who = message.recipient_name or message.recipient
    words = _("An %(who)s: %(state)s") % {"who": who, "state": message.get_state_display()}
    return Trouble(words, message.created_at, "outbox:send-again", message.pk, _("Noch einmal senden"))


def last_test(user: User) -> Message | None:
    return Message.objects.filter(kind="test", created_by=user).order_by("-pk").first()


def test_has_arrived(center: Center) -> bool:
    """A test message has left once; whether it was read, people say."""
    return Message.objects.filter(kind="test", state=MessageState.SENT).exists()
