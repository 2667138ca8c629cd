"""Everything that was told about one thing is found at once, to be taken off the lists when it is dealt with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_script_on_or_off")]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["link"], name="notice_unread_about"
            ),
        ),
    ]
