"""Wo fehlen Sprachlotsinnen und Sprachlotsen? What one more person would have covered; worked out in the background."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotsenhaus.centers.access import CenterRequest, require
from lotsenhaus.mediation import tasks
from lotsenhaus.mediation.actions import recruiting
from lotsenhaus.mediation.permissions import REPORT_READ
from lotsenhaus.mediation.planning.recruiting import WEEKS, Lack
from lotsenhaus.mediation.planning.words import language_name
from lotsenhaus.network.models import Town


@dataclass(frozen=True)
class Line:
    """One lack in words."""

    lack: Lack
    language: str
    town: str

    @property
    def when(self) -> str:
        day = {"day": WEEKDAYS[self.lack.weekday]}
        return _("%(day)svormittag") % day if self.lack.half == "morning" else _("%(day)snachmittag") % day

    @property
    def sentence(self) -> str:
        said = ngettext(
            "Eine Person mehr mit %(language)s nahe %(town)s am %(when)s: %(count)s Gespräch mehr.",
            "Eine Person mehr mit %(language)s nahe %(town)s am %(when)s: %(count)s Gespräche mehr.",
            self.lack.talks,
        )
        return said % {"language": self.language, "town": self.town, "when": self.when, "count": self.lack.talks}


@require(REPORT_READ)
def lacking(request: CenterRequest) -> HttpResponse:
    """The answer last worked out; a POST asks for a new one."""
    if request.method == "POST":
        if recruiting.begin(center=request.center):
            tasks.look_where_people_lack.defer(center_id=request.center.pk)
        else:
            messages.info(request, _("Das wird schon ausgerechnet."))
        return redirect("mediation:recruiting", request.center.slug)
    found = recruiting.latest(center=request.center)
    context = {
        "found": found,
        "lines": _lines(found.lacks) if found else [],
        "under_way": recruiting.is_under_way(center=request.center),
        "weeks": WEEKS,
    }
    return render(request, "mediation/recruiting.html", context)


def _lines(lacks: list[Lack]) -> list[Line]:
    """In one query; a town that is gone since takes its line along."""
    towns = dict(Town.objects.filter(pk__in=[one.town for one in lacks]).values_list("pk", "name"))
    return [Line(one, language_name(one.language), towns[one.town]) for one in lacks if one.town in towns]
