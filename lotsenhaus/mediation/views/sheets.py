"""Einsatzbestätigung to print and as kept, statements of a month and of a year: for the person herself and her desk."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.choices import LinkPurpose, Role
from lotsenhaus.centers.links import url_for
from lotsenhaus.documents import actions as documents
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.kit.pdf import MEDIA_TYPE
from lotsenhaus.mediation import pdf
from lotsenhaus.mediation.choices.states import AllowanceState, AssignmentState, RunState
from lotsenhaus.mediation.models import Assignment, AssignmentProof, Mediator
from lotsenhaus.mediation.permissions import (
    CLAIMS_READ,
    DISPATCH,
    MEDIATOR_READ,
    OWN_PAGES,
    is_my_assignment,
    is_own_mediator,
    may_see_inquiry,
)
from lotsenhaus.mediation.queries import claims as queries
from lotsenhaus.mediation.queries.mine import mediator_of
from lotsenhaus.mediation.queries.payouts import payments_of_year
from lotsenhaus.mediation.views.claims import month_of


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Shown in the browser, saved under a name without umlauts or people."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require(DISPATCH, OWN_PAGES)
def sheet(request: CenterRequest, pk: int) -> HttpResponse:
    """The empty Einsatzbestätigung for paper, with the QR code that opens its page."""
    assignment = _visible(request, pk)
    if assignment.starts_at is None or assignment.cancelled_at is not None:
        raise Http404
    url = url_for(center=request.center, purpose=LinkPurpose.CONFIRM, target_id=assignment.pk) + "?qr=1"
    content = pdf.sheet(assignment, proof=None, url=url, day=timezone.localdate(assignment.starts_at))
    return as_pdf(content, f"einsatzbestaetigung-{assignment.slot.inquiry.number}")


@require(DISPATCH, OWN_PAGES, CLAIMS_READ)
def proof_file(request: CenterRequest, pk: int) -> HttpResponse:
    """The filled one as it was kept; its checksum is tried before it is given out."""
    assignment = _visible(request, pk)
    proof = AssignmentProof.objects.select_related("sheet").filter(assignment=assignment).first()
    if proof is None:
        raise Http404
    name = f"einsatzbestaetigung-{assignment.slot.inquiry.number}"
    if proof.sheet is None or proof.sheet_due:  # it will be kept within a minute: the same letter, made now
        day = timezone.localdate(proof.confirmed_at)
        return as_pdf(pdf.sheet(assignment, proof=proof, url="", day=day), name)
    return as_pdf(documents.open_document(document=proof.sheet, by=request.user), name)


@require(OWN_PAGES)
def my_statement(request: CenterRequest) -> HttpResponse:
    """Bescheinigung of this year or another (?jahr=2025), or of a month (?monat=2026-11), about herself."""
    return _statement(request, mediator_of(request.access))


@require(MEDIATOR_READ, CLAIMS_READ)
def statement(request: CenterRequest, pk: int) -> HttpResponse:
    """The same for the desk, which prints it for those who use no computer."""
    mediator = get_object_or_404(Mediator.objects.select_related("home_desk", "center"), pk=pk)
    if request.access.role == Role.DISPATCHER and not is_own_mediator(request.access, mediator):
        raise PermissionDenied
    return _statement(request, mediator)


def _visible(request: CenterRequest, pk: int) -> Assignment:
    """404 for another person's or another desk's talk."""
    rows = Assignment.objects.select_related(
        "slot__inquiry__organization", "slot__inquiry__town", "mediator", "desk", "center"
    )
    assignment = get_object_or_404(rows, pk=pk)
    access = request.access
    if access.has(CLAIMS_READ) or is_my_assignment(access, assignment):
        return assignment
    if access.role == Role.DISPATCHER and may_see_inquiry(access, assignment.slot.inquiry):
        return assignment
    raise Http404


def _statement(request: CenterRequest, mediator: Mediator) -> HttpResponse:
    today = timezone.localdate()
    if "monat" in request.GET:
        return _month(mediator, month_of(request.GET["monat"]), today)
    year = whole_number(request.GET.get("jahr", str(today.year)), most=today.year) or 0
    if year < 2000:
        raise Http404
    held = Assignment.objects.filter(mediator=mediator, state=AssignmentState.CONFIRMED, proof__started_at__year=year)
    times = list(held.values_list("proof__started_at", "proof__ended_at"))
    minutes = sum(int((end - start).total_seconds() // 60) for start, end in times)
    content = pdf.year_statement(
        mediator, year=year, paid=payments_of_year(mediator, year), talks=len(times), minutes=minutes, day=today
    )
    return as_pdf(content, f"bescheinigung-{year}")


def _month(mediator: Mediator, month: date, today: date) -> HttpResponse:
    line = queries.month_of(month, today)
    if line is None:
        raise Http404
    rows = queries.members(month).filter(assignment__mediator=mediator).exclude(state=AllowanceState.QUESTION)
    content = pdf.month_statement(
        mediator,
        month=month,
        rows=list(rows),
        corrections=[one for one in queries.corrections(month) if one.allowance.assignment.mediator_id == mediator.pk],
        paid_on=line.paid_on,
        ordered=line.state == RunState.ORDERED,
        day=today,
    )
    return as_pdf(content, f"abrechnung-{month:%Y-%m}")
