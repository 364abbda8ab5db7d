"""What the page of one person shows, gathered with a fixed number of queries."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsenhaus.centers.access import CenterRequest
from lotsenhaus.kit import phones
from lotsenhaus.kit.money import format_euro
from lotsenhaus.mediation.actions.mediators import this_monday
from lotsenhaus.mediation.choices.languages import full_name
from lotsenhaus.mediation.choices.states import CredentialKind, MediatorState
from lotsenhaus.mediation.forms.mediators import SCRIPTS
from lotsenhaus.mediation.models import Assignment, Call, Mediator, Policy
from lotsenhaus.mediation.permissions import is_own_mediator
from lotsenhaus.mediation.queries.mine import year_sum
from lotsenhaus.mediation.queries.payouts import paid_or_owed_in, sum_of
from lotsenhaus.mediation.rules.intake import MOVES, Person, Seen, running_out, steps

LAST_TALKS = 5
SHIFT_NAMES = {
    "early": gettext_lazy("Früh"),
    "late": gettext_lazy("Spät"),
    "night": gettext_lazy("Nacht"),
    "off": gettext_lazy("frei"),
}


def facts(request: CenterRequest, mediator: Mediator, *, phone_shown: bool = False) -> dict[str, Any]:
    """Everybody of the desks reads languages and times; papers, limits, blocks and money are for the home desk."""
    today, own = timezone.localdate(), is_own_mediator(request.access, mediator)
    shared = {
        "mediator": mediator,
        "own": own,
        "today": today,
        "numbers": _numbers(mediator) if own or phone_shown else [],
        "phone_shown": phone_shown,
        "skills": [_skill(skill) for skill in mediator.skills.all()],
        "weekly": list(mediator.weekly_times.all()),
        "shift": _shifts(mediator, today),
        "week": mediator.week_statements.filter(monday=this_monday(today)).first(),
        "absences": list(mediator.absences.filter(last_day__gte=today)),
    }
    return {**shared, **(_inner(request, mediator, shared, today) if own else {})}


def _inner(request: CenterRequest, mediator: Mediator, shared: dict[str, Any], today: date) -> dict[str, Any]:
    papers = list(mediator.credentials.all())
    trainings = list(mediator.trainings.all())
    seen = tuple(Seen(paper.kind, paper.valid_until) for paper in papers)
    ending = running_out(seen, today=today)
    for paper in papers:
        paper.warn = paper.kind in ending and paper.valid_until == ending[paper.kind]  # type: ignore[attr-defined]
    return {
        "papers": papers,
        "trainings": trainings,
        "blocks": list(mediator.blocks.filter(lifted_at=None).select_related("organization")),
        "tasks": _tasks(request, mediator, Person(
            state=mediator.state,
            has_phone=bool(mediator.phone),
            languages=len(shared["skills"]),
            trainings=len(trainings),
            seen=seen,
        ), today),
        "moves": [(to, _move_label(mediator.state, to)) for to in MOVES[mediator.state]],
        "talks": list(
            Assignment.objects.filter(mediator=mediator)
            .select_related("slot__inquiry__organization", "slot__inquiry__town")
            .order_by("-starts_at", "-pk")[:LAST_TALKS]
        ),
        "calls": list(Call.objects.filter(mediator=mediator).exclude(result="").select_related("by")[:3]),
        "year": _year(mediator, today),
    }  # fmt: skip


def _numbers(mediator: Mediator) -> list[tuple[str, str]]:
    """What to dial, and how it reads."""
    stored = [number for number in (mediator.phone, mediator.second_phone) if number]
    return [(f"tel:{phones.dialed(number)}", phones.shown(number)) for number in stored]


def _skill(skill: Any) -> dict[str, Any]:
    ways = [_("mündlich")] * skill.speaks + [_("schriftlich")] * skill.writes
    details = [skill.variant, skill.get_level_display(), " und ".join(ways) if skill.writes else ""]
    details += [_("Schrift: %s") % SCRIPTS[skill.script]] if skill.script in SCRIPTS else []
    details += [_("nur als Ersatz")] if skill.only_as_substitute else []
    return {"name": full_name(skill.code), "details": ", ".join(filter(None, details))}


def _shifts(mediator: Mediator, today: date) -> list[tuple[str, str]]:
    """This week and those that follow, in words."""
    pattern = getattr(mediator, "shift_pattern", None)
    if pattern is None or not pattern.weeks:
        return []
    weeks = pattern.weeks
    turn = (this_monday(today) - pattern.first_monday).days // 7 % len(weeks)
    turned = [*weeks[turn:], *weeks[:turn]]
    names = [_("diese Woche"), _("nächste Woche"), *(_("danach") for _week in turned[2:])]
    return [(name, SHIFT_NAMES.get(week, week)) for name, week in zip(names, turned, strict=False)]


def _tasks(request: CenterRequest, mediator: Mediator, person: Person, today: date) -> list[dict[str, Any]]:
    slug = request.center.slug
    editor = {
        section: reverse("mediation:mediator-edit", args=[slug, mediator.pk, section])
        for section in ("person", "languages")
    }
    labels: dict[str, tuple[Any, str, str]] = {
        "contact": (_("Telefonnummer"), editor["person"], _("Ohne Nummer kann niemand fragen.")),
        "languages": (_("Sprachen"), editor["languages"], _("Noch keine Sprache eingetragen.")),
        "training": (_("Schulung"), "#schulungen", _("Noch keine Schulung eingetragen.")),
        "active": (_("aktiv: wird gefragt"), "#stand", _("Wird noch nicht gefragt.")),
        **{kind: (label, "#nachweise", _("Noch nicht gesehen.")) for kind, label in CredentialKind.choices},
    }
    rows = []
    for step in steps(person, wanted=_wanted(today), today=today):
        label, url, missing = labels[step.code]
        hint = "" if step.done else missing
        if step.ends:
            hint = _("gültig bis %s") % step.ends.strftime("%d.%m.%Y")
        rows.append({"label": label, "url": url, "hint": hint, "state": "done" if step.done else "open"})
    return rows


def _wanted(today: date) -> list[str]:
    """What the center's rules of this day require."""
    policy: Any = Policy.objects.on(today).order_by("-valid_from").first()
    if policy is None:
        return []
    wanted = (
        (CredentialKind.CONFIDENTIALITY, policy.pledge_required),
        (CredentialKind.POLICE_CLEARANCE, policy.clearance_required),
    )
    return [kind for kind, required in wanted if required]


