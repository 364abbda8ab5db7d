"""The items of "Erste Schritte" that the mediation can tell, and what falls due at a desk after hours."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.seams import FirstStep
from lotsenhaus.mediation.choices.states import InquiryState, OfferState
from lotsenhaus.mediation.models import Inquiry, Mediator, Offer, Policy
from lotsenhaus.network.models import Desk


def _has_rules(center: Center) -> bool:
    return Policy.objects.exists()


def _has_mediators(center: Center) -> bool:
    return Mediator.objects.exists()


def _has_inquiries(center: Center) -> bool:
    return Inquiry.objects.exists()


def _rules_hint(center: Center) -> str:
    return _("Mit einer Vorlage beginnen: wie Borken, wie Heinsberg, leer.")


def _people_hint(center: Center) -> str:
    return _("Aus Excel. Niemand bekommt dabei eine Nachricht.")


def _inquiry_hint(center: Center) -> str:
    return _("Machen die Koordination oder eine Vermittlungsstelle.")


FIRST_STEPS = (
    FirstStep("rules", 2, gettext_lazy("Regeln"), "mediation:rules", _has_rules, _rules_hint),
    FirstStep(
        "import", 4, gettext_lazy("Sprachlotsen-Liste einlesen"), "mediation:import", _has_mediators, _people_hint
    ),
    FirstStep(
        "first-inquiry",
        6,
        gettext_lazy("Erste Anfrage aufnehmen"),
        "mediation:inquiry-new",
        _has_inquiries,
        _inquiry_hint,
        roles=frozenset({Role.COORDINATOR}),
    ),
)


def falling_due(desk: Desk, until: datetime) -> list[str]:
    """What the cover may have to do for this desk before that moment, one line each."""
    begins = Inquiry.objects.filter(desk=desk, state=InquiryState.OPEN, starts_at__lte=until).count()
    asked = Offer.objects.filter(Q(state=OfferState.ASKED), desk=desk, expires_at__lte=until).count()
    lines = []
    if begins:
        words = ngettext("%(n)s Anfrage beginnt, für die noch jemand gesucht wird.",
                         "%(n)s Anfragen beginnen, für die noch jemand gesucht wird.", begins)  # fmt: skip
        lines.append(words % {"n": begins})
    if asked:
        words = ngettext("%(n)s gefragte Person soll bis dahin antworten.",
                         "%(n)s gefragte Personen sollen bis dahin antworten.", asked)  # fmt: skip
        lines.append(words % {"n": asked})
    return lines
