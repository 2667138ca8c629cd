from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("talking_shops", "0008_what_arrived_and_what_was_shown"),
    ]

    operations = [
        migrations.AddField(
            model_name="news",
            name="driver",
            field=models.CharField(blank=True, db_default="", help_text="the driver who is to be told", max_length=120),
        ),
        migrations.AddField(
            model_name="news",
            name="driver_phone",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="news",
            name="kind",
            field=models.CharField(
                choices=[
                    ("place", "Their place"),
                    ("event", "The event"),
                    ("ride", "Their ride"),
                    ("driver", "Their driver"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="ride",
            name="driver_phone",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
    ]
