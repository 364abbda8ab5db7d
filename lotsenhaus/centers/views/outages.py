"""What somebody sees when something does not work: always the next step and a telephone number, never a dead end."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lotsenhaus.centers import queries
from lotsenhaus.centers.access import public
from lotsenhaus.centers.models import Center


def _whom_to_call(request: HttpRequest) -> list[Center]:
    center = getattr(request, "center", None)
    try:
        return [center] if center else queries.open_centers()
    except DatabaseError:
        return []


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form lay open too long or cookies are off; nothing was changed."""
    return render(request, "centers/form_expired.html", {"centers": _whom_to_call(request)}, status=403)


@public
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"centers": _whom_to_call(request)}, status=403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and for what belongs to somebody else."""
    return render(request, "404.html", {"centers": _whom_to_call(request)}, status=404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without request and database: either may be what is broken."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request.path)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(path: str) -> HttpResponse:
    """The database does not answer: the page says so, names a number, and is never stored."""
    known = queries.remembered_centers()
    own = [center for center in known if path.startswith(f"/{center.slug}/")]
    response = HttpResponse(render_to_string("503.html", {"centers": own or known}), status=503)
    response["Retry-After"], response["Cache-Control"] = "10", "no-store"
    return response
