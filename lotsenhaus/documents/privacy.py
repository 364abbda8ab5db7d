"""Personal fields of stored files, and their end: proofs and statements carry the names of the people paid by them."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lotsenhaus.documents.models import Document

AHEAD = timedelta(days=30)
"""So far the preview for the administration looks ahead."""

PERSONAL_FIELDS = {
    "documents.Document": {
        "name": "Wiederfinden des Dokuments; gelöscht mit dem Dokument",
        "content": (
            "Nachweis und Abrechnung (Haushaltsrecht); das ganze Dokument wird gelöscht, 10 Jahre nach dem Ende des"
            " Jahres, in dem bestätigt wurde; Zeiten und Beträge bleiben"
        ),
    },
}


def retain(today: date) -> int:
    """Deletes the documents of the open center whose last day is over; what they prove keeps its own figures."""
    count, _kinds = _due(today).delete()
    return count


def upcoming(today: date) -> list[tuple[str, int]]:
    """What goes within the next 30 days, in words and how many."""
    count = _due(today + AHEAD).count()
    return [(_("Aufbewahrte Dokumente (Einsatzbestätigungen)"), count)] if count else []


def _due(day: date) -> QuerySet[Document]:
    found: QuerySet[Document] = Document.objects.filter(keep_until__lt=day)
    return found
