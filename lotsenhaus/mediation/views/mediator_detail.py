"""One person of the pool: what the desk sees, changes section by section, and notes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.choices import Role
from lotsenhaus.kit import notices
from lotsenhaus.mediation.actions import intake
from lotsenhaus.mediation.actions import mediators as actions
from lotsenhaus.mediation.choices.states import MediatorState
from lotsenhaus.mediation.forms.mediators import LimitsForm, PersonForm, Skills
from lotsenhaus.mediation.forms.records import BlockForm, CredentialForm, MoveForm, TrainingForm
from lotsenhaus.mediation.forms.times import AbsenceForm, ShiftForm, TimesForm, WeekForm
from lotsenhaus.mediation.models import Absence, Block, Credential, Mediator, Training
from lotsenhaus.mediation.permissions import MEDIATOR_CHANGE, MEDIATOR_DISCLOSE, MEDIATOR_READ, is_own_mediator
from lotsenhaus.mediation.rules.intake import MOVES
from lotsenhaus.mediation.views.mediator_facts import facts


@require(MEDIATOR_READ)
def mediator_detail(request: CenterRequest, pk: int) -> HttpResponse:
    return _page(request, _mediator(pk))


@require(MEDIATOR_READ)
def show_phone(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Nummer anzeigen": numbers of another desk's person, once, after a line in the read log."""
    mediator = _mediator(pk)
    if request.method != "POST":
        return redirect("mediation:mediator-detail", request.center.slug, pk)
    intake.read_phone(mediator=mediator, by=request.user, desk=request.access.desk)
    response = _page(request, mediator, phone_shown=True)
    response["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True)
class Addition:
    """Something noted from the page of a person: its form, the verb, what is said afterwards."""

    form: Callable[..., forms.Form]
    verb: Callable[..., Any]
    said: Any
    anchor: str


ADDITIONS = {
    "absence": Addition(AbsenceForm, actions.add_absence, gettext_lazy("Die Abwesenheit ist eingetragen."), "zeiten"),
    "week": Addition(WeekForm, actions.set_week, gettext_lazy("Die Angabe für diese Woche ist eingetragen."), "zeiten"),
    "credential": Addition(
        CredentialForm, intake.see_credential, gettext_lazy("Der Nachweis ist eingetragen."), "nachweise"
    ),
    "training": Addition(
        TrainingForm, intake.add_training, gettext_lazy("Die Schulung ist eingetragen."), "schulungen"
    ),
    "block": Addition(BlockForm, intake.set_block, gettext_lazy("Das ist vermerkt."), "sperren"),
}
REMOVALS: dict[str, tuple[type[Any], str, Callable[..., Any], str]] = {
    "absence": (Absence, "absence", actions.remove_absence, "zeiten"),
    "credential": (Credential, "credential", intake.forget_credential, "nachweise"),
    "training": (Training, "training", intake.remove_training, "schulungen"),
    "block": (Block, "block", intake.lift_block, "sperren"),
}


@require_POST
@require(MEDIATOR_CHANGE)
def add(request: CenterRequest, pk: int, what: str) -> HttpResponse:
    """One record more; with an error the page comes back with the form open and what was typed."""
    mediator = _own(request, pk)
    if what not in ADDITIONS:
        raise Http404
    addition = ADDITIONS[what]
    form = addition.form(request.POST, prefix=what)
    if not form.is_valid():
        return _page(request, mediator, given={f"{what}_form": form})
    addition.verb(mediator=mediator, by=request.user, **form.cleaned_data)
    messages.success(request, str(addition.said))
    return _back(request, pk, addition.anchor)


@require_POST
@require(MEDIATOR_CHANGE)
def remove(request: CenterRequest, pk: int, what: str, row: int) -> HttpResponse:
    """Away with one record; a block is only lifted."""
    mediator = _own(request, pk)
    if what not in REMOVALS:
        raise Http404
    model, name, verb, anchor = REMOVALS[what]
    verb(**{name: get_object_or_404(model, pk=row, mediator=mediator)}, by=request.user)
    return _back(request, pk, anchor)


@require_POST
@require(MEDIATOR_CHANGE)
def move(request: CenterRequest, pk: int) -> HttpResponse:
    """To another state; taken back with one press for 30 seconds."""
    mediator = _own(request, pk)
    form = MoveForm(request.POST if "to" in request.POST else request.GET)  # the undo of a message names it in its URL
    if not form.is_valid():
        return _page(request, mediator, given={"move_form": form})
    before, to = mediator.state, form.cleaned_data["to"]
    try:
        intake.move(mediator=mediator, to=to, by=request.user, until=form.cleaned_data["until"])
    except intake.NotAllowed:
        messages.warning(request, _("Das ging inzwischen nicht mehr. Bitte sehen Sie noch einmal auf den Stand."))
        return _back(request, pk, "stand")
    text = _("%(name)s: %(state)s.") % {"name": mediator.name, "state": MediatorState(to).label}
    if before in MOVES[to]:
        undo = reverse("mediation:mediator-move", args=[request.center.slug, pk])
        notices.say_with_undo(request, text, undo=f"{undo}?to={before}")
    else:
        messages.success(request, text)
    return _back(request, pk, "stand")


@require_POST
@require(MEDIATOR_CHANGE)
def confirm(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Das stimmt noch alles", said on the telephone."""
    actions.confirm_details(mediator=_own(request, pk), by=request.user)
    messages.success(request, _("Danke. Die Angaben sind von heute."))
    return _back(request, pk)


@require(MEDIATOR_CHANGE)
def edit(request: CenterRequest, pk: int, section: str) -> HttpResponse:
    """person, limits, languages or times."""
    mediator = _own(request, pk)
    if section not in EDITORS:
        raise Http404
    title, make, save = EDITORS[section]
    parts = make(request, mediator)
    if request.method == "POST" and _all_valid(parts):
        save(request, mediator, parts)
        messages.success(request, _("Gespeichert."))
        return _back(request, pk)
    context = {"mediator": mediator, "section": section, "title": title, **parts}
    return render(request, "mediation/mediator_edit.html", context)


Parts = dict[str, Any]


def _all_valid(parts: Parts) -> bool:
    """Asks every form, so that all errors show at once."""
    answers = [form.is_valid() for form in parts.values()]
    return all(answers)


def _person_parts(request: CenterRequest, mediator: Mediator) -> Parts:
    may = request.access.role == Role.COORDINATOR
    return {"form": PersonForm(request.POST or None, instance=mediator, may_change_desk=may)}


def _limits_parts(request: CenterRequest, mediator: Mediator) -> Parts:
    return {"form": LimitsForm(request.POST or None, instance=mediator)}


def _save_fields(request: CenterRequest, mediator: Mediator, parts: Parts) -> None:
    """The form has written into its instance: the action compares with what is stored."""
    stored = Mediator.objects.get(pk=mediator.pk)
    actions.set_details(mediator=stored, values=parts["form"].cleaned_data, by=request.user)


def _languages_parts(request: CenterRequest, mediator: Mediator) -> Parts:
    names = ("code", "level", "variant", "script", "writes", "only_as_substitute")
    return {"skills": Skills(request.POST or None, initial=list(mediator.skills.values(*names)), prefix="skills")}


def _save_languages(request: CenterRequest, mediator: Mediator, parts: Parts) -> None:
    rows = [form.cleaned_data for form in parts["skills"] if form.cleaned_data.get("code")]
    actions.set_skills(mediator=mediator, skills=[actions.SkillValues(**row) for row in rows], by=request.user)


def _times_parts(request: CenterRequest, mediator: Mediator) -> Parts:
    initial: dict[str, Any] = {}
    for one in reversed(mediator.weekly_times.all()):
        initial |= {f"never_{one.weekday}": one.never}
        if not one.never:
            initial |= {f"starts_{one.weekday}": one.starts, f"ends_{one.weekday}": one.ends}
    return {
        "times": TimesForm(request.POST or None, initial=initial, prefix="times"),
        "shifts": ShiftForm(request.POST or None, initial=_shift_initial(mediator), prefix="shifts"),
    }


def _shift_initial(mediator: Mediator) -> dict[str, str]:
    """The cycle, turned so that the running week comes first."""
    pattern = getattr(mediator, "shift_pattern", None)
    if pattern is None or not pattern.weeks:
        return {}
    monday = actions.this_monday(timezone.localdate())
    turn = (monday - pattern.first_monday).days // 7 % len(pattern.weeks)
    turned = [*pattern.weeks[turn:], *pattern.weeks[:turn]]
    return {f"week_{number}": week for number, week in enumerate(turned, 1)}


def _save_times(request: CenterRequest, mediator: Mediator, parts: Parts) -> None:
    hours = [actions.Hours(*row) for row in parts["times"].hours()]
    hours += _second_spans(mediator, {one.weekday for one in hours})
    actions.set_weekly_times(mediator=mediator, times=hours, never=parts["times"].never(), by=request.user)
    weeks, monday = parts["shifts"].weeks(), actions.this_monday(timezone.localdate())
    if weeks or parts["shifts"].has_changed():
        actions.set_shift_pattern(mediator=mediator, weeks=weeks, first_monday=monday, by=request.user)


def _second_spans(mediator: Mediator, days: set[int]) -> list[actions.Hours]:
    """The page shows one span a day; a second one that the person stated herself stays while the day has times."""
    seen: set[int] = set()
    kept = []
    for one in mediator.weekly_times.filter(never=False, weekday__in=days):
        if one.weekday in seen:
            kept.append(actions.Hours(one.weekday, one.starts, one.ends))
        seen.add(one.weekday)
    return kept


EDITORS: dict[str, tuple[Any, Callable[..., Parts], Callable[..., None]]] = {
    "person": (gettext_lazy("Name, Nummern, Weg"), _person_parts, _save_fields),
    "limits": (gettext_lazy("Grenzen"), _limits_parts, _save_fields),
    "languages": (gettext_lazy("Sprachen"), _languages_parts, _save_languages),
    "times": (gettext_lazy("Übliche Zeiten"), _times_parts, _save_times),
}


def _mediator(pk: int) -> Mediator:
    rows = Mediator.objects.select_related("home_desk", "town", "user", "center")
    return get_object_or_404(rows, pk=pk, erased_at=None)


def _own(request: CenterRequest, pk: int) -> Mediator:
    """Only the home desk and the coordination change a person."""
    mediator = _mediator(pk)
    if not is_own_mediator(request.access, mediator):
        raise PermissionDenied
    return mediator


def _back(request: CenterRequest, pk: int, anchor: str = "") -> HttpResponse:
    url = reverse("mediation:mediator-detail", args=[request.center.slug, pk])
    return redirect(f"{url}#{anchor}" if anchor else url)


def _page(
    request: CenterRequest, mediator: Mediator, *, phone_shown: bool = False, given: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """`given` is a form with its errors, in place of an empty one."""
    context = facts(request, mediator, phone_shown=phone_shown)
    context |= {f"{what}_form": addition.form(prefix=what) for what, addition in ADDITIONS.items()}
    may_disclose = request.access.has(MEDIATOR_DISCLOSE)
    context |= {"move_form": MoveForm(), "may_disclose": may_disclose, **(given or {})}
    context["open"] = next((name.removesuffix("_form") for name in given or ()), "")
    return render(request, "mediation/mediator_detail.html", context)
