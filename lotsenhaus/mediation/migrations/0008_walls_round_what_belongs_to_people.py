"""What hangs on a person or an inquiry is walled like the person and the inquiry."""

from django.db import migrations

from lotsenhaus.centers import walls


class Migration(migrations.Migration):
    dependencies = [
        ("mediation", "0007_one_run_per_month_and_corrections"),
    ]

    operations = [
        walls.row_level_security("mediation_allowancecorrection"),
        walls.row_level_security("mediation_handover"),
        walls.row_level_security("mediation_languageskill"),
        walls.row_level_security("mediation_proposeddate"),
        walls.row_level_security("mediation_shiftpattern"),
        walls.row_level_security("mediation_slot"),
        walls.row_level_security("mediation_talk"),
        walls.row_level_security("mediation_training"),
        walls.row_level_security("mediation_weeklytime"),
        walls.row_level_security("mediation_weekstatement"),
    ]
