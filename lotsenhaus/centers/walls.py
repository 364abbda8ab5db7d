"""Walls that PostgreSQL itself keeps, as migration operations (STACK.md: "Two walls", "Constraints")."""

from django.db import migrations


def row_level_security(table: str) -> migrations.RunSQL:
    """Rows of another center do not exist for the role that serves pages, whatever the code asks.

    Not forced: the owner (migrations, backup) sees everything.
    """
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own_center ON {table}
            USING (center_id = nullif(current_setting('app.center', true), '')::bigint);
        """,
        f"DROP POLICY own_center ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def referable(table: str) -> migrations.RunSQL:
    """Lets other tables refer to (center, id) of this one."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_center_id UNIQUE (center_id, id);",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_center_id;",
    )


def same_center(table: str, column: str, target: str) -> migrations.RunSQL:
    """A row can only refer to a row of its own center."""
    name = f"{table}_{column}_same_center"[:63]
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (center_id, {column})
            REFERENCES {target} (center_id, id) DEFERRABLE INITIALLY DEFERRED;
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def append_only(table: str) -> migrations.RunSQL:
    """Nobody changes or deletes a row here, not even the owner of the table."""
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();
        """,
        f"DROP TRIGGER append_only ON {table}; DROP FUNCTION {table}_is_append_only();",
    )
