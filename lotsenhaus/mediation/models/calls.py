"""Telephone calls as first-class steps."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.mediation.choices.states import CallResult
from lotsenhaus.mediation.models.inquiries import Inquiry, Slot
from lotsenhaus.mediation.models.mediators import Mediator
from lotsenhaus.network.models import Contact, Desk


class CallQuerySet(models.QuerySet["Call"]):
    def running(self) -> "CallQuerySet":
        return self.filter(result="")

    def to_return(self) -> "CallQuerySet":
        """Call-backs that nobody has taken up yet."""
        return self.filter(result=CallResult.CALLS_BACK, done_at=None)


class Call(CenterModel):
    """Begun with one press, ended with one of five results; while `result` is empty the strip waits."""

    desk = models.ForeignKey(Desk, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mediator = models.ForeignKey(Mediator, null=True, blank=True, on_delete=models.CASCADE, related_name="calls")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="calls")
    inquiry = models.ForeignKey(Inquiry, null=True, blank=True, on_delete=models.CASCADE, related_name="calls")
    slot = models.ForeignKey(Slot, null=True, blank=True, on_delete=models.CASCADE, related_name="calls")
    started_at = models.DateTimeField()
    result = models.CharField(max_length=12, choices=CallResult.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(_("ruft zurück bis"), null=True, blank=True)
    note = models.CharField(_("Worum geht es?"), max_length=160, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CenterManager.from_queryset(CallQuerySet)()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-started_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("center", "by"),
                condition=Q(result=""),
                name="one_running_call_per_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.started_at}"
