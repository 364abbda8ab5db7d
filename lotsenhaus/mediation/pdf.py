"""What stands on our letters: Einsatzbestätigung, statement of a month, certificate of a year, committee report.

Letters are in German in every language of the house, because those who read them are German offices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from lotsenhaus.centers.models import Center
from lotsenhaus.kit import pdf
from lotsenhaus.kit.calendar import minutes_between
from lotsenhaus.kit.moments import moment_text, period_text
from lotsenhaus.kit.money import format_euro
from lotsenhaus.mediation.choices.sentences import minutes_text
from lotsenhaus.mediation.choices.states import PlaceKind
from lotsenhaus.mediation.models import Allowance, AllowanceCorrection, Assignment, AssignmentProof, Mediator, Policy
from lotsenhaus.network.models import Desk

LETTERS = "mediation/templates/mediation/letters"
NO_ADVICE = (
    "Diese Bescheinigung nennt Summen und Grenzen mit ihrer Quelle. Sie ist keine Beratung zu Steuern oder Leistungen. "
    "Die Grenzen gelten für alle Ehrenämter einer Person zusammen; andere Ehrenämter kennen wir nicht."
)
DAY_OF_PAYMENT = (
    "Für die Steuer zählt der Tag der Zahlung (§ 11 EStG), für die Abrechnung mit Land und Kreis "
    "der Tag des Gesprächs. Zum Jahreswechsel können beide verschieden sein."
)


@dataclass(frozen=True)
class Part:
    """A headed table of a letter; `columns` are relative widths, 0 for as wide as its words."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    columns: Sequence[float]
    total: Sequence[str] | None = None
    empty: str = ""


@dataclass(frozen=True)
class ReportPart:
    """One figure of the committee report: its definition, its bars (label, number, text), its table."""

    title: str
    definition: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    columns: Sequence[float]
    right: int = 1
    bars: Sequence[tuple[str, float, str]] = field(default_factory=tuple)
    empty: str = "In diesem Zeitraum nichts."


def sheet(assignment: Assignment, *, proof: AssignmentProof | None, url: str, day: date) -> bytes:
    """The Einsatzbestätigung: empty for paper with a QR code of `url`, or filled when there is a proof."""
    with translation.override("de"):
        data = _frame("Einsatzbestätigung", assignment.center, assignment.desk) | _talk(assignment)
        data |= {"proof": _proof(proof) if proof else None, "url": url, "qr": pdf.qr_svg(url) if url else ""}
        return pdf.render(f"{LETTERS}/proof.typ", data, day=day)


def month_statement(
    mediator: Mediator,
    *,
    month: date,
    rows: Sequence[Allowance],
    corrections: Sequence[AllowanceCorrection],
    paid_on: date,
    ordered: bool,
    day: date,
) -> bytes:
    """The talks of one run with times and amounts, and by when they are paid; `rows` with their amount_in_run."""
    with translation.override("de"):
        parts = [_talks_part(rows)]
        if corrections:
            parts.append(_corrections_part(corrections))
        when = moment_text(paid_on, "date")
        intro = (
            f"Angewiesen, Überweisung bis {when}." if ordered else f"In Arbeit. Die Überweisung ist bis {when} geplant."
        )
        data = _statement("Aufwandsentschädigung", mediator, date_format(month, "F Y"), intro, parts)
        return pdf.render(f"{LETTERS}/statement.typ", data, day=day)


def year_statement(
    mediator: Mediator,
    *,
    year: int,
    paid: Sequence[tuple[date, date, int, Decimal]],
    talks: int,
    minutes: int,
    day: date,
) -> bytes:
    """Bescheinigung for tax office, Jobcenter or employer; `paid` is (paid on, month of the run, talks, euros)."""
    with translation.override("de"):
        total = sum((euros for _on, _month, _talks, euros in paid), Decimal(0))
        rows = [
            [moment_text(on, "date"), date_format(month, "F Y"), str(count), format_euro(euros)]
            for on, month, count, euros in paid
        ]
        part = Part(
            f"Ausgezahlt im Jahr {year}",
            ("Tag der Zahlung", "Abrechnung", "Gespräche", "Betrag"),
            rows,
            (1, 1, 0, 0),
            ("Zusammen", "", str(sum(count for _on, _month, count, _euros in paid)), format_euro(total)),
            f"Im Jahr {year} wurde nichts ausgezahlt.",
        )
        intro = (
            "Die genannte Person hat ehrenamtlich bei Gesprächen in sozialen und schulischen Einrichtungen sprachlich "
            f"vermittelt. Im Jahr {year} waren es {talks} Einsätze (zusammen {minutes_text(minutes)}). "
            "Gezahlt wird eine Aufwandsentschädigung, kein Lohn."
        )
        data = _statement("Bescheinigung", mediator, f"Jahr {year}", intro, [part])
        data |= {"limits": _limits(mediator, year), "notes": [DAY_OF_PAYMENT, NO_ADVICE]}
        return pdf.render(f"{LETTERS}/statement.typ", data, day=day)


def report(
    center: Center,
    *,
    period: str,
    heads: Sequence[tuple[str, str]],
    parts: Sequence[ReportPart],
    definitions: Sequence[tuple[str, str]],
    note: str,
    day: date,
) -> bytes:
    """Bericht für den Ausschuss; who calls has made sure that nothing in it points at one person."""
    with translation.override("de"):
        data = _frame("Bericht für den Ausschuss: Sprachmittlung", center, None)
        data |= {"period": period, "heads": heads, "definitions": definitions, "note": note}
        data["parts"] = [asdict(part) for part in parts]
        return pdf.render(f"{LETTERS}/report.typ", data, day=day)


