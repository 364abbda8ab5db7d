"""What people wrote about the money of a talk; the audit trail only says that they did (it cannot forget)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.scoping import CenterModel
from lotsenhaus.mediation.choices.states import ClaimNoteKind
from lotsenhaus.mediation.models.assignments import Allowance, ClaimRun


class ClaimNote(CenterModel):
    """A question to a talk, its answer, or why a run came back; `text` is blank once it was erased."""

    allowance = models.ForeignKey(Allowance, null=True, on_delete=models.PROTECT, related_name="notes")
    run = models.ForeignKey(ClaimRun, null=True, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=ClaimNoteKind.choices)
    text = models.CharField(_("Text"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(CenterModel.Meta):
        abstract = False
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(allowance=None, run__isnull=False) | Q(allowance__isnull=False, run=None),
                name="a_claim_note_belongs_to_a_talk_or_a_run",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
