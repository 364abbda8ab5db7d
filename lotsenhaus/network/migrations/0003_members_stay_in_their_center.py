"""Nobody works for a desk through a role she holds in another center."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_walls"),
        ("centers", "0004_memberships_can_be_referred_to"),
    ]

    operations = [
        walls.same_center("network_deskmember", "membership_id", "centers_membership"),
    ]
