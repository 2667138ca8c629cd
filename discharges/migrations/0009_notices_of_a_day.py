"""A notice whose ward named the day alone counts as issued at its end; why the work on a file has stopped is kept."""

from typing import Any

from django.db import migrations, models

# Until now such a notice counted as issued at midnight, when the day began. Two days a year have 23 or 25 hours.
TO_THE_END_OF_THE_DAY = """
    UPDATE discharges_hospitalnotice
    SET issued_by_day = true,
        issued_at = least(
            received_at,
            ((issued_at AT TIME ZONE 'Europe/London')::date + time '23:59:59') AT TIME ZONE 'Europe/London'
        )
    WHERE (issued_at AT TIME ZONE 'Europe/London')::time = '00:00' AND NOT issued_by_day
"""


def count_to_the_end(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(TO_THE_END_OF_THE_DAY)


class Migration(migrations.Migration):

    dependencies = [
        ('discharges', '0008_steps_by_date'),
    ]

    operations = [
        migrations.AddField(
            model_name='hospitalnotice',
            name='issued_by_day',
            field=models.BooleanField(db_default=False, default=False, help_text='the ward named the day alone: `issued_at` is its end, or when the notice came in'),
        ),
        migrations.AddField(
            model_name='noticefile',
            name='stopped_because',
            field=models.CharField(blank=True, db_default='', help_text='why the work has stopped', max_length=500),
        ),
        migrations.AlterField(
            model_name='noticefile',
            name='status',
            field=models.CharField(choices=[('reading', 'Being checked'), ('checked', 'Checked: nothing is taken up yet'), ('taking_up', 'Being taken up'), ('done', 'Taken up'), ('dropped', 'Dropped: nothing was taken up'), ('stopped', 'Stopped: somebody has to go on with it'), ('left', 'Ended: the rest was not taken up')], default='reading', max_length=12),
        ),
        migrations.RunPython(count_to_the_end, migrations.RunPython.noop),
    ]
