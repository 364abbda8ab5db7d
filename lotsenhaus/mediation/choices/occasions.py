"""What a talk is about: coarse, because topic and language together can tell about health (RELIABILITY 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Occasion(models.TextChoices):
    PARENT_TALK = "parent_talk", _("Elterngespräch")
    PARENTS_DAY = "parents_day", _("Elternsprechtag")
    PARENTS_EVENING = "parents_evening", _("Elternabend")
    ENROLLMENT = "enrollment", _("Anmeldung")
    COUNSELING = "counseling", _("Beratungsgespräch")
    EDUCATION_COUNSELING = "education_counseling", _("Schullaufbahnberatung")
    YOUTH_WELFARE = "youth_welfare", _("Gespräch beim Jugendamt")
    HELP_PLAN = "help_plan", _("Hilfeplangespräch")
    JOB_CENTER = "job_center", _("Jobcenter-Termin")
    SOCIAL_OFFICE = "social_office", _("Termin beim Sozialamt")
    HEALTH_OFFICE = "health_office", _("Gesundheitsamt")
    SCHOOL_ENTRY_EXAM = "school_entry_exam", _("Schuleingangsuntersuchung")
    EARLY_SUPPORT = "early_support", _("Frühförderung, Frühe Hilfen")
    PREGNANCY = "pregnancy", _("Schwangerschaftsberatung")
    INFORMATION_EVENT = "information_event", _("Informationsveranstaltung")
    HOUSING = "housing", _("Wohnen und Nachbarschaft")
    DOCTOR = "doctor", _("Arztbesuch")
    HOSPITAL = "hospital", _("Krankenhaus")
    THERAPY = "therapy", _("Therapie")
    COURT = "court", _("Gericht")
    POLICE = "police", _("Polizei")
    SPECIAL_NEEDS = "special_needs", _("AOSF-Verfahren")
    ASYLUM = "asylum", _("Asylverfahren")
    PATERNITY = "paternity", _("Anerkennung der Vaterschaft")
    INTERVENTION = "intervention", _("Inobhutnahme, Eingriff in Rechte")
    LAWYER = "lawyer", _("Anwaltsgespräch")
    BANK_INSURANCE = "bank_insurance", _("Bank, Versicherung")
    LONG_TERM = "long_term", _("Begleitung über mehrere Termine")
    LESSONS = "lessons", _("Unterricht, Klassenfahrt")
    WRITTEN = "written", _("Schriftliche Übersetzung")
    OTHER = "other", _("Anderer Anlass")
