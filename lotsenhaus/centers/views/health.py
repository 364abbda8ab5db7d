"""For monitoring: is the process alive, and can the house be used?"""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from lotsenhaus.centers.access import public
from lotsenhaus.centers.queries import machine


@public
def live(request: HttpRequest) -> HttpResponse:
    """Stays true while the database is away: a restart would not help."""
    return JsonResponse({"live": True}, headers={"Cache-Control": "no-store"})


@public
def ready(request: HttpRequest) -> HttpResponse:
    try:
        checks = machine.readiness(timezone.now())
    except DatabaseError:
        checks = {"database": False}
    good = all(checks.values())
    return JsonResponse({"ready": good, **checks}, status=200 if good else 503, headers={"Cache-Control": "no-store"})
