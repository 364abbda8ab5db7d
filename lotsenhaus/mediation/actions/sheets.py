"""Sheets and statements that are kept: the Einsatzbestätigung as it was when somebody confirmed."""

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.documents import actions as documents
from lotsenhaus.documents.models import Document
from lotsenhaus.kit.pdf import MEDIA_TYPE
from lotsenhaus.mediation import pdf
from lotsenhaus.mediation.models import Assignment, AssignmentProof

KEEP_YEARS = 10
"""Proof of a payment: ten years, counted from the end of its year (KomHVO NRW; RELIABILITY part 4)."""


@transaction.atomic
def keep(*, proof: AssignmentProof, by: User | None) -> Document:
    """The filled sheet, stored once with its checksum. A proof corrected later gets a second sheet beside the first."""
    assignment = Assignment.objects.select_related(
        "slot__inquiry__organization", "slot__inquiry__town", "mediator", "desk", "center"
    ).get(pk=proof.assignment_id)
    day = timezone.localdate(proof.confirmed_at)
    content = pdf.sheet(assignment, proof=proof, url="", day=day)
    document = documents.store(
        center=proof.center,
        kind="proof",
        name=f"Einsatzbestätigung {assignment.slot.inquiry.number}.pdf",
        content=content,
        media_type=MEDIA_TYPE,
        subject=assignment,
        keep_until=day.replace(year=day.year + KEEP_YEARS, month=12, day=31),
        by=by,
    )
    proof.sheet = document
    proof.save(update_fields=["sheet"])
    return document
