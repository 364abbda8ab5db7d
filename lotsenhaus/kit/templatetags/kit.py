"""Components as template tags; every template has them without {% load %}. `/stil/` shows each in its states."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lotsenhaus.kit import charts
from lotsenhaus.kit.forms import field_context
from lotsenhaus.kit.templatetags.words import query

register = template.Library()
Context = template.Context
Entries = Iterable[Mapping[str, Any]]


# --- things to press ----------------------------------------------------------------------------------------------
def _look(options: Mapping[str, Any], *, variant: str) -> dict[str, Any]:
    return {"variant": variant, **options}


@register.inclusion_tag("kit/components/button.html")
def button(label: str, variant: str = "primary", **options: Any) -> dict[str, Any]:
    """Submits the form it stands in. Options: icon, small, name, value, type, form, id, key, disabled, hint, block."""
    return _look({"label": label, **options}, variant=variant)


@register.inclusion_tag("kit/components/button_link.html")
def button_link(url: str, label: str, variant: str = "secondary", **options: Any) -> dict[str, Any]:
    """Looks like a button, goes to a page. Options: icon, small, key, hint, block, download."""
    return _look({"url": url, "label": label, **options}, variant=variant)


@register.inclusion_tag("kit/components/post_button.html", takes_context=True)
def post_button(context: Context, url: str, label: str, variant: str = "secondary", **options: Any) -> dict[str, Any]:
    """A form with one button. Options as `button`; every further name=value is sent as a hidden field."""
    known = {"icon", "small", "key", "hint", "block", "id", "form_class"}
    hidden = {name: value for name, value in options.items() if name not in known}
    look = {name: value for name, value in options.items() if name in known}
    values = {"url": url, "label": label, "hidden": hidden, "csrf_token": context.get("csrf_token"), **look}
    return _look(values, variant=variant)


# --- forms --------------------------------------------------------------------------------------------------------
@register.inclusion_tag("kit/components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """Label, hint, error and input of one form field. Options: label, hint, width (2, 4), horizontal, hide_label."""
    return field_context(bound, **options)


@register.inclusion_tag("kit/components/fields.html")
def fields(form: BaseForm, *names: str) -> dict[str, Any]:
    """Several fields one below the other: {% fields form "day" "start" %}; without names all that are visible."""
    bound = [form[name] for name in names] if names else form.visible_fields()
    return {"fields": [field_context(one) for one in bound]}


@register.inclusion_tag("kit/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is missing, on top of a form, each line a link to its field. Nothing when all is well."""
    return {"form": form, "wrong": [one for one in form if one.errors] if form.errors else []}


# --- boxes --------------------------------------------------------------------------------------------------------
@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "", role: str = "") -> SafeString:
    """Kinds: info, success, warning, danger. {% alert "warning" title=… %}text{% endalert %}."""
    context = {"content": content, "has_body": bool(content.strip()), "kind": kind, "title": title, "role": role}
    return render_to_string("kit/components/alert.html", context)


@register.inclusion_tag("kit/components/badge.html")
def badge(label: str, kind: str = "", icon: str = "") -> dict[str, Any]:
    """A state in one or two words. Kinds: info, success, warning, danger or none (grey)."""
    return {"label": label, "kind": kind, "icon": icon}


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", level: int = 2, preline: str = "") -> SafeString:
    """A box with a heading; with `url` the whole box is one link."""
    context = {"content": content, "title": title, "url": url, "level": level, "preline": preline}
    return render_to_string("kit/components/card.html", context)


@register.simple_block_tag
def empty(
    content: str, title: str = "", url: str = "", label: str = "", paper: str = "", paper_label: str = ""
) -> SafeString:
    """Nothing here yet: what will be here (text), the first step (url, label), a way on paper (paper, paper_label)."""
    context = {"content": content, "title": title, "url": url, "label": label, "paper": paper}
    context["paper_label"] = paper_label or _("Formular zum Ausdrucken")
    return render_to_string("kit/components/empty.html", context)


@register.simple_block_tag
def fact(content: str, term: str) -> SafeString:
    """One line of <dl class="kit-facts">: {% fact "Wann" %}…{% endfact %}."""
    return format_html('<div class="kit-facts__row"><dt>{}</dt><dd>{}</dd></div>', term, content)


