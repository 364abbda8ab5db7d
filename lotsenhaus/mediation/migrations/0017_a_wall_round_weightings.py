"""What a center weighs is nobody else's business."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("mediation", "0016_institutions_not_admitted"),
    ]

    operations = [
        walls.row_level_security("mediation_weighting"),
    ]
