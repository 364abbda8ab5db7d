"""The mediator's own pages: Start · Meine Termine · Meine Zeiten · Mein Geld, made for a telephone."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import code_for, revoke, url_for
from lotsenhaus.kit.numbers import whole_number
from lotsenhaus.mediation.actions import assignments, mediators, offers
from lotsenhaus.mediation.choices.states import (
    AssignmentState,
    CancelReason,
    CancelSide,
    Channel,
    DateKind,
    WeekAnswer,
)
from lotsenhaus.mediation.forms.mine import DateForm, OwnDataForm
from lotsenhaus.mediation.forms.times import AbsenceForm, ShiftForm, TimesForm
from lotsenhaus.mediation.models import Absence, Assignment, Mediator, Offer, Policy, WeekStatement
from lotsenhaus.mediation.permissions import DISPATCH, OWN_PAGES, is_my_assignment, is_my_offer
from lotsenhaus.mediation.planning import leg_between
from lotsenhaus.mediation.planning.because import why_you
from lotsenhaus.mediation.planning.estimate import estimate
from lotsenhaus.mediation.queries import mine as queries
from lotsenhaus.mediation.views.loading import own_slot


@require(OWN_PAGES)
def start(request: CenterRequest) -> HttpResponse:
    """Does someone ask me? When is my next appointment?"""
    mediator, now = queries.mediator_of(request.access), timezone.now()
    asked = list(queries.questions(mediator))
    for offer in asked:
        offer.leg = leg_between(mediator, offer.slot)  # type: ignore[attr-defined]
        offer.estimate = estimate(offer.slot, mediator)  # type: ignore[attr-defined]
        offer.why_you = why_you(offer)  # type: ignore[attr-defined]
    return render(
        request,
        "mediation/my_start.html",
        {
            "mediator": mediator,
            "questions": asked,
            "next": queries.appointments(mediator, after=now).first(),
            "week": _week(mediator),
            "week_answers": WeekAnswer.choices,
            "held": queries.past(mediator, before=now).count(),
        },
    )


def _week(mediator: Mediator) -> WeekStatement | None:
    monday = mediators.this_monday(timezone.localdate())
    return WeekStatement.objects.filter(mediator=mediator, monday=monday).first()


@require_POST
@require(OWN_PAGES)
def answer(request: CenterRequest, pk: int) -> HttpResponse:
    """Yes or no while signed in; the same words as behind the link."""
    offer = get_object_or_404(Offer.objects.select_related("mediator", "slot__inquiry"), pk=pk)
    if not is_my_offer(request.access, offer):
        raise Http404
    try:
        if request.POST.get("antwort") == "ja":
            if offer.slot.starts_at is None and offer.slot.inquiry.date_kind == DateKind.PROPOSALS:
                return redirect(url_for(center=request.center, purpose=LinkPurpose.ANSWER, target_id=offer.pk))
            offers.accept_offer(offer=offer, via=Channel.WEB, by=request.user)
            messages.success(request, _("Danke! Der Termin gehört Ihnen."))
        else:
            offers.decline_offer(offer=offer, via=Channel.WEB, by=request.user)
            messages.success(request, _("Danke, dass Sie geantwortet haben."))
    except offers.TooLate as late:
        was_taken = _("Danke! Diesmal war schon jemand da. Sie müssen nichts tun.")
        messages.info(request, was_taken if late.why == "taken" else _("Diese Frage hat sich erledigt. Danke!"))
    except offers.AlreadyBusy:
        messages.warning(request, _("Zu dieser Zeit haben Sie schon einen Termin. Der Weg ist mitgerechnet."))
    return redirect("mediation:my-start", request.center.slug)


@require(OWN_PAGES)
def appointments(request: CenterRequest) -> HttpResponse:
    mediator, now = queries.mediator_of(request.access), timezone.now()
    return render(
        request,
        "mediation/my_appointments.html",
        {
            "mediator": mediator,
            "coming": queries.appointments(mediator, after=now - timedelta(hours=24)),
            "past": Paginator(queries.past(mediator, before=now), 20).get_page(request.GET.get("seite")),
            "now": now,
        },
    )


@require(OWN_PAGES)
def appointment(request: CenterRequest, pk: int) -> HttpResponse:
    """One appointment: the page behind the link knows all that must be said."""
    assignment = get_object_or_404(Assignment.objects.select_related("mediator", "center"), pk=pk)
    if not is_my_assignment(request.access, assignment):
        raise Http404
    return redirect(url_for(center=request.center, purpose=LinkPurpose.ANSWER, target_id=assignment.offer_id))


@require_POST
@require(OWN_PAGES)
def cancel(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Ich kann doch nicht", no reason asked."""
    assignment = get_object_or_404(Assignment.objects.select_related("mediator"), pk=pk)
    if not is_my_assignment(request.access, assignment):
        raise Http404
    try:
        assignments.cancel_assignment(
            assignment=assignment,
            side=CancelSide.MEDIATOR,
            reason=CancelReason.PREVENTED,
            by=request.user,
            via=Channel.WEB,
        )
        messages.success(request, _("Abgesagt. Ihre Vermittlungsstelle weiß Bescheid und sucht jemand anderen."))
    except assignments.NotPossible:
        messages.info(request, _("Dieser Termin ist schon bestätigt."))
    return redirect("mediation:my-appointments", request.center.slug)


