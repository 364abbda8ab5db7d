"""What a mediator says about herself, entered by herself or by the desk on her behalf ("auf Zuruf").

`by` is the account that acts; None for a signed link, then `kind` says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import audit
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Invitation, Membership
from lotsenhaus.kit import phones
from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.languages import LANGUAGES
from lotsenhaus.mediation.choices.states import WeekAnswer
from lotsenhaus.mediation.models import (
    Absence,
    LanguageSkill,
    Mediator,
    ShiftPattern,
    WeeklyTime,
    WeekStatement,
)
from lotsenhaus.mediation.queries.waves import ABOUT

DAY_BEGINS, DAY_ENDS = time(0), time(23, 59)
SHIFTS = ("early", "late", "night", "off")


class NotAShiftPattern(ValueError):
    """A word that is no shift, or a cycle that does not begin on a Monday."""


@dataclass(frozen=True)
class Hours:
    """Free on `weekday` (0 is Monday) between two clock times of Germany."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class SkillValues:
    """One language as the forms and the import hand it over; `code` is ISO 639-3, a variant's code if it is known."""

    code: str
    variant: str = ""
    script: str = ""
    level: str = ""
    speaks: bool = True
    writes: bool = False
    only_as_substitute: bool = False


def this_monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


@transaction.atomic
def set_week(
    *,
    mediator: Mediator,
    answer: WeekAnswer | str,
    by: User | None,
    monday: date | None = None,
    note: str = "",
    kind: str = "",
) -> WeekStatement:
    """ "Diese Woche kann ich / teilweise / nicht"; any day of the week names the week, none means the running one."""
    week = this_monday(monday or timezone.localdate())
    statement, _new = WeekStatement.objects.update_or_create(
        mediator=mediator,
        monday=week,
        defaults={"answer": WeekAnswer(answer), "note": note[:80]},
        create_defaults={"center": mediator.center, "answer": WeekAnswer(answer), "note": note[:80]},
    )
    _record("mediator.week_stated", mediator, by, kind, week=week, answer=statement.answer)
    return statement


@transaction.atomic
def set_weekly_times(
    *,
    mediator: Mediator,
    times: Sequence[Hours],
    by: User | None,
    never: frozenset[int] | set[int] = frozenset(),
    kind: str = "",
) -> None:
    """Replaces all weekly times; without any the times are unknown again, which never means "not free"."""
    mediator.weekly_times.all().delete()
    rows = [WeeklyTime(weekday=one.weekday, starts=one.starts, ends=one.ends) for one in times]
    rows += [WeeklyTime(weekday=day, starts=DAY_BEGINS, ends=DAY_ENDS, never=True) for day in sorted(never)]
    for row in rows:
        row.center, row.mediator = mediator.center, mediator
    WeeklyTime.objects.bulk_create(rows)
    _mark_times(mediator)
    _record("mediator.weekly_times_set", mediator, by, kind, rows=len(rows))


@transaction.atomic
def learn_never_on(*, mediator: Mediator, weekday: int, by: User | None, kind: str = "") -> None:
    """ "dienstags nie", learnt from one call or one tap; what was stated for other days stays."""
    mediator.weekly_times.filter(weekday=weekday).delete()
    WeeklyTime.objects.create(
        center=mediator.center, mediator=mediator, weekday=weekday, starts=DAY_BEGINS, ends=DAY_ENDS, never=True
    )
    _mark_times(mediator)
    _record("mediator.never_on_weekday", mediator, by, kind, weekday=weekday)


@transaction.atomic
def set_shift_pattern(
    *, mediator: Mediator, weeks: Sequence[str], first_monday: date, by: User | None, kind: str = ""
) -> None:
    """Three-shift work, one of early/late/night/off per week of the cycle; an empty cycle ends the pattern.

    Raises NotAShiftPattern for another word or a first day that is no Monday.
    """
    if first_monday.weekday() or any(week not in SHIFTS for week in weeks):
        raise NotAShiftPattern(first_monday, weeks)
    ShiftPattern.objects.filter(mediator=mediator).delete()
    if weeks:
        ShiftPattern.objects.create(
            center=mediator.center, mediator=mediator, first_monday=first_monday, weeks=list(weeks)
        )
    _mark_times(mediator)
    _record("mediator.shifts_set", mediator, by, kind, weeks=len(weeks))


@transaction.atomic
def add_absence(*, mediator: Mediator, first_day: date, last_day: date, by: User | None, kind: str = "") -> Absence:
    """Away from–to, both days included; no reason is asked."""
    absence = Absence.objects.create(center=mediator.center, mediator=mediator, first_day=first_day, last_day=last_day)
    _record("mediator.absence_added", mediator, by, kind, first=first_day, last=last_day)
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by: User | None, kind: str = "") -> None:
    mediator = absence.mediator
    absence.delete()
    _record("mediator.absence_removed", mediator, by, kind, first=absence.first_day, last=absence.last_day)


