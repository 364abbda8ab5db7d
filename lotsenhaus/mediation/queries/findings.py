"""What does not fit together in the mediation of the open center, each in a plain sentence (docs/figures.md).

Most of it the database refuses by itself; `check-data` looks at the rows as they are, after a restore for instance.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import CharField, Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from lotsenhaus.finance.models import Posting
from lotsenhaus.mediation.choices.states import AllowanceState, OfferState, SlotState
from lotsenhaus.mediation.models import Allowance, Assignment, AssignmentProof, Offer, Slot
from lotsenhaus.mediation.models.assignments import BINDING

ENDED = (SlotState.FILLED, SlotState.UNFILLED, SlotState.WITHDRAWN)
SHOWN = 20


def findings() -> Iterator[str]:
    """All questions one after the other; nothing when all is well."""
    checks: tuple[tuple[str, QuerySet[Slot] | QuerySet[Assignment] | QuerySet[Offer] | QuerySet[Allowance]], ...] = (
        (_("Ein Platz ist mehrfach vergeben: Gesucht Nummer %s."), filled_twice()),
        (_("Eine Person ist zur selben Zeit an zwei Orten: Einsatz Nummer %s."), in_two_places()),
        (_("Zugesagt, aber ohne Einsatz: Gesucht Nummer %s."), filled_by_nobody()),
        (_("Ein Einsatz gilt, aber sein Platz ist nicht vergeben: Einsatz Nummer %s."), without_slot()),
        (_("Jemand wartet noch auf eine Antwort, obwohl nichts mehr gesucht wird: Frage Nummer %s."), left_waiting()),
        (_("Eine Zusage hat keinen Einsatz: Frage Nummer %s."), promised_nothing()),
        (_("Bestätigt, aber ohne Einsatzbestätigung: Einsatz Nummer %s."), confirmed_by_nobody()),
        (_("Aufwandsentschädigung und Buchungen ergeben nicht denselben Betrag: Nummer %s."), booked_otherwise()),
    )
    for sentence, rows in checks:
        if numbers := [str(pk) for pk in rows.values_list("pk", flat=True)[:SHOWN]]:
            yield sentence % ", ".join(numbers)


def filled_twice() -> QuerySet[Slot]:
    """I1: one active assignment per slot."""
    binding = Count("assignments", filter=Q(assignments__state__in=BINDING))
    return Slot.objects.annotate(binding=binding).filter(binding__gt=1).order_by("pk")


def in_two_places() -> QuerySet[Assignment]:
    """I2: nobody's talks overlap, ways included."""
    another = Assignment.objects.binding().filter(
        mediator=OuterRef("mediator"),
        pk__gt=OuterRef("pk"),
        blocked_from__lt=OuterRef("blocked_to"),
        blocked_to__gt=OuterRef("blocked_from"),
    )
    return Assignment.objects.binding().filter(Exists(another)).order_by("pk")


def filled_by_nobody() -> QuerySet[Slot]:
    promised = Assignment.objects.binding().filter(slot=OuterRef("pk"))
    return Slot.objects.filter(state=SlotState.FILLED).exclude(Exists(promised)).order_by("pk")


def without_slot() -> QuerySet[Assignment]:
    return Assignment.objects.binding().exclude(slot__state=SlotState.FILLED).order_by("pk")


def left_waiting() -> QuerySet[Offer]:
    """Everybody asked gets an end."""
    return Offer.objects.open().filter(slot__state__in=ENDED).order_by("pk")


def promised_nothing() -> QuerySet[Offer]:
    made = Assignment.objects.filter(offer=OuterRef("pk"))
    return Offer.objects.filter(state=OfferState.ACCEPTED).exclude(Exists(made)).order_by("pk")


def confirmed_by_nobody() -> QuerySet[Assignment]:
    proof = AssignmentProof.objects.filter(assignment=OuterRef("pk"))
    return Assignment.objects.filter(state="confirmed").exclude(Exists(proof)).order_by("pk")


def booked_otherwise() -> QuerySet[Allowance]:
    """I5: what is booked about an allowance is its amount, or nothing after it was reversed or has no purse yet."""
    euros: DecimalField[Decimal, Decimal] = DecimalField(max_digits=12, decimal_places=2)
    sums = (
        Posting.objects.filter(about=Concat(Value("mediation.Allowance:"), Cast(OuterRef("pk"), CharField())))
        .order_by()
        .values("about")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    rows = Allowance.objects.annotate(booked=Coalesce(sums, Value(Decimal("0.00")), output_field=euros))
    unbooked = Q(state=AllowanceState.REVERSED) | Q(posting=None)
    return rows.filter((unbooked & ~Q(booked=Decimal("0.00"))) | (~unbooked & ~Q(booked=F("amount")))).order_by("pk")
