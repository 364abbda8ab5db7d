"""Outgoing messages: written in the transaction that owes them, sent afterwards by the worker."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.outbox.choices import MessageChannel, MessageState


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        return self.filter(state=MessageState.WAITING, send_after__lte=now)

    def undeliverable(self) -> "MessageQuerySet":
        return self.filter(state__in=(MessageState.FAILED, MessageState.UNCERTAIN), seen_at=None)


class Message(CenterModel):
    """One message to one person. No SMS leaves the server: its text is copied or opened by the desk's own phone."""

    channel = models.CharField(max_length=8, choices=MessageChannel.choices)
    kind = models.CharField(max_length=40)  # what it is about: "offer", "assigned", "reminder", …
    recipient = models.CharField(max_length=254)  # address or number
    recipient_name = models.CharField(max_length=120, blank=True)
    sender_name = models.CharField(max_length=160)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    attachment_name = models.CharField(max_length=80, blank=True)
    attachment = models.TextField(blank=True)  # a calendar file
    # "mediation.Offer:17": lets the thing that owes the message recall it.
    about = models.CharField(max_length=80, db_index=True)
    # One message per reason: the same key twice is the same message (RELIABILITY I5).
    key = models.CharField(max_length=160)
    send_after = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=120)
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # a person has looked at the failure
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = CenterManager.from_queryset(MessageQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("center", "key"), name="one_message_per_reason"),)
        indexes = (
            models.Index(
                fields=("center", "send_after"),
                condition=Q(state="waiting"),
                name="messages_to_send",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
