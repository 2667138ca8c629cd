"""A promise kept late stays counted as broken; a call-back that somebody is on shows who, and how often it was tried."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0004_hand_offs_undone"),
        ("residents", "0004_versions_around_the_person"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="callback",
            name="claimed_at",
            field=models.DateTimeField(help_text="since when somebody is on it", null=True),
        ),
        migrations.AddField(
            model_name="callback",
            name="claimed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="callback",
            name="tried",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="how often nobody answered before this"
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="broken_at",
            field=models.DateTimeField(help_text="when it was marked as broken; stays when it is kept late", null=True),
        ),
        migrations.AddField(
            model_name="promise",
            name="told_of_end",
            field=models.CharField(
                blank=True, db_default="", help_text="to whom it was said that it is withdrawn", max_length=200
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claimed_at__isnull", True), ("claimed_by__isnull", True)),
                    models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                    _connector="OR",
                ),
                name="call_back_claimed_at_has_its_by",
            ),
        ),
    ]