@require(OWN_PAGES)
def set_date(request: CenterRequest, pk: int) -> HttpResponse:
    """ "Nach Absprache": she agreed on a day with the institution."""
    assignment = get_object_or_404(Assignment.objects.select_related("mediator", "slot__inquiry__organization"), pk=pk)
    if not is_my_assignment(request.access, assignment) or assignment.state != AssignmentState.AGREED:
        raise Http404
    return _date_page(request, assignment, "mediation/my_date.html", "mediation:my-appointments")


@require(DISPATCH)
def set_date_for(request: CenterRequest, pk: int) -> HttpResponse:
    """The desk enters or moves the date for her."""
    assignment = get_object_or_404(Assignment.objects.select_related("mediator", "slot__inquiry__organization"), pk=pk)
    own_slot(request, assignment.slot_id)
    return _date_page(request, assignment, "mediation/assignment_date.html", "mediation:today")


def _date_page(request: CenterRequest, assignment: Assignment, template: str, then: str) -> HttpResponse:
    initial = {}
    if assignment.starts_at and assignment.ends_at:
        start, end = timezone.localtime(assignment.starts_at), timezone.localtime(assignment.ends_at)
        initial = {"day": start.date(), "starts": start.time(), "ends": end.time()}
    form = DateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            assignments.set_date(
                assignment=assignment,
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.cleaned_data["ends_at"],
                by=request.user,
            )
        except offers.AlreadyBusy:
            form.add_error("starts", _("Da ist schon ein anderer Termin. Der Weg ist mitgerechnet."))
        except assignments.NotPossible:
            form.add_error(None, _("Dieser Termin kann nicht mehr geändert werden."))
        else:
            messages.success(request, _("Der Termin ist eingetragen."))
            return redirect(then, request.center.slug)
    return render(request, template, {"assignment": assignment, "form": form})


@require(OWN_PAGES)
def times(request: CenterRequest) -> HttpResponse:
    """Three large switches, the usual week, shifts, and "bis … Pause"."""
    mediator = queries.mediator_of(request.access)
    forms: dict[str, TimesForm | ShiftForm | AbsenceForm] = {
        "weekly": TimesForm(request.POST if "weekly" in request.POST else None, initial=_weekly_initial(mediator)),
        "shifts": ShiftForm(request.POST if "shifts" in request.POST else None, initial=_shift_initial(mediator)),
        "absence": AbsenceForm(request.POST if "absence" in request.POST else None),
    }
    if request.method == "POST" and _store_times(request, mediator, forms):
        messages.success(request, _("Gespeichert. Danke!"))
        return redirect("mediation:my-times", request.center.slug)
    return render(
        request,
        "mediation/my_times.html",
        {
            "mediator": mediator,
            "week": _week(mediator),
            "week_answers": WeekAnswer.choices,
            "forms": forms,
            "absences": mediator.absences.filter(last_day__gte=timezone.localdate()),
        },
    )


