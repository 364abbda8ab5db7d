"""What was typed but not finished."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from lotsenhaus.centers.scoping import CenterManager, CenterModel
from lotsenhaus.mediation.models.inquiries import Inquiry


class Draft(CenterModel):
    """An inquiry being typed, field by field; survives sign-out ("geparkt")."""

    # Made by the empty form: the same form sent twice is the same draft, so the same inquiry.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    fields = models.JSONField(default=dict)
    label = models.CharField(max_length=120, blank=True)
    # The inquiry that came of it; kept for a while against a second click on "Absenden".
    inquiry = models.ForeignKey(Inquiry, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = CenterManager()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("-updated_at",)
        constraints = (models.UniqueConstraint(fields=("center", "key"), name="one_draft_per_form"),)

    def __str__(self) -> str:
        return self.label
