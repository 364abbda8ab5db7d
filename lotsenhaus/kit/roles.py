"""What a database needs before the first migration: extensions, and the role that web server and worker act as.

Works on the embedded server and on any other from PostgreSQL 15 on; there the login must own the database and, unless
somebody with the right to do so has made the role and granted it, be allowed to create roles.
"""

import psycopg
from django.db import ProgrammingError, connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
OLDEST = 150000  # as PostgreSQL counts: 15.0


class NotPrepared(Exception):
    """The database cannot be used as it is; the message says who must do what."""


def create_database(*, host: str, name: str, user: str, port: str) -> None:
    """Create the database on the embedded server if it is not there."""
    with psycopg.connect(host=host, user=user, port=port, dbname="postgres", autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def prepare(role: str) -> None:
    """Extensions, role and its rights on tables to come. Run as the owner, before migrating. Raises NotPrepared."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
        if number < OLDEST:
            raise NotPrepared(f"PostgreSQL {number // 10000} is too old; Lotsenhaus needs 15 or newer.")
        try:
            for extension in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            _create_role(cursor, role)
        except ProgrammingError as refused:
            if not isinstance(refused.__cause__, psycopg.errors.InsufficientPrivilege):
                raise
            raise NotPrepared(
                f"{str(refused).strip()}. Let an administrator of the database run:"
                f" CREATE ROLE {role} NOLOGIN; GRANT {role} TO {connection.settings_dict['USER']};"
                f" and in the database: CREATE EXTENSION {'; CREATE EXTENSION '.join(EXTENSIONS)};"
            ) from None


def _create_role(cursor: CursorWrapper, role: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        cursor.execute(f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [role])
    if not cursor.fetchone()[0]:
        cursor.execute(f"GRANT {role} TO CURRENT_USER")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    # No TRUNCATE: it walks round the triggers that keep ledger and audit append-only row by row.
    tables = "SELECT, INSERT, UPDATE, DELETE ON TABLES"
    for right in (tables, "USAGE, SELECT ON SEQUENCES"):
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {right} TO {role}")
