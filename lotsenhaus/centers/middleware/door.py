"""No page of staff before the second step."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from lotsenhaus.accounts.access import WITHOUT_SECOND_FACTOR, ask_for_second_factor, second_factor_is_missing
from lotsenhaus.centers.queries import is_staff_anywhere

from .shapes import Next


def access(get_response: Next) -> Next:
    """Every request has an `access`; `@require` fills it. Staff who owe the second factor reach set-up pages only.

    Deny by default: `@require` asks as well, but pages of libraries and pages about oneself pass here only.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.access = None  # type: ignore[attr-defined]
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.user.is_anonymous or match is None or getattr(view, "is_public", False):
            return None
        if match.view_name in WITHOUT_SECOND_FACTOR or not second_factor_is_missing(request):
            return None
        return ask_for_second_factor(request) if is_staff_anywhere(request.user) else None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
