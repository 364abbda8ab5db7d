"""A desk's member belongs to the desk's center: what the constraint of network 0003 refers to."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0003_first_steps_and_invitations"),
    ]

    operations = [
        walls.referable("centers_membership"),
    ]
