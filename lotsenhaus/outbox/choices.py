from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageChannel(models.TextChoices):
    MAIL = "mail", _("E-Mail")
    SMS = "sms", _("SMS")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    SENDING = "sending", _("wird gesendet")
    SENT = "sent", _("gesendet")
    RECALLED = "recalled", _("zurückgenommen")
    UNCERTAIN = "uncertain", _("ungewiss")
    FAILED = "failed", _("nicht zustellbar")
    BY_HAND = "by_hand", _("von Hand senden")


AUDIT_WORDS = {
    "message.sent_again": _("Nachricht noch einmal gesendet"),
    "message.seen": _("unzustellbare Nachricht zur Kenntnis genommen"),
    "message.test": _("Testnachricht gesendet"),
    "outbox.Message": _("Nachricht"),
}

TASK_WORDS = {
    "lotsenhaus.outbox.tasks.deliver": _("Eine Nachricht senden"),
    "lotsenhaus.outbox.tasks.deliver_due": _("Fällige Nachrichten senden"),
}