def _store_times(
    request: CenterRequest, mediator: Mediator, forms: dict[str, TimesForm | ShiftForm | AbsenceForm]
) -> bool:
    """Stores the part that was sent; False when it has an error."""
    if (answered := request.POST.get("woche")) in WeekAnswer.values:
        mediators.set_week(mediator=mediator, answer=str(answered), by=request.user)
        return True
    if gone := whole_number(request.POST.get("wieder_da")):
        absence = get_object_or_404(Absence, pk=gone, mediator=mediator)
        mediators.remove_absence(absence=absence, by=request.user)
        return True
    name = next((name for name in forms if name in request.POST), "")
    form = forms.get(name)
    if form is None or not form.is_valid():
        return False
    if isinstance(form, TimesForm):
        mediators.set_weekly_times(
            mediator=mediator,
            times=[mediators.Hours(*hours) for hours in form.hours()],
            never=form.never(),
            by=request.user,
        )
    elif isinstance(form, ShiftForm):
        monday = mediators.this_monday(timezone.localdate())
        mediators.set_shift_pattern(mediator=mediator, weeks=form.weeks(), first_monday=monday, by=request.user)
    else:
        mediators.add_absence(mediator=mediator, by=request.user, **form.cleaned_data)
    return True


def _weekly_initial(mediator: Mediator) -> dict[str, object]:
    found: dict[str, object] = {}
    for row in mediator.weekly_times.all():
        if row.never:
            found[f"never_{row.weekday}"] = True
        else:
            found |= {f"starts_{row.weekday}": row.starts, f"ends_{row.weekday}": row.ends}
    return found


def _shift_initial(mediator: Mediator) -> dict[str, str]:
    """The cycle, turned so that this week stands first."""
    pattern = getattr(mediator, "shift_pattern", None)
    if pattern is None or not pattern.weeks:
        return {}
    gone = (mediators.this_monday(timezone.localdate()) - pattern.first_monday).days // 7 % len(pattern.weeks)
    turned = pattern.weeks[gone:] + pattern.weeks[:gone]
    return {f"week_{number}": week for number, week in enumerate(turned, start=1)}


@require(OWN_PAGES)
def money(request: CenterRequest) -> HttpResponse:
    """Per talk: wartet auf Bestätigung → bestätigt → angewiesen; the year against the limit she chose."""
    mediator, now = queries.mediator_of(request.access), timezone.now()
    year = timezone.localdate(now).year
    policy = Policy.objects.on(timezone.localdate(now)).order_by("-valid_from").first()
    limit = mediator.year_limit or (policy.year_limit if policy else None)
    return render(
        request,
        "mediation/my_money.html",
        {
            "mediator": mediator,
            "year": year,
            "paid": queries.year_sum(mediator, year),
            "limit": limit,
            "coming": queries.coming_sum(mediator),
            "own_limit": mediator.year_limit is not None,
            "talks": Paginator(queries.past(mediator, before=now), 25).get_page(request.GET.get("seite")),
        },
    )


@require(OWN_PAGES)
def own_data(request: CenterRequest) -> HttpResponse:
    """Number, mail, way, limits: seen and changed by herself."""
    mediator = queries.mediator_of(request.access)
    form = OwnDataForm(request.POST or None, instance=mediator)
    if request.method == "POST" and form.is_valid():
        fresh = Mediator.objects.get(pk=mediator.pk)
        mediators.set_details(mediator=fresh, values=form.cleaned_data, by=request.user)
        mediators.confirm_details(mediator=fresh, by=request.user)
        messages.success(request, _("Gespeichert. Danke, dass Sie Ihre Angaben geprüft haben."))
        return redirect("mediation:my-data", request.center.slug)
    code = code_for(center=request.center, purpose=LinkPurpose.FEED, target_id=mediator.pk)
    feed = url_for(center=request.center, purpose=LinkPurpose.FEED, target_id=mediator.pk)
    return render(request, "mediation/my_data.html", {"mediator": mediator, "form": form, "feed": feed, "code": code})


@require_POST
@require(OWN_PAGES)
def renew_feed(request: CenterRequest) -> HttpResponse:
    """The old calendar address stops working at once."""
    mediator = queries.mediator_of(request.access)
    revoke(center=request.center, purpose=LinkPurpose.FEED, target_id=mediator.pk, by=request.user)
    messages.success(request, _("Die alte Kalender-Adresse gilt nicht mehr. Hier ist die neue."))
    return redirect("mediation:my-data", request.center.slug)
