"""Words about the money of a talk get a table of their own, so that they can be erased."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lotsenhaus.centers import walls


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0004_memberships_can_be_referred_to'),
        ('mediation', '0008_walls_round_what_belongs_to_people'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('asked', 'Rückfrage'), ('answered', 'Antwort'), ('sent_back', 'Zurückgegeben')], max_length=10)),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='Text')),
                ('at', models.DateTimeField()),
                ('allowance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='mediation.allowance')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('center', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.center')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='mediation.claimrun')),
            ],
            options={
                'ordering': ('at', 'pk'),
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('allowance', None), ('run__isnull', False)), models.Q(('allowance__isnull', False), ('run', None)), _connector='OR'), name='a_claim_note_belongs_to_a_talk_or_a_run')],
            },
        ),
        walls.same_center("mediation_claimnote", "allowance_id", "mediation_allowance"),
        walls.same_center("mediation_claimnote", "run_id", "mediation_claimrun"),
        walls.row_level_security("mediation_claimnote"),
    ]
