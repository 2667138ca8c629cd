"""A step of SIX-8 that comes every week happens once for each week."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discharges', '0003_hospital_to_home'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='clockstep',
            name='each_step_once_per_clock',
        ),
        migrations.AddConstraint(
            model_name='clockstep',
            constraint=models.UniqueConstraint(condition=models.Q(('step', 'weekly'), _negated=True), fields=('clock', 'step'), name='each_step_once_per_clock'),
        ),
        migrations.AddConstraint(
            model_name='clockstep',
            constraint=models.UniqueConstraint(condition=models.Q(('step', 'weekly')), fields=('clock', 'number'), name='each_week_once_per_clock'),
        ),
    ]
