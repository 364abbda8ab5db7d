"""Health in sentences, for people and for monitoring."""

import os
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from lotsenhaus.accounts.models import User
from lotsenhaus.centers import tasks
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Membership
from lotsenhaus.centers.queries import machine, register
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.outbox.choices import MessageState
from lotsenhaus.outbox.models import Message
from tests.centers.people import a_browser, a_center, a_user, sign_in

pytestmark = pytest.mark.django_db


def a_worker(seconds_ago: int = 1) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def a_failed_job() -> int:
    job = app.configure_task("lotsenhaus.outbox.tasks.deliver_due", queue="mail").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
    return job


def test_alive_says_nothing_about_the_version() -> None:
    answer = Client().get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_ready_needs_a_worker_and_fresh_messages() -> None:
    assert Client().get("/health/ready").json()["worker"] is False
    a_worker()
    good = Client().get("/health/ready")
    assert good.json() == {
        "ready": True, "database": True, "migrations": True, "disk": True, "worker": True, "outbox": True
    }  # fmt: skip
    cache.set(machine.OUTBOX_NOTE, timezone.now() - timedelta(minutes=20))
    late = Client().get("/health/ready")
    assert (late.status_code, late.json()["outbox"]) == (503, False)


def test_a_silent_worker_is_said_first_of_all() -> None:
    a_worker(seconds_ago=600)
    page = a_browser(a_center()).get("/guetersloh/zustand/").content.decode()
    assert "Der Arbeitsprozess antwortet nicht." in page
    assert "Letztes Lebenszeichen" in page


def test_what_did_not_arrive_leaves_once_more_by_a_button() -> None:
    center = a_center()
    with center_scope(center):
        message = Message.objects.create(
            center=center, channel="mail", kind="offer", recipient="weg@example.org", recipient_name="Samira M.",
            sender_name="X", body="Text", about="", key="k", send_after=timezone.now(), attempts=5,
            state=MessageState.FAILED, message_id="<1@lotsenhaus>",
        )  # fmt: skip
    client = a_browser(center)
    page = client.get("/guetersloh/zustand/").content.decode()
    assert "1 Nachricht ist nicht oder vielleicht nicht angekommen." in page
    assert "Samira M." in page
    path = f"/guetersloh/nachrichten/{message.pk}/noch-einmal/"
    assert path in page
    assert client.post(path, {"next": "/guetersloh/zustand/"}).headers["Location"] == "/guetersloh/zustand/"
    with center_scope(center):
        message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)
    assert client.post(path, {"next": "https://example.org/"}).status_code == 404


def test_the_machine_is_for_operators_only() -> None:
    assert a_browser(a_center(), Role.CENTER_ADMIN).get("/betrieb/").status_code == 404
    assert sign_in(a_user(is_operator=True)).get("/betrieb/").status_code == 200


