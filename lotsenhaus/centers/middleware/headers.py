"""Our own headers, and the language a person chose."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .shapes import Next


def headers(get_response: Next) -> Next:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        if _is_about_somebody(request):
            response.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _is_about_somebody(request: HttpRequest) -> bool:
    """An answer to what was sent, or to a browser that we know: it may repeat what a person typed."""
    if request.method == "POST" or getattr(getattr(request, "user", None), "is_authenticated", False):
        return True
    return hasattr(request, "session") and not request.session.is_empty()


def own_language(get_response: Next) -> Next:
    """The language of the account wins over the browser's, unless a cookie says otherwise in this browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen and "django_language" not in request.COOKIES:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return get_response(request)

    return middleware
