"""The command line of an operator, from an empty database to the first invitation."""

import os
import re
from collections.abc import Iterator

import pytest

from tests.ground.databases import Databases, lotsenhaus
from tests.rel.mail_server import MailServer

CENTER = ["--slug", "probe", "--name", "KI Probe", "--prefix", "pr", "--phone", "05241 1", "--district", "Probe"]
PEOPLE = ["--email", "ki@example.org", "--admin", "leitung@example.org"]
IN_PRODUCTION = {
    "LOTSENHAUS_TESTING": "0",
    "LOTSENHAUS_SECRET_KEY": "a-key-for-this-test-" * 4,
    "LOTSENHAUS_PUBLIC_URL": "https://haus.example.org",
    "LOTSENHAUS_HOSTS": "haus.example.org",
}


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[dict[str, str]]:
    """The environment of an empty house in production."""
    name = databases.copy(f"test_{os.getpid()}_commands")
    yield {"DATABASE_URL": databases.url(name), **IN_PRODUCTION}
    databases.drop(name)


@pytest.fixture(scope="module")
def founded(house: dict[str, str]) -> str:
    """What was said when the center was founded."""
    return lotsenhaus("create-center", *CENTER, *PEOPLE, **house).stdout


def test_a_center_is_founded_and_its_admin_invited(house: dict[str, str], founded: str) -> None:
    assert "KI Probe is there: https://haus.example.org/probe/" in founded
    assert re.search(r"https://haus\.example\.org/e/\S{10,}", founded)
    assert lotsenhaus("verify-audit", **house).stdout == "probe: whole\n"
    again = lotsenhaus("create-center", *CENTER, *PEOPLE, code=1, **house)
    assert again.stderr == "The address /probe/ is taken already. Choose another one.\n"


@pytest.mark.usefixtures("founded")
def test_a_changed_audit_is_noticed(databases: Databases, house: dict[str, str]) -> None:
    with databases.connect(house["DATABASE_URL"].rsplit("/", 1)[1]) as database:
        database.execute("SET session_replication_role = replica")  # round the trigger, as only a superuser can
        database.execute("UPDATE centers_auditrecord SET action = 'nothing' WHERE position = 2")
    assert lotsenhaus("verify-audit", code=1, **house).stdout == "probe: broken at record 2\n"


def test_a_test_mail_leaves_the_house_or_says_why_not(house: dict[str, str]) -> None:
    with MailServer() as server:
        mail = {"LOTSENHAUS_MAIL_HOST": "127.0.0.1", "LOTSENHAUS_MAIL_PORT": str(server.port)}
        lotsenhaus("send-test-mail", "a@example.org", **mail, **house)
        assert "To: a@example.org" in server.accepted[0]
    refused = lotsenhaus("send-test-mail", "a@example.org", code=1, **mail, **house)
    assert "did not take it" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_a_secret_key_nothing_is_served(house: dict[str, str]) -> None:
    refused = lotsenhaus("serve", code=1, **{**house, "LOTSENHAUS_SECRET_KEY": ""})
    assert refused.stderr == "LOTSENHAUS_SECRET_KEY is not set. Create one with: lotsenhaus new-secret\n"


def test_a_database_that_does_not_answer_is_said_in_one_sentence() -> None:
    nowhere = {**IN_PRODUCTION, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    refused = lotsenhaus("migrate", code=1, **nowhere)
    assert "Connection refused" in refused.stderr
    assert "Traceback" not in refused.stderr
