"""A stay keeps of which move it was said that it holds no longer, so that an error can be taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("discharges", "0009_notices_of_a_day"),
        ("residents", "0009_who_moved_may_return"),
    ]

    operations = [
        migrations.AddField(
            model_name="hospitalstay",
            name="came_back",
            field=models.ForeignKey(
                help_text="the move from which they came back, as was said of this stay; empty once that is taken back",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="residents.lifeevent",
            ),
        ),
    ]
