"""A list from Excel on its way into the pool."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterModel


class MediatorImport(CenterModel):
    """One file: guessed columns, rows to approve, what was made of them; can be undone as a whole."""

    file_name = models.CharField(max_length=160)
    columns = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    decisions = models.JSONField(default=dict)  # which language, which double, who is left out
    problems = models.JSONField(default=list)
    remarks = models.JSONField(default=list)  # not taken over; shown once for a decision, then emptied
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    made_ids = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.file_name


class InvitationWaves(CenterModel):
    """Invitations that leave so many a working day, until everybody is invited or somebody stops them."""

    per_day = models.PositiveSmallIntegerField(_("Einladungen am Tag"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_sent_on = models.DateField(null=True, blank=True)
    sent = models.PositiveIntegerField(default=0)

    class Meta(CenterModel.Meta):
        abstract = False
        constraints = (
            models.UniqueConstraint(
                fields=("center",), condition=Q(ended_at=None), name="invitations_leave_in_one_row_of_waves"
            ),
        )

    def __str__(self) -> str:
        return f"{self.started_at}"
