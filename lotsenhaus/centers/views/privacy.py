"""Datenschutz: the folder for the data protection officer, made from the running configuration."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from lotsenhaus.centers.access import CenterRequest, require, today
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.permissions import PEOPLE_READ, PRIVACY_READ
from lotsenhaus.centers.queries import register


@require(PRIVACY_READ)
def privacy(request: CenterRequest) -> HttpResponse:
    context = {
        "processings": register.processings(),
        "upcoming": register.upcoming(today()),
        "rights": register.rights(),
        "roles": list(Role),
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "centers/privacy.html", context)


@require(PEOPLE_READ, PRIVACY_READ)
def rights(request: CenterRequest) -> HttpResponse:
    return render(request, "centers/rights.html", {"rights": register.rights(), "roles": list(Role)})
