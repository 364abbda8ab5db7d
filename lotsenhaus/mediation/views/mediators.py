"""The pool as a list: on screen, as a telephone list on paper, as the old Excel list; and adding somebody by hand."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lotsenhaus.centers import audit
from lotsenhaus.centers.access import Access, CenterRequest, require
from lotsenhaus.centers.choices import Role
from lotsenhaus.kit import phones, sheets
from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.actions import intake
from lotsenhaus.mediation.actions.mediators import SkillValues
from lotsenhaus.mediation.choices.languages import full_name
from lotsenhaus.mediation.choices.states import MediatorState
from lotsenhaus.mediation.forms.mediators import FilterForm, NewForm
from lotsenhaus.mediation.models import Absence, Credential, LanguageSkill, Mediator
from lotsenhaus.mediation.permissions import MEDIATOR_CHANGE, MEDIATOR_READ, is_own_mediator
from lotsenhaus.mediation.rules.intake import Seen, running_out
from lotsenhaus.mediation.rules.pool import codes_for, spoken, spoken_choices
from lotsenhaus.network.models import Desk, Town

PER_PAGE = 50


@require(MEDIATOR_READ)
def mediators(request: CenterRequest) -> HttpResponse:
    """One's own desk first; nine queries at most, however long the list."""
    form = _filters(request)
    everybody = _filtered(request.access, form)
    own = request.access.desk
    page = Paginator(everybody, PER_PAGE).get_page(request.GET.get("seite"))
    today = timezone.localdate()
    for mediator in page:
        _describe(mediator, request.access, today)
    return render(
        request,
        "mediation/mediators.html",
        {
            "page": page,
            "form": form,
            "desk": own,
            "scope": "" if own is None else request.GET.get("stellen", "eigene"),
            "filtered": any(request.GET.get(name) for name in form.fields),
            "may_import": request.access.role == Role.COORDINATOR,
        },
    )


@require(MEDIATOR_READ)
def phone_list(request: CenterRequest) -> HttpResponse:
    """On paper, by language: own numbers in full, other desks' people through their desk."""
    skills = LanguageSkill.objects.filter(mediator__in=_present(), speaks=True).select_related(
        "mediator__home_desk", "mediator__town"
    )
    rows = sorted(skills, key=lambda skill: (folded(full_name(skill.code)), folded(str(skill.mediator)), skill.pk))
    for skill in rows:
        _describe(skill.mediator, request.access, timezone.localdate(), lists=False)
    groups = [(name, list(same)) for name, same in groupby(rows, key=lambda skill: full_name(skill.code))]
    return render(request, "mediation/mediator_phone_list.html", {"groups": groups, "today": timezone.localdate()})


@require(MEDIATOR_READ)
def export(request: CenterRequest) -> HttpResponse:
    """Side by side with Excel: the columns of the old list; contact data of one's own people only."""
    people = _present().select_related("home_desk", "town").prefetch_related("skills")
    rows = [_line(mediator, is_own_mediator(request.access, mediator)) for mediator in people]
    audit.record(center=request.center, action="mediator.list_exported", by=request.user, rows=len(rows))
    headings = [_("Nachname"), _("Vorname"), _("Telefon"), _("Zweite Nummer"), _("E-Mail"), _("Ort"), _("Sprachen")]
    headings += [_("Stammstelle"), _("Stand")]
    name = f"sprachlotsen-{timezone.localdate().isoformat()}.xlsx"
    return HttpResponse(
        sheets.as_xlsx(headings, rows, title=_("Sprachlotsen")),
        content_type=sheets.XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require(MEDIATOR_CHANGE)
def create(request: CenterRequest) -> HttpResponse:
    """By hand: a name and a number suffice."""
    desk = request.access.desk
    form = NewForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "phone", "town")}
        mediator = intake.add_mediator(
            center=request.center,
            by=request.user,
            home_desk=desk or form.cleaned_data["home_desk"],
            values=values,
            skills=[SkillValues(one.variant or one.code, level=one.level) for one in form.cleaned_data["languages"]],
            state=MediatorState.ACTIVE,
        )
        messages.success(request, _("%(name)s ist jetzt in Ihrer Liste.") % {"name": mediator.name})
        return redirect("mediation:mediator-detail", request.center.slug, mediator.pk)
    return render(request, "mediation/mediator_new.html", {"form": form})


def _present() -> QuerySet[Mediator]:
    return Mediator.objects.exclude(state=MediatorState.LEFT)


def _filters(request: CenterRequest) -> FilterForm:
    codes = LanguageSkill.objects.order_by().values_list("code", flat=True).distinct()
    return FilterForm(
        request.GET, spoken=spoken_choices(codes), desks=Desk.objects.filter(closed_on=None), towns=Town.objects.all()
    )


def _filtered(access: Access, form: FilterForm) -> QuerySet[Mediator]:
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    rows = (
        Mediator.objects.filter(erased_at=None)
        .select_related("home_desk", "town")
        .prefetch_related(
            "skills",
            Prefetch("absences", Absence.objects.filter(last_day__gte=timezone.localdate())),
            Prefetch("credentials", Credential.objects.all()),
        )
    )
    if "stand" in chosen:
        rows = rows.filter(state=chosen["stand"])
    else:
        rows = rows.exclude(state=MediatorState.LEFT)
    if "stelle" in chosen:
        rows = rows.filter(home_desk=chosen["stelle"])
    elif access.desk and form.data.get("stellen", "eigene") != "alle":
        rows = rows.filter(home_desk=access.desk)
    if "ort" in chosen:
        rows = rows.filter(town=chosen["ort"])
    if "sprache" in chosen:
        spoken_by = LanguageSkill.objects.filter(code__in=codes_for(chosen["sprache"]))
        rows = rows.filter(pk__in=spoken_by.values("mediator_id"))
    for word in folded(chosen.get("q", "")).split():
        rows = rows.filter(search_text__contains=word) | rows.filter(phone_digits__endswith=word)
    return rows


def _describe(mediator: Any, access: Access, today: date, *, lists: bool = True) -> None:
    """What a row says beside the fields of the person."""
    mediator.is_own = is_own_mediator(access, mediator)
    mediator.number = phones.shown(mediator.phone) if mediator.is_own else ""
    if not lists:
        return
    mediator.spoken = ", ".join(spoken(skill.code, skill.level) for skill in mediator.skills.all())
    mediator.away = next((one for one in mediator.absences.all() if one.first_day <= today), None)
    seen = [Seen(paper.kind, paper.valid_until) for paper in mediator.credentials.all()]
    mediator.paper_ends = min(running_out(seen, today=today).values(), default=None) if mediator.is_own else None


def _line(mediator: Mediator, is_own: bool) -> list[str]:
    contact = [phones.shown(mediator.phone), phones.shown(mediator.second_phone), mediator.email]
    skills = ", ".join(spoken(skill.code, skill.level) for skill in mediator.skills.all())
    town = mediator.town.name if mediator.town else ""
    return [
        mediator.last_name,
        mediator.first_name,
        *(contact if is_own else ["", "", ""]),
        town,
        skills,
        mediator.home_desk.name,
        mediator.get_state_display(),
    ]
