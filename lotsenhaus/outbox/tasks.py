"""Sending, outside of any request. Each task: ids in, scope on, one action called."""

from django.core.cache import cache
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lotsenhaus.centers.everywhere import alone, each_center
from lotsenhaus.centers.queries.machine import OUTBOX_NOTE
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.outbox import actions, queries
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message


@app.task(queue="mail", retry=RetryStrategy(max_attempts=5, wait=10), pass_context=False)
def deliver(center_id: int, message_id: int) -> None:
    with actions.sole_sender(message_id=message_id) as is_ours:
        if not is_ours:
            return
        with center_scope(center_id):
            message = actions.claim(message_id=message_id)
        if message is None:
            return
        # Sending happens outside of the transaction that claims: no network while rows are locked.
        with center_scope(center_id):
            actions.send(message=message)


@app.periodic(cron="* * * * * */10")
@app.task(queue="mail", queueing_lock="outbox", pass_context=False)
def deliver_due(timestamp: int) -> None:
    """Every ten seconds: whatever is due, and what a killed worker left in the middle."""
    due: list[tuple[int, int]] = []
    for center in each_center():
        waiting = Message.objects.due(timezone.now()).values_list("pk", flat=True)
        left = Message.objects.filter(state=MessageState.SENDING).values_list("pk", flat=True)
        due += [(center.pk, pk) for pk in [*waiting[:200], *left[:50]]]
    try:
        alone(due, send_one)
    finally:
        note_oldest()


def send_one(center_id: int, message_id: int) -> None:
    deliver(center_id, message_id)


def note_oldest() -> None:
    """What /health/ready and the operator's page ask: since when the longest waiting message should have left."""
    ages = [at for _center in each_center() if (at := queries.oldest_due(timezone.now()))]
    cache.set(OUTBOX_NOTE, min(ages, default=None), 24 * 3600)
