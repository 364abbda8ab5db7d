"""The sentences behind the codes of the pure rules: what a requester reads, and how an allowance came about."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lotsenhaus.kit.money import format_euro

from .languages import full_name

VERDICTS = {
    "occasion_refused": gettext_noop("%(reason)s %(way_out)s"),
    "private_person": gettext_noop("%(reason)s %(way_out)s"),
    "institution_kind": gettext_noop("%(reason)s %(way_out)s"),
    "not_admitted": gettext_noop("%(reason)s %(way_out)s"),
    "no_phone": gettext_noop("Gespräche am Telefon vermitteln wir nicht. Bitte wählen Sie „In der Einrichtung“."),
    "no_video": gettext_noop("Videogespräche vermitteln wir nicht. Bitte wählen Sie „In der Einrichtung“."),
    "outside_district": gettext_noop("Der Ort liegt außerhalb unseres Kreises. %(way_out)s"),
    "too_long": gettext_noop(
        "Ein Gespräch darf höchstens %(max)s dauern, hier sind es %(minutes)s. Bitte teilen Sie es auf "
        "zwei Termine auf."
    ),
    "in_the_past": gettext_noop("Der Termin liegt in der Vergangenheit. Bitte prüfen Sie Tag und Uhrzeit."),
    "too_soon": gettext_noop(
        "Ohne Rückfrage möglich ab %(first)s – wir brauchen %(days)s Arbeitstage Vorlauf. "
        "Eilt es? Bitte rufen Sie uns an."
    ),
    "not_declared": gettext_noop("Bitte bestätigen Sie: „%(wording)s“"),
}
STEPS = {
    "talk_flat": gettext_noop("Pauschale je Gespräch: %(each)s"),
    "talk_first": gettext_noop("Gespräch von %(minutes)s: Grundbetrag für die ersten %(first)s"),
    "talk_started": gettext_noop("%(minutes)s: %(count)s × angefangene %(unit)s zu je %(each)s"),
    "talk_exact": gettext_noop("%(minutes)s genau, %(each)s je %(unit)s"),
    "travel_flat": gettext_noop("Pauschale für die Fahrzeit: %(each)s"),
    "travel_first": gettext_noop("Fahrzeit von %(minutes)s: Grundbetrag für die ersten %(first)s"),
    "travel_started": gettext_noop("Fahrzeit %(minutes)s: %(count)s × angefangene %(unit)s zu je %(each)s"),
    "travel_exact": gettext_noop("Fahrzeit %(minutes)s genau, %(each)s je %(unit)s"),
    "travel_added": gettext_noop("Gespräch %(talk)s und Fahrzeit %(travel)s: zusammen %(minutes)s"),
    "travel_below_threshold": gettext_noop("Weg von %(km)s km: Fahrzeit zählt erst ab %(from_km)s km"),
    "kilometers": gettext_noop("Hin- und Rückweg %(km)s km zu je %(each)s"),
    "ticket": gettext_noop("Fahrkarte"),
    "minimum": gettext_noop("Aufgerundet auf den Mindestbetrag von %(limit)s"),
    "cap": gettext_noop("Begrenzt auf höchstens %(limit)s für die Zeit"),
    "cost_cap": gettext_noop("Fahrtkosten begrenzt auf höchstens %(limit)s"),
    "max_amount": gettext_noop("Begrenzt auf höchstens %(limit)s je Gespräch"),
    "longer_than_admitted": gettext_noop("Rückfrage: Das Gespräch dauerte %(minutes)s, erlaubt sind %(max)s."),
    "cancelled_late": gettext_noop("Abgesagt weniger als %(hours)s Stunden vorher"),
    "cancelled_in_time": gettext_noop("Rechtzeitig abgesagt, mindestens %(hours)s Stunden vorher: kein Betrag"),
    "cancelled_unpaid": gettext_noop("Abgesagt: Die Regel sieht keinen Betrag vor"),
    "late_talk_flat": gettext_noop("Ausfall: Pauschale %(each)s"),
    "late_talk_first": gettext_noop("Ausfall, %(minutes)s gerechnet: Grundbetrag für die ersten %(first)s"),
    "late_talk_started": gettext_noop("Ausfall %(minutes)s: %(count)s × angefangene %(unit)s zu je %(each)s"),
    "late_talk_exact": gettext_noop("Ausfall %(minutes)s genau, %(each)s je %(unit)s"),
    "late_travel_flat": gettext_noop("Ausfall, Pauschale für die Fahrzeit: %(each)s"),
    "late_travel_first": gettext_noop("Ausfall, Fahrzeit %(minutes)s: Grundbetrag für die ersten %(first)s"),
    "late_travel_started": gettext_noop(
        "Ausfall, Fahrzeit %(minutes)s: %(count)s × angefangene %(unit)s zu je %(each)s"
    ),
    "late_travel_exact": gettext_noop("Ausfall, Fahrzeit %(minutes)s genau, %(each)s je %(unit)s"),
}
TALK_ROWS = {
    "no_time": gettext_noop(
        "Zeile %(row)s, Spalte %(column)s: Die Uhrzeit „%(text)s“ verstehen wir nicht. Beispiel: 15:30."
    ),
    "ends_before_start": gettext_noop("Zeile %(row)s, Spalte %(column)s: Das Ende „%(text)s“ liegt vor dem Beginn."),
    "no_language": gettext_noop(
        "Zeile %(row)s, Spalte %(column)s: Die Sprache „%(text)s“ kennen wir nicht. Bitte prüfen Sie die Schreibweise."
    ),
    "meant_language": gettext_noop(
        "Zeile %(row)s, Spalte %(column)s: Die Sprache „%(text)s“ kennen wir nicht. Meinen Sie %(meant)s?"
    ),
    "code_not_allowed": gettext_noop(
        "Zeile %(row)s, Spalte %(column)s: Das Zeichen „%(text)s“ geht nicht. Bitte nur Großbuchstaben, "
        "Ziffern und Striche."
    ),
    "looks_like_name": gettext_noop("Zeile %(row)s, Spalte %(column)s: Bitte keine Namen, nur ein Zeichen wie 4B-07."),
    "missing_columns": gettext_noop(
        "Wir finden keine Spalte mit Uhrzeit und Sprache. Bitte kopieren Sie: Uhrzeit, Raum, Sprache, Zeichen."
    ),
    "too_many_rows": gettext_noop("Mehr als %(limit)s Zeilen auf einmal gehen nicht. Bitte teilen Sie die Liste."),
}
DROPPED = {
    "names": gettext_noop("Bitte keine Namen. Wir haben die Spalte %(heading)s nicht gespeichert."),
    "personal": gettext_noop("Bitte keine persönlichen Angaben. Wir haben die Spalte %(heading)s nicht gespeichert."),
    "other": gettext_noop("Die Spalte %(heading)s brauchen wir nicht. Wir haben sie nicht gespeichert."),
}
_MINUTES = {"minutes", "max", "first", "talk", "travel"}
_MONEY = {"each", "limit"}


def verdict_sentence(code: str, params: Mapping[str, object]) -> str:
    """What a requester reads about one verdict; KeyError for an unknown code."""
    return _(VERDICTS[code]) % _shown(params)


def step_sentence(code: str, params: Mapping[str, object]) -> str:
    """One line of a computation in words, without its amount; KeyError for an unknown code."""
    return _(STEPS[code]) % _shown(params)


def talk_row_sentence(code: str, *, row: int, column: int, text: str = "", meant: str = "", limit: int = 0) -> str:
    """What is wrong with one pasted cell; `meant` is the code of a language."""
    name = full_name(meant) if meant else ""
    return _(TALK_ROWS[code]) % {"row": row, "column": column, "text": text, "meant": name, "limit": limit}


def dropped_sentence(reason: str, *, column: int, heading: str = "") -> str:
    """Which column was not stored, and why; without a heading by its number."""
    return _(DROPPED[reason]) % {"heading": f"„{heading}“" if heading else str(column)}


def minutes_text(minutes: int) -> str:
    """ "45 Min.", "2 Std.", "1:41 Std."."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s Min.") % {"minutes": rest}
    return _("%(time)s Std.") % {"time": f"{hours}:{rest:02d}" if rest else hours}


def _shown(params: Mapping[str, object]) -> dict[str, str]:
    return {name: _value(name, value) for name, value in params.items()}


def _value(name: str, value: object) -> str:
    """Also for values that went through JSON: money as text, dates as ISO text."""
    if name == "first" and isinstance(value, str):
        return date_format(date.fromisoformat(value), _("l, j.n."))
    if name in _MONEY:
        return format_euro(Decimal(str(value)))
    if name == "unit":
        return {"60": _("Stunde"), "30": _("halbe Stunde"), "15": _("Viertelstunde")}[str(value)]
    if name in _MINUTES:
        return minutes_text(int(str(value)))
    if name in {"km", "from_km"}:
        return str(number_format(Decimal(str(value)).normalize() + 0))
    return str(value)
