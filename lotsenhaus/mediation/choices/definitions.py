"""What the figures of the Auswertung mean, in the words of the page and of the report."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def definitions() -> list[tuple[str, Promise | str]]:
    """Term (German, as a key) and its definition."""
    return [
        ("Anfrage", _("Eine Einrichtung fragt für einen Termin. Es zählt der Tag, an dem sie eingegangen ist.")),
        (
            "Einsatz",
            _("Eine Person vermittelt an einem Termin, der stattgefunden hat. Es zählt der Tag des Gesprächs."),
        ),
        ("Gespräch", _("Ein Einsatz kann mehrere Gespräche haben, zum Beispiel beim Elternsprechtag.")),
        ("Stunden", _("Bestätigte Dauer der Einsätze ohne Fahrzeit; ohne Bestätigung die geplante Dauer.")),
        (
            "Nicht vermittelt",
            _("Gesuchte Personen, für die niemand gefunden wurde, mit dem Grund, den die Stelle angegeben hat."),
        ),
        (
            "Nicht möglich",
            _(
                "Anfragen, die nach den Regeln des Zentrums nicht angenommen werden, nach Anlass. "
                "Eine eigene Zeile haben Anfragen von Einrichtungen, die nach dem Rückruf nicht freigeschaltet wurden."
            ),
        ),
        (
            "vermittelt innerhalb von",
            _(
                "Anteil der gesuchten Personen, für die so viele Tage nach Eingang der Anfrage jemand zugesagt hatte. "
                "Zurückgezogene und nicht mögliche Anfragen zählen nicht."
            ),
        ),
        (
            "Verteilung",
            _("Wie viele aktive Freiwillige wie oft gefragt wurden und wie viele Einsätze hatten; ohne Namen."),
        ),
        (
            "Stunden je Person",
            _("Wie viele aktive Freiwillige wie viele Stunden im Einsatz waren, bestätigt oder geplant; ohne Namen."),
        ),
    ]
