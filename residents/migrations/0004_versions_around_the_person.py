"""Numbers, people of the circle, access needs and alerts know their version: two who edit one see both."""

from django.db import migrations, models

VERSIONED = ("phonenumber", "circlelink", "accessneed", "alert")


class Migration(migrations.Migration):
    dependencies = [("residents", "0003_reach_of_those_known")]

    operations = [
        migrations.AddField(
            model_name=model, name="version", field=models.PositiveIntegerField(default=1, db_default=1)
        )
        for model in VERSIONED
    ]