def emergency(center: Center, *, rows: Sequence[tuple[str, ...]], first: date, last: date) -> bytes:
    """The list for the desk drawer: `rows` of queries.emergency, for the days on which the house is down."""
    with translation.override("de"):
        data = _frame("Notfallliste", center, None)
        data |= {"period": f"{moment_text(first, 'date')} bis {moment_text(last, 'date')}", "rows": rows}
        return pdf.render(f"{LETTERS}/emergency.typ", data, day=first)


def disclosure(mediator: Mediator, *, data: Mapping[str, Any], parts: Sequence[tuple[str, Any]], day: date) -> bytes:
    """Auskunft on paper: `data` of privacy.disclosure in readable words, its records by their headings."""
    with translation.override("de"):
        words = _frame("Auskunft über gespeicherte Daten", mediator.center, mediator.home_desk)
        words |= {"mediator": mediator.name, "contact": data["responsible"]["contact"], "purposes": data["purposes"]}
        words["person"] = list(data["person"].items())
        words["parts"] = [{"title": str(title), "rows": [list(row.items()) for row in rows]} for title, rows in parts]
        return pdf.render(f"{LETTERS}/disclosure.typ", words, day=day)


def _frame(title: str, center: Center, desk: Desk | None) -> dict[str, Any]:
    sender = (
        {"name": desk.sender_name, "phone": desk.phone} if desk else {"name": "Geschäftsstelle", "phone": center.phone}
    )
    about = {name: getattr(center, name) for name in ("name", "address", "phone", "email")}
    return {"title": title, "center": about, "sender": sender, "example": center.is_example or settings.DEMO}


def _talk(assignment: Assignment) -> dict[str, Any]:
    inquiry = assignment.slot.inquiry
    assert assignment.starts_at is not None
    assert assignment.ends_at is not None
    place = [inquiry.street, inquiry.town.name if inquiry.town else "", inquiry.room]
    if inquiry.place_kind != PlaceKind.INSTITUTION:
        place = [str(PlaceKind(inquiry.place_kind).label)]
    return {
        "number": inquiry.number,
        "organization": inquiry.organization.name,
        "place": ", ".join(part for part in place if part),
        "date": period_text(assignment.starts_at, assignment.ends_at),
        "language": assignment.slot.language_text,
        "word": assignment.center.mediator_one,
        "mediator": assignment.mediator.name,
        "reference": inquiry.case_reference,
    }


def _proof(proof: AssignmentProof) -> dict[str, str]:
    return {
        "start": moment_text(proof.started_at),
        "end": moment_text(proof.ended_at, "time"),
        "duration": minutes_text(minutes_between(proof.started_at, proof.ended_at)),
        "talks": str(proof.talks_held),
        "came": "ja" if proof.family_came else "nein",
        "by": proof.confirmed_by,
        "way": str(proof.get_way_display()),
        "at": f"{moment_text(proof.confirmed_at, 'date')}, {moment_text(proof.confirmed_at, 'time')} Uhr",
    }


def _statement(title: str, mediator: Mediator, period: str, intro: str, parts: Sequence[Part]) -> dict[str, Any]:
    data = _frame(title, mediator.center, mediator.home_desk)
    data |= {"mediator": mediator.name, "period": period, "intro": intro, "limits": [], "notes": []}
    data["parts"] = [asdict(part) for part in parts]
    return data


def _talks_part(rows: Sequence[Allowance]) -> Part:
    total = sum((row.amount_in_run for row in rows), Decimal(0))
    return Part(
        "Gespräche",
        ("Tag", "Anfrage", "Sprache, Ort", "Zeit", "Betrag"),
        [_talk_row(row) for row in rows],
        (0, 0, 1, 0, 0),
        ("Zusammen", "", "", "", format_euro(total)),
        "In diesem Monat kein bestätigtes Gespräch.",
    )


def _talk_row(row: Allowance) -> list[str]:
    slot, proof = row.assignment.slot, getattr(row.assignment, "proof", None)
    assert row.assignment.starts_at is not None
    where = slot.inquiry.town.name if slot.inquiry.town else ""
    times = f"{moment_text(proof.started_at, 'time')}–{moment_text(proof.ended_at, 'time')}" if proof else "abgesagt"
    return [
        moment_text(row.assignment.starts_at, "date"),
        slot.inquiry.number,
        ", ".join(part for part in (slot.language_text, where) if part),
        times,
        format_euro(row.amount_in_run),
    ]


def _corrections_part(corrections: Sequence[AllowanceCorrection]) -> Part:
    rows = [[one.allowance.assignment.slot.inquiry.number, one.reason, format_euro(one.due)] for one in corrections]
    total = sum((one.due for one in corrections), Decimal(0))
    return Part(
        "Berichtigungen früherer Gespräche",
        ("Anfrage", "Grund", "Betrag"),
        rows,
        (0, 1, 0),
        ("Zusammen", "", format_euro(total)),
    )


def _limits(mediator: Mediator, year: int) -> list[list[str]]:
    """Limits of that year with their source; the law's is a dated rule of the center."""
    policy = Policy.objects.on(date(year, 12, 31)).exclude(year_limit=None).order_by("-valid_from").first()
    rows = []
    if policy is not None and policy.year_limit is not None:
        rows.append(
            ["Ehrenamtspauschale, für alle Ehrenämter zusammen", format_euro(policy.year_limit), "§ 3 Nr. 26a EStG"]
        )
    if mediator.year_limit is not None:
        rows.append(["Selbst gewählte Grenze", format_euro(mediator.year_limit), "eigene Angabe"])
    return rows


def day_of(moment: datetime) -> date:
    """The date a letter about this moment carries."""
    return timezone.localdate(moment)
