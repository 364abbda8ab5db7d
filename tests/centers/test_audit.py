"""The chain: readable, filtered, and broken by whoever touches it (RELIABILITY G22)."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.test.utils import CaptureQueriesContext

from lotsenhaus.centers import audit, seams
from lotsenhaus.centers.actions import people
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import AuditRecord, Center
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.config import upkeep
from tests.centers.people import a_browser, a_center, a_member
from tests.ground.databases import Databases

pytestmark = pytest.mark.django_db
PACKAGE = Path(__file__).resolve().parent.parent.parent / "lotsenhaus"


def some_records(center: Center, count: int) -> None:
    with center_scope(center):
        for number in range(count):
            audit.record(center=center, action="rule.changed", by=None, on=center, valid_from=number)


def test_a_fresh_chain_holds() -> None:
    center = a_center()
    some_records(center, 5)
    with center_scope(center):
        assert audit.first_break() is None
        assert list(AuditRecord.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_chains_of_two_centers_do_not_know_each_other() -> None:
    first, second = a_center("guetersloh"), a_center("borken")
    some_records(first, 2)
    some_records(second, 3)
    with center_scope(first):
        assert AuditRecord.objects.count() == 2
        assert audit.first_break() is None


@pytest.mark.parametrize(
    "statement", ["UPDATE centers_auditrecord SET action = 'x'", "DELETE FROM centers_auditrecord"]
)
def test_nobody_changes_or_deletes_a_record(statement: str) -> None:
    some_records(a_center(), 1)
    with pytest.raises((IntegrityError, ProgrammingError)), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("forgery", "found_at"),
    [
        ("UPDATE centers_auditrecord SET action = 'offer.declined' WHERE position = 3", 3),
        ("UPDATE centers_auditrecord SET detail = '{}' WHERE position = 2", 2),
        ("UPDATE centers_auditrecord SET at = at + interval '1 second' WHERE position = 4", 4),
        ("DELETE FROM centers_auditrecord WHERE position = 2", 2),
        ("DELETE FROM centers_auditrecord WHERE position = 1", 1),
        ("DELETE FROM centers_auditrecord WHERE position > 3", 4),
        ("DELETE FROM centers_auditrecord", 1),
        ("DELETE FROM centers_auditrecord; DELETE FROM centers_audithead", 1),
        ("DELETE FROM centers_auditrecord WHERE position > 3; UPDATE centers_audithead SET position = 3", 4),
        ("UPDATE centers_auditrecord SET position = position + 10 WHERE position = 5", 5),
    ],
)
def test_even_the_owner_of_the_database_cannot_rewrite_it_unseen(
    databases: Databases, forgery: str, found_at: int
) -> None:
    center = a_center()
    some_records(center, 5)
    with databases.connect(str(connection.settings_dict["NAME"])) as owner:
        owner.execute("ALTER TABLE centers_auditrecord DISABLE TRIGGER append_only")
        owner.execute(forgery)  # type: ignore[call-overload]
        owner.execute("ALTER TABLE centers_auditrecord ENABLE TRIGGER append_only")
    with center_scope(center):
        assert audit.first_break() == found_at


def test_ten_thousand_records_brought_in_at_once_are_verified() -> None:
    center = a_center()
    with center_scope(center):
        now = center.created_at
        audit.record_many(
            center=center, entries=(audit.Entry(at=now, action="offer.asked", kind="task") for _ in range(10_000))
        )
        assert audit.first_break() is None


def test_the_page_reads_in_words() -> None:
    center = a_center()
    by = a_member(center, Role.CENTER_ADMIN, "Petra Mustermeier")
    with center_scope(center):
        people.invite(center=center, by=by, email="a@example.org", name="Geheim Name", role=Role.FINANCE)
    page = a_browser(center, Role.AUDITOR).get("/guetersloh/protokoll/").content.decode()
    assert "eingeladen" in page
    assert "Petra Mustermeier" in page
    assert "Aufgabe: Abrechnung" in page
    assert "Geheim Name" not in page


def test_filters_by_action_person_day_and_thing() -> None:
    center = a_center()
    by = a_member(center, Role.CENTER_ADMIN)
    some_records(center, 2)
    with center_scope(center):
        audit.record(center=center, action="desk.added", by=by)
    auditor = a_browser(center, Role.AUDITOR)

    def lines(query: str) -> int:
        page = auditor.get(f"/guetersloh/protokoll/?{query}").content.decode()
        return len(re.findall(r"<tr class=\"kern-table__row\">", page)) - 1

    assert lines("") == 3
    assert lines("aktion=desk.added") == 1
    assert lines(f"person={by.pk}") == 1
    assert lines(f"sache=centers.Center:{center.pk}") == 2
    assert "Dazu gibt es keinen Eintrag" in auditor.get("/guetersloh/protokoll/?tag=2020-01-01").content.decode()
    assert auditor.get("/guetersloh/protokoll/?tag=gestern&aktion=%00&person=x&sache=';--&seite=99").status_code == 200


def test_the_button_says_whether_the_chain_holds() -> None:
    center = a_center()
    some_records(center, 3)
    page = a_browser(center, Role.AUDITOR).post("/guetersloh/protokoll/pruefen/", follow=True).content.decode()
    assert "Alle 3 Einträge sind unverändert und lückenlos." in page


def test_one_record_and_sixty_ask_the_same_number_of_questions() -> None:
    center = a_center()
    some_records(center, 1)
    auditor = a_browser(center, Role.AUDITOR)
    auditor.get("/guetersloh/protokoll/")
    with CaptureQueriesContext(connection) as few:
        auditor.get("/guetersloh/protokoll/")
    some_records(center, 60)
    with CaptureQueriesContext(connection) as many:
        auditor.get("/guetersloh/protokoll/")
    assert len(few) == len(many)


def test_every_action_has_words() -> None:
    used = {
        word
        for path in PACKAGE.rglob("*.py")
        for word in re.findall(r'action=(?:\s*)"([a-z_]+\.[a-z_]+)"', path.read_text())
    }
    assert used - set(seams.audit_words) == set()


def recorded() -> tuple[set[str], set[str]]:
    """Actions and names of details that the code writes into the trail."""
    actions, details = set[str](), set[str]()
    calls = [
        node
        for path in (Path(__file__).resolve().parents[2] / "lotsenhaus").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and re.search(r"(?:audit\.|\b_)record$", ast.unparse(node.func))
    ]
    for call in calls:
        for word in call.keywords:
            if word.arg == "action":
                actions |= {
                    one.value for one in ast.walk(word.value) if isinstance(one, ast.Constant) and "." in str(one.value)
                }
            elif word.arg and word.arg not in ("center", "by", "on", "kind"):
                details.add(word.arg)
    return actions, details


def test_the_trail_speaks_german_of_every_action_and_detail() -> None:
    actions, details = recorded()
    assert len(actions) > 60
    assert len(details) > 40
    assert {one for one in actions if one not in seams.audit_words} == set()
    assert {one for one in details if f"detail.{one}" not in seams.audit_words} == set()


def test_whoever_can_write_the_database_but_lacks_the_key_forges_no_record() -> None:
    center = a_center()
    some_records(center, 1)
    with center_scope(center):
        row = AuditRecord.objects.get()
        subject = f"{row.subject_type}:{row.subject_id}"
        facts = (row.previous_hash, 1, row.at, row.action, subject, row.actor_id, row.actor_kind, row.detail)
        assert audit.digest(*facts) == row.hash
        assert audit.digest(*facts, key=b"another") != row.hash


def test_a_chain_begun_with_an_older_secret_key_still_holds(settings: Any) -> None:
    center = a_center()
    some_records(center, 2)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"
    some_records(center, 2)
    with center_scope(center):
        assert audit.first_break() is None
    settings.SECRET_KEY_FALLBACKS = []
    with center_scope(center):
        assert audit.first_break() == 1


def test_an_anchor_that_was_written_down_must_stand_in_the_chain() -> None:
    center = a_center()
    some_records(center, 3)
    with center_scope(center):
        line = "x audit anchor center={} position=2 hash={}"
        true = AuditRecord.objects.get(position=2).hash
        assert audit.first_break(upkeep.anchors_in([line.format(center.pk, true)])[center.pk]) is None
        assert audit.first_break(upkeep.anchors_in([line.format(center.pk, "0" * 64)])[center.pk]) == 2
        assert audit.first_break({9: true}) == 9
