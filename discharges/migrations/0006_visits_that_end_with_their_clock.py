"""A visit that ended because its clock did is told apart: a clock that runs again offers to plan it again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discharges', '0005_what_notices_did'),
    ]

    operations = [
        migrations.AddField(
            model_name='reviewvisit',
            name='with_clock',
            field=models.BooleanField(db_default=False, default=False, help_text='its clock was met, ended or voided, and that ended it'),
        ),
    ]
