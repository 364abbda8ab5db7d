"""What PostgreSQL keeps by itself: one center per row and its references, and what is never changed."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
    ]

    operations = [
        walls.row_level_security("outbox_message"),
    ]
