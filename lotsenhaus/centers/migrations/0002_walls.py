"""What PostgreSQL keeps by itself: one center per row and its references, and what is never changed."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0001_initial"),
    ]

    operations = [
        walls.row_level_security("centers_invitation"),
        walls.append_only("centers_auditrecord"),
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE house_cache (
                cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX house_cache_expires ON house_cache (expires);
            """,
            "DROP TABLE house_cache;",
        ),
    ]
