"""What the hub was told of a stay: whether who had moved away lives here again, why somebody is in hospital still, and
of which expected day it was asked.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discharges', '0006_visits_that_end_with_their_clock'),
    ]

    operations = [
        migrations.AddField(
            model_name='hospitalstay',
            name='asked_home_for',
            field=models.DateField(help_text='the expected day about which the hub was told that it has passed (HUB-8)', null=True),
        ),
        migrations.AddField(
            model_name='hospitalstay',
            name='lives_here',
            field=models.CharField(blank=True, choices=[('yes', 'Yes, they live here again'), ('no', 'No, they were visiting'), ('not_known', 'Not known yet')], db_default='', help_text='of somebody who is recorded as moved out of the borough: what was said of it; empty is not asked', max_length=10),
        ),
        migrations.AddField(
            model_name='hospitalstay',
            name='note',
            field=models.CharField(blank=True, db_default='', help_text='why they are in hospital still', max_length=300),
        ),
        migrations.AddField(
            model_name='hospitalstay',
            name='noted_on',
            field=models.DateField(help_text='the day of the note (HUB-8)', null=True),
        ),
    ]
