"""What PostgreSQL keeps by itself: one center per row and its references, and what is never changed."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_initial"),
    ]

    operations = [
        walls.referable("network_contact"),
        walls.referable("network_desk"),
        walls.referable("network_organization"),
        walls.referable("network_town"),
        walls.same_center("network_organization", "town_id", "network_town"),
        walls.same_center("network_contact", "organization_id", "network_organization"),
        walls.same_center("network_desk", "town_id", "network_town"),
        walls.same_center("network_desk", "cover_id", "network_desk"),
        walls.same_center("network_deskmember", "desk_id", "network_desk"),
        walls.same_center("network_deskabsence", "desk_id", "network_desk"),
        walls.same_center("network_deskabsence", "cover_id", "network_desk"),
        walls.row_level_security("network_contact"),
    ]
