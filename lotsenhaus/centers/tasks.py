"""What happens by itself for every center: deleting in time, anchoring the audit, looking at the mail server."""

import logging
import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from lotsenhaus.centers.everywhere import each_center, in_each_center, one_by_one
from lotsenhaus.centers.models import AuditRecord
from lotsenhaus.centers.queries import machine, register

log = logging.getLogger("lotsenhaus.audit")
CERTIFICATE_WARNING = timedelta(days=21)


@app.periodic(cron="30 2 * * *")
@app.task(queue="house", queueing_lock="retain", pass_context=False)
def retain(timestamp: int) -> None:
    """Every night: each app deletes what is due by its own dates."""
    today = timezone.localdate()
    modules = [module for _label, module in register.our_modules("privacy")]
    for module in modules:
        if hasattr(module, "retain_everywhere"):
            module.retain_everywhere(today)
    in_each_center(*(partial(module.retain, today) for module in modules if hasattr(module, "retain")))


@app.periodic(cron="5 0 * * *")
@app.task(queue="house", queueing_lock="anchor_audit", pass_context=False)
def anchor_audit(timestamp: int) -> None:
    """Every day one line per center in the log, outside of the database: who rewrites the chain cannot rewrite it."""

    def anchor(pk: int) -> None:
        last = AuditRecord.objects.order_by("-position").values_list("position", "hash").first()
        if last:
            log.warning("audit anchor center=%s position=%s hash=%s", pk, *last)

    one_by_one([(center.pk, center.pk) for center in each_center()], anchor)


@app.periodic(cron="45 3 * * *")
@app.task(queue="house", queueing_lock="look_at_mail_server", pass_context=False)
def look_at_mail_server(timestamp: int) -> None:
    """Every night: does the mail server answer, and how long does its certificate last?"""
    kind, sentence = _mail_server()
    note = {"kind": kind, "sentence": sentence, "at": timezone.now().isoformat()}
    cache.set(machine.MAIL_NOTE, note, 3 * 24 * 3600)


def _mail_server() -> tuple[str, str]:
    if "smtp" not in settings.EMAIL_BACKEND:
        return "info", _("Nachrichten bleiben auf dieser Maschine (Vorführung).")
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=20) as server:
            server.ehlo()
            if not server.has_extn("starttls"):
                return "warning", _("Der Mailserver antwortet, bietet aber keine Verschlüsselung an.")
            server.starttls(context=ssl.create_default_context())
            ends = _certificate_end(server)
    except ssl.SSLCertVerificationError:
        return "danger", _("Das Zertifikat des Mailservers ist abgelaufen oder passt nicht zu seinem Namen.")
    except OSError as problem:
        return "danger", _("Der Mailserver antwortet nicht (%(name)s).") % {"name": type(problem).__name__}
    words = _("Der Mailserver antwortet. Sein Zertifikat gilt bis %(day)s.") % {"day": f"{ends:%d.%m.%Y}"}
    return ("success" if ends - timezone.now() > CERTIFICATE_WARNING else "warning"), words


def _certificate_end(server: smtplib.SMTP) -> datetime:
    certificate = server.sock.getpeercert()  # type: ignore[union-attr]
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