def test_a_failed_job_runs_again_at_the_press_of_a_button() -> None:
    job, client = a_failed_job(), sign_in(a_user(is_operator=True))
    assert f"/betrieb/auftraege/{job}/noch-einmal/" in client.get("/betrieb/").content.decode()
    client.post(f"/betrieb/auftraege/{job}/noch-einmal/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone() == ("todo",)
    assert client.post(f"/betrieb/auftraege/{job}/noch-einmal/").status_code == 404


def test_every_task_by_the_clock_has_words() -> None:
    for task in machine.periodic_tasks():
        assert "." not in task.words, task.name


def test_the_last_backup_is_told(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA_DIR = tmp_path
    assert machine.last_backup() is None
    (tmp_path / machine.BACKUP_NOTE).touch()
    assert "Letzte Sicherung" in a_browser(a_center()).get("/guetersloh/zustand/").content.decode()
    long_ago = timezone.now().timestamp() - 5 * 24 * 3600
    os.utime(tmp_path / machine.BACKUP_NOTE, (long_ago, long_ago))
    last = machine.last_backup()
    assert last is not None
    assert timezone.now() - last > timedelta(days=4)


def test_the_demo_has_no_mail_server_to_look_at() -> None:
    tasks.look_at_mail_server(0)
    assert machine.mail_note()["kind"] == "info"


def test_the_register_lists_every_personal_field_with_its_purpose() -> None:
    for processing in register.processings():
        assert processing.entries, processing.label
        assert all(entry.purpose for entry in processing.entries), processing.label
    page = a_browser(a_center()).get("/guetersloh/datenschutz/").content.decode()
    assert "mediation.Mediator" in page
    assert "outbox.Message" in page


def test_every_right_has_words_in_the_table() -> None:
    assert [one.code for one in register.permissions() if str(one.label) == one.code] == []


def test_what_is_due_is_deleted_every_night(monkeypatch: pytest.MonkeyPatch) -> None:
    center, now = a_center(), timezone.now()
    with center_scope(center):
        for number, age in enumerate((1, 13, 16)):
            Message.objects.create(
                center=center, channel="mail", kind="offer", recipient="a@example.org", sender_name="X", body="Text",
                about="", key=str(number), send_after=now - timedelta(days=age), state=MessageState.SENT,
                message_id=str(number),
            )  # fmt: skip
            Message.objects.filter(key=str(number)).update(created_at=now - timedelta(days=age))
    idle, gone = a_user("Lange Weg"), a_user("Ganz Weg")
    for user, days in ((idle, 200), (gone, 400)):
        type(user).objects.filter(pk=user.pk).update(last_login=now - timedelta(days=days))
    over = Session.objects.create(session_key="over", session_data="x", expire_date=now - timedelta(hours=1))
    tasks.retain(0)
    assert not Session.objects.filter(pk=over.pk).exists()
    with center_scope(center):
        assert list(Message.objects.order_by("key").values_list("body", flat=True)) == ["Text", "Text", ""]
    idle.refresh_from_db()
    gone.refresh_from_db()
    assert (idle.is_active, idle.name) == (False, "Lange Weg")
    assert (gone.is_active, gone.name, gone.email) == (False, f"Konto {gone.pk}", f"{gone.pk}@erased.invalid")


def test_the_anchor_goes_to_the_log_without_names(caplog: pytest.LogCaptureFixture) -> None:
    from lotsenhaus.centers import audit

    center = a_center()
    with center_scope(center):
        last = audit.record(center=center, action="rule.changed", by=None)
    tasks.anchor_audit(0)
    assert [record.getMessage() for record in caplog.records if record.name == "lotsenhaus.audit"] == [
        f"audit anchor center={center.pk} position=1 hash={last.hash}"
    ]


def test_first_steps_show_until_each_is_done_or_postponed() -> None:
    center = a_center()
    client = a_browser(center)
    page = client.get("/guetersloh/zustand/").content.decode()
    assert "Erste Schritte" in page
    assert "0 von 6 erledigt" in page
    center.address, center.data_protection_contact = "Musterweg 1", "datenschutz@kreis.example"
    center.save()
    assert "1 von 6 erledigt" in client.get("/guetersloh/erste-schritte/").content.decode()
    for code in ("rules", "desks", "import", "test-message", "first-inquiry"):
        client.post(f"/guetersloh/erste-schritte/{code}/spaeter/")
    assert "von 6 erledigt" not in client.get("/guetersloh/zustand/").content.decode()
    assert client.post("/guetersloh/erste-schritte/gibtsnicht/spaeter/").status_code == 404
    client.post("/guetersloh/erste-schritte/rules/spaeter/")
    assert "von 6 erledigt" in client.get("/guetersloh/zustand/").content.decode()


def test_the_center_says_who_it_is_and_keeps_wrong_values_in_the_form() -> None:
    center = a_center()
    client = a_browser(center)
    values = {
        "name": "Integrationszentrum Gütersloh", "district": "Kreis Gütersloh", "address": "Musterweg 1",
        "phone": "0000 851", "email": "ki@kreis.example", "data_protection_contact": "DSB, 0000 852",
        "data_protection_authority": "Landesbeauftragte", "number_prefix": "gt",
        "mediator_one": "Sprachlotsin/Sprachlotse", "mediator_many": "Sprachlotsen",
    }  # fmt: skip
    wrong = client.post("/guetersloh/zentrum/", {**values, "number_prefix": "G1", "email": "kein"})
    assert "Bitte nur Buchstaben" in wrong.content.decode()
    assert 'value="Musterweg 1"' in wrong.content.decode()
    client.post("/guetersloh/zentrum/", values)
    center.refresh_from_db()
    assert (center.phone, center.number_prefix, center.address) == ("0000 851", "GT", "Musterweg 1")


def test_a_test_message_speaks_the_language_of_its_reader() -> None:
    center = a_center()
    client = a_browser(center, Role.COORDINATOR)
    with center_scope(center):
        client.post("/guetersloh/nachrichten/test/", headers={"accept-language": "en"})
        assert Message.objects.get(kind="test").subject == "Testnachricht von Integrationszentrum Guetersloh"
        Message.objects.all().delete()
        User.objects.filter(pk=Membership.objects.get(role=Role.COORDINATOR).user_id).update(language="en")
        client.post("/guetersloh/nachrichten/test/", headers={"accept-language": "de"})
        assert Message.objects.get(kind="test").subject == "Test message from Integrationszentrum Guetersloh"
