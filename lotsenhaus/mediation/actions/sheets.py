"""The Einsatzbestätigung as it was when somebody confirmed: made after the confirmation is stored, never inside it."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lotsenhaus.documents import actions as documents
from lotsenhaus.kit.pdf import MEDIA_TYPE
from lotsenhaus.mediation import pdf
from lotsenhaus.mediation.models import Assignment, AssignmentProof

KEEP_YEARS = 10
"""Proof of a payment: ten years, counted from the end of its year (KomHVO NRW; docs/privacy.md)."""


def due() -> QuerySet[AssignmentProof]:
    """Proofs of the open center whose sheet is not kept yet, or was corrected since."""
    return AssignmentProof.objects.filter(sheet_due=True).order_by("pk")


def keep(*, proof_id: int) -> None:
    """Render the filled sheet and store it with its checksum; a second time changes nothing.

    No lock is held while the PDF is made. A sheet that fails is tried again every minute; its job stands on Zustand as
    failed. A proof corrected later gets a second sheet beside the first.
    """
    proof = due().select_related("entered_by").filter(pk=proof_id).first()
    if proof is None:
        return
    assignment = Assignment.objects.select_related(
        "slot__inquiry__organization", "slot__inquiry__town", "mediator", "desk", "center"
    ).get(pk=proof.assignment_id)
    day = timezone.localdate(proof.confirmed_at)
    content = pdf.sheet(assignment, proof=proof, url="", day=day)
    _store(proof, assignment, content, day.replace(year=day.year + KEEP_YEARS, month=12, day=31))


@transaction.atomic
def _store(proof: AssignmentProof, assignment: Assignment, content: bytes, keep_until: date) -> None:
    """Only while the proof still says what the sheet says; otherwise the next minute makes it anew."""
    now = AssignmentProof.objects.select_for_update(no_key=True).get(pk=proof.pk)
    if not now.sheet_due or (now.started_at, now.ended_at) != (proof.started_at, proof.ended_at):
        return
    now.sheet = documents.store(
        center=now.center,
        kind="proof",
        name=f"Einsatzbestätigung {assignment.slot.inquiry.number}.pdf",
        content=content,
        media_type=MEDIA_TYPE,
        subject=assignment,
        keep_until=keep_until,
        by=now.entered_by,
    )
    now.sheet_due = False
    now.save(update_fields=["sheet", "sheet_due"])
