"""Messages to the person in front of the screen that can be taken back."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def say_with_undo(request: HttpRequest, text: str, *, undo: str, seconds: int = 30) -> None:
    """Shows `text` on the next page with a button "Rückgängig" that posts to the URL `undo`, offered for `seconds`."""
    messages.success(request, text, extra_tags=f"{UNDO}{seconds}:{undo}")


def undo_of(extra_tags: str) -> tuple[str, int]:
    """URL and seconds that `say_with_undo` has put into the message; an empty URL if there is none."""
    if not extra_tags.startswith(UNDO):
        return "", 0
    seconds, url = extra_tags.removeprefix(UNDO).split(":", 1)
    return url, int(seconds)
