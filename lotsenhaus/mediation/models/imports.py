"""A list from Excel on its way into the pool."""

from django.conf import settings
from django.db import models

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
