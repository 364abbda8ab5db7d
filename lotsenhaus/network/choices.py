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
