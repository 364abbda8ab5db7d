"""Personal fields of the outbox, and how they end (RELIABILITY part 4)."""

from datetime import date, timedelta

from lotsenhaus.outbox.models import Message

KEEP = timedelta(days=14)

_MESSAGE = "Zustellung; geleert 14 Tage nach dem Senden"

PERSONAL_FIELDS = {
    "outbox.Message": dict.fromkeys(
        ("recipient", "recipient_name", "sender_name", "reply_to", "subject", "body", "attachment", "attachment_name"),
        _MESSAGE,
    ),
}


def retain(today: date) -> int:
    """Empties messages of the open center that are old enough; state and time stay. Returns how many."""
    old = Message.objects.filter(created_at__date__lt=today - KEEP, send_after__date__lt=today - KEEP).exclude(body="")
    count: int = old.update(
        recipient="", recipient_name="", sender_name="", reply_to="", subject="", body="", attachment="",
        attachment_name="",
    )  # fmt: skip
    return count
