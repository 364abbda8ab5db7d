"""Is this house fit to be used by real people? Refusals at the start, and the sentences of `lotsenhaus check-setup`."""

import os
import smtplib
import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

LOCAL_NAMES = {"127.0.0.1", "localhost", "::1"}
DEMO_KEY = "only-for-demo-and-tests"
SHORTEST_KEY = 50
MINUTE = 60


class NotFit(ImproperlyConfigured):
    """The house does not start; the message says what to change."""


@dataclass(frozen=True)
class Answer:
    """One sentence for the operator."""

    good: bool
    sentence: str


def refuse_if_unfit(host: str) -> None:
    """Before the web server opens its port. Raises NotFit with everything that is wrong."""
    if settings.DEMO or settings.TESTING:
        return
    if found := refusals(host):
        raise NotFit("Lotsenhaus does not start like this:\n- " + "\n- ".join(found))


def refusals(host: str) -> list[str]:
    """What would endanger people: strangers reading code, guessing the key, or naming any host."""
    found = []
    if settings.DEBUG and host not in LOCAL_NAMES:
        found.append("LOTSENHAUS_DEBUG=1 shows program code to strangers. Unset it, or serve 127.0.0.1 only.")
    if DEMO_KEY in settings.SECRET_KEY or len(settings.SECRET_KEY) < SHORTEST_KEY:
        found.append("LOTSENHAUS_SECRET_KEY is the known or a short one. Make one with: lotsenhaus new-secret")
    if "*" in settings.ALLOWED_HOSTS and not settings.DEBUG:
        found.append("LOTSENHAUS_HOSTS must not be *. Name the address of this house.")
    if not settings.ALLOWED_HOSTS:
        found.append("LOTSENHAUS_HOSTS is empty: name the address of this house, for example lotsen.example.org")
    if "locmem" in settings.CACHES["default"]["BACKEND"]:
        found.append("The cache must be shared by all processes: limits on sign-in live in it.")
    address = urlsplit(settings.PUBLIC_URL)
    if address.scheme != "https" and address.hostname not in LOCAL_NAMES:
        found.append("LOTSENHAUS_PUBLIC_URL must begin with https://: links and sign-in travel through it.")
    return found


def answers(*, test_address: str = "", backups: Path | None = None) -> list[Answer]:
    """Every question that IT asks before the first real day."""
    return [
        *(Answer(False, one) for one in refusals("0.0.0.0")),
        _tls(),
        _clock(),
        _mail(test_address),
        _target(backups),
    ]


def _tls() -> Answer:
    if not settings.PUBLIC_URL.startswith("https://"):
        return Answer(settings.LOCAL, f"{settings.PUBLIC_URL} is not encrypted. That is right for a demo only.")
    try:
        with urllib.request.urlopen(f"{settings.PUBLIC_URL}/health/live", timeout=10) as page:
            strict = page.headers.get("Strict-Transport-Security")
    except (urllib.error.URLError, OSError) as problem:
        return Answer(False, f"{settings.PUBLIC_URL} does not answer from here: {problem}. Is the proxy running?")
    if not strict:
        return Answer(
            False, "The proxy does not say that the visitor came by https (X-Forwarded-Proto, LOTSENHAUS_PROXIES=1)."
        )
    return Answer(True, f"{settings.PUBLIC_URL} answers, encrypted, through the proxy.")


def _clock() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    if apart > MINUTE:
        return Answer(False, f"The clocks of this machine and of the database are {apart:.0f} s apart. Use NTP.")
    return Answer(
        True, f"It is {timezone.localtime():%A, %d.%m.%Y, %H:%M} in {settings.TIME_ZONE}; the database agrees."
    )


def _mail(address: str) -> Answer:
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if "smtp" not in settings.EMAIL_BACKEND:
        return Answer(settings.LOCAL, "Mail stays on this machine (demo).")
    if not address:
        return Answer(True, f"Mail goes to {where}. Try it: lotsenhaus check-setup --mail you@example.org")
    try:
        EmailMessage(
            "Probe von Lotsenhaus",
            "Diese Nachricht zeigt, dass Lotsenhaus E-Mails senden kann.",
            settings.DEFAULT_FROM_EMAIL,
            [address],
        ).send()
    except (OSError, smtplib.SMTPException) as refused:
        return Answer(False, f"The mail server {where} did not take the test mail: {refused}")
    return Answer(True, f"The mail server {where} took the test mail to {address}. Has it arrived, and not among spam?")


def _target(folder: Path | None) -> Answer:
    if folder is None:
        return Answer(True, "Where do backups go? Try the folder: lotsenhaus check-setup --backups /path")
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as trial:
            trial.write(os.urandom(1024))
    except OSError as refused:
        return Answer(False, f"Backups cannot be written to {folder}: {refused.strerror}")
    return Answer(True, f"Backups can be written to {folder}.")
