"""The database that tests, web server and worker meet."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_we_are_neither_superuser_nor_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("lotsenhaus_app", False, False, False)


@pytest.mark.django_db(transaction=True)
def test_a_committed_row_is_gone_in_the_next_test_a() -> None:
    leave_a_session()


@pytest.mark.django_db(transaction=True)
def test_a_committed_row_is_gone_in_the_next_test_b() -> None:
    leave_a_session()


def leave_a_session() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO django_session VALUES ('left', '', now())")