@transaction.atomic
def confirm_details(*, mediator: Mediator, by: User | None, kind: str = "") -> None:
    """ "Das stimmt noch alles": the day is remembered, nothing else."""
    mediator.last_confirmed_on = timezone.localdate()
    mediator.save(update_fields=["last_confirmed_on"])
    _record("mediator.details_confirmed", mediator, by, kind)


@transaction.atomic
def set_details(*, mediator: Mediator, values: dict[str, Any], by: User | None, kind: str = "") -> list[str]:
    """Writes fields of the person (names as in the model) and returns those that changed."""
    changed = [name for name, value in values.items() if getattr(mediator, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(mediator, name, values[name])
    if {"phone", "second_phone"} & set(changed):
        mediator.phone_is_wrong = False
    store(mediator)
    _record("mediator.details_changed", mediator, by, kind, fields=sorted(changed))
    return changed


@transaction.atomic
def set_skills(*, mediator: Mediator, skills: Sequence[SkillValues], by: User | None, kind: str = "") -> None:
    """Replaces the languages; each code once, the last statement counts."""
    mediator.skills.all().delete()
    add_skills(mediator, {skill.code: skill for skill in skills}.values())
    store(mediator)
    _record("mediator.languages_set", mediator, by, kind, codes=sorted({skill.code for skill in skills}))


def note_invited(invitation: Invitation) -> None:
    """Registered with centers.seams: remembered on the person it is about, else on whoever has this address."""
    if invitation.role != Role.MEDIATOR:
        return
    if invitation.about.startswith(ABOUT):
        people = Mediator.objects.filter(pk=int(invitation.about.removeprefix(ABOUT)))
    else:
        people = Mediator.objects.filter(email__iexact=invitation.email, erased_at=None)
    people.update(invited_at=timezone.now())


def link_account(invitation: Invitation, membership: Membership) -> None:
    """Registered with centers.seams: whoever was invited as this person now sees her own pages."""
    if invitation.about.startswith(ABOUT):
        Mediator.objects.filter(pk=int(invitation.about.removeprefix(ABOUT)), user=None).update(user=membership.user)


def add_skills(mediator: Mediator, skills: Any) -> list[LanguageSkill]:
    """Rows for the languages of one person, without a record of their own."""
    rows = [
        LanguageSkill(
            center=mediator.center,
            mediator=mediator,
            code=skill.code,
            variant=skill.variant,
            script=skill.script,
            level=skill.level,
            speaks=skill.speaks,
            writes=skill.writes,
            only_as_substitute=skill.only_as_substitute,
        )
        for skill in skills
    ]
    return LanguageSkill.objects.bulk_create(rows)


def store(mediator: Mediator) -> None:
    """Saves the person with numbers in one form and the text that the search looks into."""
    for name in ("phone", "second_phone"):
        typed = getattr(mediator, name)
        number = phones.read(typed) if typed else phones.Phone("")
        setattr(mediator, name, number.stored or typed.strip()[:40])
        setattr(mediator, f"{name}_digits", phones.stored_digits(getattr(mediator, name)))
    mediator.save()
    index(mediator)


def index(mediator: Mediator) -> None:
    """Writes what the search finds the person by."""
    codes = mediator.skills.values_list("code", flat=True) if mediator.pk else ()
    mediator.search_text = folded(" ".join(search_words(mediator, codes)))
    Mediator.objects.filter(pk=mediator.pk).update(search_text=mediator.search_text)


def search_words(mediator: Mediator, codes: Iterable[str]) -> list[str]:
    """Names, town, home desk, languages."""
    words = [mediator.name, mediator.town.name if mediator.town else "", mediator.home_desk.name]
    return words + [word for code in codes for word in _language_words(code)]


def _language_words(code: str) -> list[str]:
    language = LANGUAGES.get(code)
    if language is None:
        return []
    base = LANGUAGES.get(language.variant_of)
    return [language.name, *([base.name] if base else [])]


def _mark_times(mediator: Mediator) -> None:
    """Times are known once there is one statement to reckon with; "dienstags nie" alone leaves the rest open."""
    mediator.times_known = (
        mediator.weekly_times.filter(never=False).exists() or ShiftPattern.objects.filter(mediator=mediator).exists()
    )
    mediator.save(update_fields=["times_known"])


def _record(action: str, mediator: Mediator, by: User | None, kind: str, **detail: Any) -> None:
    audit.record(center=mediator.center, action=action, by=by, on=mediator, kind=kind, **detail)
