"""A question to one mediator about one slot. Everybody asked gets an end."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.mediation.choices.states import Channel, DeclineReason, OfferState
from lotsenhaus.mediation.models.inquiries import Slot
from lotsenhaus.mediation.models.mediators import Mediator
from lotsenhaus.network.models import Desk


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> "OfferQuerySet":
        """Queued or asked: the person may still say yes."""
        return self.filter(state__in=(OfferState.WAITING, OfferState.ASKED))

    def overdue(self, now: datetime) -> "OfferQuerySet":
        return self.filter(state=OfferState.ASKED, expires_at__lte=now)


class Offer(CenterModel):
    """`waiting` stands in the queue of its slot; `asked` has its message or call on the way."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="offers")
    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="offers")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")  # who asks
    state = models.CharField(max_length=10, choices=OfferState.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    position = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_via = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    # Why this person: reason codes and points at the moment of asking (dispatch.score).
    explanation = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = CenterManager.from_queryset(OfferQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("slot", "mediator"),
                condition=Q(
                    state__in=(
                        OfferState.WAITING,
                        OfferState.ASKED,
                        OfferState.ACCEPTED,
                    )
                ),
                name="a_person_is_asked_once_per_slot",
            ),
            models.UniqueConstraint(
                fields=("slot",),
                condition=Q(state=OfferState.ACCEPTED),
                name="one_yes_counts_per_slot",
            ),
        )
        indexes = (
            models.Index(fields=("center", "mediator", "state")),
            models.Index(fields=("center", "state", "expires_at")),
        )

    def __str__(self) -> str:
        return f"{self.mediator_id}: {self.get_state_display()}"
