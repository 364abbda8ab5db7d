"""Care of the background work itself: jobs of a killed worker are done after all, old ones are cleared away."""

from procrastinate import JobContext, exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

HEARTBEAT = 5.0  # seconds between two signs of life of a worker
STALLED_AFTER = 20.0  # seconds without a sign of life until its job is given to another
KEEP_HOURS, KEEP_FAILED_HOURS = 24, 30 * 24


@app.periodic(cron="* * * * * */15")
@app.task(queue="care", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every 15 seconds: put the jobs of dead workers back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        try:
            await manager.retry_job(job)
        except (exceptions.AlreadyEnqueued, exceptions.UniqueViolation):
            # A periodic job: its next turn already waits and does the same.
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)


@app.periodic(cron="17 * * * *")
@app.task(queue="care", queueing_lock="clear_away", pass_context=True)
async def clear_away(context: JobContext, timestamp: int) -> None:
    """Hourly: forget jobs that are done after a day, and failed ones after a month."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=KEEP_HOURS, include_cancelled=True, include_aborted=True)
    await manager.delete_old_jobs(nb_hours=KEEP_FAILED_HOURS, include_failed=True)
