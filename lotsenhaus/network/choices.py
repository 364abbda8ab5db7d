from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    """Kinds of actors (DOMAIN part 2); the admissibility rules name them."""

    SCHOOL = "school", _("Schule")
    DAYCARE = "daycare", _("Kita")
    FAMILY_CENTER = "family_center", _("Familienzentrum")
    YOUTH_OFFICE = "youth_office", _("Jugendamt")
    SOCIAL_OFFICE = "social_office", _("Sozialamt")
    HEALTH_OFFICE = "health_office", _("Gesundheitsamt")
    SCHOOL_OFFICE = "school_office", _("Schulverwaltung")
    FOREIGNERS_OFFICE = "foreigners_office", _("Ausländerbehörde")
    TOWN_OFFICE = "town_office", _("Stadt- oder Gemeindeverwaltung")
    DISTRICT_OFFICE = "district_office", _("Kreisverwaltung")
    JOB_CENTER = "job_center", _("Jobcenter")
    ADVICE_CENTER = "advice_center", _("Beratungsstelle")
    WELFARE = "welfare", _("Wohlfahrtsverband")
    MIGRANT_ORGANIZATION = "migrant_organization", _("Migrantenselbstorganisation")
    CLUB = "club", _("Verein")
    VOLUNTEER_INITIATIVE = "volunteer_initiative", _("Ehrenamtsinitiative")
    MEDICAL = "medical", _("Arztpraxis oder Klinik")
    POLICE_COURT = "police_court", _("Polizei oder Gericht")
    COMPANY = "company", _("Unternehmen")
    PRIVATE_PERSON = "private_person", _("Privatperson")
    OTHER = "other", _("Andere")


class OrganizationState(models.TextChoices):
    WAITING = "waiting", _("wartet auf Rückruf")
    APPROVED = "approved", _("freigegeben")
    REFUSED = "refused", _("nicht aufgenommen")


AUDIT_WORDS = {
    "organization.waiting": _("Einrichtung fragt zum ersten Mal"),
    "organization.taken_up": _("Einrichtung aufgenommen"),
    "organization.changed": _("Einrichtung geändert"),
    "organization.approved": _("Einrichtung nach Rückruf freigegeben"),
    "organization.refused": _("Einrichtung nicht aufgenommen"),
    "organization.merged": _("Einrichtungen zusammengelegt"),
    "contact.added": _("Ansprechperson eingetragen"),
    "contact.changed": _("Ansprechperson geändert"),
    "contact.left": _("Ansprechperson ausgetragen"),
    "desk.added": _("Stelle angelegt"),
    "desk.changed": _("Stelle geändert"),
    "desk.away": _("Abwesenheit eingetragen"),
    "desk.back": _("Abwesenheit beendet"),
    "desk.closed": _("Stelle geschlossen"),
    "network.Organization": _("Einrichtung"),
    "network.Contact": _("Ansprechperson"),
    "network.Desk": _("Stelle"),
    "detail.kind_of": _("Art"),
    "detail.organization": _("Einrichtung"),
    "detail.first_day": _("von"),
    "detail.last_day": _("bis"),
    "detail.cover": _("Vertretung"),
    "detail.double": _("doppelt war"),
}
