"""Zustand: is the house healthy? In sentences, each with what to do."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lotsenhaus.centers import seams
from lotsenhaus.centers.access import CenterRequest, operator, require
from lotsenhaus.centers.permissions import CONDITION_READ
from lotsenhaus.centers.queries import machine, open_centers
from lotsenhaus.centers.seams import Finding, Trouble


@require(CONDITION_READ)
def condition(request: CenterRequest) -> HttpResponse:
    now = timezone.now()
    own = [finding for findings in seams.findings for finding in findings(request.center)]
    context = {"findings": [*own, *_of_the_machine(now)], "tasks": machine.periodic_tasks()}
    return render(request, "centers/condition.html", context)


@operator
def operator_page(request: HttpRequest) -> HttpResponse:
    """The machine for those who run it: jobs, failures, what the clock started. No center's rows."""
    failed = [
        Trouble(f"{machine.task_words(job.task_name)} · {job.args}", failed_at, "operator-retry", job.pk)
        for job, failed_at in machine.failed_jobs()
    ]
    context = {
        "findings": _of_the_machine(timezone.now()),
        "failed": failed,
        "tasks": machine.periodic_tasks(),
        "centers": open_centers(),
    }
    return render(request, "centers/operator.html", context)


@require_POST
@operator
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """A failed job once more, now."""
    if not ProcrastinateJob.objects.filter(pk=pk, status="failed").exists():
        raise Http404
    app.job_manager.retry_job_by_id(pk, timezone.now())
    messages.success(request, _("Der Auftrag läuft gleich noch einmal."))
    return redirect("operator")


def _of_the_machine(now: datetime) -> list[Finding]:
    return [_work(now), _disk(), _backup(now), _mail_server()]


def _work(now: datetime) -> Finding:
    title, jobs, heartbeat = _("Hintergrundarbeit"), machine.jobs(now), machine.last_heartbeat()
    if not machine.worker_is_alive(now):
        words = _(
            "Der Arbeitsprozess antwortet nicht. Nachrichten und Fristen bleiben liegen: lotsenhaus worker starten."
        )
        if heartbeat:
            words += " " + _("Letztes Lebenszeichen: %(at)s.") % {"at": _at(heartbeat)}
        return Finding(title, "danger", words)
    if jobs.oldest_waiting and now - jobs.oldest_waiting > machine.LATE_AFTER:
        return Finding(title, "warning", _("Aufträge warten seit %(at)s.") % {"at": _at(jobs.oldest_waiting)})
    if jobs.failed:
        words = ngettext("%(n)s Auftrag ist gescheitert.", "%(n)s Aufträge sind gescheitert.", jobs.failed)
        return Finding(
            title, "warning", words % {"n": jobs.failed} + " " + _("Der Systembetrieb kann sie wiederholen.")
        )
    return Finding(title, "success", _("Läuft. %(n)s Aufträge warten auf ihre Zeit.") % {"n": jobs.waiting})


def _disk() -> Finding:
    free = machine.free_disk()
    words = _("%(n)s GB frei.") % {"n": number_format(free / 1024**3, 1)}
    if free > machine.ENOUGH_DISK:
        return Finding(_("Speicherplatz"), "success", words)
    return Finding(_("Speicherplatz"), "danger", words + " " + _("Bitte den Systembetrieb anrufen, bevor es voll ist."))


def _backup(now: datetime) -> Finding:
    title, last = _("Sicherung"), machine.last_backup()
    if last is None:
        return Finding(title, "warning", _("Noch keine Sicherung. Der Befehl heißt lotsenhaus backup."))
    words = _("Letzte Sicherung: %(at)s.") % {"at": _at(last)}
    return Finding(title, "success" if now - last < machine.BACKUP_TOO_OLD else "danger", words)


def _mail_server() -> Finding:
    note = machine.mail_note()
    if not note:
        return Finding(_("Mailserver"), "info", _("Wird heute Nacht zum ersten Mal geprüft."))
    return Finding(_("Mailserver"), note["kind"], note["sentence"])


def _at(moment: datetime) -> str:
    local = timezone.localtime(moment)
    if timezone.now() - moment < timedelta(hours=18):
        return date_format(local, "H:i", use_l10n=False)
    return date_format(local, "d.m.Y H:i", use_l10n=False)
