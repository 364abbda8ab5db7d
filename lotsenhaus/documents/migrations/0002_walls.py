"""What PostgreSQL keeps by itself: one center per row and its references, and what is never changed."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
    ]

    operations = [
        walls.referable("documents_document"),
        walls.row_level_security("documents_document"),
    ]
