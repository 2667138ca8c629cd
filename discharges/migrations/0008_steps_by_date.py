"""A step of SIX-8 is had by a date of discharge, and what came of it is kept apart from its having been taken.

What stands already is filled in: the date that held when a step was taken, the day of the last correction, and how
many people were told. A step of which the audit log does not say that it was carried out waits while its job is not
done; where the job is done, the step had not held any more, and nobody was told.
"""

import datetime

import core.identifiers
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# the trigger that forbids it rests meanwhile
RECKONED = """
ALTER TABLE discharges_clockstep DISABLE TRIGGER USER;
UPDATE discharges_clockstep AS step SET discharged_on = coalesce(
    (SELECT made.was_on FROM discharges_dischargecorrection AS made
     WHERE made.discharge_id = clock.discharge_id AND made.at > step.at AND made.was_on <> made.now_on
     ORDER BY made.at LIMIT 1),
    clock.discharged_on)
FROM discharges_sixweekclock AS clock WHERE clock.id = step.clock_id;
ALTER TABLE discharges_clockstep ENABLE TRIGGER USER;
"""
DATED = """
UPDATE discharges_sixweekclock AS clock SET dated_on = (coalesce(
    (SELECT max(made.at) FROM discharges_dischargecorrection AS made
     WHERE made.discharge_id = clock.discharge_id AND made.was_on <> made.now_on),
    clock.started_at) AT TIME ZONE 'Europe/London')::date;
"""
# Each event is that of the steps that were taken last before it; of several weeks taken at once the last one was told.
CARRIED_OUT = """
WITH taken AS (
    SELECT id, clock_id, step, at, number < max(number) OVER (PARTITION BY clock_id, step, at) AS is_past,
        min(at) OVER (
            PARTITION BY clock_id, step ORDER BY at GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS until
    FROM discharges_clockstep
), said AS (
    SELECT subject_id, verb, at, (detail ->> 'told')::int AS told FROM audit_event
    WHERE verb LIKE 'six_weeks.%' AND detail ? 'told'
)
INSERT INTO discharges_stepcarriedout (id, step_id, outcome, told, at)
SELECT taken.id, taken.id, CASE WHEN taken.is_past THEN 'with_a_later_one' ELSE 'told' END,
    CASE WHEN taken.is_past THEN 0 ELSE max(said.told) END, taken.at
FROM taken JOIN said ON said.subject_id = taken.clock_id AND said.verb = 'six_weeks.' || taken.step
WHERE taken.step <> 'weekly' OR (said.at >= taken.at AND (taken.until IS NULL OR said.at < taken.until))
GROUP BY taken.id, taken.at, taken.is_past;
"""
NOT_ANY_MORE = """
WITH undone AS (
    SELECT regexp_split_to_table(given.value, ' ') AS key FROM outbox_job AS job, jsonb_each_text(job.payload) AS given
    WHERE job.kind = 'six_weeks.step' AND job.status <> 'done'
)
INSERT INTO discharges_stepcarriedout (id, step_id, outcome, told, at)
SELECT step.id, step.id, 'not_any_more', 0, step.at FROM discharges_clockstep AS step
WHERE NOT EXISTS (SELECT FROM discharges_stepcarriedout AS done WHERE done.step_id = step.id)
    AND NOT EXISTS (SELECT FROM undone WHERE undone.key = step.id::text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
        ('discharges', '0007_have_they_gone_home'),
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StepCarriedOut',
            fields=[
                ('id', models.UUIDField(default=core.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('told', 'Told to those to whom it goes'), ('with_a_later_one', 'Several at once: a later one was told'), ('not_any_more', 'Did not hold any more: told to nobody')], max_length=20)),
                ('told', models.PositiveSmallIntegerField(help_text='how many people were told')),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='clockstep',
            name='each_step_once_per_clock',
        ),
        migrations.RemoveConstraint(
            model_name='clockstep',
            name='each_week_once_per_clock',
        ),
        migrations.AddField(
            model_name='clockstep',
            name='discharged_on',
            field=models.DateField(db_default=datetime.date(1970, 1, 1), help_text='the date of discharge from which it was reckoned'),
        ),
        migrations.AddField(
            model_name='sixweekclock',
            name='dated_on',
            field=models.DateField(db_default=datetime.date(1970, 1, 1), help_text='the day in London on which its present date was set: SIX-8 asks for it'),
        ),
        migrations.AlterField(
            model_name='clockstep',
            name='at',
            field=models.DateTimeField(help_text='when the sweep took it'),
        ),
        migrations.RunSQL(RECKONED, migrations.RunSQL.noop),
        migrations.RunSQL(DATED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='clockstep',
            constraint=models.UniqueConstraint(condition=models.Q(('step', 'weekly'), _negated=True), fields=('clock', 'step', 'discharged_on'), name='each_step_once_per_clock'),
        ),
        migrations.AddConstraint(
            model_name='clockstep',
            constraint=models.UniqueConstraint(condition=models.Q(('step', 'weekly')), fields=('clock', 'number', 'discharged_on'), name='each_week_once_per_clock'),
        ),
        migrations.AddField(
            model_name='stepcarriedout',
            name='step',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='carried_out', to='discharges.clockstep'),
        ),
        migrations.AddConstraint(
            model_name='stepcarriedout',
            constraint=models.CheckConstraint(condition=models.Q(('told', 0), ('outcome', 'told'), _connector='OR'), name='who_was_told_was_told_a_step'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stepcarriedout',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3c6b77de28d0b52b97c48906ab894710bb6c5768', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_29cd4', table='discharges_stepcarriedout', when='BEFORE')),
        ),
        migrations.RunSQL(CARRIED_OUT, migrations.RunSQL.noop),
        migrations.RunSQL(NOT_ANY_MORE, migrations.RunSQL.noop),
    ]
