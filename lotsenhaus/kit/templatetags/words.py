"""Words and small values in templates: pictures, times, numbers to dial, names in their own script, addresses."""

import datetime as dt
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lotsenhaus.kit import moments, notices

register = template.Library()
Context = template.Context


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside words, silent for screen readers: {% icon "phone" %}."""
    return format_html('<span class="kern-icon kern-icon--{}" aria-hidden="true"></span>', name)


@register.simple_tag
def moment(value: moments.Moment | None, style: str = "moment") -> str:
    """<time> as people speak; styles: moment, day, long, date, time. Nothing for None."""
    if value is None:
        return ""
    text = moments.moment_text(value, style)
    return format_html('<time datetime="{}">{}</time>', moments.machine_text(value), text)


@register.simple_tag
def period(start: dt.datetime, end: dt.datetime) -> SafeString:
    """ "Mi., 2.12., 15–18 Uhr"."""
    text = moments.period_text(start, end)
    return format_html('<time datetime="{}">{}</time>', moments.machine_text(start), text)


@register.simple_tag
def phone(number: str, label: str = "") -> str:
    """A number to dial, left to right in every language; `label` is read out instead of the bare number."""
    if not number:
        return ""
    digits = "".join(c for c in number if c.isdecimal() or c == "+")
    spoken = format_html(' aria-label="{} {}"', label, number) if label else ""
    return format_html('<a class="kern-link kit-dial" dir="ltr" href="tel:{}"{}>{}</a>', digits, spoken, number)


@register.simple_tag
def foreign_name(name: str, lang: str = "") -> SafeString:
    """A name or word in its own script and direction, whatever stands around it."""
    attribute = format_html(' lang="{}"', lang) if lang else ""
    return format_html("<bdi{}>{}</bdi>", attribute, name)


@register.simple_tag
def maybe_url(name: str, *args: Any) -> str:
    """The URL of that name, or nothing where this house has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def here(context: Context) -> Any:
    """The center of this page, whether one works in it or only visits: {% here as center %}."""
    request = context.get("request")
    access = getattr(request, "access", None)
    return (access and access.center) or getattr(request, "center", None)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """ "light" or "dark" when the person has chosen one (POST to kit:theme), else nothing: the device decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The query string of this page with some values changed: href="{% query seite=2 %}"."""
    request: HttpRequest = context["request"]
    values = request.GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value not in ("", None):
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.filter
def undo_of(extra_tags: str | None) -> dict[str, Any]:
    """URL and seconds of a message made by `notices.say_with_undo`."""
    url, seconds = notices.undo_of(extra_tags or "")
    return {"url": url, "seconds": seconds}


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """ "Firefox, Windows" instead of what a browser says about itself; its own words when unknown."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or user_agent[:60]


@register.filter
def alert_kind(level_tag: str) -> str:
    """Django's message levels in KERN's words."""
    return {"error": "danger", "debug": "info"}.get(level_tag, level_tag or "info")
