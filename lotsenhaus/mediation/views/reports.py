"""Auswertung: figures of a period as charts and tables, as a sheet, and as the report for the committee."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.centers import audit
from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.models import Center
from lotsenhaus.kit import charts
from lotsenhaus.kit.moments import moment_text
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.kit.sheets import XLSX, as_xlsx
from lotsenhaus.kit.wording import said_in_german
from lotsenhaus.mediation import figures, pdf
from lotsenhaus.mediation.choices.definitions import definitions
from lotsenhaus.mediation.forms.reports import PeriodForm
from lotsenhaus.mediation.permissions import REPORT_READ
from lotsenhaus.mediation.rules.figures import SMALLEST, hidden, period
from lotsenhaus.mediation.views.report_words import class_text, days_text, hours_text, year_rows
from lotsenhaus.mediation.views.sheets import as_pdf
from lotsenhaus.mediation.views.told import NOT_TOLD, folded, told, told_column, told_rows

PERIODS = (
    ("jahr", gettext_lazy("Dieses Jahr")),
    ("vorjahr", gettext_lazy("Voriges Jahr")),
    ("quartal", gettext_lazy("Dieses Quartal")),
    ("monat", gettext_lazy("Dieser Monat")),
    ("zwoelf", gettext_lazy("Letzte 12 Monate")),
)
MOST_BARS = 12
WHY_COARSE = (
    f"Dieser Bericht verlässt das Zentrum. Deshalb stehen Zahlen von 1 bis {SMALLEST - 1} hier als „unter {SMALLEST}“:"
    " Sie könnten auf eine Familie hinweisen. Wo man sie ausrechnen könnte, fehlen auch die nächstgrößeren Zahlen und"
    " Anteile. Die Koordination sieht die genauen Zahlen in Lotsenhaus."
)


def _period(request: CenterRequest) -> tuple[PeriodForm, date, date, str]:
    """The chosen days; a wrong entry keeps its text and shows the year."""
    name, today = request.GET.get("zeitraum", "jahr"), timezone.localdate()
    first, last = period(name, today)
    if "von" in request.GET or "bis" in request.GET:
        form = PeriodForm(request.GET)
        if form.is_valid():
            return form, form.cleaned_data["von"], form.cleaned_data["bis"], ""
        return form, first, last, ""
    return PeriodForm(initial={"von": first, "bis": last}), first, last, name


@require(REPORT_READ)
def report(request: CenterRequest) -> HttpResponse:
    form, first, last, name = _period(request)
    found = figures.figures(first, last)
    tabs = [{"label": label, "url": f"?zeitraum={code}", "here": code == name} for code, label in PERIODS]
    context = {
        "form": form,
        "tabs": tabs,
        "figures": found,
        "query": f"?von={first}&bis={last}",
        "tables": [
            _table("sprachen", _("Sprachen"), _("Sprache"), found.languages),
            _table("orte", _("Orte"), _("Ort"), found.towns),
            _table("einrichtungen", _("Arten von Einrichtungen"), _("Art der Einrichtung"), found.kinds),
            _table("stellen", _("Vermittlungsstellen"), _("Vermittlungsstelle"), found.desks),
            _table("monate", _("Monate"), _("Monat"), found.months),
        ],
        "unmet": [
            {"title": title, "bars": _chart(found.unmet_by(name)[:MOST_BARS])}
            for title, name in ((_("nach Sprache"), "language"), (_("nach Ort"), "town"), (_("nach Grund"), "reason"))
        ],
        "refusals": {"bars": _chart(found.refusals[:MOST_BARS]), "rows": found.refusals},
        "within": [(days, count, _share(count, found.wanted)) for days, count in found.within],
        "within_chart": _chart([(days_text(days), count) for days, count in found.within]),
        "load": [(class_text(one.low, one.high), one.asked, one.helped) for one in found.load],
        "load_charts": [
            (_("So oft gefragt"), _chart([(class_text(one.low, one.high), one.asked) for one in found.load])),
            (_("So viele Einsätze"), _chart([(class_text(one.low, one.high), one.helped) for one in found.load])),
        ],
        "year": year_rows(figures.year_spread(last.year, timezone.localdate())),
        "hours": [(hours_text(low, high), people) for low, high, people in found.hours],
        "hours_chart": _chart([(hours_text(low, high), people) for low, high, people in found.hours]),
        "definitions": definitions(),
        "smallest": SMALLEST,
    }
    return render(request, "mediation/report.html", context)


def _chart(rows: Sequence[tuple[str, int]]) -> dict[str, Any]:
    return {
        "bars": charts.bars(rows),
        "width": charts.WIDTH,
        "height": max(len(rows), 1) * charts.ROW,
        "label_end": charts.LABEL - 10,
        "bar_start": charts.LABEL,
        "bar_height": charts.ROW - charts.GAP,
    }


def _table(code: str, title: str, name: str, rows: list[figures.Row]) -> dict[str, Any]:
    drawn = _chart([(row.label, row.assignments) for row in rows[:MOST_BARS]])
    return {"code": code, "title": title, "name": name, "rows": rows, "chart": drawn, "most": MOST_BARS}


def _share(count: int, whole: int) -> int:
    return round(100 * count / whole) if whole else 0


@require(REPORT_READ)
def export(request: CenterRequest) -> HttpResponse:
    """One table with all breakdowns: what, which, Einsätze, talks, hours."""
    _form, first, last, _name = _period(request)
    found = figures.figures(first, last)
    parts = (
        (_("Sprache"), found.languages), (_("Ort"), found.towns), (_("Art der Einrichtung"), found.kinds),
        (_("Vermittlungsstelle"), found.desks), (_("Monat"), found.months),
    )  # fmt: skip
    rows: list[list[object]] = [
        [title, row.label, row.assignments, row.talks, str(row.hours).replace(".", ",")]
        for title, part in parts
        for row in part
    ]
    rows += [
        [_("Nicht vermittelt"), f"{one.language}, {one.town}, {one.reason}", one.count, "", ""] for one in found.unmet
    ]
    rows += [[_("Nicht möglich"), label, count, "", ""] for label, count in found.refusals]
    audit.record(center=request.center, action="report.exported", by=request.user, first=str(first), last=str(last))
    headings = [_("Gliederung"), _("Merkmal"), _("Einsätze"), _("Gespräche"), _("Stunden")]
    answer = HttpResponse(as_xlsx(headings, rows, title=_("Auswertung")), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="auswertung-{first}-{last}.xlsx"'
    return answer


@require(REPORT_READ)
def committee(request: CenterRequest) -> HttpResponse:
    """Bericht für den Ausschuss: counts below five are not told, nobody is named."""
    _form, first, last, _name = _period(request)
    content = _committee(request.center, first, last)
    audit.record(center=request.center, action="report.printed", by=request.user, first=str(first), last=str(last))
    return as_pdf(content, f"bericht-{first}-{last}")


@said_in_german
def _committee(center: Center, first: date, last: date) -> bytes:
    found = figures.figures(first, last)
    return pdf.report(
        center,
        period=f"{moment_text(first, 'date')} bis {moment_text(last, 'date')}",
        heads=_heads(found),
        parts=_parts(found),
        definitions=[(str(term), str(text)) for term, text in definitions()],
        note=WHY_COARSE,
        day=timezone.localdate(),
    )


def _told_share(count: int, whole: int, *others: int) -> str:
    """No share where a count behind it is not told: it could be worked out."""
    small = any(0 < one < SMALLEST for one in (count, whole, whole - count, *others))
    return "–" if small else f"{_share(count, whole)} %"


def _heads(found: figures.Figures) -> list[tuple[str, str]]:
    return [
        (str(found.total.assignments), "Einsätze"),
        (str(found.total.talks), "Gespräche"),
        (str(round(found.total.minutes / 60)), "Stunden"),
        (_told_share(found.arranged, found.wanted, found.unmet_count), "vermittelt"),
        (told(found.unmet_count), "nicht vermittelt"),
    ]


def _parts(found: figures.Figures) -> list[pdf.ReportPart]:
    known = dict(definitions())
    hours = [hours_text(low, high) for low, high, _people in found.hours]
    told_hours = told_column([people for _low, _high, people in found.hours])
    return [
        _told_part("Sprachen", "Sprache", found.languages),
        _told_part("Orte", "Ort", found.towns),
        _told_part("Arten von Einrichtungen", "Art der Einrichtung", found.kinds),
        _told_part("Monate", "Monat", found.months),
        pdf.ReportPart(
            "Nicht vermittelt nach Sprache",
            str(known["Nicht vermittelt"]),
            ("Sprache", "Orte", "Gründe", "Anzahl"),
            _told_needs(found),
            (1.2, 1.5, 2, 0.8),
            empty="Für jede Anfrage wurde jemand gefunden.",
        ),
        pdf.ReportPart(
            "Nicht vermittelt nach Ort",
            str(known["Nicht vermittelt"]),
            ("Ort", "Anzahl"),
            folded(found.unmet_by("town")),
            (3, 1),
            empty="Für jede Anfrage wurde jemand gefunden.",
        ),
        pdf.ReportPart(
            "Wie schnell jemand gefunden war",
            str(known["vermittelt innerhalb von"]),
            ("Innerhalb von", "Gesuchte Personen", "Anteil"),
            [[days_text(days), told(count), _told_share(count, found.wanted)] for days, count in found.within],
            (2, 1, 1),
            2,
        ),
        pdf.ReportPart(
            "Nicht möglich",
            str(known["Nicht möglich"]),
            ("Anlass", "Anzahl"),
            folded(found.refusals),
            (3, 1),
        ),
        pdf.ReportPart(
            "Wie die Last verteilt ist",
            str(known["Verteilung"]),
            ("Wie oft", "so oft gefragt", "so viele Einsätze"),
            _told_load(found),
            (2, 1, 1),
            2,
        ),
        pdf.ReportPart(
            "Wie viele Stunden auf eine Person kommen",
            str(known["Stunden je Person"]),
            ("Stunden", "Freiwillige"),
            [[name, told] for name, told in zip(hours, told_hours, strict=True)],
            (2, 1),
            1,
            [(name, int(told), told) for name, told in zip(hours, told_hours, strict=True) if whole_number(told)],
        ),
    ]


def _told_part(title: str, name: str, rows: list[figures.Row]) -> pdf.ReportPart:
    """One breakdown as it may leave the center; bars only for what is told."""
    secret = hidden([row.assignments for row in rows])
    told = [row for place, row in enumerate(rows) if place not in secret]
    return pdf.ReportPart(
        title,
        str(dict(definitions())["Einsatz"]),
        (name, "Einsätze", "Gespräche", "Stunden"),
        told_rows(rows),
        (2, 1, 1, 1),
        3,
        [(row.label, row.assignments, str(row.assignments)) for row in told[:8] if row.assignments],
    )


def _told_needs(found: figures.Figures) -> list[list[str]]:
    """Languages with towns, reasons and number; a language of few inquiries names no town."""
    counted = found.unmet_by("language")
    told = told_column([count for _language, count in counted])
    return [_told_need(found, *row, number) for row, number in zip(counted, told, strict=True)]


def _told_need(found: figures.Figures, language: str, count: int, number: str) -> list[str]:
    mine = [one for one in found.unmet if one.language == language]
    towns, reasons = (", ".join(dict.fromkeys(getattr(one, name) for one in mine)) for name in ("town", "reason"))
    return [language, NOT_TOLD if count < SMALLEST else towns, reasons, number]


def _told_load(found: figures.Figures) -> list[list[str]]:
    asked = told_column([one.asked for one in found.load])
    helped = told_column([one.helped for one in found.load])
    names = [class_text(one.low, one.high) for one in found.load]
    return [list(row) for row in zip(names, asked, helped, strict=True)]