@register.inclusion_tag("kit/components/summary.html")
def summary(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A list of (term, value); rows without value are left out."""
    return {"rows": [(term, value) for term, value in rows if value not in ("", None)]}


@register.inclusion_tag("kit/components/task_list.html")
def task_list(items: Entries, done: int | None = None) -> dict[str, Any]:
    """Steps with keys label, url, hint, state (done, later or open): Erste Schritte."""
    tasks = list(items)
    return {"items": tasks, "done": sum(t.get("state") == "done" for t in tasks) if done is None else done}


# --- ways through the pages ---------------------------------------------------------------------------------------
@register.inclusion_tag("kit/components/tabs.html")
def tabs(items: Entries, label: str = "") -> dict[str, Any]:
    """Links with keys label, url, here, count, kind ("danger" for what burns)."""
    return {"items": items, "label": label or _("Auswahl")}


@register.inclusion_tag("kit/components/steps.html")
def steps(*labels: str, now: int = 1) -> dict[str, Any]:
    """{% steps "Was" "Wann" "Wer" now=2 %}."""
    return {"steps": [(number, label) for number, label in enumerate(labels, 1)], "now": now}


@register.inclusion_tag("kit/components/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, Any]:
    """Label and URL by turns, the open page last: {% breadcrumb "Vermittlung" url "GT-2026-0612" %}."""
    return {"links": list(zip(parts[:-1:2], parts[1::2], strict=True)), "here": parts[-1]}


@register.inclusion_tag("kit/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "seite") -> dict[str, Any]:
    """Numbers below a list; nothing when all is on one page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(n, query(context, **{parameter: n}) if isinstance(n, int) else "") for n in numbers]
    before = query(context, **{parameter: page.previous_page_number()}) if page.has_previous() else ""
    after = query(context, **{parameter: page.next_page_number()}) if page.has_next() else ""
    return {"page": page, "links": links, "before": before, "after": after}


# --- figures ------------------------------------------------------------------------------------------------------
@register.inclusion_tag("kit/components/gauge.html")
def gauge(
    label: str, value: int | float | Decimal, maximum: int | float | Decimal, text: str = "", kind: str = ""
) -> dict[str, Any]:
    """How much of something is used, in words and as a bar. Kinds: none, warning, danger."""
    share = min(round(100 * Decimal(str(value)) / Decimal(str(maximum))), 100) if maximum else 0
    return {
        "label": label,
        "text": text or _("%(a)s von %(b)s") % {"a": value, "b": maximum},
        "share": share,
        "kind": kind,
    }


@register.inclusion_tag("kit/components/bar_chart.html")
def bar_chart(rows: Sequence[tuple[str, Any]], title: str, name: str = "", unit: str = "") -> dict[str, Any]:
    """Horizontal bars drawn by the server, with the same figures as a table beneath. `name` heads the first column."""
    drawn = charts.bars(rows)
    size = {"width": charts.WIDTH, "height": max(len(rows), 1) * charts.ROW, "label_end": charts.LABEL - 10}
    return {
        "bars": drawn,
        "title": title,
        "name": name or _("Bezeichnung"),
        "unit": unit or _("Anzahl"),
        **size,
        "bar_start": charts.LABEL,
        "bar_height": charts.ROW - charts.GAP,
    }


# --- the desk at work ---------------------------------------------------------------------------------------------
def call_results() -> list[tuple[str, str]]:
    """The five results of a call, always in this order."""
    return [
        ("accepted", _("Sagt zu")), ("declined", _("Kann nicht")), ("unreached", _("Nicht erreicht")),
        ("calls_back", _("Ruft zurück")), ("wrong_number", _("Nummer stimmt nicht")),
    ]  # fmt: skip


@register.inclusion_tag("kit/components/call_strip.html", takes_context=True)
def call_strip(
    context: Context,
    who: str,
    url: str,
    results: Sequence[tuple[str, str]] | None = None,
    undo: str = "",
    number: str = "",
    dates: Sequence[Any] = (),
) -> dict[str, Any]:
    """Five large buttons at the lower edge; they post `result` (and `until` for a call-back) to `url`.

    `dates` are proposals with `starts_at` and `ends_at`: the one that suits is posted as `chosen_date`.
    """
    return {
        "who": who,
        "url": url,
        "results": results or call_results(),
        "undo": undo,
        "number": number,
        "dates": dates,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("kit/components/toast.html", takes_context=True)
def toast(context: Context, text: str, undo: str = "", seconds: int = 30) -> dict[str, Any]:
    """What has just happened; with `undo` (a URL) a button "Rückgängig" while the time lasts."""
    return {"text": text, "undo": undo, "seconds": seconds, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("kit/components/poll.html")
def poll(url: str, seen: Any) -> dict[str, Any]:
    """Asks `url?seen=…` every 5 s: 204 says nothing, 200 announces "2 neue Änderungen, anzeigen"."""
    return {"url": url, "seen": seen}


@register.inclusion_tag("kit/components/copy_text.html")
def copy_text(text: str, label: str, name: str) -> dict[str, Any]:
    """A text to carry elsewhere (an SMS): readable, with a button that copies it. `name` makes the id."""
    return {"text": text, "label": label, "id": f"copy-{name}"}
