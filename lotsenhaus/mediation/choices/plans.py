"""States of a Wochenplan, and what a dispatcher reads while it is made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    QUEUED = "queued", _("wartet")
    RUNNING = "running", _("wird zusammengestellt")
    READY = "ready", _("fertig")
    FAILED = "failed", _("nicht gelungen")
    CANCELLED = "cancelled", _("abgebrochen")


class WishKind(models.TextChoices):
    PIN = "pin", _("festgehalten")
    FORBID = "forbid", _("nicht diese Person")


class PlanWay(models.TextChoices):
    """How a pairing came about: the proposal itself, or what it is compared with."""

    PLAN = "plan", _("Vorschlag")
    FIRST_COME = "first_come", _("wer zuerst kommt")


# The phases of dispatch.plan.solve, in their order.
PHASES = {
    "filter": _("Wer kommt wofür infrage?"),
    "build": _("Wege und Zeiten werden verglichen."),
    "bound": _("Was wäre höchstens möglich?"),
    "certificate": _("Lässt sich mehr besetzen?"),
    "search": _("Der beste Plan wird gesucht."),
}

# From so many open slots on, a plan saves more than it costs to read (part of the planner's task, no council's rule).
WORTH_A_PLAN = 10
