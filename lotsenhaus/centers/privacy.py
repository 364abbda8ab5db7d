"""Personal fields of the centers with purpose and end, and what is cleared away by itself."""

from datetime import date, timedelta

from lotsenhaus.centers import limits
from lotsenhaus.centers.models import Invitation

INVITATION_DAYS = 90  # an invitation that nobody took up is forgotten

PERSONAL_FIELDS = {
    "centers.Invitation": {
        "email": "Einladung; gelöscht 90 Tage nach dem Ablauf",
        "name": "wie oben; wie oben",
    },
    "centers.AuditRecord": {
        "actor": "wer gehandelt hat; mit dem Konto namenlos",
    },
}


def retain_everywhere(today: date) -> int:
    """Limits whose period is over; they belong to no center."""
    return limits.forget_old()


def retain(today: date) -> int:
    """Deletes what is due in the open center; returns how many rows."""
    over = Invitation.objects.filter(expires_at__date__lt=today - timedelta(days=INVITATION_DAYS))
    return over.delete()[0]
