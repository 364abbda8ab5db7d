"""{% load wording %}: time as people speak, seen from this very moment."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from lotsenhaus.kit import wording

register = template.Library()


@register.filter
def in_working_days(day: datetime | date | None) -> str:
    return wording.in_working_days(day, timezone.now()) if day else ""


@register.filter
def since(moment: datetime | None) -> str:
    return wording.since(moment, timezone.now()) if moment else ""


@register.filter
def ago(moment: datetime | None) -> str:
    return wording.ago(moment, timezone.now()) if moment else ""


@register.filter
def left(moment: datetime | None) -> str:
    return wording.left(moment, timezone.now()) if moment else ""


@register.filter
def from_day(day: date | None) -> str:
    return wording.from_day(day) if day else ""


@register.filter
def answer_by(moment: datetime | None) -> str:
    return wording.answer_by(moment) if moment else ""
