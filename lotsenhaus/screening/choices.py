"""What a person reads when a text tells about somebody."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FINDINGS = {
    "name": gettext_noop(
        "Hier steht vielleicht ein Name („%(text)s“). Bitte keine Namen: Die Sprachmittelnden erfahren ihn an der Tür."
    ),
    "phone": gettext_noop("Hier steht vielleicht eine Telefonnummer („%(text)s“). Bitte löschen Sie sie."),
    "email": gettext_noop("Hier steht eine E-Mail-Adresse („%(text)s“). Bitte löschen Sie sie."),
    "birth_date": gettext_noop("Hier steht vielleicht ein Geburtsdatum („%(text)s“). Bitte löschen Sie es."),
    "file_number": gettext_noop(
        "Hier steht vielleicht ein Aktenzeichen („%(text)s“). Bitte nutzen Sie das Feld „Ihr Zeichen“."
    ),
    "case_reference": gettext_noop(
        "Ihr Zeichen: 1 bis 20 Großbuchstaben, Ziffern oder Striche, zum Beispiel 4B-07. Keine "
        "Initialen, kein Geburtsdatum."
    ),
}


def finding_sentence(code: str, text: str = "") -> str:
    """What stands at the field when a remark holds what it should not."""
    return _(FINDINGS[code]) % {"text": text}
