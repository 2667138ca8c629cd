"""A move out of the borough that was true can be over: they came back, and may move away once more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('residents', '0008_reablement_in_the_story'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='lifeevent',
            name='life_event_once',
        ),
        migrations.AddField(
            model_name='lifeevent',
            name='returned_at',
            field=models.DateTimeField(help_text='when it was recorded that they came back from a true move', null=True),
        ),
        migrations.AddField(
            model_name='lifeevent',
            name='returned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lifeevent',
            name='returned_on',
            field=models.DateField(help_text='the first day on which we know that they lived here again', null=True),
        ),
        migrations.AddConstraint(
            model_name='lifeevent',
            constraint=models.UniqueConstraint(condition=models.Q(('corrected_at__isnull', True), ('returned_at__isnull', True)), fields=('resident', 'kind'), name='life_event_once'),
        ),
        migrations.AddConstraint(
            model_name='lifeevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_by__isnull', True), ('returned_on__isnull', True)), models.Q(('kind', 'moved'), ('returned_at__isnull', False), ('returned_by__isnull', False), ('returned_on__gte', models.F('happened_on'))), _connector='OR'), name='who_returned_had_moved'),
        ),
    ]
