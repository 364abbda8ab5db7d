"""A worker killed in the middle of a job: the job ends, no mail is lost, at most one is doubled (RELIABILITY G2)."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ground.databases import Databases, lotsenhaus
from tests.ground.houses import House, end
from tests.rel.mail_server import MailServer

MAILS = 5
PREPARE = f"""
from django.utils import timezone
from lotsenhaus.centers.models import Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.outbox import actions, tasks
center = Center.objects.create(slug="probe", name="Probe", number_prefix="PR", phone="0", email="a@example.org")
with center_scope(center.pk):
    for number in range({MAILS}):
        message = actions.put(center=center, kind="probe", about="probe:1", key=str(number),
                              subject=f"Probe {{number}}", body="Guten Tag", recipient="b@example.org", undo=False)
        tasks.deliver.defer(center_id=center.pk, message_id=message.pk)
"""


@pytest.fixture
def house(databases: Databases) -> Iterator[House]:
    """A house of its own, with five mails and their jobs in it."""
    name, folder = databases.copy(f"test_{os.getpid()}_killed"), Path(tempfile.mkdtemp(prefix="lotsenhaus-test-"))
    environment = {
        "DATABASE_URL": databases.url(name),
        "LOTSENHAUS_DATA": str(folder),
        "LOTSENHAUS_DEBUG": "1",  # real SMTP, unlike demo and tests
        "LOTSENHAUS_TESTING": "0",
    }
    lotsenhaus("manage", "shell", "-v0", "-c", PREPARE, **environment)
    with databases.connect(name) as connection:
        yield House("", connection, environment, folder)
    databases.drop(name)
    shutil.rmtree(folder)


@pytest.mark.parametrize("accept", [False, True], ids=["before the mail server has it", "after the mail server has it"])
def test_a_worker_killed_in_mid_job_loses_no_mail_and_doubles_at_most_one(house: House, accept: bool) -> None:
    with MailServer() as server:
        mail = {"LOTSENHAUS_MAIL_HOST": "127.0.0.1", "LOTSENHAUS_MAIL_PORT": str(server.port)}
        server.hold(accept=accept)
        first = house.start("worker", **mail)
        assert server.holding.wait(30), house.log()
        first.kill()
        first.wait()
        assert stalled(house) >= 1
        server.let_go()
        silence_the_dead_worker(house)
        second = house.start("worker", **mail)
        try:
            wait_until_done(house)
        finally:
            end(second)
        subjects = sorted(line for text in server.accepted for line in text.splitlines() if line.startswith("Subject"))
        assert sorted(set(subjects)) == [f"Subject: Probe {number}" for number in range(MAILS)]
        assert len(subjects) == MAILS + accept
        same_mail = {line for text in server.accepted for line in text.splitlines() if line.startswith("Message-ID")}
        assert len(same_mail) == MAILS  # so that a mailbox can recognise the double


def stalled(house: House) -> int:
    """Jobs of ours that are said to be under way."""
    return count(house, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name LIKE '%deliver'")


def silence_the_dead_worker(house: House) -> None:
    """Let its last sign of life be a minute ago instead of waiting for that."""
    house.database.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


def wait_until_done(house: House) -> None:
    deadline = time.monotonic() + 60
    done = "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%deliver' AND status = 'succeeded'"
    while count(house, done) < MAILS:
        assert time.monotonic() < deadline, house.log()
        time.sleep(0.2)
    assert count(house, "SELECT count(*) FROM outbox_message WHERE state = 'sent'") == MAILS


def count(house: House, query: str) -> int:
    row = house.database.execute(query).fetchone()
    assert row
    return int(row[0])
