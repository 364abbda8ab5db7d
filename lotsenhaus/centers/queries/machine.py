"""How the machine does: workers, jobs, disk, backup. Nothing of a center's rows."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from lotsenhaus.centers import seams

WORKER_SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=15)
ENOUGH_DISK = 1024**3  # bytes; below this nothing new should be promised
BACKUP_TOO_OLD = timedelta(hours=48)
BACKUP_NOTE, MAIL_NOTE, OUTBOX_NOTE = "last-backup", "mail-server", "outbox-oldest"


@dataclass(frozen=True)
class PeriodicTask:
    name: str
    words: str
    schedule: str
    last_success: datetime | None


@dataclass(frozen=True)
class Jobs:
    waiting: int
    running: int
    failed: int
    oldest_waiting: datetime | None  # of those that are due


def jobs(now: datetime) -> Jobs:
    counts = dict(ProcrastinateJob.objects.values_list("status").annotate(n=Count("pk")))
    due = ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at__gt=now)
    oldest = ProcrastinateEvent.objects.filter(job__in=due, type="deferred").aggregate(at=Min("at"))["at"]
    return Jobs(counts.get("todo", 0), counts.get("doing", 0), counts.get("failed", 0), oldest)


def failed_jobs() -> list[tuple[ProcrastinateJob, datetime | None]]:
    """The newest hundred, each with the time of its failure."""
    rows = ProcrastinateJob.objects.filter(status="failed").annotate(failed_at=Max("procrastinateevent__at"))
    return [(job, job.failed_at) for job in rows.order_by("-pk")[:100]]


def task_words(name: str) -> str:
    return str(seams.task_words.get(name, name.removeprefix("lotsenhaus.")))


def periodic_tasks() -> list[PeriodicTask]:
    """Everything that runs by the clock, and when it last went well."""
    rows = ProcrastinateEvent.objects.filter(type="succeeded").values_list("job__task_name")
    last = dict(rows.annotate(at=Max("at")))
    found = [
        PeriodicTask(one.task.name, task_words(one.task.name), one.cron, last.get(one.task.name))
        for one in app.periodic_registry.periodic_tasks.values()
    ]
    return sorted(found, key=lambda task: task.words)


def last_heartbeat() -> datetime | None:
    heartbeat: datetime | None = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    return heartbeat


def worker_is_alive(now: datetime) -> bool:
    heartbeat = last_heartbeat()
    return heartbeat is not None and now - heartbeat < WORKER_SILENT_AFTER


def free_disk() -> int:
    """Bytes free where the data lie."""
    place = next(folder for folder in (settings.DATA_DIR, *settings.DATA_DIR.parents) if folder.exists())
    return shutil.disk_usage(place).free


def last_backup() -> datetime | None:
    """When `lotsenhaus backup` last finished; it leaves a note beside the data."""
    note = Path(settings.DATA_DIR) / BACKUP_NOTE
    return datetime.fromtimestamp(note.stat().st_mtime, UTC) if note.exists() else None


def mail_note() -> dict[str, str]:
    """What the daily look at the mail server found: "sentence", "kind", "at"."""
    note: dict[str, str] = cache.get(MAIL_NOTE) or {}
    return note


def oldest_unsent() -> datetime | None:
    """The oldest message that should have left, as the worker last saw it."""
    at: datetime | None = cache.get(OUTBOX_NOTE)
    return at


def can_write() -> bool:
    """Writes for real: a full disk reads well."""
    stamp = timezone.now().isoformat()
    cache.set("ready", stamp, 60)
    return bool(cache.get("ready") == stamp)


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def readiness(now: datetime) -> dict[str, bool]:
    """What monitoring asks for; no version, no numbers."""
    oldest = oldest_unsent()
    return {
        "database": can_write(),
        "migrations": migrations_are_applied(),
        "disk": free_disk() > ENOUGH_DISK,
        "worker": worker_is_alive(now),
        "outbox": oldest is None or now - oldest < LATE_AFTER,
    }
