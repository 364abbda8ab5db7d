"""What each role finds in the bar on top (EXPERIENCE part 3): the one place that knows all pages."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotsenhaus.centers.choices import Role


@dataclass(frozen=True)
class Item:
    """One entry of the navigation; `name` is a URL name that takes the center's slug."""

    name: str
    label: Promise | str
    group: str | tuple[str, ...] = ""  # URL names beginning with this prefix belong to the entry

    def covers(self, url_name: str) -> bool:
        return url_name == self.name or (bool(self.group) and url_name.startswith(self.group))


MEDIATION = Item("mediation:board", _("Vermittlung"), ("mediation:inquiry", "mediation:plan"))
MEDIATORS = Item("mediation:mediators", _("Sprachlotsen"), ("mediation:mediator-", "mediation:import"))
CLAIMS = Item("mediation:claims", _("Abrechnung"), "mediation:claim")

NAVIGATION: dict[str, tuple[Item, ...]] = {
    Role.DISPATCHER: (
        Item("mediation:today", _("Heute")),
        MEDIATION,
        MEDIATORS,
        Item("network:organizations", _("Einrichtungen"), "network:organization"),
    ),
    Role.COORDINATOR: (
        Item("mediation:overview", _("Übersicht")),
        MEDIATION,
        MEDIATORS,
        CLAIMS,
        Item("mediation:report", _("Auswertung"), "mediation:report"),
    ),
    Role.MEDIATOR: (
        Item("mediation:my-start", _("Start")),
        Item("mediation:my-appointments", _("Meine Termine"), "mediation:my-appointment"),
        Item("mediation:my-times", _("Meine Zeiten"), "mediation:my-times"),
        Item("mediation:my-money", _("Mein Geld"), "mediation:my-money"),
    ),
    Role.REQUESTER: (
        Item("mediation:ask", _("Neue Anfrage"), "mediation:ask"),
        Item("mediation:my-inquiries", _("Meine Anfragen"), "mediation:my-inquir"),
        Item("network:my-organization", _("Meine Einrichtung"), "network:my-organization"),
    ),
    Role.FINANCE: (
        CLAIMS,
        Item("finance:budget", _("Mittel"), "finance:budget"),
        Item("finance:postings", _("Buchungen"), "finance:posting"),
        Item("mediation:audit-sample", _("Prüfung"), "mediation:audit-sample"),
    ),
    Role.CENTER_ADMIN: (
        Item("centers:condition", _("Zustand"), "centers:condition"),
        Item("centers:people", _("Personen & Rechte"), "centers:people"),
        Item("network:desks", _("Stellen & Regeln"), ("network:desk", "mediation:rule")),
        Item("centers:privacy", _("Datenschutz"), "centers:privacy"),
        Item("centers:audit", _("Protokoll"), "centers:audit"),
    ),
}
NAVIGATION[Role.AUDITOR] = NAVIGATION[Role.FINANCE]
NAVIGATION[Role.OPERATOR] = NAVIGATION[Role.CENTER_ADMIN]

# Where "Arbeiten als …" and the sign-in lead: the first entry of the role.
START = {role: items[0].name for role, items in NAVIGATION.items()}


def house(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the entries of the role one works in, with the open one marked."""
    access = getattr(request, "access", None)
    match = request.resolver_match
    if access is None or access.center is None or match is None:
        return {"navigation": ()}
    entries = [_entry(item, access.center.slug, match.view_name) for item in NAVIGATION.get(access.role, ())]
    return {"navigation": [entry for entry in entries if entry], "parked_count": access.parked_count}


def _entry(item: Item, slug: str, here: str) -> dict[str, object] | None:
    """None where this house has no such page; the house test sees to it that it has."""
    try:
        return {"label": item.label, "url": reverse(item.name, args=[slug]), "here": item.covers(here)}
    except NoReverseMatch:
        return None