def _move_label(state: str, to: str) -> str:
    labels = {
        MediatorState.TRAINED: _("Ist geschult"),
        MediatorState.ACTIVE: _("Ist wieder da") if state in ("paused", "left") else _("Kann gefragt werden"),
        MediatorState.PAUSED: _("Macht Pause"),
        MediatorState.LEFT: _("Hört auf"),
        MediatorState.APPLICANT: _("Fängt neu an"),
    }
    return labels[MediatorState(to)]


def _year(mediator: Mediator, today: date) -> dict[str, Any]:
    """Talks of this year, and money: what was ordered, and what is on its way (by the day of payment, § 11 EStG)."""
    talks = Assignment.objects.binding().filter(
        mediator=mediator, starts_at__year=today.year, ends_at__lte=timezone.now()
    )
    count = talks.aggregate(count=Count("pk"))["count"]
    total, limit = sum_of(mediator, paid_or_owed_in(today.year, today)), mediator.year_limit
    words = format_euro(total)
    if limit is not None:
        words = _("%(sum)s von %(limit)s") % {"sum": words, "limit": format_euro(limit)}
    return {
        "words": words,
        "limit_words": "" if limit is None else format_euro(limit),
        "number": today.year,
        "talks": count,
        "total": total,
        "ordered": year_sum(mediator, today.year),
        "limit": limit,
        "near": limit is not None and total >= limit * Decimal("0.8"),
        "over": limit is not None and total >= limit,
    }
