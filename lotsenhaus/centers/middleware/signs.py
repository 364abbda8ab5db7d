"""Signs that no person types and that PostgreSQL cannot store."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from .shapes import Next

NUL = "\0"


def without_nul(get_response: Next) -> Next:
    """Every view reads query and form without the sign NUL, whether it asks a form or the request itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.GET = _clean(request.GET)
        if request.method == "POST":
            request.POST = _clean(request.POST)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _clean(given: QueryDict) -> Any:
    if not any(NUL in text for name, values in given.lists() for text in (name, *values)):
        return given
    cleaned = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        cleaned.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    cleaned._mutable = False
    return cleaned
