"""What a center may weigh, in the words of the page "Gewichtung"; the names are those of dispatch.problem.Weights."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "travel_minute": _("Kurze Wege"),
    "load": _("Gleichmäßig auf alle verteilen"),
    "pause_week": _("Wer lange nicht gefragt wurde"),
    "continuity": _("Beim selben Zeichen dieselbe Person"),
    "own_desk": _("Aus der eigenen Stelle"),
    "kept": _("Am alten Plan festhalten"),
}

SENTENCES = {
    "travel_minute": _("Jede Minute Weg zieht so viele Punkte ab."),
    "load": _("Jeder Einsatz in diesem Jahr zieht so viele Punkte ab. Mehr als 30 zählen wie 30."),
    "pause_week": _("Jede Woche seit der letzten Frage bringt so viele Punkte. Mehr als 12 zählen wie 12."),
    "continuity": _("Wer in diesem Jahr beim selben Zeichen der Einrichtung dabei war, bekommt so viele Punkte."),
    "own_desk": _("Wer zur Stelle der Anfrage gehört, bekommt so viele Punkte."),
    "kept": _("Nur im Wochenplan: Wer im Vorschlag davor stand, bekommt so viele Punkte."),
}
