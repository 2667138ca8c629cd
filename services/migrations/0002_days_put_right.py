"""The days of a programme put right, with the history, and the question after a discharge that was an error."""

import core.identifiers
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='programme',
            name='asked_at',
            field=models.DateTimeField(help_text='since when its team is asked what becomes of it (REAB-6)', null=True),
        ),
        migrations.CreateModel(
            name='ProgrammeCorrection',
            fields=[
                ('id', models.UUIDField(default=core.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('was_starts_on', models.DateField()),
                ('now_starts_on', models.DateField()),
                ('was_ended_on', models.DateField(null=True)),
                ('now_ended_on', models.DateField(null=True)),
                ('because', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='services.programme')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmecorrection',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='34e45675ecddcdfac9a933df69e482f52ddeb754', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aaf05', table='services_programmecorrection', when='BEFORE')),
        ),
    ]
