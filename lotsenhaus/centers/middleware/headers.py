"""Our own headers, and the language a person chose."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .shapes import Next


def headers(get_response: Next) -> Next:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        if getattr(getattr(request, "user", None), "is_authenticated", False):
            response.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def own_language(get_response: Next) -> Next:
    """The language of the account wins over the browser's, unless a cookie says otherwise in this browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen and "django_language" not in request.COOKIES:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return get_response(request)

    return middleware
